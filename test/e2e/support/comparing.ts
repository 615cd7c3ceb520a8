/** What people do who compare a code, in the popup and in messages. */
import type { Page } from "puppeteer";
import { expect } from "vitest";
import { comparisonPictures, pictureFile } from "../../../src/ui/comparison/pictures.ts";
import type { BrowserKind } from "./driver.ts";
import type { Person } from "./person.ts";
import { click, has, type Surface, shown, waitToSay } from "./surface.ts";
import { until } from "./time.ts";
import { word } from "./words.ts";

/** The popup's page for comparing with `name`. */
export async function onPage<T>(person: Person, name: string, use: (popup: Page) => Promise<T>): Promise<T> {
	return await person.withPopup(async (popup) => {
		await click(popup, "contacts");
		await until(`${name} in the list`, async () => (await shown(popup)).includes(name));
		await popup.click("main ul button");
		await click(popup, "compareCode");
		await until("the comparison", async () => (await popup.$(".comparison")) !== null);
		return await use(popup);
	});
}

/** Begins in the popup. Where that is a tab of its own, the chat behind it draws nothing; the real one closes when it loses the focus. */
export async function begin(person: Person, popup: Page): Promise<void> {
	await click(popup, "comparePictures");
	if (person.kind === "firefox") await person.chat.bringToFront();
	await waitToSay(popup, "compareWaiting");
}

/** What a frame cannot prove to be uncovered is shown in a window of ours (src/background/comparison-shown.ts). */
const apart = (kind: BrowserKind): boolean => kind === "firefox";

/**
 * Where the code is compared: in the message, or in the window that it leads to. `presses`: a step that would have gone by itself and
 * waits after all is sent on the way.
 */
export async function codeAt(person: Person, { presses = false } = {}): Promise<Surface> {
	const { kind } = person;
	const reader = await until(`a code at ${person.name}`, async () => {
		await person.toEnd();
		for (const one of await person.readers()) {
			if (await has(one, apart(kind) ? "compareOpen" : "compareSame")) return one;
			if (presses && (await has(one, "compareSend"))) await click(one, "compareSend", 2000).catch(() => undefined);
		}
		return null;
	});
	if (!apart(kind)) return reader;
	expect(await reader.$(".comparison-pictures, .comparison-numbers")).toBeNull();
	for (const key of ["compareSame", "compareDifferent"]) expect(await has(reader, key)).toBe(false);
	await click(reader, "compareOpen");
	// The toolbar's own popup cannot be driven: the same page, opened by hand. Who of the two asks first is led to the code at once.
	const page = await person.driver.openPopup(person.chat);
	await until("the code in a window", async () => {
		if (await has(page, "compareSame")) return true;
		if (await has(page, "compareCode")) await click(page, "compareCode", 2000);
		else if (await has(page, "contacts")) await click(page, "contacts", 2000);
		else await page.click("main ul button");
		return false;
	});
	return page;
}

export async function answer(person: Person, surface: Surface, key: string): Promise<void> {
	await click(surface, key);
	await until("the answer to be taken", async () => !(await has(surface, key)));
	if ("close" in surface) await surface.close();
	await person.chat.bringToFront();
}

/** Which pictures are shown, as numbers. */
export async function picturesIn(surface: Surface): Promise<readonly number[]> {
	const sources = await surface.$$eval(".comparison-pictures img", (all) =>
		all.map((one) => (one as HTMLImageElement).src),
	);
	return sources.map((source) =>
		comparisonPictures.findIndex(([, codePoint]) => source.endsWith(`/${pictureFile(codePoint)}`)),
	);
}

export async function waitForTrust(person: Person, trust: string): Promise<void> {
	await person.withPopup(async (popup) => {
		await click(popup, "contacts");
		await waitToSay(popup, trust);
	});
}

export const waitForLine = (person: Person, key: string) =>
	until(`"${word(key)}" at ${person.name}`, async () => {
		await person.toEnd();
		return (await person.readerTexts()).some((text) => text.includes(word(key)));
	});
