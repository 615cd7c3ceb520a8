import { describe, expect, it } from "vitest";
import type { OnPage, Warning } from "../../src/messaging/channels.ts";
import { decodeArmorParts, envelopeDigest, findArmor } from "../../src/protocol/index.ts";
import { pass, payloadOf } from "../support/disk.ts";
import { mountId, Person, placeAt, plain, senders, suite, tab } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

type Armor = readonly string[];
const popup = senders.popup();
const room = placeAt("room");
const minute = 60_000;

const idOf = (armor: Armor): string => findArmor(armor[0] ?? "")[0]?.message ?? "";
/** `page` as the content script tells it for the armor at `at`. */
const onPage = (page: readonly Armor[], at: number, label = ""): OnPage => ({ order: page.map(idOf), at, label });

let frames = 100;
/** A reader in a frame of its own for the armor at `at` of this page. */
async function open(
	person: Person,
	page: readonly Armor[],
	at: number,
	{ label = "", place = room, quoted = false } = {},
) {
	const told = onPage(page, at, label);
	const around: OnPage = quoted ? { ...told, quoted: true } : told;
	const request = { mount: mountId(), armor: page[at] ?? [], place, onPage: around };
	const { ticket } = await person.ask(senders.content(), "content/request-reader", request);
	const frame = senders.page("reader", ++frames, tab);
	const { handle, view } = await person.ask(frame, "reader/open", { ticket });
	const warnings = (shown: typeof view): readonly Warning[] => {
		if (shown.kind !== "message") throw new Error(`not shown: ${shown.kind}`);
		return shown.warnings;
	};
	return {
		handle,
		view,
		warnings: () => warnings(view),
		again: async () => warnings(await person.ask(frame, "reader/refresh", { handle })),
		reveal: () => person.ask(frame, "reader/reveal", { handle }),
	};
}
const warnings = async (...showing: Parameters<typeof open>) => (await open(...showing)).warnings();

async function say(from: Person, count: number, apart = minute, ...others: Person[]): Promise<readonly Armor[]> {
	const armors: Armor[] = [];
	for (let number = 0; number < count; number++) {
		armors.push(await from.say(`${from.name} ${number}`));
		pass(apart, from, ...others);
	}
	return armors;
}
/** Reads all as the page shows them, the first one first. */
async function readAll(person: Person, page: readonly Armor[]): Promise<void> {
	for (const at of page.keys()) await open(person, page, at);
}
/** Ben has read `count` messages of Ann, an hour ago. */
async function heard(count: number, apart = minute) {
	const { ann, ben } = await acquainted();
	const page = await say(ann, count, apart, ben);
	await readAll(ben, page);
	const at = ben.now;
	pass(60 * minute, ann, ben);
	return { ann, ben, page, at };
}
const shownBefore = (at: number) => [{ kind: "shown-before", at }];

describe("a message that is missing", () => {
	it("is told at the next one of its author, and no longer once it came", async () => {
		const { ann, ben } = await acquainted();
		const all = await say(ann, 5, minute, ben);
		const page = all.filter((_, index) => index !== 2);
		const told = [];
		for (const at of page.keys()) told.push(await open(ben, page, at));
		expect(told.map((one) => one.warnings())).toEqual([[], [], [{ kind: "missing", count: 1 }], []]);
		ben.restart();
		expect(await told[2]?.again()).toEqual([{ kind: "missing", count: 1 }]);
		ben.news.length = 0;
		expect(await warnings(ben, all, 2)).toEqual([]);
		expect(ben.news).toEqual([{ to: "pages", kind: "people-changed" }]);
		for (const one of told) expect(await one.again()).toEqual([]);
		expect(ben.news).toHaveLength(1);
	});

	it("counts all of them, also before the first that came", async () => {
		const { ann, ben } = await acquainted();
		const all = await say(ann, 6, minute, ben);
		const page = [all[3], all[5]].flatMap((one) => (one ? [one] : []));
		expect(await warnings(ben, page, 0)).toEqual([{ kind: "missing", count: 3 }]);
		expect(await warnings(ben, page, 1)).toEqual([{ kind: "missing", count: 1 }]);
		// The second of the three came: one is missing before it, one after it.
		expect(await warnings(ben, all, 1)).toEqual([{ kind: "missing", count: 1 }]);
		expect(await warnings(ben, page, 0)).toEqual([{ kind: "missing", count: 1 }]);
	});

	it("is asked about again once or twice for a page full of new ones that is read newest first", async () => {
		const { ann, ben } = await acquainted();
		const page = await say(ann, 20, minute, ben);
		ben.news.length = 0;
		const newestFirst = [...page.keys()].reverse();
		const opened = await Promise.all(newestFirst.map((at) => open(ben, page, at)));
		expect(opened.some((one) => one.warnings().length > 0)).toBe(true);
		expect(ben.news.length).toBeGreaterThan(0);
		expect(ben.news.length).toBeLessThanOrEqual(2);
		const news = ben.news.length;
		for (const one of opened) expect(await one.again()).toEqual([]);
		expect(ben.news).toHaveLength(news);
	});

	it("costs no news when all come in their order", async () => {
		const { ann, ben } = await acquainted();
		const page = await say(ann, 5, minute, ben);
		ben.news.length = 0;
		await readAll(ben, page);
		expect(ben.news).toEqual([]);
	});

	it("is not told of when the write failed, and is when it came to the disk", async () => {
		const { ann, ben } = await acquainted();
		const page = await say(ann, 3, minute, ben);
		await open(ben, page, 2);
		ben.news.length = 0;
		ben.diskFull = true;
		await expect(open(ben, page, 1)).rejects.toMatchObject({ code: "storage-failed" });
		expect(ben.news).toEqual([]);
		ben.diskFull = false;
		await open(ben, page, 1);
		expect(ben.news).toHaveLength(1);
	});
});

