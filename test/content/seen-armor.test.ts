// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { begunOf } from "../../src/content/insert/begun.ts";
import { noteSeenArmor, type SeenArmor } from "../../src/content/readers/seen-armor.ts";
import { findStarts, sight } from "../../src/content/scan/find-armor.ts";
import { fakeArmor, oneArmor } from "./fake-armor.ts";

let seen: SeenArmor;
beforeEach(() => {
	document.body.replaceChildren();
	seen = noteSeenArmor();
});

const begun = (text: string, since: number) => begunOf(text, since, seen.holders());

/** Looked at as the readers do. */
function look(element: Element): void {
	for (const start of findStarts(element)) {
		const sighting = sight(start);
		if (sighting !== null) seen.note(sighting);
	}
}

/** Something of the page with this text, seen. */
function show(text: string, { into = document.body as Element, tag = "div", more = "" } = {}): Element {
	const element = document.createElement(tag);
	if (element instanceof HTMLTextAreaElement) element.value = text;
	element.append(text, document.createRange().createContextualFragment(more));
	into.append(element);
	look(element);
	return element;
}

/** A chat with messages that came out whole, each in a row of its own. */
function chat(whole = 2, tag = "li"): Element {
	const list = document.createElement(tag === "li" ? "ol" : "section");
	document.body.append(list);
	for (let i = 0; i < whole; i++) row(list, oneArmor(), "", tag);
	return list;
}

/** A row as chats make them: author and time above, the text in a bubble, and `after` it. */
function row(list: Element, text: string, after = "", tag = "li"): Element {
	const item = document.createElement(tag);
	item.innerHTML = `<div class="head"><a href="#">Ann</a><button>reply</button><time>12:03</time></div>
		<div class="bubble"><span class="text"></span>${after}</div>`;
	item.querySelector(".text")?.append(text);
	list.append(item);
	look(item);
	return item;
}

describe("armor that was sent", () => {
	it("is known when it came out, with or without a line before it", () => {
		const armor = oneArmor();
		expect(seen.at(armor)).toBe(0);
		const before = performance.now();
		show(`A private message: ${armor}`);
		expect(seen.at(armor)).toBeGreaterThanOrEqual(before);
		expect(seen.at(`Another line: ${armor}`)).toBe(seen.at(armor));
		expect(begun(armor, 0)).toBeNull();
	});

	it.each(["li", "div"])("is known to be cut beside messages that are whole (%s), and how much of the text", (tag) => {
		const text = `A line: ${oneArmor(400)}`;
		const list = chat(2, tag);
		row(list, text.slice(0, 350), "", tag);
		expect(seen.at(text)).toBe(0);
		expect(begun(text, 0)).toEqual({ chars: 350, sure: true });
		row(list, text.slice(0, 300), "", tag);
		expect(begun(text, 0)).toEqual({ chars: 350, sure: true });
		expect(begun(oneArmor(400), 0)).toBeNull();
		expect(begun("no armor", 0)).toBeNull();
		// Not even its number is there.
		expect(begun(oneArmor(400).slice(0, 20), 0)).toBeNull();
	});

	it.each(["<time>12:04</time>", "<span>12:04 PM ✓✓</span>", "<time>yesterday</time>"])(
		"is cut whatever its row says of its time: %s",
		(after) => {
			const armor = oneArmor(400);
			row(chat(), armor.slice(0, 380), after);
			expect(begun(armor, 0)).toEqual({ chars: 380, sure: true });
		},
	);

	it.each([
		"<button>Read more</button>",
		"<span>…</span>",
		"...",
		"<span role=button tabindex=0>▾</span>",
		"<a href='#'>mehr</a>",
		"<span>Read more</span>",
		"<details><summary></summary></details>",
		"<span>更多</span>",
	])("may be folded where its row has this after it: %s", (after) => {
		const armor = oneArmor(400);
		row(chat(), armor.slice(0, 380), after);
		expect(begun(armor, 0)).toEqual({ chars: 380, sure: false });
	});

	it.each(["…", "… See more", "<button>Read more</button>", "<br><i>unfold</i>"])(
		"may be folded within its own element: %s",
		(more) => {
			const armor = oneArmor(400);
			const list = chat();
			const item = row(list, "");
			show(armor.slice(0, 380), { into: item.querySelector(".text")!, tag: "span", more });
			expect(begun(armor, 0)).toEqual({ chars: 380, sure: false });
		},
	);

	it("is folded, whoever else quotes its beginning", () => {
		const armor = oneArmor(400);
		const list = chat();
		row(list, armor.slice(0, 380), "<button>Read more</button>");
		row(list, armor.slice(0, 100));
		expect(begun(armor, 0)).toMatchObject({ sure: false });
	});

	it("is nothing in a preview, a toast or a reply beside the list, however long", () => {
		const armor = oneArmor(600);
		const list = chat(3);
		const side = document.createElement("nav");
		side.innerHTML = "<ul><li><p></p></li><li><p></p></li></ul>";
		document.body.prepend(side);
		for (const place of side.querySelectorAll("p")) show(armor.slice(0, 40), { into: place, tag: "span" });
		show(armor.slice(0, 500));
		show(armor.slice(0, 500), { into: list.parentElement!, tag: "aside" });
		expect(begun(armor, 0)).toBeNull();
	});

	it("may be folded where no list is known yet, unless it is as short as a preview", () => {
		const armor = oneArmor(600);
		const short = show(armor.slice(0, 349));
		expect(begun(armor, 0)).toBeNull();
		short.remove();
		show(armor.slice(0, 400));
		expect(begun(armor, 0)).toEqual({ chars: 400, sure: false });
		const other = oneArmor(600);
		row(chat(1), other.slice(0, 100));
		expect(begun(other, 0)).toBeNull();
	});

	it("is looked at again: what has gone, or has come out since, is not cut", () => {
		const armor = oneArmor(400);
		const list = chat();
		const item = row(list, armor.slice(0, 380));
		expect(begun(armor, 0)).not.toBeNull();
		item.querySelector(".text")!.textContent = armor;
		expect(begun(armor, 0)).toBeNull();
		item.querySelector(".text")!.textContent = armor.slice(0, 390);
		expect(begun(armor, 0)).toEqual({ chars: 390, sure: true });
		item.remove();
		expect(begun(armor, 0)).toBeNull();
	});

	it("is not taken for cut by what was there before", () => {
		const armor = oneArmor(400);
		row(chat(), armor.slice(0, 380));
		expect(begun(armor, performance.now() + 1)).toBeNull();
	});

	it("is one of several parts", () => {
		const parts = fakeArmor(600, 400);
		row(chat(), parts[1]!.slice(0, 350));
		expect(parts.map((part) => begun(part, 0)?.chars ?? null)).toEqual([null, 350, null]);
	});

	it("is forgotten last of all when many are seen", () => {
		const first = oneArmor(20);
		const again = oneArmor(20);
		show(first);
		show(again);
		for (let i = 0; i < 499; i++) {
			if (i === 250) show(again);
			show(oneArmor(20));
		}
		expect(seen.at(first)).toBe(0);
		expect(seen.at(again)).toBeGreaterThan(0);
	});
});
