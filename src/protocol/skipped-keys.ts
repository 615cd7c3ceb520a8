/**
 * Message keys of messages that have not come yet, by (header key, N). A page shows the newest message first, so thousands
 * may wait at a time: they lie in short blocks, and taking one copies its block and not all of them.
 *
 * Immutable. Chains are in the order in which they were left; one without keys is dropped with its header key.
 */
import type { Bytes } from "./bytes.ts";
import { equalBytes } from "./bytes.ts";

/** Numbers of 64 neighbours differ in these bits only. */
const BLOCK_BITS = 6;

interface Waiting {
	readonly key: Bytes;
	/** When it was skipped, milliseconds since the epoch. */
	readonly at: number;
}

type Block = ReadonlyMap<number, Waiting>;

export interface SkippedChain {
	readonly headerKey: Bytes;
	/** The chain began with a prekey of ours (session.ts, `viaPrekey`). */
	readonly viaPrekey: boolean;
	/** Keys that wait. */
	readonly count: number;
	readonly blocks: ReadonlyMap<number, Block>;
}

export type SkippedKeys = readonly SkippedChain[];

export interface SkippedKey extends Waiting {
	readonly number: number;
}

export function countSkipped(skipped: SkippedKeys): number {
	return skipped.reduce((sum, { count }) => sum + count, 0);
}

/** All keys of a chain, ascending by number. */
export function keysOf(chain: SkippedChain): readonly SkippedKey[] {
	return [...chain.blocks.values()]
		.flatMap((block) => [...block].map(([number, { key, at }]) => ({ number, key, at })))
		.sort((a, b) => a.number - b.number);
}

/** With these keys; a chain with this header key that is there already takes them in. */
export function addSkipped(
	skipped: SkippedKeys,
	chain: Pick<SkippedChain, "headerKey" | "viaPrekey">,
	keys: readonly SkippedKey[],
): SkippedKeys {
	if (keys.length === 0) return skipped;
	const before = skipped.find(({ headerKey }) => equalBytes(headerKey, chain.headerKey));
	const blocks = new Map(before?.blocks);
	const copied = new Map<number, Map<number, Waiting>>();
	for (const { number, key, at } of keys) {
		const index = number >>> BLOCK_BITS;
		const block = copied.get(index) ?? new Map(blocks.get(index));
		copied.set(index, block);
		blocks.set(index, block.set(number, { key, at }));
	}
	const count = (before?.count ?? 0) + keys.length;
	const after = { headerKey: chain.headerKey, viaPrekey: chain.viaPrekey, count, blocks };
	return before ? skipped.map((one) => (one === before ? after : one)) : [...skipped, after];
}

/** The key for this number, and what is left without it. */
export function takeSkipped(
	skipped: SkippedKeys,
	chain: SkippedChain,
	number: number,
): { key: Bytes; rest: SkippedKeys } | null {
	const index = number >>> BLOCK_BITS;
	const found = chain.blocks.get(index)?.get(number);
	if (!found) return null;
	if (chain.count === 1) return { key: found.key, rest: skipped.filter((one) => one !== chain) };
	const block = new Map(chain.blocks.get(index));
	block.delete(number);
	const blocks = new Map(chain.blocks);
	if (block.size > 0) blocks.set(index, block);
	else blocks.delete(index);
	const left = { ...chain, count: chain.count - 1, blocks };
	return { key: found.key, rest: skipped.map((one) => (one === chain ? left : one)) };
}

/** Without the keys that were skipped before `time`. The same array when there are none. */
export function dropSkippedBefore(skipped: SkippedKeys, time: number): SkippedKeys {
	let changed = false;
	const left = skipped.flatMap((chain) => {
		const all = keysOf(chain);
		const kept = all.filter(({ at }) => at >= time);
		if (kept.length === all.length) return [chain];
		changed = true;
		return addSkipped([], chain, kept);
	});
	return changed ? left : skipped;
}
