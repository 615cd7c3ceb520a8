/** The browser may end the background at any moment: nothing is lost, nothing is sent twice. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { press } from "./support/keys.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { sleep } from "./support/time.ts";

describe.each(browserKinds)("killing the background in %s", (kind) => {
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
	});
	afterAll(() => scene?.close());

	it("before inviting, and before meeting who has answered", async () => {
		const { ann, ben } = scene;
		scene.enter();
		await ann.killWorker();
		await ann.invite();
		await ben.acceptCard();
		await ben.say("Ben is here");
		await ann.waitForClosed();
		await ann.killWorker();
		await ann.meet("Ben is here");
		await ann.killWorker();
	});

	it("before accepting, and before answering, with the answer half written", async () => {
		const { ann } = scene;
		const dora = await scene.another("Dora", "lunch");
		await ann.openChat(scene.chat.url("lunch", "ann"));
		await ann.waitToRead("Dora");
		await ann.killWorker();
		await ann.acceptCard();
		await ann.killWorker();
		await ann.pressLock();
		await ann.typeMessage("half ");
		await ann.killWorker();
		await ann.typeMessage("and whole");
		await ann.send();
		await ann.waitToRead("half and whole");
		await dora.waitToRead("half and whole");
		await ann.killWorker();
		await ann.chat.reload({ waitUntil: "domcontentloaded" });
		await ann.waitToRead("half and whole");
		await ann.openChat(scene.chat.url(room, "ann"));
	});

	it.each([0, 15, 40, 90, 180])("%i ms after Enter: one message, read by both", async (delay) => {
		const text = `sent and killed after ${delay}`;
		const before = scene.chat.messages(room).length;
		await scene.ann.pressLock();
		await scene.ann.typeMessage(text);
		await press(scene.ann.chat, "Enter");
		await sleep(delay);
		await scene.ann.killWorker();
		// Either it went out, or the composer still holds the text and another Enter repeats the same sending.
		await scene.ann.sendUntilSent();
		await scene.ben.waitToRead(text);
		await scene.ann.waitToRead(text);
		await sleep(300);
		expect(scene.chat.messages(room).length - before).toBe(1);
	});

	it("loses nothing of all this after a reload, and used no armor twice", async () => {
		await scene.ann.killWorker();
		await scene.ann.chat.reload({ waitUntil: "domcontentloaded" });
		await scene.ann.toStart();
		for (const text of ["Ben is here", "killed after 0"]) await scene.ann.waitToRead(text);
		await scene.ann.toEnd();
		for (const text of ["killed after 90", "killed after 180"]) await scene.ann.waitToRead(text);
		expect(new Set(scene.seen).size).toBe(scene.seen.length);
	});
});
