/** After an update or the removal of the extension the old content script is alone: it takes its elements and its guard away. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { type } from "./support/keys.ts";
import { ourHosts } from "./support/lock-button.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { until } from "./support/time.ts";

describe.each(browserKinds)("an orphaned content script in %s", (kind) => {
	let scene: PartnerScene;
	beforeEach(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint();
	});
	afterEach(() => scene?.close());

	it.each(["reload", "remove"] as const)("goes after a %s, also while composing", async (what) => {
		const { ann } = scene;
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
