/** How far somebody is trusted, from the first message to the end of their account, as one person at a browser sees it. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { browserKinds } from "./support/driver.ts";
import { press } from "./support/keys.ts";
import type { Present } from "./support/partner.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { click, shown, waitToSay } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

/** Time in which a message would have gone out. */
const sentByNowMs = 1500;

describe.each(browserKinds)("trust in somebody, in %s", (kind) => {
	let scene: PartnerScene;
	let other: Present;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
	});
	afterAll(() => scene?.close());

	/** The page of the one contact, in the popup. */
	async function withContact<T>(use: (popup: Page) => Promise<T>): Promise<T> {
		return scene.ann.withPopup(async (popup) => {
			await click(popup, "contacts");
			await until("somebody in the list", () => popup.$("main ul button"));
			await popup.click("main ul button");
			await waitToSay(popup, "removeContact");
			return use(popup);
		});
	}
	/** Their mark, with what it means: every level has a sentence of its own. */
	const level = (popup: Page) => popup.$eval(".trust-mark", (mark) => mark.textContent);
	async function expectLevel(name: "trustNew" | "trustKnown" | "trustVerified" | "trustChanged" | "trustRevoked") {
		await withContact(async (popup) => {
			await until(`the level to be ${name}`, async () => (await level(popup)) === word(name));
			expect(await shown(popup)).toContain(word(`${name}Meaning`));
			expect(await violations(popup)).toEqual([]);
		});
	}
	const draft = async () =>
		(await scene.ann.composer()).$eval("#composer-text", (field) => (field as HTMLTextAreaElement).value);

	it("is new with the card, and known with the first message", async () => {
		await scene.introduce();
		await expectLevel("trustNew");
		await scene.ben.say("Hello from Ben");
		await scene.ann.waitToRead("Hello from Ben");
		await expectLevel("trustKnown");
		// From here on Enter asks nothing any more.
		await scene.ann.say("Hello Ben");
		await scene.ben.waitToRead("Hello Ben");
	});

	it("is verified once the safety number matches, and it is the same at both ends", async () => {
		const theirs = await scene.ben.safetyNumber();
		await withContact(async (popup) => {
			await click(popup, "wayNumber");
			const groups = await until("the number", async () => {
				const found = await popup.$$eval(".safety-number li", (all) => all.map((one) => one.textContent ?? ""));
				return found.length === 12 && found;
			});
			expect(groups.join(" ")).toBe(theirs);
			expect(await violations(popup)).toEqual([]);
			await click(popup, "numberMatches");
			await waitToSay(popup, "contactVerifiedNumber");
		});
		await expectLevel("trustVerified");
	});

	it("is locked when another account is shown under their name; the draft stays, and nothing goes out", async () => {
		const { ann } = scene;
		await ann.pressLock();
		await ann.typeMessage("Only for Ben");
		other = await scene.anotherBen();
		const composer = await ann.composer();
		await waitToSay(composer, "composerLockedClaimed", 20_000);
		const posted = scene.seen.length;
		await press(ann.chat, "Enter");
		await sleep(sentByNowMs);
		expect(scene.seen).toHaveLength(posted);
		expect(await draft()).toBe("Only for Ben");
		expect(await shown(composer)).toContain(word("trustChanged"));
		expect(await violations(composer)).toEqual([]);
	});

	it("comes back when it is not theirs, and the draft goes to the one it was for", async () => {
		const { ann } = scene;
		const composer = await ann.composer();
		await click(composer, "trustNotTheirs");
		await until("the lock to go", async () => !(await shown(composer)).includes(word("composerLockedClaimed")));
		expect(await draft()).toBe("Only for Ben");
		await composer.focus("#composer-text");
		await ann.send();
		await scene.ben.waitToRead("Only for Ben");
		await expectLevel("trustVerified");
	});

	it("is given up by going on without, in two steps, and then the other account is written to", async () => {
		const { ann } = scene;
		other = await scene.anotherBen();
		await expectLevel("trustChanged");
		await withContact(async (popup) => {
			await click(popup, "trustGoOn");
			await waitToSay(popup, "askGoOnClaimed");
			expect(await level(popup)).toBe(word("trustChanged"));
			expect(await violations(popup)).toEqual([]);
			await click(popup, "trustGoOnYes");
			await waitToSay(popup, "contactAccountsBefore");
		});
		await expectLevel("trustNew");
		await ann.say("To the new account");
		await other.waitToRead("To the new account");
	});

	it("ends with their account: nothing is sent to it, and what was read stays readable and says so", async () => {
		const { ann } = scene;
		await other.say("Read before the end");
		await ann.toEnd();
		await ann.waitToRead("Read before the end");
		await other.endAccount();
		await ann.toEnd();
		await ann.waitToRead(word("readerContactEnded"));
		const past = await ann.waitToRead("Read before the end");
		await waitToSay(past, "warningRevokedAccount");
		expect(await violations(past)).toEqual([]);
		await expectLevel("trustRevoked");
		const composer = await ann.pressLock();
		await ann.typeMessage("Too late");
		await waitToSay(composer, "composerLockedRevoked");
		const posted = scene.seen.length;
		await press(ann.chat, "Enter");
		await sleep(sentByNowMs);
		expect(scene.seen).toHaveLength(posted);
		expect(await draft()).toBe("Too late");
	});

	// Firefox shows its panel to nobody who drives it.
	it.runIf(kind === "chromium")("opens the page of the contact from the composer", async () => {
		const composer = await scene.ann.composer();
		const { browser } = scene.ann.driver;
		const appears = browser.waitForTarget((target) => target.url().endsWith("/popup.html"), { timeout: 15_000 });
		await click(composer, "showContact");
		const popup = await (await appears).asPage();
		await waitToSay(popup, "contactEndedNext");
	});
});
