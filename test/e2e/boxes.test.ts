/** Which box has the lock, what the user says of a box, and what the diagnosis page tells of all that. */
import type { Frame } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Diagnosis } from "../../src/messaging/channels.ts";
import { pages, path } from "./pages/boxes.ts";
import { violations } from "./support/axe.ts";
import { browserKinds } from "./support/driver.ts";
import { press } from "./support/keys.ts";
import { lockBoxes } from "./support/lock-button.ts";
import { Person } from "./support/person.ts";
import { click, type Surface, shown } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { WebSite } from "./support/web-site.ts";
import { word } from "./support/words.ts";

/** From the corner of the lock to the middle of the first letters of its menu's item, and how high that menu is. CSS px. */
const menu = { right: 24, below: 56, above: 26, height: 84 };

/** Boxes are looked for this long after a page has come to rest, and then some. */
const looksMs = 1000;

describe.each(browserKinds)("boxes in %s", (kind) => {
	let site: WebSite;
	let ann: Person;
	beforeAll(async () => {
		site = await WebSite.open(pages);
		ann = await Person.ready(kind, "Ann", site.origin + path);
	});
	afterAll(async () => {
		await Promise.allSettled([ann?.close(), site?.close()]);
	});

	/** Ids of the boxes with a lock: those that one overlaps. */
	async function locked(surface: Surface): Promise<string[]> {
		const locks = await lockBoxes(surface);
		return await surface.evaluate((all) => {
			const boxes = [...document.querySelectorAll("input, textarea, [contenteditable]")];
			return all.map(({ x, y, width, height }) => {
				const hit = boxes.find((box) => {
					const { left, right, top, bottom } = box.getBoundingClientRect();
					return x < right && x + width > left && y < bottom && y + height > top;
				});
				return hit?.id || hit?.getAttribute("name") || "none";
			});
		}, locks);
	}

	async function locksToBe(wanted: readonly string[]): Promise<void> {
		const found = async () => (await locked(ann.chat)).sort().join();
		await until(`locks on ${wanted.join() || "nothing"}`, async () => (await found()) === wanted.join());
		await sleep(looksMs);
		expect(await found()).toBe(wanted.join());
	}

	async function frame(id: string): Promise<Frame> {
		const element = await ann.chat.$(`#${id}`);
		return await until(`the frame ${id}`, () => element?.contentFrame());
	}

	async function reload(): Promise<void> {
		await ann.chat.reload({ waitUntil: "load" });
	}

	/** The popup's row on the user's own choices, and its button. */
	async function forget(key: "boxChosen" | "boxRuledOut"): Promise<void> {
		await ann.withPopup(async (popup) => {
			await until("what was said of boxes", async () => (await shown(popup)).includes(word(key)));
			await click(popup, "boxesForget");
			await until("it to be forgotten", async () => !(await shown(popup)).includes(word(key)));
		});
	}

	it("the lock is on the message box and on no other", async () => {
		await locksToBe(["box"]);
		expect(await locked(await frame("same"))).toEqual(["reply"]);
		expect(await lockBoxes(await frame("blank"))).toEqual([]);
		expect(await lockBoxes(await frame("foreign"))).toEqual([]);
	});

	it("not this one: by mouse, also after a reload, until it is forgotten", async () => {
		const [lock] = await lockBoxes(ann.chat);
		if (lock === undefined) throw new Error("no lock");
		const { x, y, width } = lock;
		await ann.chat.mouse.click(x + width / 2, y + width / 2, { button: "right" });
		const upward = y + menu.height > (await ann.chat.evaluate(() => window.innerHeight));
		const item = [x + width - menu.right, upward ? y - menu.above : y + menu.below] as const;
		// What draws it comes with the first wish for it.
		await until("the menu", () =>
			ann.chat.evaluate((left, top) => document.elementFromPoint(left, top)?.matches("html > div[style]"), ...item),
		);
		await ann.chat.mouse.click(...item);
		await locksToBe([]);
		expect(await ann.composerIsOpen()).toBe(false);
		await reload();
		await locksToBe([]);
		await forget("boxRuledOut");
		await locksToBe(["box"]);
	});

	it("not this one: by keyboard", async () => {
		await ann.chat.click("#box");
		await until("the focus on the lock", async () => {
			await press(ann.chat, "Tab");
			return await ann.chat.evaluate(() => document.activeElement?.matches("html > div[style]"));
		});
		await press(ann.chat, "ArrowDown");
		await press(ann.chat, "Enter");
		await locksToBe([]);
		await forget("boxRuledOut");
		await locksToBe(["box"]);
	});

	it("use this box: also after a reload, until it is forgotten", async () => {
		await ann.chat.click("#notes");
		await ann.driver.chooseInMenu("use-box");
		await click(await ann.composer(), "close");
		await until("the composer to close", async () => !(await ann.composerIsOpen()));
		await locksToBe(["box", "notes"]);
		await reload();
		await locksToBe(["box", "notes"]);
		await forget("boxChosen");
		await locksToBe(["box"]);
	});

	const diagnose = (popup: Surface) =>
		until("the report", async () => {
			const text = await popup.$eval("textarea", (field) => field.value);
			return { text, report: JSON.parse(text) as Diagnosis };
		});

	it("the diagnosis page tells of all frames of the site, with no word of the page, ready to be pasted", async () => {
		const { text, says } = await ann.withPopup(async (popup) => {
			await click(popup, "diagnosis");
			const told = await diagnose(popup);
			expect(await violations(popup)).toEqual([]);
			await click(popup, "copy");
			await until("the word that it is copied", async () => (await shown(popup)).includes(word("copied")));
			return { ...told, says: await shown(popup) };
		});
		expect(says + text).not.toMatch(/annabel|knee/i);
		expect(says).toContain(word("diagnosisLocks"));
		const { origin, on, needsReload, frames } = JSON.parse(text) as Diagnosis;
		expect({ origin, on, needsReload }).toEqual({ origin: site.origin, on: true, needsReload: false });
		const [top, ...inner] = frames.map(({ top, boxes }) => ({ top, locks: boxes.filter(({ lock }) => lock).length }));
		expect(top).toEqual({ top: true, locks: 1 });
		expect(inner.map(({ locks }) => locks).sort()).toEqual([0, 1]);
		await ann.chat.$eval("#box", (box) => {
			(box as HTMLTextAreaElement).value = "";
		});
		expect(await ann.copied()).toBe(text);
	});

	it("the diagnosis page says that nothing runs on a site that is off, and that nothing can on a page of the browser", async () => {
		await ann.siteOff();
		await ann.withPopup(async (popup) => {
			await click(popup, "diagnosis");
			const { report } = await diagnose(popup);
			expect(report).toMatchObject({ origin: site.origin, on: false, frames: [] });
			expect(await shown(popup)).toContain(word("diagnosisNobody"));
		});
		await ann.openTab("about:blank");
		await ann.withPopup(async (popup) => {
			await click(popup, "diagnosis");
			await until("why not", async () => (await shown(popup)).includes(word("errorSiteUnsupported")));
		});
	});
});
