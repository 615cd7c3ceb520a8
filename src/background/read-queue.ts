/** Reading in batches: what waits for the vault's turn is read together and written in one transaction (vault/batch.ts). */
import type { BatchingVault } from "../vault/batch.ts";
import type { Locks } from "./lock.ts";

export interface ReadQueue {
	/** Resolves once everything that `work` has committed is on the disk. `row`: of the history, that it will look for. */
	run<T>(work: () => Promise<T>, row?: string | null): Promise<T>;
}

/** Messages in one transaction: a screen or two. More would let the first one wait long. */
const most = 64;

interface Waiting {
	readonly work: () => Promise<unknown>;
	readonly row: string | null;
	readonly settle: (result: PromiseSettledResult<unknown>) => void;
}

/** `written`: after each transaction, before its readers hear of it. */
export function createReadQueue(vault: BatchingVault, locks: Locks, written: () => void): ReadQueue {
	const waiting: Waiting[] = [];

	async function readSome(): Promise<void> {
		const some = waiting.splice(0, most);
		if (some.length === 0) return;
		const ids = [...new Set(some.flatMap(({ row }) => row ?? []))];
		const results = await vault.batch(
			some.map(({ work }) => work),
			{ table: "history", ids },
		);
		written();
		for (const [index, { settle }] of some.entries()) {
			const result = results[index];
			if (result !== undefined) settle(result);
		}
	}

	return {
		run: <T>(work: () => Promise<T>, row: string | null = null) =>
			new Promise<T>((resolve, reject) => {
				const settle = (result: PromiseSettledResult<unknown>) =>
					result.status === "fulfilled" ? resolve(result.value as T) : reject(result.reason);
				waiting.push({ work, row, settle });
				void locks.run("vault", readSome);
			}),
	};
}
