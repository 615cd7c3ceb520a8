/**
 * Small records that every message asks for (identity, settings, prekeys, contacts, conversations), kept open in memory while the
 * vault is: opened once instead of a transaction of the database for each look. What it holds is no more than the derived keys beside
 * it would open, and it goes with them.
 *
 * Only one background writes the database, and two workers of one extension never run at once, so what is on the disk changes here and
 * nowhere else. A table is let go before each write that touches it and taken up again after it: a read in between, and every read
 * after a failed write, asks the disk. Nothing is given out without asking the vault whether it is still open, and only copies are.
 */
import type { Table } from "./store.ts";
import type { Vault } from "./vault.ts";

/** Few and small records, read often. Sessions, ledgers and epoch keys are held by their own stores; the rest is long. */
const keptTables: ReadonlySet<Table> = new Set(["identity", "settings", "prekeys", "contacts", "conversations"]);

interface Kept {
	/** `null`: known not to be there. */
	readonly records: Map<string, Uint8Array | null>;
	/** All records of the table are in it. */
	complete: boolean;
}

export function withReadCache(vault: Vault): Vault {
	const held = new Map<Table, Kept>();
	/** Grows with every write and lock: what was read before does not count after. */
	let version = 0;

	function tableOf(table: Table): Kept {
		const kept = held.get(table) ?? { records: new Map(), complete: false };
		held.set(table, kept);
		return kept;
	}

	function put({ records }: Kept, id: string, value: Uint8Array | null): void {
		records.get(id)?.fill(0);
		records.set(id, copyOf(value));
	}

	function forget(): void {
		version++;
		for (const kept of held.values()) erase(kept);
		held.clear();
	}

	/** What is known of the record; `undefined`: nothing. @throws VaultError `locked` */
	async function known(table: Table, id: string): Promise<Uint8Array | null | undefined> {
		await open();
		const kept = held.get(table);
		const value = kept?.records.get(id);
		return value === undefined && kept?.complete ? null : value;
	}

	async function open(): Promise<void> {
		try {
			await vault.requireOpen();
		} catch (error) {
			forget();
			throw error;
		}
	}

	return {
		...vault,

		async state() {
			const state = await vault.state();
			// Also "none": somebody has thrown the database away.
			if (state !== "unlocked") forget();
			return state;
		},

		create: (options) => vault.create(options).finally(forget),

		lock() {
			forget();
			return vault.lock();
		},

		async get(table, id) {
			if (!keptTables.has(table)) return vault.get(table, id);
			const there = await known(table, id);
			if (there !== undefined) return copyOf(there);
			const before = version;
			const value = await vault.get(table, id);
			if (before === version) put(tableOf(table), id, value);
			return value;
		},

		async list(table, which) {
			if (!keptTables.has(table) || which === "intact") return vault.list(table, which);
			await open();
			const kept = held.get(table);
			if (kept?.complete) return listOf(kept);
			const before = version;
			const all = await vault.list(table);
			if (before === version) {
				const filled = tableOf(table);
				for (const { id, value } of all) put(filled, id, value);
				filled.complete = true;
			}
			return all;
		},

		async commit(changes) {
			const touched = new Map<Table, Kept>();
			for (const { table } of changes) {
				const kept = held.get(table);
				if (kept) touched.set(table, kept);
				held.delete(table);
			}
			const before = version;
			let counts = false;
			try {
				await vault.commit(changes);
				counts = before === version;
			} finally {
				if (!counts) {
					for (const kept of touched.values()) erase(kept);
					forget();
				}
			}
			if (!counts) return;
			version++;
			for (const [table, kept] of touched) held.set(table, kept);
			for (const { table, id, value } of changes) if (keptTables.has(table)) put(tableOf(table), id, value);
		},
	};
}

function erase({ records }: Kept): void {
	for (const value of records.values()) value?.fill(0);
}

const copyOf = (value: Uint8Array | null): Uint8Array | null => value?.slice() ?? null;

function listOf({ records }: Kept): readonly { readonly id: string; readonly value: Uint8Array }[] {
	return [...records].flatMap(([id, value]) => (value === null ? [] : [{ id, value: value.slice() }]));
}
