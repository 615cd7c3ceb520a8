/** What somebody who knows the passphrase finds on the disk of a person, read past the background. */
import { createHistoryStore } from "../../src/background/history-store.ts";
import { readEpochs, unwrap } from "../../src/history/epochs.ts";
import { findRow } from "../../src/history/rows.ts";
import { decodeArmorParts, envelopeDigest, openWithContentKey, type Payload } from "../../src/protocol/index.ts";
import type { SessionRecord } from "../../src/sessions/session-record.ts";
import { createSessionStore } from "../../src/sessions/session-store.ts";
import { createBatchingVault } from "../../src/vault/batch.ts";
import { createVault, type Vault } from "../../src/vault/vault.ts";
import { memoryStore, type Person, passphraseKey, suite } from "./person.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

export async function openDisk(person: Person): Promise<Vault> {
	let held: Parameters<Parameters<typeof createVault>[0]["keys"]["write"]>[0] = null;
	const vault = createVault({
		store: memoryStore(person.records),
		keys: {
			read: async () => held,
			write: async (keys) => {
				held = keys;
			},
		},
		random,
	});
	await vault.unlock(new Uint8Array(Buffer.from(passphraseKey, "base64url")));
	return vault;
}

/** What is inside a message that this person sent or has read. */
export async function payloadOf(person: Person, armor: readonly string[]): Promise<Payload> {
	const vault = await openDisk(person);
	const { bytes } = decodeArmorParts(armor);
	const key = await vault.historyKey(envelopeDigest(suite, bytes));
	const row = await findRow(vault, key);
	if (row?.kind !== "kept") throw new Error("no row");
	const epoch = (await readEpochs(vault)).get(row.epoch) ?? null;
	const contentKey = unwrap(row.epoch, epoch, key, row.wrapped);
	if (contentKey === null) throw new Error("no key");
	return openWithContentKey(suite, bytes, contentKey, new Uint8Array(Buffer.from(row.author, "hex")));
}

const noMemory = {
	get: async () => undefined,
	all: async () => ({}),
	set: async () => undefined,
	remove: async () => undefined,
};

/** Other states for all sessions of a person, whose worker then comes up again. */
export async function changeSessions(person: Person, change: (one: SessionRecord) => SessionRecord): Promise<void> {
	const vault = createBatchingVault(await openDisk(person));
	const history = createHistoryStore(vault, { memory: noMemory, random, now: () => person.now });
	const sessions = createSessionStore(vault, suite, history.stateKeys);
	for (const one of [sessions, history]) vault.follow(one);
	await sessions.take((await sessions.all()).map(change));
	await vault.commit([]);
	person.restart();
}

/** Time passes while the worker hears nothing of it, and without a lock. */
export function pass(ms: number, ...people: Person[]): void {
	for (const person of people) {
		person.now += ms;
		if (person.session.has("awakeAt")) person.session.set("awakeAt", person.now);
	}
}
