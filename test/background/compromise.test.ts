/** What a copy of the whole storage gives away: locked, and with the passphrase, before and after keys were thrown away. */
import { describe, expect, it } from "vitest";
import { createHistoryStore } from "../../src/background/history-store.ts";
import { listRows } from "../../src/history/rows.ts";
import { keysOf } from "../../src/protocol/skipped-keys.ts";
import { copyOf, type Disk, diskOf, later, openDisk, rowsOf, sessionsOn } from "../support/copies.ts";
import { type OpenReader, origin, Person, placeAt, senders } from "../support/person.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const room = placeAt("a-room-to-be-found");

const textOf = ({ view }: Pick<OpenReader, "view">): string => (view.kind === "message" ? view.text : view.kind);

async function confirmed(): Promise<{ ann: Person; ben: Person }> {
	const [ann, ben] = await Promise.all([
		new Person("Annegret Lindqvist").setUp(),
		new Person("Benedikt Sommerfeld").setUp(),
	]);
	await (await ben.read(await ann.invite(room), room)).accept();
	await (await ann.read(await ben.say("Hello Annegret", room), room)).accept();
	expect(textOf(await ben.read(await ann.say("Hello Benedikt", room), room))).toBe("Hello Benedikt");
	expect(textOf(await ann.read(await ben.say("How are you?", room), room))).toBe("How are you?");
	return { ann, ben };
}

async function keep(person: Person, how: "24h" | "closed"): Promise<void> {
	const { handle } = await person.compose(room);
	await person.ask(senders.composer(), "composer/set-keep", { handle, keep: how });
}

/** As it opens for somebody who has the disk and the passphrase, and clicks. */
async function opensWith(person: Person, disk: Disk, armor: readonly string[]): Promise<string> {
	const thief = await copyOf(person, disk);
	const view = await thief.ask(senders.popup(), "popup/read-by-hand", { text: armor.join("\n") });
	return view.kind === "failed" ? view.code : textOf({ view });
}

const noMemory = {
	get: async () => undefined,
	all: async () => ({}),
	set: async () => undefined,
	remove: async () => undefined,
};
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** Every key that opens something, from a disk and its passphrase. */
async function secretsOn(disk: Disk, now: number): Promise<readonly Uint8Array[]> {
	const secrets: Uint8Array[] = [];
	for (const { session } of await sessionsOn(disk)) {
		const { ratchet } = session;
		secrets.push(
			ratchet.rootKey,
			ratchet.ownKey.secretKey,
			ratchet.nextReceivingHeaderKey,
			ratchet.nextSendingHeaderKey,
		);
		for (const chain of [ratchet.sending, ratchet.receiving]) if (chain) secrets.push(chain.chainKey, chain.headerKey);
		for (const chain of ratchet.skipped) secrets.push(chain.headerKey, ...keysOf(chain).map(({ key }) => key));
	}
	const vault = await openDisk(disk);
	const history = createHistoryStore(vault, { memory: noMemory, random, now: () => now });
	for (const { key } of await listRows(vault)) {
		const found = await history.find(key);
		if (found?.kind === "kept") secrets.push(found.contentKey);
	}
	return secrets;
}

/** Raw, as hex and as base64 at any of its three alignments. */
function formsOf(secret: Uint8Array): readonly Buffer[] {
	const bytes = Buffer.from(secret);
	const shifted = [0, 1, 2].map((by) => {
		const text = Buffer.concat([Buffer.alloc(by), bytes])
			.toString("base64")
			.replace(/=+$/, "");
		return text.slice(by === 0 ? 0 : by + 1, -1);
	});
	const texts = [
		bytes.toString("hex"),
		...shifted,
		...shifted.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
	];
	return [bytes, ...texts.map((text) => Buffer.from(text))];
}

function holds(disk: Disk, secret: Uint8Array): boolean {
	const all = Buffer.concat([...disk].flatMap(([key, value]) => [Buffer.from(key), Buffer.from(value)]));
	return formsOf(secret).some((form) => all.includes(form));
}

describe("a locked disk", { timeout: 60_000 }, () => {
	it("shows no key, no text, no name and no place", async () => {
		const { ann, ben } = await confirmed();
		// A message that was not read yet leaves a skipped key.
		await ben.say("skipped", room);
		await ann.read(await ben.say("A text that nobody else may read", room), room);
		await ann.ask(senders.popup(), "popup/lock", null);
		const disk = diskOf(ann);
		const secrets = await secretsOn(disk, ann.now);
		expect(secrets.length).toBeGreaterThan(12);
		const words = [
			"Annegret Lindqvist",
			"Benedikt Sommerfeld",
			"that nobody else may read",
			"Hello Benedikt",
			origin,
			"a-room-to-be-found",
		];
		const contacts = rowsOf(disk, "contacts");
		expect(contacts.size).toBe(1);
		for (const secret of [...secrets, ...words.map((word) => Buffer.from(word))]) {
			expect(holds(disk, secret)).toBe(false);
			// The search finds what is there, however it is written.
			for (const form of formsOf(secret))
				expect(holds(new Map([["x", Buffer.concat([Buffer.from("-"), form])]]), secret)).toBe(true);
		}
	});
});

