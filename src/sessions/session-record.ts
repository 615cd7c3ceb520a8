/** A session as the background keeps it: the protocol's state, and what decides whether it is written with. */

import { decodeSession, encodeSession, type Position, type Session } from "../protocol/index.ts";
import { bytes, count, decodeJson, encodeJson, flag, hex, listOf, oneOf, orNull, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";

/**
 * `active`: may be written with. `pending`: a new start by a device whose session was confirmed; read, shown, and not written with
 * before the user says so. `superseded`: never written with again; what still comes in it is read. `former`: of an account that we had
 * before, which counts for nothing but reading.
 */
export type Standing = "active" | "pending" | "superseded" | "former";

/** Numbers `from` to `to` of a chain, both included. */
interface Range {
	readonly from: number;
	readonly to: number;
}

export interface UsedNumbers {
	readonly chain: number;
	readonly ranges: readonly Range[];
}

export interface SessionRecord {
	readonly session: Session;
	readonly standing: Standing;
	/** Our conversation it was begun in, hex: a start that is still repeated must not show up in another. `null` if they began it. */
	readonly conversation: string | null;
	/** What the prekey of ours was made for that it came with (background/prekeys.ts). */
	readonly invitation: string | null;
	/** Numbers of received chains that were opened: a second message under one of them comes from a copied profile. */
	readonly used: readonly UsedNumbers[];
	readonly createdAt: number;
	/** When the latest message that came in it was written, by its author's clock; 0: none came. */
	readonly heardUntil: number;
	/** When the earliest message that came in it was written, by its author's clock, even if that is ahead of ours; null: none came. */
	readonly heardFrom: number | null;
	/** Its device had a confirmed session before it, and the user has not said yes: every message in it says so. */
	readonly startedOver: boolean;
}

/** Received chains whose numbers are remembered, newest last. */
const maxChains = 16;
/** Runs of one chain; the oldest are forgotten, which can only miss a copied profile. */
const maxRanges = 64;

export const sessionId = ({ session }: Pick<SessionRecord, "session">): string => toHex(session.id);

/** Seals the state under a key that can be thrown away (history/epochs.ts). */
export interface StateSeal {
	readonly epoch: string;
	seal(state: Uint8Array, id: string): Uint8Array;
}

/** `null` when that epoch's key is gone. */
export type StateOpen = (epoch: string, sealed: Uint8Array, id: string) => Uint8Array | null;

interface Stored extends Omit<SessionRecord, "session"> {
	readonly epoch: string;
	readonly state: Uint8Array;
}

const read = record<Stored>({
	epoch: text,
	state: bytes(),
	standing: oneOf("active", "pending", "superseded", "former"),
	conversation: orNull(hex(16)),
	invitation: orNull(text),
	used: listOf(
		record<UsedNumbers>({ chain: count, ranges: listOf(record<Range>({ from: count, to: count }), maxRanges) }),
		maxChains,
	),
	createdAt: count,
	heardUntil: count,
	heardFrom: orNull(count),
	startedOver: flag,
});

export function sessionChange(one: SessionRecord, { epoch, seal }: StateSeal): Change {
	const { session, ...rest } = one;
	const id = sessionId(one);
	const state = encodeSession(session);
	const stored: Stored = { ...rest, epoch, state: seal(state, id) };
	state.fill(0);
	return { table: "sessions", id, value: encodeJson(stored) };
}

/** @throws VaultError `storage-failed`. `null`: its epoch's key is gone, so it never opens again. */
export function decodeSessionRecord(id: string, value: Uint8Array, open: StateOpen): SessionRecord | null {
	const { epoch, state, ...rest } = decodeJson(value, read);
	const opened = open(epoch, state, id);
	return opened && { ...rest, session: decodeSession(opened) };
}

/** The epoch a stored session lies under, without opening it. */
export const epochOfSession = (value: Uint8Array): string => decodeJson(value, read).epoch;

export function wasUsed({ used }: SessionRecord, { chain, number }: Position): boolean {
	return used.some((one) => one.chain === chain && one.ranges.some(({ from, to }) => from <= number && number <= to));
}

/** With this number marked as opened. */
export function withUsed(one: SessionRecord, { chain, number }: Position): SessionRecord {
	const before = one.used.find((known) => known.chain === chain);
	const ranges = merged([...(before?.ranges ?? []), { from: number, to: number }]);
	const others = one.used.filter((known) => known !== before);
	return { ...one, used: [...others, { chain, ranges: ranges.slice(-maxRanges) }].slice(-maxChains) };
}

function merged(ranges: readonly Range[]): readonly Range[] {
	const result: Range[] = [];
	for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
		const last = result.at(-1);
		if (last && range.from <= last.to + 1)
			result[result.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
		else result.push(range);
	}
	return result;
}

export function toHex(bytesOf: Uint8Array): string {
	return Array.from(bytesOf, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
