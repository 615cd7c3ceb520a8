/** The content script's own world in a chat page, entered through a page of the extension: what a script there could say and reach. */
import type { Page } from "puppeteer";
import type { Person } from "./person.ts";

/** Of the extension API, what is used in here. */
interface Api {
	readonly runtime: { sendMessage(message: unknown): Promise<unknown>; getURL(path: string): string };
	readonly tabs: { query(filter: { url: string }): Promise<{ id: number }[]> };
	readonly scripting: {
		executeScript(what: {
			target: { tabId: number };
			func: (ask: string) => unknown;
			args: string[];
		}): Promise<{ result: unknown }[]>;
	};
	readonly storage: Record<string, { get(keys: null): Promise<Record<string, unknown>> } | undefined>;
}
declare const chrome: Api;
declare const browser: Api | undefined;

export class ContentWorld {
	readonly #page: Page;

	private constructor(page: Page) {
		this.#page = page;
	}

	static async of(person: Person): Promise<ContentWorld> {
		const world = new ContentWorld(await person.driver.openExtensionPage("welcome.html"));
		await person.chat.bringToFront();
		return world;
	}

	/** Everything in a storage area as JSON, or "refused". */
	async read(area: "local" | "session"): Promise<string> {
		return await this.#page.evaluate(async (wanted) => {
			const api = typeof browser === "undefined" ? chrome : browser;
			const [tab] = await api.tabs.query({ url: "http://127.0.0.1/*" });
			const [answer] = await api.scripting.executeScript({
				target: { tabId: tab?.id ?? -1 },
				func: async (name) => {
					const inside = typeof browser === "undefined" ? chrome : browser;
					try {
						return JSON.stringify(await inside.storage[name]?.get(null)) ?? "refused";
					} catch {
						return "refused";
					}
				},
				args: [wanted],
			});
			return String(answer?.result);
		}, area);
	}

	/** What the background answers to a message of the content script, as JSON. */
	async say(message: object): Promise<string> {
		return await this.#page.evaluate(async (said) => {
			const api = typeof browser === "undefined" ? chrome : browser;
			const [tab] = await api.tabs.query({ url: "http://127.0.0.1/*" });
			const [answer] = await api.scripting.executeScript({
				target: { tabId: tab?.id ?? -1 },
				func: async (text) => {
					const inside = typeof browser === "undefined" ? chrome : browser;
					return JSON.stringify(await inside.runtime.sendMessage(JSON.parse(text))) ?? "nothing";
				},
				args: [said],
			});
			return String(answer?.result);
		}, JSON.stringify(message));
	}

	/** Where the reader's page is today (it changes in Chromium). */
	async readerUrl(): Promise<string> {
		return await this.#page.evaluate(async () => {
			const api = typeof browser === "undefined" ? chrome : browser;
			const [tab] = await api.tabs.query({ url: "http://127.0.0.1/*" });
			const [answer] = await api.scripting.executeScript({
				target: { tabId: tab?.id ?? -1 },
				func: () => (typeof browser === "undefined" ? chrome : browser).runtime.getURL("reader.html"),
				args: [],
			});
			return String(answer?.result);
		});
	}

	async close(): Promise<void> {
		await this.#page.close();
	}
}