describe("a disk with its passphrase", { timeout: 60_000 }, () => {
	it("opens no deleted message, not even with the rows put back from an older copy", async () => {
		const { ann, ben } = await confirmed();
		await keep(ben, "24h");
		const theirs = await ann.say("read and gone", room);
		expect(textOf(await ben.read(theirs, room))).toBe("read and gone");
		const own = await ben.say("written and gone", room);
		const before = diskOf(ben);
		const then = ben.now;
		await later(2 * day, ben);
		const after = diskOf(ben);
		const rowsBack = new Map([...after, ...rowsOf(before, "history")]);
		const noRows = new Map([...after].filter(([key]) => !key.startsWith("history/")));
		// The clock of whoever holds the copy says what they like.
		ben.now = then;
		for (const armor of [theirs, own]) {
			expect(await opensWith(ben, before, armor)).toMatch(/gone$/);
			expect(await opensWith(ben, after, armor)).toBe("key-deleted");
			expect(await opensWith(ben, rowsBack, armor)).toBe("key-deleted");
		}
		// Nor without any row: the message key is gone from the session, which knows that it was there.
		expect(await opensWith(ben, noRows, theirs)).toBe("number-reused");
		expect(await opensWith(ben, noRows, own)).toBe("not-for-us");
	});

	it("is swept by the alarm too, while the vault stays open", async () => {
		const { ann, ben } = await confirmed();
		await keep(ben, "24h");
		const armor = await ann.say("read and gone", room);
		await ben.read(armor, room);
		const before = diskOf(ben);
		const then = ben.now;
		await ben.ask(senders.popup(), "popup/set-auto-lock", { minutes: 1440 });
		for (let hours = 0; hours < 24; hours++) {
			ben.now += hour;
			for (const name of ben.alarms) await ben.background.alarm(name);
		}
		expect(await ben.ask(senders.popup(), "popup/state", null)).toMatchObject({ vault: "unlocked" });
		const rowsBack = new Map([...diskOf(ben), ...rowsOf(before, "history")]);
		ben.now = then;
		expect(await opensWith(ben, rowsBack, armor)).toBe("key-deleted");
	});

	it("opens nothing that was to be readable until the tab closes", async () => {
		const { ann, ben } = await confirmed();
		await keep(ben, "closed");
		const armor = await ann.say("only while it is open", room);
		expect(textOf(await ben.read(armor, room))).toBe("only while it is open");
		expect(textOf(await ben.read(armor, room))).toBe("only while it is open");
		expect(await opensWith(ben, diskOf(ben), armor)).toBe("key-deleted");
	});

	it("opens no session state of an earlier day", async () => {
		const { ann, ben } = await confirmed();
		const before = diskOf(ben);
		await later(day, ann, ben);
		const after = diskOf(ben);
		expect(await sessionsOn(before)).toHaveLength(1);
		expect(await sessionsOn(after)).toHaveLength(1);
		const statesBack = new Map([...after, ...rowsOf(before, "sessions")]);
		expect(rowsOf(statesBack, "sessions").size).toBe(1);
		expect(await sessionsOn(statesBack)).toEqual([]);
		// And the conversation goes on.
		expect(textOf(await ann.read(await ben.say("the next day", room), room))).toBe("the next day");
	});

	it("does not open new messages after one round trip of the honest ones", async () => {
		const { ann, ben } = await confirmed();
		const stolen = diskOf(ben);
		await ann.read(await ben.say("there", room), room);
		const still = await ann.say("and back", room);
		expect(textOf(await ben.read(still, room))).toBe("and back");
		// The thief has the ratchet key that this was written to.
		expect(await opensWith(ben, stolen, still)).toBe("and back");
		await ann.read(await ben.say("a key that nobody stole", room), room);
		const healed = await ann.say("to that key", room);
		expect(textOf(await ben.read(healed, room))).toBe("to that key");
		expect(await opensWith(ben, stolen, healed)).toBe("not-for-us");
		// Nor after it has read everything before. It knows the next header key then, which both sides have from the step that was
		// read, so it can tell that this one is for Ben; the content has its key from the step after that.
		const thief = await copyOf(ben, stolen);
		const reads = (armor: readonly string[]) =>
			thief.ask(senders.popup(), "popup/read-by-hand", { text: armor.join("\n") });
		expect(await reads(still)).toMatchObject({ text: "and back" });
		expect(await reads(healed)).toEqual({ kind: "failed", code: "altered" });
	});
});

describe("a profile that goes on in two places", { timeout: 60_000 }, () => {
	it("is said in words at the second message under one number, and breaks nothing else", async () => {
		const { ann, ben } = await confirmed();
		const copy = await copyOf(ben);
		const [first, second] = [await ben.say("from the first", room), await copy.say("from the copy", room)];
		expect(textOf(await ann.read(first, room))).toBe("from the first");
		const shown = await ann.read(second, room);
		expect(shown.view).toEqual({ kind: "placeholder" });
		expect(await (await ann.read(second, room)).reveal()).toEqual({ kind: "failed", code: "number-reused" });
		ann.restart("worker");
		expect(await (await ann.read(second, room)).reveal()).toEqual({ kind: "failed", code: "number-reused" });
		expect(textOf(await ann.read(first, room))).toBe("from the first");

		const answer = await ann.say("to whichever of you", room);
		expect(textOf(await ben.read(answer, room))).toBe("to whichever of you");
		expect(textOf(await copy.read(answer, room))).toBe("to whichever of you");
		expect(textOf(await ann.read(await ben.say("going on", room), room))).toBe("going on");
		expect(textOf(await ben.read(await ann.say("good", room), room))).toBe("good");
	});
});
