/**
 * Rows by which a message opens again: its content key, wrapped (epochs.ts, closing-keys.ts), and what was true of it when it
 * was first read. Never its text. When its time is over, what stays is that it was deleted, and when.
 */
import {
	bytes,
	count,
	damaged,
	decodeJson,
	encodeJson,
	oneOf,
	orNull,
	packedHex,
	packHex,
	type Reader,
	text,
	tuple,
} from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import { closedEpoch } from "./closing-keys.ts";
import { parseEpochName } from "./epochs.ts";
import { type Retention, retentions } from "./retention-class.ts";

export type Way = "own" | "session" | "invitation";

export interface KeptRow {
	readonly kind: "kept";
	/** Name of the key that the content key is wrapped under. */
	readonly epoch: string;
	/** 72 bytes: the content key, bound to `epoch` and to the key of this row. */
	readonly wrapped: Uint8Array;
	/** Account fingerprint, hex of 32 bytes. */
	readonly author: string;
	/** Device key and signing key of the author, hex of 64 bytes; null for our own. */
	readonly device: string | null;
	/** Id inside the message, hex of 16 bytes. */
	readonly conversation: string;
	/** Hex of 8 bytes. */
	readonly recipientSet: string;
	readonly counter: number;
	readonly sentAt: number;
	readonly firstSeen: number;
	/** Its author could be believed when it was first read (contacts/trust-decision.ts); reading it again changes nothing about that. */
	readonly trusted: boolean;
	/** It was the first sight of a device of theirs. */
	readonly newDevice: boolean;
	readonly way: Way;
	/** What the prekey it came with was made for; null for sessions and our own. */
	readonly invitation: string | null;
	readonly prekeyId: number | null;
	/** What holds for it: the shorter one of the own setting and the author's wish. Always the class of `epoch`. */
	readonly keep: Retention;
	/** What the author asked for, so that a longer setting later does not outlive it. */
	readonly asked: Retention | null;
	/** The author asked for less than the own setting. */
	readonly shortened: boolean;
	readonly signed: boolean;
	readonly startedOver: boolean;
	/** Hex of 16 bytes. */
	readonly session: string | null;
}

/** Enough to say "deleted on DATE", and to tell a second message under the same number of one session. */
export interface DeletedRow {
	readonly kind: "deleted";
	readonly at: number;
	readonly keep: Retention;
	readonly author: string;
	readonly device: string | null;
	/** Id inside the message, hex of 16 bytes. */
	readonly conversation: string;
	readonly session: string | null;
}

export type Row = KeptRow | DeletedRow;

/** A row and its name: `vault.historyKey(D)`. */
export interface KeyedRow<R extends Row = Row> {
	readonly key: string;
	readonly row: R;
}

/** Null for a name that no row can have. */
export function retentionOf(epoch: string): Retention | null {
	if (closedEpoch(epoch)) return "closed";
	const kind = parseEpochName(epoch)?.kind;
	return kind === undefined || kind === "state" ? null : kind;
}

export function tombstone({ author, device, conversation, session, keep }: Row, at: number): DeletedRow {
	return { kind: "deleted", at, keep, author, device, conversation, session };
}

// Flags of a kept row.
const TRUSTED = 1;
const NEW_DEVICE = 2;
const SHORTENED = 4;
const SIGNED = 8;
const STARTED_OVER = 16;
const ALL_FLAGS = 31;

const retention = oneOf(...retentions);
const readFlags: Reader<number> = (value) => (count(value) <= ALL_FLAGS ? (value as number) : damaged());
const mark = <T extends string>(sign: T) => oneOf(sign);

const kept = tuple(
	mark("k"),
	text,
	bytes(72),
	packedHex(32),
	orNull(packedHex(64)),
	packedHex(16),
	packedHex(8),
	count,
	count,
	count,
	readFlags,
	oneOf("own", "session", "invitation"),
	orNull(text),
	orNull(count),
	orNull(retention),
	orNull(packedHex(16)),
);
const deleted = tuple(
	mark("d"),
	count,
	retention,
	packedHex(32),
	orNull(packedHex(64)),
	packedHex(16),
	orNull(packedHex(16)),
);