describe("shown before", () => {
	it("is told of a blob that is shown again below later ones, with the time it was first shown", async () => {
		const { ben, page, at } = await heard(5);
		const [first, ...rest] = page as [Armor, ...Armor[]];
		expect(await warnings(ben, [...rest, first], 4)).toEqual(shownBefore(at));
		ben.restart("browser");
		await ben.unlock();
		expect(await warnings(ben, [...rest, first], 4)).toEqual(shownBefore(at));
		for (const other of rest.keys()) expect(await warnings(ben, [...rest, first], other)).toEqual([]);
	});

	it("is told at the second of two on one page, also when both are shown for the first time", async () => {
		const { ann, ben } = await acquainted();
		const page = await say(ann, 5, minute, ben);
		const [first, ...rest] = page as [Armor, ...Armor[]];
		const twice = [first, ...rest, first];
		for (const at of [1, 2, 3, 4]) await open(ben, twice, at);
		const [one, two] = await Promise.all([open(ben, twice, 0), open(ben, twice, 5)]);
		expect(one.warnings()).toEqual([]);
		expect(two.warnings()).toEqual(shownBefore(ben.now));
		for (const at of [1, 2, 3, 4]) expect(await warnings(ben, twice, at)).toEqual([]);
		// The newest first: the older message belongs to the end, and the copy above the others is the one too many.
		const turned = [...twice].reverse();
		pass(minute, ben);
		expect(await warnings(ben, turned, 5)).toEqual([]);
		expect(await warnings(ben, turned, 0)).toMatchObject([{ kind: "shown-before" }]);
	});

	it("is not told when a frame that showed it in its place asks again", async () => {
		const { ann, ben } = await acquainted();
		const page = await say(ann, 4, minute, ben);
		const moved = [page[1], page[2], page[3], page[0]].flatMap((one) => (one ? [one] : []));
		for (const at of [0, 1, 2]) await open(ben, moved, at);
		const late = await open(ben, moved, 3);
		expect(late.warnings()).toEqual([]);
		pass(60 * minute, ben);
		expect(await late.again()).toEqual([]);
	});

	it("is known of our own messages too", async () => {
		const { ann, page } = await heard(5);
		const [first, ...rest] = page as [Armor, ...Armor[]];
		expect(await warnings(ann, [...rest, first], 4)).toMatchObject([{ kind: "shown-before" }]);
		for (const at of page.keys()) expect(await warnings(ann, page, at)).toEqual([]);
	});
});

describe("who the page says it is from", () => {
	it("is told when the row names ourselves or the other instead of the author", async () => {
		const { ann, ben, page } = await heard(1);
		expect(await warnings(ben, page, 0, { label: "Ben 12:30" })).toEqual([{ kind: "site-says-other", name: "Ben" }]);
		expect(await warnings(ann, page, 0, { label: "Ben 12:30" })).toEqual([{ kind: "site-says-other", name: "Ben" }]);
		for (const label of ["Ann 12:30", "Ann, to Ben", "12:30", "Benjamin 12:30"]) {
			expect(await warnings(ben, page, 0, { label })).toEqual([]);
		}
	});

	it("knows the people of a group, by the names they give themselves: others are nothing a page may ask for", async () => {
		const { ben, page } = await heard(1);
		const cid = await new Person("Cid").setUp();
		const card = await cid.ask(popup, "popup/my-card", { sendId: cid.nextSendId() });
		await ben.ask(popup, "popup/accept-by-hand", { text: card.armor.join(" ") });
		expect(await warnings(ben, page, 0, { label: "Cid 12:30" })).toEqual([]);
		const contacts = await ben.ask(popup, "popup/contacts", null);
		const { handle } = await ben.compose();
		await ben.ask(senders.composer(), "composer/confirm-recipients", {
			handle,
			recipients: contacts.map(({ id }) => id),
		});
		expect(await warnings(ben, page, 0, { label: "Cid 12:30" })).toEqual([{ kind: "site-says-other", name: "Cid" }]);
		const id = contacts.find(({ name }) => name === "Cid")!.id;
		await ben.ask(popup, "popup/rename-contact", { contact: id, name: "Uncle" });
		expect(await warnings(ben, page, 0, { label: "Cid 12:30" })).toEqual([{ kind: "site-says-other", name: "Cid" }]);
		expect(await warnings(ben, page, 0, { label: "Uncle 12:30" })).toEqual([]);
	});
});

