/** axe on every surface, in light and in dark, at the width of a small phone too. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { backToText, choose, chooseSigned } from "./support/choices.ts";
import { browserKinds } from "./support/driver.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { click, shown, waitToSay } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

const signed = "A signed word";
const signedByBen = "A word that Ben signed";

/** Colors fade into each other for a moment. */
const colorsSettleMs = 400;

describe.each(browserKinds)("surfaces in %s", (kind) => {
	let scene: PartnerScene;
	let proof = "";
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint();
	});
	afterAll(() => scene?.close());

	it("welcome page", async () => {
		const page = await scene.ann.driver.openExtensionPage("welcome.html");
		await page.bringToFront();
		await page.waitForSelector("#name");
		for (const scheme of ["light", "dark"]) {
			if (kind === "chromium") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
			await sleep(colorsSettleMs);
			expect(await violations(page), scheme).toEqual([]);
		}
		await page.setViewport({ width: 320, height: 640 });
		expect(await violations(page)).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
		await page.close();
	});

	it.each(["home", "contacts", "myCard", "readByHand", "writeByHand", "settings"])("popup: %s", async (where) => {
		await scene.ann.withPopup(async (popup) => {
			if (where !== "home") await click(popup, where);
			expect(await violations(popup)).toEqual([]);
		});
	});

	it("popup: contact with safety number", async () => {
		await scene.ann.withPopup(async (popup) => {
			await click(popup, "contacts");
			await until("Ben in the list", async () => (await shown(popup)).includes("Ben"));
			await popup.click("main ul button");
			await waitToSay(popup, "removeContact");
			expect(await violations(popup)).toEqual([]);
			await click(popup, "wayNumber");
			await until("the safety number", async () => /(\d{5}\s*){12}/.test(await shown(popup)));
			expect(await violations(popup)).toEqual([]);
		});
	});

	it("composer with its options, the sentences on them and the question on a shorter time", async () => {
		const { ann } = scene;
		const composer = await ann.pressLock();
		await until("its field", () => composer.$("#composer-text"));
		expect(await violations(composer)).toEqual([]);
		await choose(ann.chat, composer, "#keep-here", word("keep24h"));
		await choose(ann.chat, composer, "#disappears", word("keep7d"));
		await chooseSigned(ann.chat, composer);
		expect(await shown(composer)).toContain(word("keepShorterYes"));
		await sleep(colorsSettleMs);
		expect(await violations(composer)).toEqual([]);
		await backToText(ann.chat, composer);
		await ann.typeMessage(signed);
		await ann.send();
	});

	it("messages in place, with what protects them and a warning", async () => {
		const { ann, ben, chat } = scene;
		expect((await ben.shown(signed)).protection.signed).toBe(true);
		await ben.sayWith(signedByBen, { signed: true });
		await ann.toEnd();
		const reader = await ann.waitToRead(signedByBen);
		await ann.openDetails(reader);
		await click(reader, "exportProof");
		await click(reader, "copy");
		await sleep(colorsSettleMs);
		expect(await violations(reader)).toEqual([]);
		proof = await ann.copied();
		chat.rewrite(room, (all) => all.map((one, index) => (index === 1 ? { ...one, author: "ann" } : one)));
		await ann.chat.reload({ waitUntil: "domcontentloaded" });
		await ann.waitToRead(word("warningSiteSaysOther"));
		for (const one of await ann.readers()) expect(await violations(one)).toEqual([]);
	});

	it("popup: a proof", async () => {
		const read = await scene.ann.readByHand(proof, async (popup) => {
			await sleep(colorsSettleMs);
			expect(await violations(popup)).toEqual([]);
		});
		expect(read).toContain(signedByBen);
	});

	it("safe window", async () => {
		await scene.ann.chat.reload({ waitUntil: "domcontentloaded" });
		await scene.ann.withPopup((popup) => click(popup, "openSafeWindow"));
		const window = await scene.ann.safeWindow();
		await window.waitForSelector("#composer-text");
		expect(await violations(window)).toEqual([]);
		await window.close();
	});

	it("popup and messages while locked", async () => {
		await scene.ann.lock();
		await scene.ann.withPopup(async (popup) => expect(await violations(popup)).toEqual([]));
		for (const reader of await scene.ann.readers()) expect(await violations(reader)).toEqual([]);
	});
});
