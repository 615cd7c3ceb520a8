/** A locked vault shows nothing, and everything opens again by itself. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { has } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

const secret = "The blue folder is under the stairs.";

describe.each(browserKinds)("locking in %s", (kind) => {
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint(secret);
	});
	afterAll(() => scene?.close());

	it("takes away what was readable, in every message", async () => {
		await scene.ann.lock();
		await until("all messages to be covered", async () => {
			const texts = await scene.ann.readerTexts();
			return texts.length > 0 && texts.every((text) => text.includes(word("readerLocked")));
		});
		expect((await scene.ann.readerTexts()).join()).not.toContain(secret);
	});

	it("stays so after a reload", async () => {
		await scene.ann.chat.reload({ waitUntil: "domcontentloaded" });
		await scene.ann.waitToRead(word("readerLocked"));
		await sleep(500);
		expect((await scene.ann.readerTexts()).join()).not.toContain(secret);
	});

	it("keeps the composer closed to text, and offers to unlock", async () => {
		const composer = await scene.ann.pressLock();
		expect(await textOf(composer)).toContain(word("composerLocked"));
		expect(await has(composer, "unlock")).toBe(true);
		expect(await composer.$("#composer-text")).toBeNull();
	});

	it("refuses a wrong passphrase in words", async () => {
		const answer = await scene.ann.withPopup(async (popup) => {
			await popup.waitForSelector("#passphrase");
			await popup.type("#passphrase", "not the passphrase at all");
			await popup.keyboard.press("Enter");
			return await until("an answer", () =>
				popup.evaluate(() => document.querySelector("[role=alert]")?.textContent ?? ""),
			);
		});
		expect(answer).toContain(word("errorWrongPassphrase"));
	});

	it("opens by itself everywhere after unlocking", async () => {
		await scene.ann.unlock();
		await scene.ann.waitToRead(secret);
		const composer = await scene.ann.composer();
		await until("the composer to take text", () => composer.$("#composer-text"));
	});

	it("takes the text that was being written out of sight, and gives it back after unlocking", async () => {
		await scene.ann.typeMessage("half a thought");
		await scene.ann.lock();
		const composer = await scene.ann.composer();
		await until("the composer to be covered", async () => (await textOf(composer)).includes(word("composerLocked")));
		expect(await composer.evaluate(() => document.documentElement.outerHTML)).not.toContain("half a thought");
		expect(await composer.$("#composer-text")).toBeNull();
		await scene.ann.unlock();
		await until("the text again", async () => {
			const field = await composer.$("#composer-text");
			return (await field?.evaluate((element) => (element as HTMLTextAreaElement).value)) === "half a thought";
		});
	});
});
