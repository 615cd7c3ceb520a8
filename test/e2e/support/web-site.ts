/** A web site of a few pages that a test writes itself. Loopback only. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Path to content; what ends in `.js` is a script, everything else a page. */
export type Pages = Readonly<Record<string, string>>;

export class WebSite {
	readonly #server;

	private constructor(pages: Pages) {
		this.#server = createServer((request, response) => {
			const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
			const content = pages[pathname];
			const type = pathname.endsWith(".js") ? "text/javascript" : "text/html";
			response.writeHead(content === undefined ? 404 : 200, { "content-type": `${type}; charset=utf-8` });
			response.end(content ?? "");
		});
	}

	static async open(pages: Pages): Promise<WebSite> {
		const site = new WebSite(pages);
		await new Promise<void>((resolve) => site.#server.listen(0, "127.0.0.1", resolve));
		return site;
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	/** The same pages under another name: another site to browsers and to Sotto. */
	get otherOrigin(): string {
		return this.origin.replace("127.0.0.1", "localhost");
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}
