/** How long messages stay readable, chosen with real keys; what the reader says of it; signed messages and their proof. */
import type { Frame } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backToText, choose, chooseShorter, chooseSigned } from "./support/choices.ts";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { press } from "./support/keys.ts";
import { Person } from "./support/person.ts";
import { room, Scene } from "./support/scene.ts";
import { click } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

const texts = {
	answer: "Ben answers and keeps it",
	asked: "Ben asks to forget this after a week",
	signed: "Ann promises the red boat, signed",
	day: "Ben reads this for a day",
	closed: "Only until Ann has closed the tab",
};

async function says(reader: Frame, ...wanted: string[]): Promise<string> {
	return String(
		await until(`the words ${JSON.stringify(wanted)}`, async () => {
			const text = await textOf(reader);
			return wanted.every((one) => text.includes(one)) && text;
		}),
	);
}

/** CSS px between the end of what a reader shows and the end of its frame. */
function roomBelow(reader: Frame): Promise<number> {
	return reader.evaluate(() => {
		const shownUntil = document.querySelector("details.protection")?.getBoundingClientRect().bottom ?? 0;
		return innerHeight - shownUntil;
	});
}

describe.each(browserKinds)("what stays readable in %s", (kind) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.open(kind);
		await scene.acquaint(texts.answer);
	});
	afterAll(() => scene?.close());

	it("can be signed, shown so, exported with its proof and checked by anyone", async () => {
		const { ann, ben, chat } = scene;
		const stranger = Person.ready(kind, "Eve", chat.origin);
		const composer = await ann.pressLock();
		await chooseSigned(ann.chat, composer);
		await backToText(ann.chat, composer);
		await ann.typeMessage(texts.signed);
		await ann.send();
		const reader = await ben.waitToRead(texts.signed);
		await says(reader, word("signedMark"));
		expect(await textOf(await ben.waitToRead(texts.answer))).not.toContain(word("signedMark"));
		await ben.openDetails(reader);
		await click(reader, "exportProof");
		await click(reader, "copy");
		await until("the copy", async () => (await textOf(reader)).includes(word("copied")));
		const proof = await ben.copied();
		expect(proof.length).toBeGreaterThan(400);
		expect(plain(await ben.readByHand(proof))).toContain("Signed by Ann with their Sotto key.");
		const eve = await stranger;
		try {
			const read = plain(await eve.readByHand(proof));
			expect(read).toContain(texts.signed);
			expect(read).toContain(word("proofByUnknown"));
			const broken = proof.slice(0, -40) + (proof.at(-40) === "A" ? "B" : "A") + proof.slice(-39);
			expect(await eve.readByHand(broken)).not.toContain(texts.signed);
		} finally {
			await eve.close();
		}
		// In a page it stays the text that it is.
		chat.record(room, "ben", proof);
		await ann.toEnd();
		await sleep(1000);
		expect(await ann.chat.$$eval(".message", (all) => (all.at(-1) as HTMLElement).innerText)).toContain(proof);
		expect((await ann.readerTexts()).filter((text) => text.includes(texts.signed))).toHaveLength(1);
	});

	it("is what the author asked for, where that is less: the other side says it", async () => {
		const { ann, ben } = scene;
		const composer = await ben.pressLock();
		await choose(ben.chat, composer, "#disappears", word("keep7d"));
		await until("the sentence on it", () => composer.$("#disappears-explained:not(.out-of-sight)"));
		await backToText(ben.chat, composer);
		await ben.typeMessage(texts.asked);
		await ben.send();
		const reader = await ann.waitToRead(texts.asked);
		await says(reader, "7 days left");
		await ann.openDetails(reader);
		await says(reader, word("readableShortened"), word("protectionSession"), word("proofDeniable"));
		expect(await textOf(await ann.waitToRead(texts.answer))).not.toContain(word("timeLeft"));
	});

	it("is told in details that open and close by keyboard, and the frame follows", async () => {
		const { ann } = scene;
		const reader = await ann.waitToRead(texts.asked);
		const heightNow = () => reader.evaluate(() => innerHeight);
		await until("room for the details", async () => (await roomBelow(reader)) >= 0);
		const open = await heightNow();
		await press(ann.chat, "Enter");
		await until("a lower frame", async () => (await heightNow()) < open - 40);
		expect(await roomBelow(reader)).toBeGreaterThanOrEqual(0);
		await press(ann.chat, " ");
		await until("the same height again", async () => (await heightNow()) === open);
		await press(ann.chat, "Enter");
	});

	it("is a day by the setting in the popup, and the reader counts", async () => {
		const { ann, ben } = scene;
		await ben.withPopup(async (popup) => {
			await click(popup, "settings");
			// Firefox's stands in a background tab (support/firefox.ts), where nothing counts as seen.
			if (kind === "firefox") await popup.bringToFront();
			await chooseShorter(popup, popup, "#keep", word("keep24h"));
		});
		await ann.say(texts.day);
		await says(await ben.waitToRead(texts.day), "24 hours left");
		// What was there before follows the setting.
		await says(await ben.waitToRead(texts.answer), "24 hours left");
		expect(await textOf(await ann.waitToRead(texts.day))).not.toContain(word("timeLeft"));
	});

	it("is as long as a tab shows it, by the choice beside the text, and says afterwards that it is gone", async () => {
		const { ann, ben, chat } = scene;
		const first = ann.chat;
		const composer = await ann.pressLock();
		await chooseShorter(first, composer, "#keep-here", word("keepClosed"));
		await backToText(first, composer);
		await ann.typeMessage(texts.closed);
		await ann.send();
		await says(await ann.waitToRead(texts.closed), word("untilTabCloses"));
		await says(await ann.waitToRead(texts.day), word("untilTabCloses"));
		const second = await ann.openTab(chat.url(room, "ann"));
		await ann.waitToRead(texts.closed);
		await first.close();
		await second.reload({ waitUntil: "domcontentloaded" });
		await ann.waitToRead(texts.closed);
		const other = await ann.openTab(chat.origin);
		await second.close();
		await ann.switchTo(other);
		await ann.openChat(chat.url(room, "ann"));
		await ann.waitToRead(word("errorKeyDeletedOn"));
		const left = (await ann.readerTexts()).join();
		for (const text of Object.values(texts)) expect(left).not.toContain(text);
		// The other side keeps it for its own time.
		await says(await ben.waitToRead(texts.closed), "24 hours left");
		await ann.say("And on it goes");
		await ann.toEnd();
		await says(await ann.waitToRead("And on it goes"), word("untilTabCloses"));
	});
});

/** Without the isolates around names. */
const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, "");
