/** Choices beside the composer's text and in settings, made with real keys: an event that a script made does nothing in any surface. */
import type { Frame, Page } from "puppeteer";
import { press, type } from "./keys.ts";
import type { Surface } from "./surface.ts";
import { until, within } from "./time.ts";

/** More steps than any surface of ours has places for the focus. */
const mostSteps = 24;

async function hasFocus(surface: Surface, selector: string): Promise<boolean> {
	return await within(
		1000,
		surface.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector),
		false,
	);
}

/** Goes there with Tab, from wherever the focus is in `surface`. */
export async function tabTo(page: Page, surface: Surface, selector: string): Promise<void> {
	for (let step = 0; step < mostSteps; step++) {
		if (await hasFocus(surface, selector)) return;
		await press(page, "Tab");
	}
	throw new Error(`Tab does not lead to ${selector}`);
}

/** Goes to a closed list and types the beginning of one of its words, as people do. */
export async function choose(page: Page, surface: Surface, selector: string, words: string): Promise<void> {
	await tabTo(page, surface, selector);
	await until(`"${words}" to be chosen`, async () => {
		// What is typed within a second belongs together; a list that has lost a letter is asked again. A space would open the list.
		await type(page, words.split(" ")[0] ?? "");
		const chosen = await within(
			1000,
			surface.$eval(selector, (list) => (list as HTMLSelectElement).selectedOptions[0]?.text),
			"",
		);
		if (chosen === words) return true;
		await new Promise((resolve) => setTimeout(resolve, 1200));
		return false;
	});
}

/** The same for a time that deletes messages, with the question on it answered: the keyboard is back at the list then. */
export async function chooseShorter(page: Page, surface: Surface, selector: string, words: string): Promise<void> {
	await choose(page, surface, selector, words);
	await tabTo(page, surface, ".keep-shorter");
	await isReady(surface, ".keep-shorter");
	await press(page, "Enter");
	await until("the focus in the list", () => hasFocus(surface, selector));
}

/** What waits to be seen for a while before it acts says so (src/ui/still.ts). */
export async function isReady(surface: Surface, selector: string): Promise<void> {
	await until(`${selector} to be ready`, () =>
		surface.$eval(selector, (control) => control.getAttribute("aria-disabled") !== "true"),
	);
}

/** The mark beside the text, which takes a press once it has been in sight for a while. */
export async function chooseSigned(page: Page, composer: Frame): Promise<void> {
	const box = "input[type=checkbox]";
	await tabTo(page, composer, box);
	await isReady(composer, box);
	await press(page, " ");
	await until("the sentence on signing", () => composer.$("#signed-explained:not(.out-of-sight)"));
}

/** Back to the text of the composer, from wherever the focus is in it. */
export async function backToText(page: Page, composer: Frame): Promise<void> {
	await press(page, "Escape");
	await until("the focus in the text", () => hasFocus(composer, "#composer-text"));
}
