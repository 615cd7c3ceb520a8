/**
 * What no write ever held. A database does not erase what is written over at once, so every value counts that was ever given to it, opened
 * with the passphrase, and not only what lies there now.
 */
import { describe, expect, it } from "vitest";
import { readEpochs, unwrap } from "../../src/history/epochs.ts";
import { findRow } from "../../src/history/rows.ts";
import type { MessageOptions } from "../../src/messaging/channels.ts";
import { decodeArmorParts, envelopeDigest } from "../../src/protocol/index.ts";
import type { Table } from "../../src/vault/store.ts";
import { diskOf, openDisk } from "../support/copies.ts";
import { type Person, placeAt, plain, senders, suite, tab } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const room = placeAt("room");
const popup = senders.popup();

interface Written {
	readonly name: string;
	readonly value: Uint8Array;
}

/** From now on. */
function writesOf({ records }: Person): readonly Written[] {
	const all: Written[] = [];
	const set = records.set.bind(records);
	records.set = (name, value) => {
		all.push({ name, value: value.slice() });
		return set(name, value);
	};
	return all;
}

/** Every value as its owner wrote it. */
async function opened(person: Person, all: readonly Written[]): Promise<readonly Buffer[]> {
	const header = [...diskOf(person)].filter(([name]) => name.startsWith("meta/"));
	const values: Buffer[] = [];
	for (const { name, value } of all) {
		const vault = await openDisk(new Map([...header, [name, value]]));
		const found = await vault.list(name.slice(0, name.indexOf("/")) as Table);
		expect(found).toHaveLength(1);
		values.push(...found.map((one) => Buffer.from(one.value)));
	}
	return values;
}

/** As bytes, hex or base64 at any alignment. */
function isIn(values: readonly Buffer[], secret: Uint8Array | string): boolean {
	const bytes = Buffer.from(secret);
	const base64 = [0, 1, 2].map((by) => {
		const text = Buffer.concat([Buffer.alloc(by), bytes])
			.toString("base64")
			.replace(/=+$/, "");
		return text.slice(by === 0 ? 0 : by + 1, -1);
	});
	const forms = [
		bytes,
		bytes.toString("hex"),
		...base64.flatMap((one) => [one, one.replace(/\+/g, "-").replace(/\//g, "_")]),
	];
	return values.some((value) => forms.some((form) => value.includes(form)));
}

/** The key of a message that is kept until its tab closes, and the key it lies under, as the worker has them. */
async function keysInMemory(person: Person, armor: readonly string[]) {
	const vault = await openDisk(diskOf(person));
	const id = await vault.historyKey(envelopeDigest(suite, decodeArmorParts(armor).bytes));
	const row = await findRow(vault, id);
	if (row?.kind !== "kept") throw new Error("no row");
	const [, conversation, instance] = row.epoch.split(":");
	const entry = person.session.get(`closing:${conversation}`) as { instance: string; sealed: string };
	expect(entry.instance).toBe(instance);
	const closing = await vault.openFromMemory(row.epoch, new Uint8Array(Buffer.from(entry.sealed, "hex")));
	const content = unwrap(row.epoch, closing, id, row.wrapped);
	if (closing === null || content === null) throw new Error("no key");
	return { closing, content };
}

async function keepClosed(person: Person): Promise<void> {
	const { handle } = await person.compose();
	await person.ask(senders.composer(), "composer/set-keep", { handle, keep: "closed" });
}

describe("what is readable until the tab closes", { timeout: 30_000 }, () => {
	it("has its keys in no write, whoever wished it, through locks, restarts and sweeps", async () => {
		const { ann, ben } = await acquainted();
		const all = writesOf(ben);
		await ben.ask(popup, "popup/set-keep", { keep: "7d" });
		const week = [...(await readEpochs(await openDisk(diskOf(ben))))].filter(([name]) => name.startsWith("7d"));
		const wished: MessageOptions = { ...plain, disappears: "closed" };
		const messages = [await ann.say("their wish", room, wished), await ben.say("my wish", room, wished)];
		await ben.read(messages[0] ?? []);
		await keepClosed(ben);
		messages.push(await ann.say("their text"), await ben.say("my text"));
		await ben.read(messages[2] ?? []);
		// In another tab, by another worker, after a lock.
		await ben.read(messages[2] ?? [], room, undefined, { inTab: 8 });
		ben.restart();
		await ben.ask(popup, "popup/lock", null);
		await ben.unlock();
		for (const armor of messages) expect((await ben.read(armor)).view).toMatchObject({ kind: "message" });

		const secrets = await Promise.all(messages.map((armor) => keysInMemory(ben, armor)));
		await ben.background.tabRemoved(8);
		await ben.background.tabRemoved(tab);
		for (const armor of messages) expect((await ben.read(armor)).view).toMatchObject({ code: "key-deleted" });

		const values = await opened(ben, all);
		expect(values.length).toBeGreaterThan(20);
		const flags = Buffer.from(JSON.stringify([...ben.flags]));
		for (const { closing, content } of secrets) {
			for (const secret of [closing, content]) {
				expect(isIn(values, secret)).toBe(false);
				expect(isIn([flags, ...all.map(({ value }) => Buffer.from(value))], secret)).toBe(false);
			}
		}
		// The search finds keys of the disk, which are in every write that made or dropped one.
		expect(week).toHaveLength(1);
		for (const [, key] of week) expect(isIn(values, key)).toBe(true);
	});

	it("is not on the disk as text either, nor is any other message, in any write", async () => {
		const { ann, ben } = await acquainted();
		const all = [writesOf(ann), writesOf(ben)];
		const texts = ["the first secret text", "the second secret text"];
		await ben.read(await ann.say(texts[0] ?? ""));
		await keepClosed(ben);
		await ben.read(await ann.say(texts[1] ?? ""));
		for (const [index, person] of [ann, ben].entries()) {
			await person.compose(room, null, "a draft of theirs");
			const values = await opened(person, all[index] ?? []);
			// A draft may become a message that is to leave nothing.
			for (const text of [...texts, "a draft of theirs"]) expect(isIn(values, text)).toBe(false);
			// The search finds what is there: the record of the draft.
			expect(isIn(values, '"sealed":"')).toBe(true);
		}
	});
});
