/** A frame costs memory and time: only messages near the screen have one, however long the conversation. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { sleep, until } from "./support/time.ts";

const total = 60;
const most = 20;

describe.each(browserKinds)("a long conversation in %s", (kind) => {
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint("The same words again");
		const blob = scene.seen.at(-1) ?? "";
		for (let count = 0; count < total; count++) scene.chat.record(room, "ben", blob);
		await scene.ann.chat.reload({ waitUntil: "domcontentloaded" });
	});
	afterAll(() => scene?.close());

	it("keeps few readers alive, and those near the screen are readable, wherever one scrolls", async () => {
		const page = scene.ann.chat;
		await until("all messages", () => page.$$eval(".message", (all, wanted) => all.length >= wanted, total));
		for (const part of [1, 0.5, 0, 0.25, 1]) {
			await page.$eval("#messages", (list, where) => list.scrollTo(0, list.scrollHeight * where), part);
			await until(`readable messages at ${part}`, async () => {
				const texts = await Promise.all((await scene.ann.readers()).map(textOf));
				return texts.filter((text) => text.includes("The same words again")).length >= 3;
			});
			await sleep(300);
			expect((await scene.ann.readers()).length).toBeLessThanOrEqual(most);
		}
	});
});
