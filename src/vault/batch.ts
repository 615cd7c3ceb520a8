/**
 * Several pieces of work with one write at the end: a page full of messages costs one transaction and not one each. Inside a batch
 * a commit is staged: the work and those after it read what is staged, and nobody hears a result before all of it is on the disk.
 */
import type { Change, Table } from "./store.ts";
import type { Vault } from "./vault.ts";

export interface BatchingVault extends Vault {
	/**
	 * Runs `work` one after the other. What a failed one has staged is taken back; the others go on. Then everything is written at once,
	 * and only then do the results resolve. When the write fails, so does every piece of work that would have succeeded.
	 */
	batch<T>(work: readonly (() => Promise<T>)[]): Promise<readonly PromiseSettledResult<T>[]>;
	/** Something that follows staged changes in memory hears that these never came to be. */
	onTakenBack(listener: () => void): void;
}

const nameOf = (table: Table, id: string): string => `${table}/${id}`;

/** Only one batch or commit at a time may be under way; the caller's lock sees to that. */
export function createBatchingVault(vault: Vault): BatchingVault {
	let staged: Map<string, Change> | null = null;
	const listeners: (() => void)[] = [];

	async function stageOne<T>(work: () => Promise<T>): Promise<PromiseSettledResult<T>> {
		const before = new Map(staged);
		try {
			return { status: "fulfilled", value: await work() };
		} catch (reason) {
			const had = staged?.size;
			staged = before;
			if (had !== before.size) takenBack();
			return { status: "rejected", reason };
		}
	}

	function takenBack(): void {
		for (const listener of listeners) listener();
	}

	return {
		...vault,
		onTakenBack: (listener) => void listeners.push(listener),

		async batch(work) {
			staged = new Map();
			const results: PromiseSettledResult<Awaited<ReturnType<(typeof work)[number]>>>[] = [];
			try {
				for (const one of work) results.push(await stageOne(one));
				const changes = [...(staged ?? [])].map(([, change]) => change);
				await vault.commit(changes);
				return results;
			} catch (reason) {
				takenBack();
				return results.map((one) => (one.status === "rejected" ? one : { status: "rejected", reason }));
			} finally {
				staged = null;
			}
		},

		async get(table, id) {
			const change = staged?.get(nameOf(table, id));
			if (change === undefined) return vault.get(table, id);
			// A locked vault gives nothing, whatever is staged.
			await vault.hasRecord(table, id);
			return change.value;
		},

		async hasRecord(table, id) {
			const there = await vault.hasRecord(table, id);
			const change = staged?.get(nameOf(table, id));
			return change === undefined ? there : change.value !== null;
		},

		async list(table) {
			const records = new Map((await vault.list(table)).map((record) => [record.id, record]));
			for (const change of staged?.values() ?? []) {
				if (change.table !== table) continue;
				if (change.value === null) records.delete(change.id);
				else records.set(change.id, { id: change.id, value: change.value });
			}
			return [...records.values()];
		},

		async commit(changes) {
			if (staged === null) return vault.commit(changes);
			await vault.hasRecord("meta", "");
			for (const change of changes) staged.set(nameOf(change.table, change.id), change);
		},
	};
}
