/**
 * Frames whose document the page opens anew, with listeners of its own in it before anybody else's: by a page that attacks us, and by
 * editors that have always begun like that. `document.open()` erases our listeners; what brings them back is in src/content/guard.
 */
import type { Frame } from "puppeteer";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HostileSite } from "./hostile/server.ts";
import { type BrowserKind, browserKinds } from "./support/driver.ts";
import { press, type } from "./support/keys.ts";
import { clickLock, lockBoxes, ourHosts } from "./support/lock-button.ts";
import { Person } from "./support/person.ts";
import { click } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";

/** Rare letters, and each only once: how many came through can be counted. */
const canary = "zqxjvkw";

/** Where the guard is the first again, and where it is not: then nobody composes in this tab. In Firefox a hidden frame gets no keys. */
const ways = {
	plain: "first",
	"closed-root": "first",
	"script-address": "first",
	"root-taken-out": "spoiled",
	"taken-out": "spoiled",
	"sentinel-by-name": "first",
	twice: "spoiled",
	nested: "spoiled",
	named: "spoiled",
	addressed: "spoiled",
	"frame-before": "spoiled",
	"frame-in-host": "spoiled",
	"frame-while-unloading": "spoiled",
	"root-replaced-while-unloading": "spoiled",
} as const;

/** In the page's own world (hostile/spy.js). */
declare const openEarly: (way: string) => void;
declare const seizeEarly: () => void;
declare const openEditor: (maker: string) => void;
declare const editorFocus: () => void;
declare const seizeEditor: () => void;

describe.each(browserKinds)("documents that the page opens in %s", { retry: 0 }, (kind: BrowserKind) => {
	let site: HostileSite;
	let ann: Person;

	beforeAll(async () => {
		site = await HostileSite.start();
		ann = await Person.ready(kind, "Ann", `${site.origin}/`);
	});
	beforeEach(async () => {
		await ann.openChat(`${site.origin}/`);
		await until("the lock", async () => (await lockBoxes(ann.chat)).length === 1);
	});
	afterAll(async () => {
		await Promise.allSettled([ann?.close(), site?.close()]);
	});

	async function heardWhile(act: () => Promise<void>): Promise<string> {
		const from = site.sink.length;
		await act();
		await sleep(500);
		return [...new Set(site.keysSince(from).match(/[zqxjvkw]/g))].join("");
	}

	async function toType(composer: Frame): Promise<void> {
		await until("the composer's field", () => composer.$("#composer-text"));
		await until("its focus", () => composer.evaluate(() => document.hasFocus()));
	}

	/** What we say beside a box is as wide as this, in px. */
	const noteStands = async () => (await ourHosts(ann.chat)).some(({ width }) => width === 320);

	it.each(Object.entries(ways))("gets no letter by a frame from before anybody composed: %s", async (way, outcome) => {
		await ann.chat.evaluate((how) => openEarly(how), way);
		await sleep(400);
		const stands = () => {
			const frames = [...document.querySelectorAll("iframe")];
			return frames.length === 0 || frames.some((one) => one.contentDocument?.querySelector("input"));
		};
		// Nobody composes: what a page opens then is its own affair. A new frame in Firefox does not know that, and takes no chance.
		if (kind === "chromium" || way === "plain") expect(await ann.chat.evaluate(stands)).toBe(true);
		if (kind === "chromium" && outcome === "spoiled") {
			await clickLock(ann.chat);
			await until("the reason", noteStands);
			expect(await ann.composerIsOpen()).toBe(false);
			return;
		}
		await toType(await ann.pressLock());
		const heard = await heardWhile(async () => {
			await ann.chat.evaluate(() => seizeEarly());
			await type(ann.chat, canary, 30);
		});
		expect(heard).toBe("");
	});

	it("does not find the sentinel by any name", async () => {
		const from = site.sink.length;
		await ann.chat.evaluate(() => openEarly("sentinel-by-name"));
		await sleep(400);
		expect(site.sink.slice(from)).not.toContain("sentinel found");
		expect(await ann.chat.evaluate(() => document.querySelectorAll("iframe").length)).toBeGreaterThan(0);
	});

	it("composes again when such a frame has gone", async () => {
		if (kind === "firefox") return;
		await ann.chat.evaluate(() => openEarly("twice"));
		await sleep(200);
		await clickLock(ann.chat);
		await until("the reason", noteStands);
		await ann.chat.evaluate(() => document.querySelector("iframe")?.remove());
		await ann.pressLock();
	});

	describe.each(["tinymce5", "ckeditor4"])("an editor that begins as %s does", (maker) => {
		async function composerInIt(): Promise<Frame> {
			await ann.chat.evaluate((which) => openEditor(which), maker);
			await ann.chat.evaluate(() => editorFocus());
			await sleep(500);
			await ann.withPopup((popup) => click(popup, "useLastBox"));
			return await ann.composer();
		}
		it("hears no letter, though it listened before it wrote", async () => {
			await toType(await composerInIt());
			const heard = await heardWhile(async () => {
				await ann.chat.evaluate(() => seizeEditor());
				await type(ann.chat, canary, 30);
				await press(ann.chat, "a");
			});
			expect(heard).toBe("");
		});
	});
});
