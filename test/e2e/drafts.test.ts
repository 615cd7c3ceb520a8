/** A text that was begun is back where it was begun, for whom it was begun, and nowhere else. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { press } from "./support/keys.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import type { Person } from "./support/person.ts";
import { room } from "./support/scene.ts";
import { click, waitToSay } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

/** Text is told to the background a moment after it was typed. */
const keptMs = 800;

async function begin(person: Person, text: string): Promise<void> {
	// A test that is repeated finds what it began before.
	if ((await written(person)) !== "") {
		await discard(person);
		await person.pressLock();
	}
	await person.typeMessage(text);
	await sleep(keptMs);
}

/** Opens the composer and gives the text in it. */
async function written(person: Person): Promise<string> {
	const composer = await person.pressLock();
	return await composer.$eval("#composer-text", (field) => (field as HTMLTextAreaElement).value);
}

async function discard(person: Person): Promise<void> {
	const composer = await person.composer();
	await click(composer, "discard");
	await waitToSay(composer, "askDiscard");
	await click(composer, "discard");
	await until("the composer to close", async () => !(await person.composerIsOpen()));
}

describe.each(browserKinds)("a text that was begun, in %s", (kind) => {
	let scene: PartnerScene;
	const reload = () => scene.ann.chat.reload({ waitUntil: "domcontentloaded" });
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint();
		await scene.ann.say("Settles the question of automatic sending");
	});
	afterAll(() => scene?.close());

	it("is back after a reload, an ended worker and a lock, can be gone on with, and is gone once it was sent", async () => {
		const { ann, ben, chat } = scene;
		await begin(ann, "half a thought");
		await reload();
		await ann.killWorker();
		expect(await written(ann)).toBe("half a thought");
		expect(await textOf(await ann.composer())).toContain(word("composerDraftBack"));
		await reload();
		await ann.lock();
		await waitToSay(await ann.pressLock(), "composerLocked");
		await ann.unlock();
		await waitToSay(await ann.composer(), "composerDraftBack");
		await ann.chat.bringToFront();
		await ann.typeMessage(", and the rest");
		await ann.send();
		await ben.waitToRead("half a thought, and the rest");
		await reload();
		expect(await written(ann)).toBe("");
		await press(ann.chat, "Escape");
		expect(JSON.stringify(chat.messages(room))).not.toContain("half a thought");
	});

	it("stays away from another chat, and can be thrown away", async () => {
		const { ann, chat } = scene;
		await begin(ann, "only for the garden");
		await ann.openChat(chat.url("lunch", "ann"));
		expect(await written(ann)).toBe("");
		expect(await textOf(await ann.composer())).not.toContain(word("composerDraftBack"));
		await ann.openChat(chat.url(room, "ann"));
		expect(await written(ann)).toBe("only for the garden");
		await discard(ann);
		await reload();
		expect(await written(ann)).toBe("");
		await press(ann.chat, "Escape");
	});
});
