/** Real key presses. A press whose focus moves while it is handled may never be answered, so each has an end. */
import type { KeyInput, Page } from "puppeteer";
import { noteKeys, noteLetters } from "./effort.ts";
import { within } from "./time.ts";

const patienceMs = 1000;

export async function press(page: Page, key: KeyInput): Promise<void> {
	noteKeys(1);
	await within(patienceMs, page.keyboard.press(key), undefined);
}

export async function chord(page: Page, held: KeyInput, key: KeyInput): Promise<void> {
	await within(patienceMs, page.keyboard.down(held), undefined);
	await press(page, key);
	await within(patienceMs, page.keyboard.up(held), undefined);
}

/** Types into whatever has the focus. A line break is Shift+Enter, as people type it in a chat. */
export async function type(page: Page, text: string, delayMs = 0): Promise<void> {
	for (const [index, line] of text.split("\n").entries()) {
		if (index > 0) await chord(page, "Shift", "Enter");
		noteLetters(line.length);
		for (const letter of line) {
			await within(patienceMs, page.keyboard.type(letter), undefined);
			if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
		}
	}
}

/** Into a field that is pressed first. */
export async function fill(page: Page, field: string, text: string): Promise<void> {
	noteLetters(text.length);
	await page.type(field, text);
}
