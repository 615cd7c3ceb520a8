/** Reading and writing in a window of the extension's own, where no page can cover, imitate or listen. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { type } from "./support/keys.ts";
import { ourHosts } from "./support/lock-button.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { click, has, shown, waitToSay } from "./support/surface.ts";
import { until } from "./support/time.ts";

describe.each(browserKinds)("the safe window in %s", (kind) => {
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint("Read me where it is safe");
	});
	afterAll(() => scene?.close());

	async function openSafeWindow(): Promise<Page> {
		await scene.ann.withPopup((popup) => click(popup, "openSafeWindow"));
		return await scene.ann.safeWindow();
	}

	it("shows the messages of the tab", async () => {
		const window = await openSafeWindow();
		await until("the message", async () => (await shown(window)).includes("Read me where it is safe"));
		await window.close();
	});

	it("writes into the chat, through the tab", async () => {
		const before = scene.seen.length;
		const window = await openSafeWindow();
		await window.waitForSelector("#composer-text");
		await window.focus("#composer-text");
		await type(window, "Written in the safe window");
		await window.keyboard.press("Enter");
		await until("the message to go out", async () => {
			for (const yes of ["confirmYes", "autoSendYes"]) if (await has(window, yes)) await click(window, yes, 1000);
			return scene.seen.length > before;
		});
		await scene.ben.waitToRead("Written in the safe window");
		expect(scene.seen.join()).not.toContain("Written in");
		await window.close();
	});

	it("takes over a draft from the composer", async () => {
		const { ann } = scene;
		await ann.chat.bringToFront();
		await ann.pressLock();
		await ann.typeMessage("begun in the page");
		await ann.chat.evaluate(() => {
			document.title = "Elsewhere";
		});
		const composer = await ann.composer();
		await click(composer, "openSafeWindow");
		const window = await ann.safeWindow();
		await until("the draft", () =>
			window.$eval("#composer-text", (field) => (field as HTMLTextAreaElement).value === "begun in the page"),
		);
		await window.close();
	});

	it("is what is left in a tab that was open before the site was turned on, and offers to reload it", async () => {
		const { ann } = scene;
		await ann.siteOff();
		await ann.openChat(scene.chat.url(room, "ann"));
		await ann.siteOnWithoutReload();
		const window = await openSafeWindow();
		await waitToSay(window, "needsReload");
		await click(window, "reloadTab");
		await until("Sotto in the reloaded tab", async () => (await ourHosts(ann.chat)).length > 0);
		await window.close();
	});
});
