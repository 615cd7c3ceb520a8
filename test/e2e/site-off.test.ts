/** On a site that is off nothing of Sotto runs; turning it off, and an update or the removal of the extension, takes everything away. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { type } from "./support/keys.ts";
import { ourHosts } from "./support/lock-button.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { sleep, until } from "./support/time.ts";

describe.each(browserKinds)("Sotto where it is off, in %s", (kind) => {
	let scene: PartnerScene;
	let other: string;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint();
		// Another host, of which the user never said a word; the same server.
		other = scene.chat.url(room, "ann").replace("127.0.0.1", "localhost");
	});
	afterAll(() => scene?.close());

	it("leaves another site alone", async () => {
		await scene.ann.openChat(other);
		await until("the messages", () => scene.ann.chat.$(".message"));
		await sleep(1000);
		expect(await ourHosts(scene.ann.chat)).toEqual([]);
		expect(await scene.ann.readers()).toEqual([]);
		expect(await scene.ann.chat.$eval(".message .text", (text) => (text as HTMLElement).checkVisibility())).toBe(true);
	});

	it("takes lock and messages away when the site is turned off", async () => {
		await scene.ann.openChat(scene.chat.url(room, "ann"));
		await scene.ann.waitToRead("Hello from Ben");
		await scene.ann.siteOff();
		await until("everything to be gone", async () => (await ourHosts(scene.ann.chat)).length === 0);
		expect(await scene.ann.readers()).toEqual([]);
		expect(await scene.ann.chat.$$eval(".message .text", (all) => all.every((text) => text.checkVisibility()))).toBe(
			true,
		);
		await scene.ann.chat.click("#box");
		await type(scene.ann.chat, "plain again");
		expect(await scene.ann.chat.$eval("#box", (box) => (box as HTMLTextAreaElement).value)).toBe("plain again");
	});

	it("starts nothing there after a reload", async () => {
		await scene.ann.chat.reload({ waitUntil: "domcontentloaded" });
		await until("the messages", () => scene.ann.chat.$(".message"));
		await sleep(1000);
		expect(await ourHosts(scene.ann.chat)).toEqual([]);
	});

	it("comes back when it is turned on again", async () => {
		await scene.ann.siteOn();
		await scene.ann.waitToRead("Hello from Ben");
	});

	// An orphaned content script takes its elements and its guard away.
	it.each(["reload", "remove"] as const)("is gone after a %s of the extension, also while composing", async (what) => {
		const { ann } = scene;
		if (what === "remove") {
			await ann.chat.reload({ waitUntil: "domcontentloaded" });
			await ann.unlock();
			await ann.waitToRead("Hello from Ben");
		}
		await ann.pressLock();
		await ann.typeMessage("never sent");
		if (what === "reload") await ann.driver.reloadExtension();
		else await ann.driver.removeExtension();
		await until("nothing of ours to be left", async () => (await ourHosts(ann.chat)).length === 0, 20_000);
		await ann.chat.click("#box");
		await type(ann.chat, "the keys are the page's again");
		const value = await ann.chat.$eval("#box", (box) => (box as HTMLTextAreaElement).value);
		expect(value).toBe("the keys are the page's again");
		expect(await ann.chat.$$eval(".message .text", (all) => all.every((text) => text.checkVisibility()))).toBe(true);
	});
});
