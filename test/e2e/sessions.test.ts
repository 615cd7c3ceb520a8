/** Sessions in a browser: short blobs, everything readable again in any order, in several tabs, whenever the background is ended. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserKinds } from "./support/driver.ts";
import { press } from "./support/keys.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import type { Person } from "./support/person.ts";
import { room } from "./support/scene.ts";
import { sleep, until } from "./support/time.ts";
import { word } from "./support/words.ts";

/** Characters of armor, for 200 bytes of text to one device, once the session is confirmed. */
const longestArmor = 645;
const text200 = "Two hundred bytes of text. ".repeat(8).slice(0, 200);
const otherRoom = "lunch";
const total = 60;
/** A frame costs memory and time: only messages near the screen have one, however long the conversation. */
const mostFrames = 20;

describe.each(browserKinds)("sessions in %s", (kind) => {
	let scene: PartnerScene;
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.ann.invite();
		scene.enter();
		await scene.ben.acceptCard();
		await scene.ben.say("Ben answers the invitation");
		await scene.ann.meet("Ben answers the invitation");
	});
	afterAll(() => scene?.close());

	const armorOfLast = (): string => scene.seen.at(-1) ?? "";

	it("make blobs short after the first exchange", async () => {
		const { ann, ben } = scene;
		expect(armorOfLast().length).toBeGreaterThan(longestArmor);
		await ann.say("Ann replies");
		await ben.waitToRead("Ann replies");
		await ben.say(text200);
		expect(armorOfLast().length).toBeLessThanOrEqual(longestArmor);
		await ann.waitToRead(text200);
		await ann.say(text200.toUpperCase());
		expect(armorOfLast().length).toBeLessThanOrEqual(longestArmor);
		await ben.waitToRead(text200.toUpperCase());
	});

	it("read everything again after a reload and a killed background", async () => {
		const everything = ["Ben answers the invitation", "Ann replies", text200, text200.toUpperCase()];
		const { ann } = scene;
		await ann.killWorker();
		await ann.chat.reload({ waitUntil: "domcontentloaded" });
		for (const text of everything) await ann.waitToRead(text);
	});

	it("go on when the background is ended between messages, while sending and while reading", async () => {
		const { ann, ben, chat } = scene;
		for (const [round, delay] of [10, 60].entries()) {
			const text = `Killed around message ${round}`;
			const before = chat.messages(room).length;
			await ann.killWorker();
			await ann.pressLock();
			await ann.typeMessage(text);
			await press(ann.chat, "Enter");
			await sleep(delay);
			await ann.killWorker();
			await ann.sendUntilSent();
			await ben.waitToRead(text);
			await ann.toEnd();
			await ann.waitToRead(text);
			expect(chat.messages(room).length - before).toBe(1);
			const reply = `Killed while reading ${round}`;
			await ben.say(reply);
			// Its reader is opening this very moment.
			await ann.toEnd();
			await sleep(delay);
			await ann.killWorker();
			await ann.waitToRead(reply);
		}
	});

	let tries = 0;
	it("are written and read in two tabs at once", async () => {
		const { ann, ben, chat } = scene;
		const first = ann.chat;
		// A test that is repeated finds what it said before.
		const round = ++tries;
		const second: Page = await ann.openTab(chat.url(room, "ann"));
		try {
			const said: string[] = [];
			for (const [index, tab] of [first, second, first, second].entries()) {
				await ann.switchTo(tab);
				const text = `Tab ${index % 2} says ${index} in round ${round}`;
				await ann.say(text);
				said.push(text);
				await ben.waitToRead(text);
			}
			const answer = `Ben writes to both tabs in round ${round}`;
			await ben.say(answer);
			for (const tab of [first, second]) {
				await ann.switchTo(tab);
				await ann.toEnd();
				for (const text of [...said, answer]) await ann.waitToRead(text);
			}
		} finally {
			await second.close();
			await ann.switchTo(first);
		}
		expect(new Set(scene.seen).size).toBe(scene.seen.length);
	});

	const long = Array.from({ length: total }, (_, index) => `Line ${String(index).padStart(2, "0")} of a long chat`);

	it("read a long chat that is scrolled back from its end", async () => {
		const { ann, ben, chat } = scene;
		if (chat.messages(otherRoom).length === 0) {
			for (const armor of await ben.sealByHand(long)) chat.record(otherRoom, "ben", armor);
		}
		await ann.openChat(chat.url(otherRoom, "ann"));
		await belongsHere(ann);
		// What a press has opened took the end out of sight: people go there until they read the last message.
		await until("the last message", async () => {
			await ann.toEnd();
			return (await ann.readerTexts()).join().includes(long.at(-1) ?? "");
		});
		expect(await readUpwards(ann, long)).toEqual([]);
	});

	it("read it again after a killed background and a reload, which leaves the chat at its end", async () => {
		const { ann, chat } = scene;
		await ann.openChat(chat.url(otherRoom, "ann"));
		await ann.killWorker();
		await ann.chat.reload({ waitUntil: "domcontentloaded" });
		await ann.waitToRead(long.at(-1) ?? "");
		await until("readers for all in sight", async () => {
			const texts = (await ann.readerTexts()).join();
			return (await inSight(ann.chat)).every((index) => texts.includes(long[index] ?? ""));
		});
		expect(await inSight(ann.chat)).toContain(total - 1);
		expect(await readUpwards(ann, long)).toEqual([]);
	});

	it("cost few frames: those near the screen are alive and readable, wherever one scrolls", async () => {
		const { ann } = scene;
		for (const part of [1, 0.5, 0, 0.25, 1]) {
			await ann.chat.$eval("#messages", (list, where) => list.scrollTo(0, list.scrollHeight * where), part);
			await until(`readable messages at ${part}`, async () => {
				return (await ann.readerTexts()).filter((text) => text.includes("of a long chat")).length >= 3;
			});
			await sleep(300);
			expect((await ann.readers()).length).toBeLessThanOrEqual(mostFrames);
		}
	});
});

