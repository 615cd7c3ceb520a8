/** What a script in the page's process can reach of what is stored. It differs by browser, and the design rests on how. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ContentWorld } from "./support/content-world.ts";
import { browserKinds } from "./support/driver.ts";
import { PartnerScene } from "./support/partner-scene.ts";

describe.each(browserKinds)("a content script in %s", (kind) => {
	let scene: PartnerScene;
	let world: ContentWorld;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint("Stored nowhere in clear");
		world = await ContentWorld.of(scene.ann);
	});
	afterAll(() => scene?.close());

	it("cannot read session storage", async () => {
		expect(await world.read("session")).toBe("refused");
	});

	it(kind === "chromium" ? "cannot read local storage" : "reads nothing but flags in local storage", async () => {
		const read = await world.read("local");
		if (kind === "chromium") return expect(read).toBe("refused");
		expect(read).not.toMatch(/Ann|Ben|Stored nowhere|[A-Za-z0-9_-]{32,}/);
	});

	it("gets the same refusal for every channel that is not its own", async () => {
		const refused = await world.say({ channel: "popup/state", ask: null });
		expect(refused).toMatch(/"ok":false/);
		for (const channel of [
			"popup/contacts",
			"popup/kdf-params",
			"welcome/create",
			"reader/open",
			"composer/open",
			"no/such",
		]) {
			expect(await world.say({ channel, ask: null }), channel).toBe(refused);
		}
	});

	it("shares no database with the extension", async () => {
		const names = await scene.ann.chat.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
		expect(names).toEqual([]);
	});
});
