/** A chat with one room that shows whichever editor it was told to, and keeps every text that arrives. Loopback only. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { bundlePages } from "./bundle.ts";
import type { EditorCase } from "./catalog.ts";
import { chatPage, innerPage } from "./pages.ts";

const packages = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** Published files that a page here may load. */
const published = [
	"ckeditor4",
	"ckeditor5",
	"tinymce",
	"monaco-editor",
	"quill",
	"trix",
	"draft-js",
	"prosemirror-view",
];

const types: Readonly<Record<string, string>> = {
	".js": "text/javascript",
	".css": "text/css",
	".json": "application/json",
	".svg": "image/svg+xml",
	".png": "image/png",
	".gif": "image/gif",
	".ttf": "font/ttf",
};

export interface Message {
	readonly author: string;
	readonly text: string;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString("utf8");
}

function reply(response: ServerResponse, status: number, type: string, body: string | Buffer, cache = false): void {
	const charset = typeof body === "string" ? "; charset=utf-8" : "";
	response.writeHead(status, {
		"content-type": type + charset,
		"cache-control": cache ? "max-age=3600" : "no-store",
	});
	response.end(body);
}

export class EditorServer {
	readonly #assets: ReadonlyMap<string, string>;
	readonly #server = createServer((request, response) => {
		this.#answer(request, response).catch(() => {
			if (!response.headersSent) response.writeHead(500);
			response.end();
		});
	});
	#messages: Message[] = [];
	#shown: EditorCase | null = null;

	private constructor(assets: ReadonlyMap<string, string>) {
		this.#assets = assets;
	}

	static async start(): Promise<EditorServer> {
		const server = new EditorServer(await bundlePages());
		await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
		return server;
	}

	/** The same for every editor: to the extension it is one conversation. */
	url(as = "ann"): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/chat?as=${as}`;
	}

	get messages(): readonly Message[] {
		return this.#messages;
	}

	/** From the next load on. */
	show(editor: EditorCase): void {
		this.#shown = editor;
	}

	forget(): void {
		this.#messages = [];
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise<void>((resolve) => this.#server.close(() => resolve()));
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
		const asset = this.#assets.get(pathname);
		if (asset !== undefined) return reply(response, 200, "text/javascript", asset, true);
		if (pathname.startsWith("/packages/")) return await this.#publishedFile(pathname, response);
		const as = searchParams.get("as") === "ben" ? "ben" : "ann";
		if (pathname === "/messages" && request.method === "POST") {
			this.#messages.push({ author: as, text: await bodyOf(request) });
			return reply(response, 204, "text/plain", "");
		}
		if (pathname === "/messages") {
			const from = Number(searchParams.get("from")) || 0;
			return reply(response, 200, "application/json", JSON.stringify(this.#messages.slice(from)));
		}
		if (this.#shown !== null && pathname === "/chat") {
			return reply(response, 200, "text/html", chatPage(this.#shown, as));
		}
		if (this.#shown !== null && pathname === "/inner") {
			return reply(response, 200, "text/html", innerPage(this.#shown, as));
		}
		reply(response, 404, "text/plain", "Not found");
	}

	async #publishedFile(pathname: string, response: ServerResponse): Promise<void> {
		const path = normalize(decodeURIComponent(pathname.slice("/packages/".length)));
		const allowed = published.some((name) => path.startsWith(`${name}/`));
		const file = allowed ? await readFile(packages + path).catch(() => null) : null;
		if (file === null) return reply(response, 404, "text/plain", "Not found");
		reply(response, 200, types[extname(path)] ?? "application/octet-stream", file, true);
	}
}
