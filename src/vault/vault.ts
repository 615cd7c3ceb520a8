/**
 * The vault: sealed records that open only after the passphrase was given. It owns locking and the key tree; what the
 * records mean is their owners' concern, when to lock is src/background/auto-lock.ts's.
 */
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { VaultError } from "./errors.ts";
import { decodeHeader, encodeHeader, headerKey, headerPrefix } from "./header.ts";
import { deriveKeys, deriveWrapKey, memoryKey, unwrap, wrap } from "./keys.ts";
import { schema as currentSchema } from "./migrations/index.ts";
import { historyRowKey, openRecord, removedAccountName, sealRecord, storedKey } from "./record.ts";
import type { Schema } from "./schema.ts";
import type { Change, DerivedKeys, KeyCache, Random, SealedStore, Table } from "./store.ts";

export { VaultError } from "./errors.ts";

export type VaultState = "none" | "locked" | "unlocked";

export interface VaultPorts {
	readonly store: SealedStore;
	readonly keys: KeyCache;
	readonly random: Random;
	/** Tests read old records with it; everyone else leaves it out. */
	readonly schema?: Schema;
}

/** Every method may also fail with VaultError `storage-failed`, and with `vault-too-new` when it reads. */
export interface Vault {
	state(): Promise<VaultState>;
	/** @throws VaultError `no-vault` */
	kdfParams(): Promise<{ salt: Uint8Array; profile: number }>;
	/**
	 * Writes header and first records in one transaction and leaves the vault unlocked. `passphraseKey` 32 bytes, `salt` 16.
	 * If only the session memory fails after that, the vault exists and is locked.
	 * @throws VaultError `vault-exists`
	 */
	create(options: {
		readonly passphraseKey: Uint8Array;
		readonly salt: Uint8Array;
		readonly profile: number;
		readonly accountSecret: Uint8Array;
		readonly records: readonly Change[];
	}): Promise<void>;
	/**
	 * The only moment the account secret is seen; the caller drops it at the end of what it does now.
	 * @throws VaultError `no-vault`, `wrong-passphrase`
	 */
	unlock(passphraseKey: Uint8Array): Promise<{ accountSecret: Uint8Array }>;
	/**
	 * Puts another account secret in the place of the one that is kept, once it is committed: together with the records that go with it.
	 * @throws VaultError `no-vault`, `wrong-passphrase`
	 */
	accountSecretChange(passphraseKey: Uint8Array, accountSecret: Uint8Array): Promise<Change>;
	/** From here on everything fails with `locked`, also what was under way. */
	lock(): Promise<void>;
	/** @throws VaultError `locked` */
	get(table: Table, id: string): Promise<Uint8Array | null>;
	/** Those of `ids` that open, `null` for those that are not there. What does not open is left out: `get` says why. */
	getMany(table: Table, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>>;
	/**
	 * In no particular order. `intact`: without those that do not open, for what must be done whatever lies beside them.
	 * @throws VaultError `locked`, `storage-failed`
	 */
	list(table: Table, which?: "all" | "intact"): Promise<readonly { readonly id: string; readonly value: Uint8Array }[]>;
	/** Whether the record is there, without opening it. @throws VaultError `locked` */
	hasRecord(table: Table, id: string): Promise<boolean>;
	/**
	 * Seals all, then writes all in one transaction: everything or nothing.
	 * @throws VaultError `locked`, also when the lock came while the write was under way and the records are kept: nothing
	 *   that hangs on them may be shown any more.
	 */
	commit(changes: readonly Change[]): Promise<void>;
	/** For what lies in memory that other contexts can read; opens only under the same name. @throws VaultError `locked` */
	sealForMemory(name: string, secret: Uint8Array): Promise<Uint8Array>;
	/** Null for what does not open. @throws VaultError `locked` */
	openFromMemory(name: string, sealed: Uint8Array): Promise<Uint8Array | null>;
	/** Nothing, unless: @throws VaultError `locked` */
	requireOpen(): Promise<void>;
	/** Row id of a message in `history`: 32 hex digits, from its digest D. @throws VaultError `locked` */
	historyKey(digest: Uint8Array): Promise<string>;
	/** Stands for an account that was removed: 32 hex digits, from its fingerprint. @throws VaultError `locked` */
	removedName(fingerprint: Uint8Array): Promise<string>;
}

export function createVault(ports: VaultPorts): Vault {
	const { store, random, schema = currentSchema } = ports;
	/** undefined: this worker has not looked yet. null: locked, whatever the cache may still say. */
	let held: DerivedKeys | null | undefined;
	/** Grows with every lock, so that work which began before it can tell. */
	let epoch = 0;
	let turn: Promise<unknown> = Promise.resolve();

	/** create, unlock and lock one after the other. */
	function inTurn<T>(work: () => Promise<T>): Promise<T> {
		const result = turn.then(work);
		turn = result.catch(() => undefined);
		return result;
	}

	async function stored<T>(work: Promise<T>): Promise<T> {
		try {
			return await work;
		} catch (error) {
			throw error instanceof VaultError ? error : new VaultError("storage-failed");
		}
	}

	async function loadKeys(): Promise<DerivedKeys | null> {
		if (held !== undefined) return held;
		const before = epoch;
		const cached = await stored(ports.keys.read());
		if (before === epoch && held === undefined) held = cached;
		return held ?? null;
	}

	/** Runs `work` with the keys; a lock in the meantime wins over its result. */
	async function unlocked<T>(work: (keys: DerivedKeys) => Promise<T>): Promise<T> {
		const keys = await loadKeys();
		if (!keys) throw new VaultError("locked");
		const before = epoch;
		const result = await work(keys);
		if (before !== epoch) throw new VaultError("locked");
		return result;
	}

	async function readHeader() {
		const bytes = await stored(store.get("meta", headerKey));
		return bytes && decodeHeader(bytes);
	}

	/** Made by `accountSecretChange`: what is not sealed as a whole, and no record of that name can pass for it. */
	const headers = new WeakSet<Change>();

	function seal(keys: DerivedKeys, change: Change) {
		const { table, id, value } = change;
		if (headers.has(change)) return { table, key: headerKey, value };
		const key = storedKey(keys, table, id);
		return { table, key, value: value && sealRecord(keys, key, { table, id, value }, schema.current, random) };
	}

	return {
		async state() {
			if (!(await stored(store.get("meta", headerKey)))) return "none";
			return (await loadKeys()) ? "unlocked" : "locked";
		},

		async kdfParams() {
			const header = await readHeader();
			if (!header) throw new VaultError("no-vault");
			return { salt: header.salt, profile: header.profile };
		},

		create: ({ passphraseKey, salt, profile, accountSecret, records }) =>
			inTurn(async () => {
				if (await stored(store.get("meta", headerKey))) throw new VaultError("vault-exists");
				if (passphraseKey.length !== 32) throw new RangeError("passphrase key must have 32 bytes");
				const plain = { createdVersion: schema.current, profile, salt };
				const prefix = headerPrefix(plain);
				const vaultKey = random(32);
				const header = encodeHeader({
					...plain,
					wrappedVaultKey: wrap(deriveWrapKey(passphraseKey, salt, "vault wrap"), vaultKey, prefix, random),
					sealedAccountSecret: wrap(deriveWrapKey(passphraseKey, salt, "account wrap"), accountSecret, prefix, random),
				});
				const keys = deriveKeys(vaultKey);
				vaultKey.fill(0);
				const sealed = records.map((change) => seal(keys, change));
				await stored(store.write([{ table: "meta", key: headerKey, value: header }, ...sealed]));
				await stored(ports.keys.write(keys));
				held = keys;
			}),

		unlock: (passphraseKey) =>
			inTurn(async () => {
				const header = await readHeader();
				if (!header) throw new VaultError("no-vault");
				const prefix = headerPrefix(header);
				const open = (purpose: "vault wrap" | "account wrap", wrapped: Uint8Array) =>
					unwrap(deriveWrapKey(passphraseKey, header.salt, purpose), wrapped, prefix);
				const vaultKey = open("vault wrap", header.wrappedVaultKey);
				const accountSecret = open("account wrap", header.sealedAccountSecret);
				const keys = deriveKeys(vaultKey);
				vaultKey.fill(0);
				await stored(ports.keys.write(keys));
				held = keys;
				return { accountSecret };
			}),

		async accountSecretChange(passphraseKey, accountSecret) {
			const header = await readHeader();
			if (!header) throw new VaultError("no-vault");
			const prefix = headerPrefix(header);
			// Under another passphrase's key it would never open again.
			unwrap(deriveWrapKey(passphraseKey, header.salt, "vault wrap"), header.wrappedVaultKey, prefix).fill(0);
			const wrapKey = deriveWrapKey(passphraseKey, header.salt, "account wrap");
			const value = encodeHeader({ ...header, sealedAccountSecret: wrap(wrapKey, accountSecret, prefix, random) });
			const change: Change = { table: "meta", id: headerKey, value };
			headers.add(change);
			return change;
		},

		lock() {
			held = null;
			epoch++;
			return inTurn(async () => {
				held = null;
				epoch++;
				await stored(ports.keys.write(null));
			});
		},

		get: (table, id) =>
			unlocked(async (keys) => {
				const key = storedKey(keys, table, id);
				const sealed = await stored(store.get(table, key));
				return sealed ? openRecord(keys, table, key, sealed, schema).value : null;
			}),

		getMany: (table, ids) =>
			unlocked(async (keys) => {
				const names = ids.map((id) => storedKey(keys, table, id));
				const sealed = await stored(store.getMany(table, names));
				const open = (id: string, at: number): readonly [string, Uint8Array | null][] => {
					const [key, value] = [names[at], sealed[at]];
					if (key === undefined || value === undefined) return [[id, null]];
					try {
						return [[id, openRecord(keys, table, key, value, schema).value]];
					} catch {
						return [];
					}
				};
				return new Map(ids.flatMap(open));
			}),

		list: (table, which = "all") =>
			unlocked(async (keys) => {
				const entries = await stored(store.entries(table));
				return entries
					.filter(({ key }) => !(table === "meta" && key === headerKey))
					.flatMap(({ key, value }) => {
						try {
							return [openRecord(keys, table, key, value, schema)];
						} catch (error) {
							if (which === "intact") return [];
							throw error;
						}
					});
			}),

		hasRecord: (table, id) =>
			unlocked(async (keys) => (await stored(store.get(table, storedKey(keys, table, id)))) !== undefined),

		commit: (changes) =>
			unlocked(async (keys) => {
				const sealed = changes.map((change) => seal(keys, change));
				if (sealed.length > 0) await stored(store.write(sealed));
			}),

		sealForMemory: (name, secret) => unlocked(async (keys) => wrap(memoryKey(keys), secret, utf8ToBytes(name), random)),

		openFromMemory: (name, sealed) =>
			unlocked(async (keys) => {
				try {
					return unwrap(memoryKey(keys), sealed, utf8ToBytes(name));
				} catch {
					return null;
				}
			}),

		requireOpen: () => unlocked(async () => undefined),

		historyKey: (digest) => unlocked(async (keys) => historyRowKey(keys, digest)),

		removedName: (fingerprint) => unlocked(async (keys) => removedAccountName(keys, fingerprint)),
	};
}