const readRow: Reader<Row> = (value) => {
	if (Array.isArray(value) && value[0] === "d") {
		const [, at, keep, author, device, conversation, session] = deleted(value);
		return { kind: "deleted", at, keep, author, device, conversation, session };
	}
	const fields = kept(value);
	const [, epoch, wrapped, author, device, conversation, recipientSet, counter, sentAt, firstSeen] = fields;
	const [flags, way, invitation, prekeyId, asked, session] = fields.slice(10) as Tail;
	return {
		kind: "kept",
		epoch,
		wrapped,
		author,
		device,
		conversation,
		recipientSet,
		counter,
		sentAt,
		firstSeen,
		trusted: (flags & TRUSTED) !== 0,
		newDevice: (flags & NEW_DEVICE) !== 0,
		way,
		invitation,
		prekeyId,
		keep: retentionOf(epoch) ?? damaged(),
		asked,
		shortened: (flags & SHORTENED) !== 0,
		signed: (flags & SIGNED) !== 0,
		startedOver: (flags & STARTED_OVER) !== 0,
		session,
	};
};
type Tail = [number, Way, string | null, number | null, Retention | null, string | null];

/** Lists and not records: the names of the fields would be a third of every row. */
function encodeRow(row: Row): Uint8Array {
	const packed = (hex: string | null): Uint8Array | null => (hex === null ? null : packHex(hex));
	if (row.kind === "deleted") {
		return encodeJson([
			"d",
			row.at,
			row.keep,
			packHex(row.author),
			packed(row.device),
			packHex(row.conversation),
			packed(row.session),
		]);
	}
	if (retentionOf(row.epoch) !== row.keep) throw new RangeError("row under the key of another class");
	const flags =
		(row.trusted ? TRUSTED : 0) |
		(row.newDevice ? NEW_DEVICE : 0) |
		(row.shortened ? SHORTENED : 0) |
		(row.signed ? SIGNED : 0) |
		(row.startedOver ? STARTED_OVER : 0);
	return encodeJson([
		"k",
		row.epoch,
		row.wrapped,
		packHex(row.author),
		packed(row.device),
		packHex(row.conversation),
		packHex(row.recipientSet),
		row.counter,
		row.sentAt,
		row.firstSeen,
		flags,
		row.way,
		row.invitation,
		row.prekeyId,
		row.asked,
		packed(row.session),
	]);
}

export async function findRow(vault: Pick<Vault, "get">, key: string): Promise<Row | null> {
	const value = await vault.get("history", key);
	return value === null ? null : decodeJson(value, readRow);
}

/** @throws RangeError for a row whose `keep` is not the class of its `epoch`: our mistake. */
export const rowChange = (key: string, row: Row): Change => ({ table: "history", id: key, value: encodeRow(row) });

export async function listRows(
	vault: Pick<Vault, "list">,
	which: "all" | "intact" = "all",
): Promise<readonly KeyedRow[]> {
	return (await vault.list("history", which)).map(({ id, value }) => ({ key: id, row: decodeJson(value, readRow) }));
}

/** The rows of one author, tombstones too. */
export async function rowsOf(vault: Pick<Vault, "list">, author: string): Promise<readonly KeyedRow[]> {
	return (await listRows(vault)).filter(({ row }) => row.author === author);
}

export const withoutRow = ({ key }: KeyedRow): Change => ({ table: "history", id: key, value: null });

/** How far the clock of their author was ahead of ours, as their messages told when they were first read; 0: not at all. */
export function clockAhead(rows: readonly KeyedRow[]): number {
	return rows.reduce((most, { row }) => (row.kind === "kept" ? Math.max(most, row.sentAt - row.firstSeen) : most), 0);
}
