/**
 * A small web chat that knows nothing of Sotto: rooms, two people, messages in memory. It answers on loopback only.
 * Everything a person writes goes through `record`, so that tests can ask what the site has seen.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Assets, buildAssets } from "./assets.ts";
import { type ChatMessage, type Editor, people, rooms } from "./model.ts";
import { chatPage, frontPage } from "./pages.ts";

const policy =
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const maxBodyBytes = 256 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > maxBodyBytes) throw new Error("too large");
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
	response.writeHead(status, {
		"content-type": `${type}; charset=utf-8`,
		"content-security-policy": policy,
		"cache-control": "no-store",
		"referrer-policy": "no-referrer",
		"x-content-type-options": "nosniff",
	});
	response.end(body);
}

export class DemoChat {
	readonly #messages = new Map<string, ChatMessage[]>(Object.keys(rooms).map((room) => [room, []]));
	readonly #listeners = new Map<ServerResponse, string>();
	readonly #server = createServer((request, response) => {
		this.#answer(request, response).catch(() => {
			if (!response.headersSent) response.writeHead(400);
			response.end();
		});
	});
	readonly #assets: Assets;
	#nextId = 1;
	/** What becomes of a text that somebody sends: the messages that all see. */
	carries: (text: string) => readonly string[] = (text) => [text];

	private constructor(assets: Assets) {
		this.#assets = assets;
	}

	static async start(port = 0): Promise<DemoChat> {
		const chat = new DemoChat(await buildAssets());
		await new Promise<void>((resolve, reject) => {
			chat.#server.once("error", reject);
			chat.#server.listen(port, "127.0.0.1", resolve);
		});
		return chat;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	get origin(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	url(room: string, as: string, editor: Editor = "plain"): string {
		return `${this.origin}/room/${room}?as=${as}&editor=${editor}`;
	}

	messages(room: string): readonly ChatMessage[] {
		return this.#messages.get(room) ?? [];
	}

	/** Puts a message into the room as if the person had sent it. */
	record(room: string, author: string, text: string): ChatMessage {
		const message: ChatMessage = { id: this.#nextId++, author, text, at: Date.now() };
		this.#messages.get(room)?.push(message);
		for (const [listener, where] of this.#listeners) {
			if (where === room) listener.write(`data: ${JSON.stringify(message)}\n\n`);
		}
		return message;
	}

	/** What a dishonest site does: from the next load of the room on it shows this in place of what was said. */
	rewrite(room: string, change: (messages: readonly ChatMessage[]) => readonly ChatMessage[]): void {
		this.#messages.set(room, [...change(this.messages(room))]);
	}

	async close(): Promise<void> {
		for (const listener of this.#listeners.keys()) listener.end();
		this.#server.closeAllConnections();
		await new Promise<void>((resolve) => this.#server.close(() => resolve()));
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? "/", this.origin);
		const asset = this.#assets.get(url.pathname);
		if (asset) return reply(response, 200, asset.type, asset.body);
		if (url.pathname === "/") return reply(response, 200, "text/html", frontPage());
		const [, , room = "", action = ""] = url.pathname.split("/");
		const as = url.searchParams.get("as") ?? "";
		if (!url.pathname.startsWith("/room/") || !rooms[room] || !people[as]) {
			return reply(response, 404, "text/plain", "Not found");
		}
		if (action === "") {
			const editor = url.searchParams.get("editor") === "rich" ? "rich" : "plain";
			return reply(response, 200, "text/html", chatPage(room, as, editor));
		}
		if (action === "events") return this.#listen(room, request, response);
		if (action === "messages" && request.method === "POST") {
			const text = await bodyOf(request);
			if (text.trim() !== "") for (const piece of this.carries(text)) this.record(room, as, piece);
			return reply(response, 204, "text/plain", "");
		}
		if (action === "messages") return reply(response, 200, "application/json", JSON.stringify(this.messages(room)));
		return reply(response, 404, "text/plain", "Not found");
	}

	#listen(room: string, request: IncomingMessage, response: ServerResponse): void {
		response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
		response.write(": hello\n\n");
		this.#listeners.set(response, room);
		request.once("close", () => this.#listeners.delete(response));
	}
}
