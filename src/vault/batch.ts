/**
 * Several pieces of work with one write at the end: a page full of messages costs one transaction and not one each. Inside a batch
 * a commit is staged: the work and those after it read what is staged, and nobody hears a result before all of it is on the disk.
 *
 * What is held in memory while the vault is open (sessions, ledgers, epoch keys) follows along: its changes are asked for right before
 * each write, so that a session that moved on fifty times in a batch is sealed once.
 */
import { VaultError } from "./errors.ts";
import { withReadCache } from "./read-cache.ts";
import type { Change, Table } from "./store.ts";
import type { Vault } from "./vault.ts";

/** Records that are held in memory. */
export interface InMemory {
	/** Grows with every change. */
	version(): number;
	/** What has to be written for the changes since `written` was last called. */
	changes(): Promise<readonly Change[]>;
	written(): void;
	/** What was changed did not come to be, or the vault is locked: the disk counts. */
	forget(): void;
}

/** Records that the work of a batch is going to ask for: read together, which costs one transaction and not one each. */
export interface Ahead {
	readonly table: Table;
	readonly ids: readonly string[];
}

export interface BatchingVault extends Vault {
	/**
	 * Runs `work` one after the other. What a failed one has staged is taken back; the others go on. Then everything is written at once,
	 * and only then do the results resolve. When the write fails, so does every piece of work that would have succeeded.
	 */
	batch<T>(work: readonly (() => Promise<T>)[], ahead?: Ahead): Promise<readonly PromiseSettledResult<T>[]>;
	follow(memory: InMemory): void;
}

const nameOf = (table: Table, id: string): string => `${table}/${id}`;

/** Only one batch or commit at a time may be under way; the caller's lock sees to that. */
export function createBatchingVault(sealed: Vault): BatchingVault {
	const vault = withReadCache(sealed);
	const followers: InMemory[] = [];
	let staged: Map<string, Change> | null = null;
	/** What lay on the disk when the batch began. Nothing else writes before it ends. */
	let ahead: ReadonlyMap<string, Uint8Array | null> = new Map();

	/** How often the vault was locked: what is held in memory began anew then, and what was worked out before does not fit to it. */
	let locks = 0;

	const version = (): number => followers.reduce((sum, one) => sum + one.version(), 0);

	function forget(): void {
		for (const one of followers) one.forget();
	}

	/** `since`: the locks when the work began. */
	async function write(changes: readonly Change[], since: number): Promise<void> {
		try {
			const all = [...changes];
			// In their order: asking one may change those after it.
			for (const one of followers) all.push(...(await one.changes()));
			if (locks !== since) throw new VaultError("locked");
			await vault.commit(all);
		} catch (error) {
			forget();
			throw error;
		}
		for (const one of followers) one.written();
	}

	async function readAhead({ table, ids }: Ahead): Promise<typeof ahead> {
		if (ids.length === 0) return new Map();
		try {
			return new Map([...(await vault.getMany(table, ids))].map(([id, value]) => [nameOf(table, id), value]));
		} catch {
			// Whoever needs them asks again, and hears of it then.
			return new Map();
		}
	}

	/** @throws what the work threw, if it had changed what is held in memory: then nothing of the batch counts. */
	async function stageOne<T>(work: () => Promise<T>): Promise<PromiseSettledResult<T>> {
		const before = new Map(staged);
		const versionBefore = version();
		try {
			return { status: "fulfilled", value: await work() };
		} catch (reason) {
			staged = before;
			if (version() !== versionBefore) throw reason;
			return { status: "rejected", reason };
		}
	}

	return {
		...vault,
		follow: (memory) => void followers.push(memory),

		lock() {
			locks++;
			forget();
			return vault.lock();
		},

		async batch<T>(work: readonly (() => Promise<T>)[], before?: Ahead) {
			staged = new Map();
			const results: PromiseSettledResult<T>[] = [];
			const since = locks;
			try {
				if (before !== undefined) ahead = await readAhead(before);
				for (const one of work) results.push(await stageOne(one));
				await write([...staged.values()], since);
				return results;
			} catch (reason) {
				forget();
				return work.map((_, index): PromiseSettledResult<T> => {
					const result = results[index];
					return result?.status === "rejected" ? result : { status: "rejected", reason };
				});
			} finally {
				staged = null;
				ahead = new Map();
			}
		},

		async get(table, id) {
			const name = nameOf(table, id);
			const change = staged?.get(name);
			const value = change === undefined ? ahead.get(name) : change.value;
			if (value === undefined) return vault.get(table, id);
			// A locked vault gives nothing, whatever is staged or was read ahead.
			await vault.requireOpen();
			return value?.slice() ?? null;
		},

		async hasRecord(table, id) {
			const there = await vault.hasRecord(table, id);
			const change = staged?.get(nameOf(table, id));
			return change === undefined ? there : change.value !== null;
		},

		async list(table, which) {
			const records = new Map((await vault.list(table, which)).map((record) => [record.id, record]));
			for (const change of staged?.values() ?? []) {
				if (change.table !== table) continue;
				if (change.value === null) records.delete(change.id);
				else records.set(change.id, { id: change.id, value: change.value });
			}
			return [...records.values()];
		},

		async commit(changes) {
			if (staged === null) return write(changes, locks);
			await vault.requireOpen();
			for (const change of changes) staged.set(nameOf(change.table, change.id), change);
		},
	};
}
