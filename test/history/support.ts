import type { Epochs } from "../../src/history/epochs.ts";
import { epochKey, wrap } from "../../src/history/epochs.ts";
import type { Retention } from "../../src/history/retention-class.ts";
import type { KeptRow, KeyedRow } from "../../src/history/rows.ts";
import { countingRandom } from "../vault/support.ts";

export const random = countingRandom();
export const hexOf = (seed: number, bytes: number): string => seed.toString(16).padStart(2 * bytes, "0");
export const contentKey = new Uint8Array(32).fill(5);
export const closing = { name: "closed:conversation-1:00112233aabbccdd", key: new Uint8Array(32).fill(6) };

const plain: Omit<KeptRow, "epoch" | "wrapped" | "keep" | "firstSeen"> = {
	kind: "kept",
	author: hexOf(1, 32),
	device: hexOf(2, 64),
	conversation: hexOf(3, 16),
	recipientSet: hexOf(4, 8),
	counter: 7,
	sentAt: 1_700_000_000_000,
	trusted: true,
	newDevice: false,
	way: "session",
	invitation: null,
	prekeyId: null,
	asked: null,
	shortened: false,
	signed: false,
	startedOver: false,
	session: hexOf(9, 16),
};

/** A row as it is written when a message is first seen. */
export function keepRow(
	epochs: Epochs,
	key: string,
	keep: Retention,
	firstSeen: number,
	extra: Partial<KeptRow> = {},
): { readonly epochs: Epochs; readonly keyed: KeyedRow<KeptRow> } {
	const made = keep === "closed" ? { epochs, ...closing } : epochKey(epochs, keep, firstSeen, random);
	const wrapped = wrap(made.name, made.key, key, contentKey, random);
	return {
		epochs: made.epochs,
		keyed: { key, row: { ...plain, ...extra, epoch: made.name, wrapped, keep, firstSeen } },
	};
}