describe("a message of another conversation", () => {
	it("is said to be one, and nothing is told of an order it has no place in", async () => {
		const { ann, ben, page } = await heard(4);
		const [contact] = await ann.ask(popup, "popup/contacts", null);
		const write = (text: string) => {
			const ask = { sendId: ann.nextSendId(), text, recipients: [contact!.id], options: plain };
			return ann.ask(popup, "popup/write-by-hand", ask);
		};
		await write("never seen");
		const { armor } = await write("elsewhere");
		const reader = await open(ben, [armor, ...page], 0, { label: "Ben 12:30" });
		expect(reader.view).toEqual({ kind: "placeholder" });
		expect(await reader.reveal()).toMatchObject({ warnings: [{ kind: "other-conversation" }] });
		pass(60 * minute, ben);
		const moved = await open(ben, [...page, armor], 4);
		expect(await moved.reveal()).toMatchObject({ warnings: [{ kind: "other-conversation" }] });
	});
});

describe("what an author claims to have seen", () => {
	/** Ben's clock is ahead; Ann reads what he wrote and answers by hers. */
	async function answered(ahead: number) {
		const { ann, ben } = await acquainted();
		await readAll(ben, await say(ann, 1));
		ben.now = ann.now + ahead;
		await readAll(ann, await say(ben, 1, 0));
		return { ann, ben, page: await say(ann, 1, 0) };
	}

	it("was sent after it: said", async () => {
		const { ann, ben, page } = await answered(2 * minute + 1);
		expect(await warnings(ben, page, 0)).toEqual([{ kind: "order" }]);
		expect(await warnings(ann, page, 0)).toEqual([{ kind: "order" }]);
	});

	it("was sent at about the same time: not said", async () => {
		const { ann, ben, page } = await answered(2 * minute);
		for (const person of [ann, ben]) expect(await warnings(person, page, 0)).toEqual([]);
	});

	it("is in the message, by the beginning of its digest, unless the user turned that off", async () => {
		const { ann, ben } = await acquainted();
		const [heardOf] = (await say(ben, 1)) as [Armor];
		await readAll(ann, [heardOf]);
		const digest = envelopeDigest(suite, decodeArmorParts(heardOf).bytes);
		const open = await ann.say("I saw it");
		expect((await payloadOf(ann, open)).seen).toEqual([digest.slice(0, 8)]);
		await ann.ask(popup, "popup/set-tells-seen", { on: false });
		expect(await ann.ask(popup, "popup/state", null)).toMatchObject({ tellsSeen: false });
		const closed = await ann.say("I say nothing");
		expect((await payloadOf(ann, closed)).seen).toEqual([]);
		await readAll(ben, [closed]);
		expect((await payloadOf(ben, closed)).seen).toEqual([]);
	});
});

