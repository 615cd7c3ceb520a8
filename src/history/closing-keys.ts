/**
 * Keys of "until the tab closes": one for each conversation, in memory that ends with the browser and never reaches the disk.
 * When the last tab that showed the conversation goes, the key goes, and that is the deletion.
 *
 * Pages of the extension can read this memory while the vault is locked, so a key lies in it sealed under the vault. Which
 * tabs use it is not secret, and a tab may close while the vault is locked.
 */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { Random } from "../vault/store.ts";

export interface ClosingMemory {
	get(key: string): Promise<unknown>;
	all(): Promise<Readonly<Record<string, unknown>>>;
	set(key: string, value: unknown): Promise<void>;
	remove(keys: string | readonly string[]): Promise<void>;
}

export interface ClosingPorts {
	readonly memory: ClosingMemory;
	/** Under a key derived from the vault key, bound to `name`. Rejects while the vault is locked. */
	readonly seal: (name: string, secret: Uint8Array) => Promise<Uint8Array>;
	/** Null for what does not open. Rejects while the vault is locked. */
	readonly open: (name: string, sealed: Uint8Array) => Promise<Uint8Array | null>;
	readonly random: Random;
}

export interface ClosingKeys {
	/** The key for rows of this conversation, made when there is none. From now on `tab` holds it. */
	keyFor(conversation: string, tab: number): Promise<{ readonly name: string; readonly key: Uint8Array }>;
	/** Null when it is gone. */
	keyOf(name: string): Promise<Uint8Array | null>;
	/** True if a key went. */
	tabClosed(tab: number): Promise<boolean>;
	/** For tabs that went while nobody listened. */
	keepOnly(tabs: ReadonlySet<number>): Promise<boolean>;
	/** The key of a conversation goes at once (its setting changed, its person was removed). */
	drop(conversation: string): Promise<void>;
	/** Names that still open something. */
	living(): Promise<ReadonlySet<string>>;
}

interface Entry {
	/** 8 random bytes in hex: a key made later for the same conversation is another one. */
	readonly instance: string;
	/** Hex: session memory is JSON in Chromium. */
	readonly sealed: string;
	readonly tabs: readonly number[];
}

const prefix = "closing:";
const epochPattern = /^closed:([0-9a-z-]{1,64}):([0-9a-f]{16})$/;

/** The conversation and instance of a name; null for other epochs. */
export function closedEpoch(name: string): { readonly conversation: string; readonly instance: string } | null {
	const [, conversation, instance] = epochPattern.exec(name) ?? [];
	return conversation === undefined || instance === undefined ? null : { conversation, instance };
}

function parseEntry(found: unknown): Entry | null {
	if (typeof found !== "object" || found === null) return null;
	const { instance, sealed, tabs } = found as Record<string, unknown>;
	const sound =
		typeof instance === "string" &&
		typeof sealed === "string" &&
		/^([0-9a-f]{2})+$/.test(sealed) &&
		Array.isArray(tabs) &&
		tabs.every((tab) => Number.isSafeInteger(tab));
	return sound ? { instance, sealed, tabs } : null;
}

export function createClosingKeys({ memory, seal, open, random }: ClosingPorts): ClosingKeys {
	let turn: Promise<unknown> = Promise.resolve();

	/** One after the other: two tabs at once must not make two keys, nor a closing tab lose one that just came. */
	function inTurn<T>(work: () => Promise<T>): Promise<T> {
		const result = turn.then(work);
		turn = result.catch(() => undefined);
		return result;
	}

	const nameOf = (conversation: string, { instance }: Entry): string => `closed:${conversation}:${instance}`;

	async function find(conversation: string): Promise<Entry | null> {
		return parseEntry(await memory.get(prefix + conversation));
	}

	async function entries(): Promise<readonly (readonly [conversation: string, entry: Entry])[]> {
		return Object.entries(await memory.all()).flatMap(([key, value]) => {
			const entry = key.startsWith(prefix) ? parseEntry(value) : null;
			return entry ? [[key.slice(prefix.length), entry] as const] : [];
		});
	}

	async function openKey(conversation: string, entry: Entry): Promise<Uint8Array | null> {
		const key = await open(nameOf(conversation, entry), hexToBytes(entry.sealed));
		return key?.length === 32 ? key : null;
	}

	async function keepTabs(stays: (tab: number) => boolean): Promise<boolean> {
		let went = false;
		for (const [conversation, entry] of await entries()) {
			const tabs = entry.tabs.filter(stays);
			if (tabs.length === 0) {
				await memory.remove(prefix + conversation);
				went = true;
			} else if (tabs.length < entry.tabs.length) await memory.set(prefix + conversation, { ...entry, tabs });
		}
		return went;
	}

	return {
		keyFor: (conversation, tab) =>
			inTurn(async () => {
				const entry = await find(conversation);
				const known = entry && (await openKey(conversation, entry));
				if (entry && known) {
					if (!entry.tabs.includes(tab)) {
						await memory.set(prefix + conversation, { ...entry, tabs: [...entry.tabs, tab] });
					}
					return { name: nameOf(conversation, entry), key: known };
				}
				const fresh = { instance: bytesToHex(random(8)), sealed: "", tabs: [tab] };
				const name = nameOf(conversation, fresh);
				if (!closedEpoch(name)) throw new RangeError("not the id of a conversation");
				const key = random(32);
				if (key.length !== 32) throw new RangeError("random source gave too few bytes");
				const sealed = bytesToHex(await seal(name, key));
				await memory.set(prefix + conversation, { ...fresh, sealed } satisfies Entry);
				return { name, key };
			}),

		keyOf: (name) =>
			inTurn(async () => {
				const wanted = closedEpoch(name);
				const entry = wanted && (await find(wanted.conversation));
				return wanted && entry?.instance === wanted.instance ? openKey(wanted.conversation, entry) : null;
			}),

		tabClosed: (tab) => inTurn(() => keepTabs((one) => one !== tab)),
		keepOnly: (tabs) => inTurn(() => keepTabs((one) => tabs.has(one))),
		drop: (conversation) => inTurn(() => memory.remove(prefix + conversation)),
		living: () =>
			inTurn(async () => new Set((await entries()).map(([conversation, entry]) => nameOf(conversation, entry)))),
	};
}
