/** The tab for contact codes, as people use it: a code on one screen, looked at from the other. */
import { join } from "node:path";
import type { ElementHandle, Page } from "puppeteer";
import { codeOf, codeOn, film, type Modules, noCode, picture } from "./code-film.ts";
import type { BrowserKind, LaunchChoices } from "./driver.ts";
import { noteClick, noteKeys } from "./effort.ts";
import type { Person } from "./person.ts";
import { askFrom } from "./set-up.ts";
import { click } from "./surface.ts";
import { until } from "./time.ts";

/** What the popup knows of a contact. */
export interface Known {
	readonly id: string;
	readonly name: string;
	readonly trust: string;
	readonly writable: boolean;
}

export async function contactsOf(person: Person): Promise<readonly Known[]> {
	const page = await person.driver.openExtensionPage("popup.html");
	const known = (await askFrom(page, "popup/contacts", null)) as readonly Known[];
	await page.close();
	return known;
}

/** `meant`: the id of the contact from whose page it is opened. */
export async function codesTab(person: Person, meant = ""): Promise<Page> {
	const page = meant === "" ? await person.driver.openExtensionPage("codes.html") : await codesFor(person, meant);
	await page.bringToFront();
	await page.waitForSelector("#code-file");
	return page;
}

async function codesFor(person: Person, contact: string): Promise<Page> {
	const popup = await person.driver.openExtensionPage("popup.html");
	await askFrom(popup, "popup/open-codes", { contact });
	await popup.close();
	return person.pageAt("/codes.html");
}

/** A camera that a test points at screens. Firefox has none: there a picture of the screen is taken. */
export class Camera {
	readonly kind: BrowserKind;
	readonly #folder: string;

	private constructor(kind: BrowserKind, folder: string) {
		this.kind = kind;
		this.#folder = folder;
	}

	static async in(kind: BrowserKind, folder: string): Promise<Camera> {
		const camera = new Camera(kind, folder);
		await film(camera.#film, noCode);
		return camera;
	}

	get #film(): string {
		return join(this.#folder, "camera.y4m");
	}

	/** For the browser of whoever holds it. */
	get choices(): LaunchChoices {
		return this.kind === "chromium" ? { camera: this.#film } : {};
	}

	/** The code on the screen `from` is looked at by `by`, who has said nothing yet of how it came. */
	async scan(from: Page, by: Page): Promise<void> {
		if (this.kind === "chromium") return this.#look(by, await codeOn(from));
		const svg = await until("the code", () => from.$("svg.qr"));
		await from.bringToFront();
		await svg.screenshot({ path: this.#picture });
		await this.#choosePicture(by);
	}

	/** The same with the code of somebody who has no browser. */
	async scanOf(qr: string, by: Page): Promise<void> {
		if (this.kind === "chromium") return this.#look(by, codeOf(qr));
		await picture(this.#picture, codeOf(qr));
		await this.#choosePicture(by);
	}

	get #picture(): `${string}.png` {
		return `${join(this.#folder, "code")}.png`;
	}

	async #look(by: Page, code: Modules): Promise<void> {
		await film(this.#film, code);
		await by.bringToFront();
		await click(by, "codeCamera");
	}

	async #choosePicture(by: Page): Promise<void> {
		await by.bringToFront();
		noteClick("the choice of a file");
		const input = (await by.$("#code-file")) as ElementHandle<HTMLInputElement>;
		await input.uploadFile(this.#picture);
	}
}

/** As a paste does it: the clipboards of two browsers on one machine are one. */
export async function paste(page: Page, text: string): Promise<void> {
	await page.bringToFront();
	await page.waitForSelector("#code-text");
	noteClick("the field for a text");
	noteKeys(1);
	await page.$eval("#code-text", (field) => {
		(field as HTMLTextAreaElement).focus();
		(field as HTMLTextAreaElement).select();
	});
	await page.evaluate((pasted) => document.execCommand("insertText", false, pasted), text);
	await click(page, "read");
}

/** Our code as a link, to be handed over. */
export async function linkFrom(page: Page): Promise<string> {
	await page.bringToFront();
	await click(page, "codeCopyLink");
	return await until("the link", () =>
		page.evaluate(() => document.querySelector<HTMLTextAreaElement>(".codes-part textarea[readonly]")?.value),
	);
}
