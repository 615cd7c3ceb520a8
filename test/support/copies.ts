/** Copies of a profile's disk, as a thief or a restored backup has them, and a look into one with its passphrase. */
import { createHistoryStore } from "../../src/background/history-store.ts";
import type { SessionRecord } from "../../src/sessions/session-record.ts";
import { createSessionStore } from "../../src/sessions/session-store.ts";
import type { Table } from "../../src/vault/store.ts";
import { createVault, type Vault } from "../../src/vault/vault.ts";
import { memoryStore, Person, passphraseKey, senders, suite } from "./person.ts";

export type Disk = ReadonlyMap<string, Uint8Array>;

export const diskOf = ({ records }: Person): Disk => new Map([...records].map(([key, value]) => [key, value.slice()]));

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** The vault over these bytes, open. */
export async function openDisk(disk: Disk): Promise<Vault> {
	const keys = { read: async () => null, write: async () => undefined };
	const vault = createVault({ store: memoryStore(new Map(disk)), keys, random });
	await vault.unlock(new Uint8Array(Buffer.from(passphraseKey, "base64url")));
	return vault;
}

const noMemory = {
	get: async () => undefined,
	all: async () => ({}),
	set: async () => undefined,
	remove: async () => undefined,
};

/** Every session that opens from these bytes. */
export async function sessionsOn(disk: Disk): Promise<readonly SessionRecord[]> {
	const vault = await openDisk(disk);
	const { stateKeys } = createHistoryStore(vault, { memory: noMemory, random, now: () => 0 });
	return createSessionStore(vault, suite, stateKeys).all();
}

export const sessionsOf = (person: Person): Promise<readonly SessionRecord[]> => sessionsOn(diskOf(person));

export const idOf = ({ session }: SessionRecord): string => Buffer.from(session.id).toString("hex");

/** The sessions that `work` has written a message with. */
export async function writtenWith(person: Person, work: () => Promise<unknown>): Promise<readonly string[]> {
	const name = (one: SessionRecord) => `${idOf(one)} ${Buffer.from(one.session.ratchet.sending?.chainKey ?? [])}`;
	const before = new Set((await sessionsOf(person)).map(name));
	await work();
	return (await sessionsOf(person)).filter((one) => !before.has(name(one))).map(idOf);
}

/** The browser comes up again over these bytes, and the user unlocks. */
export async function restore(person: Person, disk: Disk): Promise<void> {
	person.records.clear();
	for (const [key, value] of disk) person.records.set(key, value.slice());
	await startAgain(person);
}

export async function startAgain(person: Person): Promise<void> {
	person.restart("browser");
	await person.unlock();
	await person.ask(senders.content(), "content/start", { top: true });
}

/** A second browser with the same profile, both in use from now on. */
export async function copyOf(person: Person, disk = diskOf(person), using = suite): Promise<Person> {
	const copy = new Person(person.name, using);
	copy.now = person.now;
	for (const [key, value] of person.flags) copy.flags.set(key, structuredClone(value));
	for (const host of person.granted) copy.granted.add(host);
	await restore(copy, disk);
	return copy;
}

/** So much later; the vault has locked itself and is opened again, which tidies. */
export async function later(ms: number, ...people: readonly Person[]): Promise<void> {
	for (const person of people) {
		person.now += ms;
		await person.unlock();
		await person.ask(senders.content(), "content/start", { top: true });
	}
}

/** Rows of one table, as they lie there. */
export const rowsOf = (disk: Disk, table: Table): Disk =>
	new Map([...disk].filter(([key]) => key.startsWith(`${table}/`)));
