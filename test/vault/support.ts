import { bytesToHex } from "@noble/hashes/utils.js";
import type { DerivedKeys, KeyCache, Random, SealedStore, Table } from "../../src/vault/store.ts";
import { createVault, type Vault, type VaultPorts } from "../../src/vault/vault.ts";

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
export const readText = (value: Uint8Array | null): string | null => value && new TextDecoder().decode(value);

export const passphraseKey = new Uint8Array(32).fill(7);
export const salt = new Uint8Array(16).fill(9);
export const accountSecret = text("the account secret, 32 bytes long");

/** Counts up, so runs repeat exactly; never gives the same bytes twice. */
export function countingRandom(): Random {
	let next = 0;
	return (length) => {
		const bytes = new Uint8Array(length);
		new DataView(bytes.buffer).setUint32(length - 4, ++next);
		return bytes;
	};
}

/** Rows as they would lie on the disk, reachable for the thief. `failWrites` stands for a full or broken disk. */
export function memoryStore() {
	const rows = new Map<string, Uint8Array>();
	const name = (table: Table, key: string) => `${table}/${key}`;
	const store: SealedStore & { rows: typeof rows; failWrites: boolean; failReads: boolean; writes: number } = {
		rows,
		failWrites: false,
		failReads: false,
		writes: 0,
		async get(table, key) {
			if (store.failReads) throw new Error("unreadable");
			return rows.get(name(table, key));
		},
		getMany: (table, keys) => Promise.all(keys.map((key) => store.get(table, key))),
		async entries(table) {
			if (store.failReads) throw new Error("unreadable");
			return [...rows]
				.filter(([row]) => row.startsWith(`${table}/`))
				.map(([row, value]) => ({ key: row.slice(table.length + 1), value }));
		},
		async write(changes) {
			store.writes++;
			if (store.failWrites) throw new Error("disk full");
			for (const { table, key, value } of changes) {
				if (value) rows.set(name(table, key), value);
				else rows.delete(name(table, key));
			}
		},
	};
	return store;
}

/** Session memory, with everything that was ever written to it. */
export function memoryCache() {
	let held: DerivedKeys | null = null;
	const cache: KeyCache & { history: (DerivedKeys | null)[]; failWrites: boolean } = {
		history: [],
		failWrites: false,
		async read() {
			return held;
		},
		async write(keys) {
			if (cache.failWrites) throw new Error("session storage refused");
			cache.history.push(keys);
			held = keys;
		},
	};
	return cache;
}

export function setUp(extra: Partial<VaultPorts> = {}) {
	const store = memoryStore();
	const keys = memoryCache();
	const ports = { store, keys, random: countingRandom(), ...extra };
	/** The same profile after the worker was killed. */
	const restart = (): Vault => createVault(ports);
	return { store, keys, vault: createVault(ports), restart };
}

export const create = (vault: Vault, records: Parameters<Vault["create"]>[0]["records"] = []) =>
	vault.create({ passphraseKey, salt, profile: 1, accountSecret, records });

/** Whether `needle` lies anywhere in these bytes. */
export const contains = (haystack: Uint8Array, needle: Uint8Array): boolean =>
	bytesToHex(haystack).includes(bytesToHex(needle));
