/** The own account for good: its kit, moving to another one, its end. And somebody else's move, as it is seen here. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { browserKinds } from "./support/driver.ts";
import { fill, press } from "./support/keys.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { Person } from "./support/person.ts";
import { askFrom } from "./support/set-up.ts";
import { click, has, shown, waitToSay } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

/** Time in which a message would have gone out. */
const sentByNowMs = 1500;
const code = /^([0-9A-Z]{5} ){11}[0-9A-Z]{5}$/;

const codeOn = (page: Page): Promise<string> =>
	until("the recovery key", () => page.$eval(".kit-code", (one) => one.textContent).catch(() => null));

describe.each(browserKinds)("the end of an account, in %s", (kind) => {
	it("begins at the welcome page, with a kit that can be left", async () => {
		const cleo = await Person.create(kind, "Cleo");
		try {
			const page = await cleo.pageAt("/welcome.html");
			await page.bringToFront();
			await page.waitForSelector("#name");
			const passphrase = "velvet tractor lagoon whistle ninety";
			await fill(page, "#name", "Cleo");
			await fill(page, "#new-passphrase", passphrase);
			await fill(page, "#passphrase-again", passphrase);
			await click(page, "create");
			await waitToSay(page, "kitTitle", 40_000);
			expect(await codeOn(page)).toMatch(code);
			expect(await violations(page)).toEqual([]);
			await page.setViewport({ width: 320, height: 640 });
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
			await click(page, "kitLater");
			await until("the kit to be gone", async () => (await page.$(".kit-code")) === null);
			expect(await shown(page)).toContain(word("welcomeStep1"));
		} finally {
			await cleo.close();
		}
	});
});

describe.each(browserKinds)("moving and ending, in %s", (kind) => {
	let scene: PartnerScene;
	let kit = "";
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
	});
	afterAll(() => scene?.close());

	async function withAccount<T>(use: (popup: Page) => Promise<T>): Promise<T> {
		return scene.ann.withPopup(async (popup) => {
			await click(popup, "settings");
			await click(popup, "ownAccountOpen");
			await until("the page of the account", async () => !(await has(popup, "ownAccountOpen")));
			return use(popup);
		});
	}

	it("makes a kit in the settings, once", async () => {
		await withAccount(async (popup) => {
			await click(popup, "ownMake");
			kit = await codeOn(popup);
			expect(kit).toMatch(code);
			expect(await violations(popup)).toEqual([]);
			await click(popup, "copy");
			await click(popup, "done");
			await waitToSay(popup, "ownHasKit");
			expect(await shown(popup)).not.toContain(kit);
			expect(await violations(popup)).toEqual([]);
		});
		await scene.acquaint();
	});

	it("sees that a contact moved, and reads on by itself", async () => {
		const { ann, ben } = scene;
		await ann.say("To the account before");
		await ben.waitToRead("To the account before");
		await ben.move();
		await ann.toEnd();
		await ann.waitToRead(word("readerContactMoved").replace(/^\$1 /, ""));
		await ben.say("From my new account");
		await ann.toEnd();
		await ann.waitToRead("From my new account");
		await ann.waitToRead("Hello from Ben");
		await ann.say("To the new account");
		await ben.waitToRead("To the new account");
	});

	it("locks when one moves whose key was compared, until it is said to go on", async () => {
		const { ann, ben } = scene;
		const page = await ann.driver.openExtensionPage("popup.html");
		const contactNow = async () =>
			((await askFrom(page, "popup/contacts", null)) as { id: string; trust: string }[])[0];
		const contact = (await contactNow())?.id;
		const number = (await askFrom(page, "popup/safety-number", { contact })) as { account: string };
		await askFrom(page, "popup/number-matches", { contact, account: number.account });
		expect((await contactNow())?.trust).toBe("verified");
		await ann.chat.bringToFront();
		await ben.move();
		await ann.toEnd();
		await until("the level to fall", async () => (await contactNow())?.trust === "changed");
		const composer = await ann.pressLock();
		await ann.typeMessage("Not yet");
		await waitToSay(composer, "verifyOrGoOn");
		const posted = scene.seen.length;
		await press(ann.chat, "Enter");
		await sleep(sentByNowMs);
		expect(scene.seen).toHaveLength(posted);
		await askFrom(page, "popup/answer-trust", { contact: (await contactNow())?.id, answer: "downgrade" });
		await page.close();
		await ann.chat.bringToFront();
		await ann.sendUntilSent();
		await ben.waitToRead("Not yet");
	});

	it("moves with the kit, and takes the contact along", async () => {
		const { ann, ben } = scene;
		await withAccount(async (popup) => {
			await click(popup, "ownMove");
			await popup.waitForSelector("#move-kit");
			await popup.$eval("#move-kit", (field) => (field as HTMLTextAreaElement).focus());
			await popup.evaluate((text) => document.execCommand("insertText", false, text), `Kit\n${kit}`);
			await fill(popup, "#move-passphrase", ann.passphrase);
			expect(await violations(popup)).toEqual([]);
			await press(popup, "Enter");
			await waitToSay(popup, "ownNewKit", 40_000);
			expect(await codeOn(popup)).not.toBe(kit);
			expect(await violations(popup)).toEqual([]);
		});
		// What was read before is still read.
		await ann.waitToRead("From my new account");
		await ann.say("I have moved too");
		await ben.waitToRead("I have moved too");
		await ben.waitToTrust("changed");
		await ben.say("I see that");
		await ann.toEnd();
		await ann.waitToRead("I see that");
	});

	it("ends with a word typed: the chat is told by one press, and nothing else is sent", async () => {
		const { ann, ben } = scene;
		await withAccount(async (popup) => {
			await click(popup, "ownEnd");
			await fill(popup, "#end-word", word("ownEndWord"));
			expect(await violations(popup)).toEqual([]);
			await press(popup, "Enter");
			await waitToSay(popup, "ownEnded");
			expect(await violations(popup)).toEqual([]);
		});
		const composer = await ann.pressLock();
		await ann.typeMessage("Too late");
		await waitToSay(composer, "composerOwnEnded");
		expect(await shown(composer)).not.toContain(word("hintEnterSends"));
		expect(await violations(composer)).toEqual([]);
		const posted = scene.seen.length;
		await press(ann.chat, "Enter");
		await sleep(sentByNowMs);
		expect(scene.seen).toHaveLength(posted);
		await click(composer, "composerTell");
		await until("the word of it in the chat", () => scene.seen.length > posted);
		await ben.waitToTrust("revoked");
		await expect(ben.say("To nobody")).rejects.toMatchObject({ code: "contact-not-writable" });
		await ann.toEnd();
		await ann.waitToRead("I see that");
	});
});
