/** A site that holds back, repeats, moves and puts names to messages: the reader says so, in words and in place. */
import type { Frame } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealByHand } from "./support/by-hand.ts";
import { browserKinds } from "./support/driver.ts";
import { textOf } from "./support/frames.ts";
import { PartnerScene } from "./support/partner-scene.ts";
import { room } from "./support/scene.ts";
import { until } from "./support/time.ts";
import { word } from "./support/words.ts";

const lines = ["First: at noon", "Second: at the harbour", "Third: bring the boat"];
const ownWords = "Ann is here too";
const elsewhere = "For another conversation only";
const ownElsewhere = "For yet another conversation only";

describe.each(browserKinds)("a dishonest site in %s", (kind) => {
	let scene: PartnerScene;
	/** Armor of each line. */
	const blobs: string[] = [];
	let blobOfOwn = "";
	beforeAll(async () => {
		scene = await PartnerScene.open(kind);
		await scene.acquaint("Ben is here");
		await scene.ann.say(ownWords);
		blobOfOwn = scene.seen.at(-1) ?? "";
		await scene.ben.waitToRead(ownWords);
		// She does not see the next ones yet: the tab is elsewhere.
		await scene.ann.openChat(scene.chat.url("lunch", "ann"));
		for (const line of lines) {
			await scene.ben.say(line);
			blobs.push(scene.seen.at(-1) ?? "");
		}
	});
	afterAll(() => scene?.close());

	const [first = "", second = "", third = ""] = lines;
	const reopen = () => scene.ann.openChat(scene.chat.url(room, "ann"));

	it("that holds a message back is told on, until the message is there", async () => {
		const { ann, chat } = scene;
		scene.chat.rewrite(room, (all) => all.filter(({ text }) => text !== blobs[1]));
		await reopen();
		await says(await ann.waitToRead(third), word("warningMissingOne"));
		expect(await textOf(await ann.waitToRead(first))).not.toContain(word("warningMissingOne"));
		chat.rewrite(room, (all) =>
			all.flatMap((one) => (one.text === blobs[0] ? [one, { ...one, id: 1000, text: blobs[1] ?? "" }] : [one])),
		);
		await reopen();
		await ann.waitToRead(second);
		await until("nothing to be missing", async () => {
			await ann.toEnd();
			const texts = await ann.readerTexts();
			return (
				lines.every((line) => texts.some((text) => text.includes(line))) &&
				!texts.join().includes(word("warningMissingOne"))
			);
		});
	});

	it("that shows an old message again at the end is told on there, with the day", async () => {
		const { ann, chat } = scene;
		await reopen();
		await ann.waitToRead(third);
		const again = chat.record(room, "ben", blobs[0] ?? "");
		await ann.toEnd();
		const [before = "", after = ""] = warningShownBefore();
		await until("the copy to be told from the first showing", async () => {
			const shown = (await ann.readerTexts()).filter((text) => text.includes(first));
			const told = shown.filter((text) => text.includes(before) && text.includes(after));
			return shown.length === 2 && told.length === 1;
		});
		const today = new Intl.DateTimeFormat("en", { day: "numeric", month: "long" }).format(Date.now());
		expect((await ann.readerTexts()).filter((text) => text.includes(before)).join()).toContain(today);
		chat.rewrite(room, (all) => all.filter(({ id }) => id !== again.id));
	});

	it("that puts somebody else's name beside a message is contradicted", async () => {
		const { ann, chat } = scene;
		const authors = new Map([
			[blobs[2], "ann"],
			[blobOfOwn, "ben"],
		]);
		chat.rewrite(room, (all) => all.map((one) => ({ ...one, author: authors.get(one.text) ?? one.author })));
		await reopen();
		const wrong = plain(await says(await ann.waitToRead(third), word("warningSiteSaysOther")));
		expect(wrong).toContain("This was written by Ben, whatever the site says: it shows Ann here.");
		expect(plain(await textOf(await ann.waitToRead(second)))).not.toContain("whatever the site says");
		const own = plain(await says(await ann.waitToRead(ownWords), word("warningSiteSaysOtherSelf")));
		expect(own).toContain("This was written by you, whatever the site says: it shows Ben here.");
	});

	it("that shows a message of another conversation gets it closed, and says so when it is opened", async () => {
		const { ann, ben, chat } = scene;
		const [theirs = ""] = await ben.sealByHand([elsewhere]);
		chat.record(room, "ben", theirs);
		await reopen();
		await ann.waitForClosed();
		expect((await ann.readerTexts()).join()).not.toContain(elsewhere);
		await ann.pressInReader("readerShow");
		await says(await ann.waitToRead(elsewhere), word("warningOtherConversation"));
		// Its author sees the same thing.
		const [ours = ""] = await sealByHand(ann, [ownElsewhere]);
		chat.record(room, "ann", ours);
		await reopen();
		await ann.waitForClosed();
		expect((await ann.readerTexts()).join()).not.toContain(ownElsewhere);
		await until("our own message to be shown", async () => {
			await ann.pressInReader("readerShow");
			await ann.toEnd();
			return (await ann.readerTexts()).some((text) => text.includes(ownElsewhere));
		});
		await says(await ann.waitToRead(ownElsewhere), word("warningOtherConversation"));
	});
});

async function says(reader: Frame, words: string): Promise<string> {
	await until(`the words "${words}"`, async () => (await textOf(reader)).includes(words));
	return await textOf(reader);
}

/** Without the isolates around names. */
const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, "");

/** The words before and after the day. */
function warningShownBefore(): readonly string[] {
	return ["This was shown before, on", word("warningShownBefore")];
}
