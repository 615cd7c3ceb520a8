/** Acting on a surface of Sotto (a page or a frame) by what it says, with real clicks. */
import type { ElementHandle, Frame, Page } from "puppeteer";
import { noteClick } from "./effort.ts";
import { sleep, until, within } from "./time.ts";
import { word } from "./words.ts";

export type Surface = Page | Frame;

/** What can be pressed and says, or is named, `text`: exactly, else at its beginning, else anywhere. */
async function pressable(surface: Surface, text: string): Promise<ElementHandle<HTMLElement> | null> {
	// No function is given a name in here: tsx would wrap it in a helper that the page does not have.
	const handle = await surface.evaluateHandle((wanted) => {
		const all = document.querySelectorAll<HTMLElement>("button, a[href], summary, label, [role=button]");
		const usable = [...all]
			.filter((one) => !one.matches(":disabled") && one.checkVisibility())
			.map((one) => ({ one, says: (one.getAttribute("aria-label") ?? one.innerText).replace(/\s+/g, " ").trim() }));
		const found =
			usable.find(({ says }) => says === wanted) ??
			usable.find(({ says }) => says.startsWith(wanted)) ??
			usable.find(({ says }) => says.includes(wanted));
		return found?.one ?? null;
	}, text);
	return handle.asElement() as ElementHandle<HTMLElement> | null;
}

export async function has(surface: Surface, key: string): Promise<boolean> {
	return (await within(1500, pressable(surface, word(key)), null)) !== null;
}

/** A frame that grows takes its buttons away from under the mouse. */
async function standsStill(element: ElementHandle): Promise<boolean> {
	const before = await within(1000, element.boundingBox(), null);
	await sleep(60);
	const after = await within(1000, element.boundingBox(), null);
	return before !== null && JSON.stringify(before) === JSON.stringify(after);
}

/** A button that waits to be seen for a while before it acts says so (src/ui/still.ts). */
async function isReady(element: ElementHandle<HTMLElement>): Promise<boolean> {
	return await within(
		1000,
		element.evaluate((one) => one.getAttribute("aria-disabled") !== "true"),
		false,
	);
}

/** Which of our pages, and under which title. */
async function screenOf(surface: Surface): Promise<string> {
	const asked = surface.evaluate(() => `${location.pathname} ${document.querySelector("h1, h2")?.textContent ?? ""}`);
	return await within(1000, asked, "");
}

export async function click(surface: Surface, key: string, ms = 10_000): Promise<void> {
	await until(
		`a button "${word(key)}"`,
		async () => {
			const found = await within(1500, pressable(surface, word(key)), null);
			if (!found || !(await standsStill(found))) return false;
			if (!(await isReady(found))) {
				// Firefox has the popup as a tab behind the chat.
				if ("bringToFront" in surface) await within(2000, surface.bringToFront(), undefined);
				// It may wait because it is out of sight.
				await within(
					1000,
					found.evaluate((one) => (one.closest("[data-still]") ?? one).scrollIntoView({ block: "nearest" })),
					undefined,
				);
				return false;
			}
			noteClick(await screenOf(surface));
			// A surface that closes on the click may take the answer with it.
			await within(2000, found.click(), undefined);
			return true;
		},
		ms,
	);
}

/** The visible text of a surface. */
export async function shown(surface: Surface): Promise<string> {
	return await within(
		1500,
		surface.evaluate(() => document.body.innerText),
		"",
	);
}

export async function waitToSay(surface: Surface, key: string, ms = 10_000): Promise<void> {
	await until(`the words "${word(key)}"`, async () => (await shown(surface)).includes(word(key)), ms);
}