describe("an honest page", () => {
	/** Both write, sometimes close together, sometimes far apart; both have read everything. */
	async function conversation() {
		const { ann, ben } = await acquainted();
		const page: Armor[] = [];
		for (const [number, apart] of [0, 1, 30, 2, 0, 15, 1, 90, 3, 11, 0, 5].entries()) {
			pass(apart * minute, ann, ben);
			const [from, to] = number % 3 === 1 ? [ben, ann] : [ann, ben];
			page.push(await from.say(`text ${number}`));
			await open(to, page, number, { label: `${from.name} 12:${number}` });
		}
		pass(minute, ann, ben);
		return { ann, ben, page };
	}

	it("makes nothing to be told, whichever way it goes, whatever part it shows, after any restart", async () => {
		const { ann, ben, page } = await conversation();
		const told: unknown[] = [];
		async function look(person: Person): Promise<void> {
			for (const size of [1, 2, 3, 6, 12]) {
				for (let from = 0; from + size <= page.length; from += Math.max(1, size >> 1)) {
					const part = page.slice(from, from + size);
					for (const shown of [part, part.toReversed()]) {
						for (const at of shown.keys()) told.push(...(await warnings(person, shown, at)));
					}
				}
			}
		}
		for (const person of [ann, ben]) {
			await look(person);
			person.restart();
			await look(person);
			person.restart("browser");
			await person.unlock();
			await look(person);
		}
		expect(told).toEqual([]);
	}, 30_000);

	it("makes nothing to be told after the people of the place changed, and replays are known as before", async () => {
		const { ann, ben, page } = await heard(4);
		const theirs = await say(ben, 3, minute, ann);
		await readAll(ann, theirs.slice(0, 2));
		const cid = await new Person("Cid").setUp();
		const card = await cid.ask(popup, "popup/my-card", { sendId: cid.nextSendId() });
		await ann.ask(popup, "popup/accept-by-hand", { text: card.armor.join(" ") });
		const contacts = await ann.ask(popup, "popup/contacts", null);
		const id = (name: string) => contacts.find((one) => one.name === name)!.id;
		const confirm = async (place: typeof room, recipients: readonly string[]) => {
			const { handle } = await ann.compose(place);
			await ann.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients });
		};
		// The conversation stays with Ben at a second place; at this one another goes on from it.
		await confirm(placeAt("second"), [id("Ben")]);
		await confirm(room, [id("Ben"), id("Cid")]);
		expect(await warnings(ann, theirs, 2)).toEqual([]);
		ann.restart();
		for (const at of theirs.keys()) expect(await warnings(ann, theirs, at)).toEqual([]);
		const replayed = [page[1], page[2], page[3], page[0]].flatMap((one) => (one ? [one] : []));
		expect(await warnings(ann, replayed, 3)).toMatchObject([{ kind: "shown-before" }]);
	});

	it("makes nothing to be told of numbers that begin anew for one person more", async () => {
		const { ann, ben, page } = await heard(3);
		const cid = await new Person("Cid").setUp();
		const card = await cid.ask(popup, "popup/my-card", { sendId: cid.nextSendId() });
		await ann.ask(popup, "popup/accept-by-hand", { text: card.armor.join(" ") });
		const recipients = (await ann.ask(popup, "popup/contacts", null)).map(({ id }) => id);
		const { handle } = await ann.compose();
		await ann.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients });
		const toBoth = await say(ann, 4, minute, ben);
		expect(await warnings(ben, [...page, ...toBoth], 3)).toEqual([]);
		// What came to Ben alone does not stand for what went to both.
		const without = [...page, ...toBoth.filter((_, number) => number !== 1 && number !== 2)];
		expect(await warnings(ben, without, 4)).toEqual([{ kind: "missing", count: 2 }]);
	});

	it("in a quotation is said to be quoted, with what is known of it and of its author", async () => {
		const { ben, page, at } = await heard(4);
		const replayed = [page[1], page[2], page[3], page[0]].flatMap((one) => (one ? [one] : []));
		const plain = await open(ben, replayed, 3, { label: "Ben" });
		expect(plain.view).toMatchObject({ quoted: false });
		expect(plain.warnings()).toMatchObject([{ kind: "shown-before" }, { kind: "site-says-other" }]);
		const quoted = await open(ben, replayed, 3, { label: "Ben", quoted: true });
		expect(quoted.view).toMatchObject({
			text: "Ann 0",
			quoted: true,
			acceptable: false,
			newStart: false,
			warnings: [{ kind: "shown-before" }, { kind: "site-says-other", name: "Ben" }],
		});
		expect(at).toBeLessThan(ben.now);
		const [first] = quoted.warnings();
		expect(first?.kind === "shown-before" && first.at).toBeLessThanOrEqual(at);
	});

	it("in a quotation is not held against the order of the page, nor said to be shown before where it was not", async () => {
		const { ann, ben, page } = await heard(4);
		const [late = []] = await say(ann, 1, minute, ben);
		expect(await warnings(ben, [late, ...page], 0, { quoted: true })).toEqual([]);
	});

	it("makes nothing to be told of numbers that begin anew under another id of the same author", async () => {
		const { ann, ben } = await heard(3);
		const [contact] = await ann.ask(popup, "popup/contacts", null);
		const write = async (text: string): Promise<Armor> => {
			const ask = { sendId: ann.nextSendId(), text, recipients: [contact!.id], options: plain };
			return (await ann.ask(popup, "popup/write-by-hand", ask)).armor;
		};
		const all = [await write("one"), await write("two"), await write("three"), await write("four")] as const;
		const first = await ben.read(all[0]);
		await first.reveal();
		expect(await first.accept()).toMatchObject({ warnings: [] });
		expect(await warnings(ben, all, 1)).toEqual([]);
		// The numbers of the room do not stand for those of the other id: three is missing here.
		expect(await warnings(ben, all, 3)).toEqual([{ kind: "missing", count: 1 }]);
		expect(await warnings(ben, await say(ann, 1), 0)).toEqual([]);
	});
});
