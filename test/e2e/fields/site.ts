/** A site with one form, as old as the web: what was saved is shown by the same page again. Loopback only. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Each has a value of its own, and is shown somewhere else once it was saved. */
const names = ["name", "phone", "note", "detail", "line", "story", "answer", "mail"] as const;
export type Name = (typeof names)[number];
export type Saved = Readonly<Partial<Record<Name, string>>>;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** As mail programs quote: a bar before each line of at most so many characters. */
const quotedLine = 76;
function barred(text: string): string {
	return (text.match(new RegExp(`[^]{1,${quotedLine}}`, "g")) ?? []).map((line) => `> ${line}`).join("\n");
}

function page(saved: Saved): string {
	const of = (name: Name): string => escaped(saved[name] ?? "");
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Request - Town hall</title><style>
body { font: 16px sans-serif; max-width: 40rem; margin: 1rem auto; padding: 0 1rem; color-scheme: light dark }
label, [contenteditable], input, textarea { display: block; box-sizing: border-box; width: 100%; margin-bottom: .5rem }
[contenteditable] { border: 1px solid; min-height: 4rem; padding: .25rem }
td { border: 1px solid; padding: .25rem; overflow-wrap: anywhere }
</style></head><body><h1>Your request</h1>
<form method="post" action="/request" id="request">
<h2>You</h2>
<label>Full name <input name="name" value="${of("name")}"></label>
<label>Phone <input name="phone" type="tel" value="${of("phone")}"></label>
<h2>What it is about</h2>
<label>Note for the doctor <textarea name="note" rows="4">\n${of("note")}</textarea></label>
<label>Detail <textarea name="detail" rows="4"></textarea></label>
<label>In one line <input name="line" maxlength="8000"></label>
<label>Short code <input name="code" maxlength="8"></label>
<div id="story" contenteditable="true" aria-label="Story"><p>It began in <b>early May 2021</b>, at home.</p><p>Nobody was hurt.</p></div>
<input type="hidden" name="story">
<label>Answer <textarea name="answer" rows="2"></textarea></label>
<label>Mail <textarea name="mail" rows="2"></textarea></label>
<button type="submit">Hand in</button>
</form>
<h2>Handed in</h2>
<textarea id="locked" disabled rows="3" cols="40">\n${of("detail")}</textarea>
<input id="fixed" readonly value="${of("line")}">
<table><tbody><tr><td>Story</td><td id="cell">${of("story")}</td></tr></tbody></table>
<div><blockquote id="quote">${of("answer")}</blockquote></div>
<pre id="bars">${barred(of("mail"))}</pre>
<script src="/form.js"></script></body></html>`;
}

const script = `document.querySelector("#request").addEventListener("submit", () => {
	document.querySelector("[name=story]").value = document.querySelector("#story").innerText;
});`;

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString("utf8");
}

export class FormSite {
	readonly #server;
	/** Every form that was handed in. */
	readonly handedIn: Saved[] = [];

	private constructor() {
		this.#server = createServer(async (request, response) => {
			const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
			if (request.method === "POST") {
				const fields = new URLSearchParams(await bodyOf(request));
				// Browsers send line breaks as CR LF.
				this.handedIn.push(
					Object.fromEntries(names.map((name) => [name, fields.get(name)?.replaceAll("\r\n", "\n") ?? ""])),
				);
				response.writeHead(303, { location: "/request" }).end();
				return;
			}
			const [type, text] =
				pathname === "/form.js" ? ["text/javascript", script] : ["text/html", page(this.handedIn.at(-1) ?? {})];
			response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" }).end(text);
		});
	}

	static async start(): Promise<FormSite> {
		const site = new FormSite();
		await new Promise<void>((resolve) => site.#server.listen(0, "127.0.0.1", resolve));
		return site;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/request`;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}
