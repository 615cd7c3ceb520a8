/** What is counted while sending in a conversation. One record each, in `settings`. */
import { count, decodeJson, encodeJson, flag, hex, listOf, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

export interface Counters {
	/** Somebody without the extension has been told once what the blobs are. */
	readonly introduced: boolean;
	/** Next payload counter for each set of recipients (hash in hex), the latest set last. */
	readonly sets: readonly { readonly set: string; readonly next: number }[];
}

/** Sets of people one conversation has had; the oldest one's counter starts anew then. */
const maxSets = 64;

const read = record<Counters>({
	introduced: flag,
	sets: listOf(record({ set: hex(8), next: count }), maxSets),
});

const recordId = (conversation: string): string => `sending:${conversation}`;

export async function readCounters(vault: Pick<Vault, "get">, conversation: string): Promise<Counters> {
	const value = await vault.get("settings", recordId(conversation));
	return value === null ? { introduced: false, sets: [] } : decodeJson(value, read);
}

export function countersChange(conversation: string, counters: Counters): Change {
	return { table: "settings", id: recordId(conversation), value: encodeJson(counters) };
}

/** The counter for the next message to this set, and the counters after it. */
export function counted(counters: Counters, set: string): { counter: number; after: Counters } {
	const counter = counters.sets.find((one) => one.set === set)?.next ?? 0;
	const others = counters.sets.filter((one) => one.set !== set);
	return { counter, after: { introduced: true, sets: [...others, { set, next: counter + 1 }].slice(-maxSets) } };
}
