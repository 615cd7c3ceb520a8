/** Somebody who is met on two sites with two account keys: put together as one person, written to on both, and split again. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DemoChat } from "../demo/server.ts";
import { violations } from "./support/axe.ts";
import { cardOf } from "./support/by-hand.ts";
import { browserKinds } from "./support/driver.ts";
import { Partner, type Present } from "./support/partner.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { screenshot } from "./support/screenshot.ts";
import { click, shown, waitToSay } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

describe.each(browserKinds)("one person with two accounts, in %s", (kind) => {
	let scene: PartnerScene;
	let mail: DemoChat;
	let benny: Present;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint("Hello from Ben");
		mail = await DemoChat.start();
		const { ann } = scene;
		const wall = {
			texts: () => mail.messages(room).map(({ text }) => text),
			post: (text: string) => void mail.record(room, "ben", text),
		};
		benny = await (await Partner.create("Benny")).joins(room, wall, await cardOf(ann));
		await ann.openChat(mail.url(room, "ann"));
		await ann.siteOn();
		await ann.acceptCard();
		await benny.say("Hello from Benny");
		await ann.waitToRead("Hello from Benny");
	});
	afterAll(async () => {
		await mail?.close();
		await scene?.close();
	});

	const lastOn = (chat: DemoChat) => chat.messages(room).at(-1)?.text ?? "";
	const toMail = () => scene.ann.openChat(mail.url(room, "ann"));
	const toChat = () => scene.ann.openChat(scene.chat.url(room, "ann"));

	async function withContacts<T>(use: (popup: Page) => Promise<T>): Promise<T> {
		// In a tab: the browser's own popup has a width of its own.
		const popup = await scene.ann.driver.openExtensionPage("popup.html");
		await click(popup, "contacts");
		await until("somebody in the list", () => popup.$("main ul button"));
		const used = await use(popup);
		await popup.close();
		await scene.ann.chat.bringToFront();
		return used;
	}
	const rows = (popup: Page) =>
		popup.$$eval("main ul button", (all) => all.map((one) => one.innerText.replace(/\s+/gu, " ").trim()));
	const open = (popup: Page, name: string) =>
		until(`the page of ${name}`, async () => {
			const found = await popup.$$("main ul button");
			for (const one of found) {
				const says = await one.evaluate((row) => row.querySelector(".person-name")?.textContent ?? "");
				if (says !== name && !says.startsWith(`${name} `)) continue;
				await one.click();
				return true;
			}
			return false;
		});
	/** In both colours and narrow: nothing that axe finds, and nothing out of sight to the side. */
	async function looksWell(page: Page, name: string) {
		for (const scheme of ["light", "dark"]) {
			if (kind === "chromium") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
			await sleep(300);
			expect(await violations(page), `${name} ${scheme}`).toEqual([]);
			await screenshot(page, `screenshots/merging-${name}-${kind}-${scheme}.png`);
		}
		const before = page.viewport();
		await page.setViewport({ width: 320, height: 900 });
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
		await screenshot(page, `screenshots/merging-${name}-${kind}-320.png`);
		await page.setViewport(before);
	}
	/** Who stands in the composer of this chat, with the level. */
	async function recipient(): Promise<string> {
		const composer = await scene.ann.pressLock();
		const chip = await until("who is written to", () =>
			composer.$eval(".chip-list", (list) => (list as HTMLElement).innerText.replace(/\s+/gu, " ").trim()),
		);
		await scene.ann.screenshot(`screenshots/merging-composer-${kind}.png`);
		await scene.ann.chat.keyboard.press("Escape");
		return chip;
	}

	it("is two contacts first, each verified or not by itself", async () => {
		const theirs = await scene.ben.safetyNumber();
		await withContacts(async (popup) => {
			expect(await rows(popup)).toHaveLength(2);
			await open(popup, "Ben");
			await click(popup, "wayNumber");
			await until("the number", async () => {
				const found = await popup.$$eval(".safety-number li", (all) => all.map((one) => one.textContent ?? ""));
				return found.join(" ") === theirs;
			});
			await click(popup, "numberMatches");
			await waitToSay(popup, "contactVerifiedNumber");
		});
		await withContacts(async (popup) => {
			const levels = ["trustVerified", "trustKnown"] as const;
			const both = await rows(popup);
			expect(both.map((row) => levels.filter((level) => row.includes(word(level))))).toEqual([
				["trustVerified"],
				["trustKnown"],
			]);
			expect(both.map((row) => row.includes("Benny"))).toEqual([false, true]);
		});
	});

	it("is put together from the page of one, with both account numbers before the eyes", async () => {
		await withContacts(async (popup) => {
			await open(popup, "Ben");
			await click(popup, "mergeOffer");
			await looksWell(popup, "others");
			await open(popup, "Benny");
			await waitToSay(popup, "mergeNotMeans");
			const numbers = await popup.$$eval(".account-number", (all) => all.map((one) => one.textContent ?? ""));
			expect(new Set(numbers.map((one) => one.replace(/\s/gu, ""))).size).toBe(2);
			for (const one of numbers) expect(one.replace(/\s/gu, "")).toMatch(/^[0-9a-f]{64}$/u);
			await looksWell(popup, "question");
			await click(popup, "mergeYes");
			await waitToSay(popup, "personAccounts");
			await looksWell(popup, "person");
			expect(await popup.$eval(".trust-mark", (mark) => mark.textContent)).toBe(word("trustVerified"));
		});
		await withContacts(async (popup) => {
			const [row, ...more] = await rows(popup);
			expect(more).toEqual([]);
			expect(row).toContain("Ben");
			expect(row).toContain(word("trustKnown"));
			await looksWell(popup, "list");
		});
	});

	it("is written to with the key of each chat, under one name and with the level of that key", async () => {
		expect(await recipient()).toBe(`${word("trustKnown")} Ben Benny`);
		await scene.ann.say("Only on the second site");
		await benny.waitToRead("Only on the second site");
		expect([await benny.canOpen(lastOn(mail)), await scene.ben.canOpen(lastOn(mail))]).toEqual([true, false]);
		await toChat();
		expect(await recipient()).toBe(`${word("trustVerified")} Ben`);
		await scene.ann.say("Only on the first site");
		await scene.ben.waitToRead("Only on the first site");
		const posted = lastOn(scene.chat);
		expect([await benny.canOpen(posted), await scene.ben.canOpen(posted)]).toEqual([false, true]);
	});

	it("is read under one name where the other account wrote", async () => {
		await toMail();
		await benny.say("From the second account");
		const reader = await scene.ann.waitToRead("From the second account");
		expect(await shown(reader)).toMatch(/\bBen\b/u);
		expect(await shown(reader)).not.toContain("Benny");
	});

	it("is two again after it was split, with nothing lost", async () => {
		await withContacts(async (popup) => {
			await open(popup, "Ben");
			await waitToSay(popup, "personAccounts");
			await open(popup, "Benny");
			await waitToSay(popup, "splitAccount");
			await until(
				"the page of the other account",
				async () => (await popup.$eval(".trust-mark", (mark) => mark.textContent)) === word("trustKnown"),
			);
			await click(popup, "splitAccount");
			await looksWell(popup, "split");
			await click(popup, "splitYes");
			await until(
				"its own name",
				async () => (await popup.$eval(".person-name", (one) => one.textContent)) === "Benny",
			);
		});
		await withContacts(async (popup) => {
			const both = await rows(popup);
			expect(both.map((row) => row.includes(word("trustVerified")))).toEqual([true, false]);
			expect(both.map((row) => row.includes("Benny"))).toEqual([false, true]);
		});
		await toMail();
		await scene.ann.toEnd();
		await scene.ann.waitToRead("From the second account");
		await scene.ann.say("Still here");
		await benny.waitToRead("Still here");
		expect(await scene.ben.canOpen(lastOn(mail))).toBe(false);
		await benny.say("So am I");
		await scene.ann.toEnd();
		await scene.ann.waitToRead("So am I");
		await toChat();
		await scene.ann.toEnd();
		await scene.ann.waitToRead("Only on the first site");
		await scene.ann.say("And here");
		await scene.ben.waitToRead("And here");
	});
});