/** What was written by hand is for no chat: the reader says once that it belongs here. */
async function belongsHere(person: Person): Promise<void> {
	const said = await until("a message", async () => {
		const texts = (await person.readerTexts()).join();
		return [word("readerShow"), "of a long chat"].find((text) => texts.includes(text));
	});
	if (said !== word("readerShow")) return;
	await person.pressInReader("readerShow");
	await person.pressInReader("readerKeepPerson");
}

/** Scrolls from the end to the beginning, as people do; gives the texts that could not be read while they were in sight. */
async function readUpwards(ann: Person, texts: readonly string[]): Promise<readonly string[]> {
	const unread = new Set(texts);
	const page = ann.chat;
	await until("all messages", () => page.$$eval(".message", (all, wanted) => all.length >= wanted, texts.length));
	for (let atTop = false; !atTop; ) {
		await until(
			"the messages in sight to be read",
			async () => {
				const shown = (await ann.readerTexts()).join("\n");
				for (const text of unread) if (shown.includes(text)) unread.delete(text);
				return (await inSight(page)).every((index) => !unread.has(texts[index] ?? ""));
			},
			6000,
		).catch(() => undefined);
		atTop = await page.$eval("#messages", (list) => {
			list.scrollBy(0, -list.clientHeight * 0.7);
			return list.scrollTop === 0;
		});
	}
	await until("the first ones", async () => (await ann.readerTexts()).join().includes(texts[0] ?? ""));
	const shown = (await ann.readerTexts()).join("\n");
	return [...unread].filter((text) => !shown.includes(text));
}

/** Numbers of the messages that are wholly in sight. */
async function inSight(page: Page): Promise<readonly number[]> {
	return await page.evaluate(() => {
		const list = document.querySelector("#messages")?.getBoundingClientRect() ?? new DOMRect();
		return [...document.querySelectorAll(".message")].flatMap((one, index) => {
			const { top, bottom } = one.getBoundingClientRect();
			return top >= list.top && bottom <= list.bottom ? [index] : [];
		});
	});
}
