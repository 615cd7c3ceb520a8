/** Runs insertion.ts where the extension's content scripts run: the isolated world of each frame, with the extension's own rights. */
import type { Page } from "puppeteer";
import type { Driver } from "../e2e/support/driver.ts";
import type { Done, Step } from "./insertion.ts";

export class ExtensionWorld {
	readonly #page: Page;
	readonly #code: string;

	private constructor(page: Page, code: string) {
		this.#page = page;
		this.#code = code;
	}

	static async open(driver: Driver, code: string): Promise<ExtensionWorld> {
		return new ExtensionWorld(await driver.openExtensionPage("welcome.html"), code);
	}

	/** In the one tab that shows `origin`, in the frame that has the focus. */
	async run(step: Step): Promise<Done> {
		const answer = (await this.#page.evaluate(`(async () => {
			const api = typeof browser === "undefined" ? chrome : browser;
			const [tab] = await api.tabs.query({ url: "http://127.0.0.1/*" });
			const func = function (step) {
				// Once in each frame: it remembers what a person typed there.
				globalThis.insertionUnderTest ??= (() => { ${this.#code}; return Insertion; })();
				return globalThis.insertionUnderTest.run(step);
			};
			const target = { tabId: tab.id, allFrames: true };
			const frames = await api.scripting.executeScript({ target, func, args: [${JSON.stringify(step)}] });
			const failed = frames.find((one) => one.error);
			return frames.map((one) => one.result).find((one) => one) ?? { failure: String(failed?.error ?? "no frame has the focus") };
		})()`)) as Done | { readonly failure: string };
		if ("failure" in answer) throw new Error(answer.failure);
		return answer;
	}
}
