/** The browser may end the background at any moment: nothing is lost, nothing is sent twice. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { press } from "./support/keys.ts";
import { room, Scene } from "./support/scene.ts";
import { sleep } from "./support/time.ts";

describe.each(browserKinds)("killing the background in %s", (kind) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.open(kind);
	});
	afterAll(() => scene?.close());

	it("before inviting and before accepting", async () => {
		await scene.ann.killWorker();
		await scene.ann.invite();
		await scene.ann.killWorker();
		await scene.ben.waitToRead("Ann");
		await scene.ben.killWorker();
		await scene.ben.acceptCard();
		await scene.ben.killWorker();
	});

	it("before answering, with the answer half written, and before reading", async () => {
		await scene.ben.pressLock();
		await scene.ben.typeMessage("half ");
		await scene.ben.killWorker();
		await scene.ann.killWorker();
		await scene.ben.typeMessage("and whole");
		await scene.ben.send();
		await scene.ben.waitToRead("half and whole");
		await scene.ann.meet("half and whole");
		await scene.ann.killWorker();
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
		for (const text of ["half and whole", "killed after 0"]) await scene.ann.waitToRead(text);
		await scene.ann.toEnd();
		for (const text of ["killed after 90", "killed after 180"]) await scene.ann.waitToRead(text);
		expect(new Set(scene.seen).size).toBe(scene.seen.length);
	});
});
