/** Converse.js from its npm package on a small static server, set up for one account and one conversation. */
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../../node_modules/converse.js/dist", import.meta.url));

const types: Readonly<Record<string, string>> = {
	".js": "text/javascript",
	".css": "text/css",
	".json": "application/json",
	".svg": "image/svg+xml",
	".wasm": "application/wasm",
	".woff2": "font/woff2",
};

function page(account: string, other: string, websocket: string): string {
	const settings = {
		view_mode: "fullscreen",
		theme: "default",
		authentication: "login",
		auto_login: true,
		auto_reconnect: true,
		jid: `${account}@localhost`,
		password: account,
		websocket_url: websocket,
		assets_path: "/dist/",
		allow_non_roster_messaging: true,
		blacklisted_plugins: ["converse-omemo"],
		whitelisted_plugins: ["open-conversation"],
		show_background: false,
		discover_connection_methods: false,
		i18n: "en",
		loglevel: "warn",
		play_sounds: false,
		show_desktop_notifications: false,
	};
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Converse</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/dist/converse.min.css">
<script type="module" src="/dist/converse.min.js"></script></head>
<body class="converse-fullscreen"><div id="conversejs"></div>
<script type="module">
converse.plugins.add("open-conversation", {
	initialize() {
		const { api } = this._converse;
		api.listen.on("chatBoxesFetched", () => api.chats.open(${JSON.stringify(`${other}@localhost`)}, {}, true));
	},
});
converse.initialize(${JSON.stringify(settings)});</script></body></html>`;
}

export class ConverseSite {
	readonly #server: Server;

	private constructor(server: Server) {
		this.#server = server;
	}

	static async start(websocket: string): Promise<ConverseSite> {
		const server = createServer((request, response) => {
			const url = new URL(request.url ?? "/", "http://127.0.0.1");
			if (url.pathname === "/") {
				response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
				response.end(page(url.searchParams.get("as") ?? "", url.searchParams.get("with") ?? "", websocket));
				return;
			}
			const path = join(dist, normalize(url.pathname.replace(/^\/dist\//, "/")));
			const served = path.startsWith(dist) ? readFile(path) : Promise.reject(new Error("outside"));
			served.then(
				(body) => {
					response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" });
					response.end(body);
				},
				() => {
					response.writeHead(404);
					response.end();
				},
			);
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		return new ConverseSite(server);
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	/** The conversation of `account` with `other`. */
	url(account: string, other: string): string {
		return `${this.origin}/?as=${account}&with=${other}`;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}
