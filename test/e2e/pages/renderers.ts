/** A chat that shows each message in the way that stands beside it: through a renderer, or mangled as real sites do it. */
import { escaped, renderers } from "../../content/renderers.ts";
import type { Shown } from "./shown.ts";

const someoneElse = "<p><b>Cem</b> 12:04 has anybody seen the blue folder that was under the stairs</p>";
const every = (text: string, step: number, between: string) =>
	text.replace(new RegExp(`.{${step}}`, "g"), `$&${between}`);

/** What only a page that is alive does; `text` is the element of the message. */
const alive: Readonly<Record<string, (text: HTMLElement, armor: string) => void>> = {
	"folded behind a button": (text, armor) => {
		text.innerHTML = `<span>${armor.slice(0, 200)}</span><span>… </span><button type="button">See more</button>`;
		text.querySelector("button")?.addEventListener("click", () => {
			text.innerHTML = `<span>${armor}</span>`;
		});
	},
	"typed out letter by letter": (text, armor) => {
		const node = document.createTextNode("");
		text.append(node);
		const timer = setInterval(() => {
			node.data = armor.slice(0, node.length + 160);
			if (node.length === armor.length) clearInterval(timer);
		}, 50);
	},
	"drawn anew every second": (text, armor) => {
		const draw = () => {
			text.innerHTML = `<p>${armor}</p>`;
		};
		draw();
		const timer = setInterval(draw, 1000);
		setTimeout(() => clearInterval(timer), 4500);
	},
};

const still: Readonly<Record<string, (armor: string, parts: readonly string[]) => string>> = {
	"folded by style": (armor) => `<div class="clamped">${armor}</div>`,
	"in capitals by style": (armor) => `<div class="capitals">${armor}</div>`,
	"wrapped hard": (armor) => `<pre>${every(armor, 72, "\n")}</pre>`,
	"wrapped and quoted": (armor) => `<pre>&gt; ${every(armor, 70, "\n&gt; ")}</pre>`,
	"with zero-width spaces": (armor) => every(armor, 10, "\u200b"),
	"with places to break": (armor) => every(armor, 5, "<wbr>"),
	"hyphenated in sight": (armor) => every(armor, 60, "-<br>"),
	"a stretch of it marked": (armor) => `${armor.slice(0, 90)}<mark>${armor.slice(90, 97)}</mark>${armor.slice(97)}`,
	"in parts, others in between": (_, parts) => parts.map((part) => `<p>${part}</p>`).join(someoneElse),
	"cut at 300": (armor) => `${armor.slice(0, 300)}…`,
	"one part missing": (_, parts) => [...parts.slice(0, 1), ...parts.slice(2)].map((part) => `<p>${part}</p>`).join(""),
	"a letter lost": (armor) => armor.slice(0, 400) + armor.slice(401),
	"a letter changed": (armor) => armor.slice(0, 400) + (armor[400] === "x" ? "y" : "x") + armor.slice(401),
	"in small letters": (armor) => armor.toLowerCase(),
};

function show({ way, text, parts }: Shown): void {
	const message = document.createElement("article");
	message.innerHTML = `<b>${escaped(way)}</b><div class="text"></div>`;
	document.querySelector("#messages")?.append(message);
	const body = message.querySelector<HTMLElement>(".text");
	if (body === null) return;
	if (alive[way] !== undefined) alive[way](body, text);
	else body.innerHTML = still[way]?.(text, parts) ?? renderers[way]?.(text) ?? "nobody knows this way";
}

const response = await fetch("/messages");
for (const one of (await response.json()) as Shown[]) show(one);
