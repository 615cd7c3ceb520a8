/** How long messages stay readable, chosen with real keys; what the reader says of it; signed messages and their proof. */
import type { Frame } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backToText, choose, chooseShorter, chooseSigned } from "./support/choices.ts";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { press } from "./support/keys.ts";
import { Partner, type Wall } from "./support/partner.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { click } from "./support/surface.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

const texts = {
	answer: "Ben answers and keeps it",
	asks: "Ann asks to forget this after a week",
	asked: "Ben asks to forget this after a week",
	signed: "Ann promises the red boat, signed",
	promised: "Ben promises the blue oars, signed",
	day: "Ann reads this for a day",
	own: "Ann wrote this and keeps it for a day",
	closed: "Only until Ann has closed the tab",
};

/** Of two whom nobody here knows. */
const ofStrangers = "Carl promises Eve the green sail, signed";

const weekMs = 7 * 24 * 3_600_000;

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
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint(texts.answer);
	});
	afterAll(() => scene?.close());

	it("can be signed, shown so, exported with its proof and checked by anyone", async () => {
		const { ann, ben, chat } = scene;
		const composer = await ann.pressLock();
		await chooseSigned(ann.chat, composer);
		await backToText(ann.chat, composer);
		await ann.typeMessage(texts.signed);
		await ann.send();
		expect((await ben.shown(texts.signed)).protection.signed).toBe(true);
		await ben.sayWith(texts.promised, { signed: true });
		await ann.toEnd();
		const reader = await ann.waitToRead(texts.promised);
		await says(reader, word("signedMark"));
		expect(await textOf(await ann.waitToRead(texts.answer))).not.toContain(word("signedMark"));
		await ann.openDetails(reader);
		await click(reader, "exportProof");
		await click(reader, "copy");
		await until("the copy", async () => (await textOf(reader)).includes(word("copied")));
		const proof = await ann.copied();
		expect(proof.length).toBeGreaterThan(400);
		expect(plain(await ann.readByHand(proof))).toContain("Signed by Ben with their Sotto key.");
		// To anyone else it is a proof as well, and theirs is one here.
		const [eve, carl] = [await Partner.create("Eve"), await Partner.create("Carl")];
		expect(await eve.readByHand(proof)).toMatchObject({
			kind: "proof",
			text: texts.promised,
			author: { self: false, contact: null },
		});
		const theirs = await proofBetween(carl, eve);
		const read = plain(await ann.readByHand(theirs));
		expect(read).toContain(ofStrangers);
		expect(read).toContain(word("proofByUnknown"));
		for (const [whole, text] of [
			[proof, texts.promised],
			[theirs, ofStrangers],
		] as const) {
			const broken = whole.slice(0, -40) + (whole.at(-40) === "A" ? "B" : "A") + whole.slice(-39);
			expect(await ann.readByHand(broken)).not.toContain(text);
		}
		// In a page it stays the text that it is.
		chat.record(room, "ben", proof);
		await ann.toEnd();
		await sleep(1000);
		expect(await ann.chat.$$eval(".message", (all) => (all.at(-1) as HTMLElement).innerText)).toContain(proof);
		expect((await ann.readerTexts()).filter((text) => text.includes(texts.promised))).toHaveLength(1);
	});

	it("is what the author asked for, where that is less: the other side says it", async () => {
		const { ann, ben } = scene;
		const composer = await ann.pressLock();
		await choose(ann.chat, composer, "#disappears", word("keep7d"));
		await until("the sentence on it", () => composer.$("#disappears-explained:not(.out-of-sight)"));
		await backToText(ann.chat, composer);
		await ann.typeMessage(texts.asks);
		await ann.send();
		const { protection } = await ben.shown(texts.asks);
		expect(protection.shortenedByAuthor).toBe(true);
		expect((protection.readableUntil ?? 0) - Date.now()).toBeLessThanOrEqual(weekMs);
		expect((protection.readableUntil ?? 0) - Date.now()).toBeGreaterThan(weekMs - 60_000);
		await ben.sayWith(texts.asked, { disappears: "7d" });
		await ann.toStart();
		expect(await textOf(await ann.waitToRead(texts.answer))).not.toContain(word("timeLeft"));
		await ann.toEnd();
		const reader = await ann.waitToRead(texts.asked);
		await says(reader, "7 days left");
		await ann.openDetails(reader);
		await says(reader, word("readableShortened"), word("protectionSession"), word("proofDeniable"));
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
		await ann.withPopup(async (popup) => {
			await click(popup, "settings");
			// Firefox's stands in a background tab (support/firefox.ts), where nothing counts as seen.
			if (kind === "firefox") await popup.bringToFront();
			await chooseShorter(popup, popup, "#keep", word("keep24h"));
		});
		await ben.say(texts.day);
		await ann.toEnd();
		await says(await ann.waitToRead(texts.day), "24 hours left");
		// What was there before follows the setting.
		await ann.toStart();
		await says(await ann.waitToRead(texts.answer), "24 hours left");
		await ann.toEnd();
		await ann.say(texts.own);
		expect((await ben.shown(texts.own)).protection).toMatchObject({ readableUntil: null, shortenedByAuthor: false });
	});

	it("is as long as a tab shows it, by the choice beside the text, and says afterwards that it is gone", async () => {
		const { ann, ben, chat } = scene;
		const first = ann.chat;
		const composer = await ann.pressLock();
		await chooseShorter(first, composer, "#keep-here", word("keepClosed"));
		await backToText(first, composer);
		await ann.typeMessage(texts.closed);
		await ann.send();
		await ann.toEnd();
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
		for (const go of [() => ann.toStart(), () => ann.toEnd()]) {
			await go();
			await ann.waitToRead(word("errorKeyDeletedOn"));
			const left = await until("what is left", async () => (await ann.readerTexts()).join());
			for (const text of Object.values(texts)) expect(left).not.toContain(text);
		}
		// The other side keeps it for its own time.
		expect((await ben.shown(texts.closed)).protection).toMatchObject({ readableUntil: null, closesWithTab: false });
		await ann.say("And on it goes");
		await ann.toEnd();
		await says(await ann.waitToRead("And on it goes"), word("untilTabCloses"));
	});
});

/** A signed message of one, exported by the other, neither of whom is in the chat of the test. */
async function proofBetween(author: Partner, reader: Partner): Promise<string> {
	const texts: string[] = [];
	const wall: Wall = { texts: () => texts, post: (text) => void texts.push(text) };
	const [writes, reads] = [author.enters("elsewhere", wall), reader.enters("elsewhere", wall)];
	await writes.invite();
	await reads.acceptCard();
	await reads.invite();
	await writes.acceptCard();
	await writes.say(ofStrangers, { signed: true });
	return reads.proofOf(ofStrangers);
}

/** Without the isolates around names. */
const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, "");
