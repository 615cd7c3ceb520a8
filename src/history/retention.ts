/**
 * How long a message stays readable: the shorter one of the own setting and the author's wish, counted from when it was
 * first seen here. Pure; what comes back are rows to write. Whoever commits them removes the epoch keys that are then expired
 * or unused (epochs.ts) in the same transaction.
 */
import type { KeepCode } from "../protocol/index.ts";
import type { Random } from "../vault/store.ts";
import { classLengthMs, type Epochs, epochKey, unwrap, wrap } from "./epochs.ts";
import { askedBy, isShorter, type Retention } from "./retention-class.ts";
import { type DeletedRow, type KeptRow, type KeyedRow, type Row, tombstone } from "./rows.ts";

export type { Retention } from "./retention-class.ts";

export interface Effective {
	readonly keep: Retention;
	/** The author asked for less than the own setting. */
	readonly shortened: boolean;
	readonly asked: Retention | null;
}

export const effective = (own: Retention, wish: KeepCode | null): Effective => least(own, askedBy(wish));

function least(own: Retention, asked: Retention | null): Effective {
	const shortened = asked !== null && isShorter(asked, own);
	return { keep: shortened ? asked : own, shortened, asked };
}

/** Null: never by itself (forever), or when the tab closes. */
export function readableUntil({ keep, firstSeen }: Pick<KeptRow, "keep" | "firstSeen">): number | null {
	return keep === "forever" || keep === "closed" ? null : firstSeen + classLengthMs[keep];
}

const isDue = (row: Pick<KeptRow, "keep" | "firstSeen">, now: number): boolean => {
	const until = readableUntil(row);
	return until !== null && until <= now;
};

/** Keys by name, `epochs` and those of closing-keys.ts together. */
export type KeyOf = (epoch: string) => Uint8Array | null;

/** The content key; null when the time of the row is over (swept or not) or its epoch key is gone. */
export function openRow({ key, row }: KeyedRow, keyOf: KeyOf, now: number): Uint8Array | null {
	if (row.kind === "deleted" || isDue(row, now)) return null;
	return unwrap(row.epoch, keyOf(row.epoch), key, row.wrapped);
}

/** What takes the place of the rows whose time is over. */
export function dueRows(rows: readonly KeyedRow[], now: number): readonly KeyedRow<DeletedRow>[] {
	return dying(rows, now, (row) => isDue(row, now));
}

/** Rows of conversations that were to be readable until their tab closed, and it has. `living`: names of closing-keys.ts. */
export function closedRows(
	rows: readonly KeyedRow[],
	living: ReadonlySet<string>,
	now: number,
): readonly KeyedRow<DeletedRow>[] {
	return dying(rows, now, (row) => row.keep === "closed" && !living.has(row.epoch));
}

function dying(
	rows: readonly KeyedRow[],
	now: number,
	dies: (row: KeptRow) => boolean,
): readonly KeyedRow<DeletedRow>[] {
	return rows.flatMap(({ key, row }) => (row.kind === "kept" && dies(row) ? [{ key, row: tombstone(row, now) }] : []));
}

/** When the next row is due; null: none. */
export function nextDue(rows: readonly KeyedRow[]): number | null {
	const times = rows.flatMap(({ row }) => (row.kind === "kept" ? [readableUntil(row) ?? []].flat() : []));
	return times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time));
}

export interface Rekeying {
	/** Of the conversations whose setting changed. */
	readonly rows: readonly KeyedRow[];
	readonly own: Retention;
	readonly epochs: Epochs;
	readonly keyOf: KeyOf;
	/** Of `keyFor`; null when no tab shows the conversation: what is to last until the tab closes is then deleted at once. */
	readonly closing: { readonly name: string; readonly key: Uint8Array } | null;
	readonly now: number;
	readonly random: Random;
}

/** The rows that change, and the epoch keys after it (the same object when no key was made). */
export function rekey(input: Rekeying): { readonly rows: readonly KeyedRow[]; readonly epochs: Epochs } {
	const { own, keyOf, closing, now, random } = input;
	let epochs = input.epochs;

	function changed(key: string, row: KeptRow): Row | null {
		const next = least(own, row.asked);
		const contentKey = openRow({ key, row }, keyOf, now);
		const { firstSeen } = row;
		if (contentKey === null || isDue({ keep: next.keep, firstSeen }, now)) return tombstone(row, now);
		if (next.keep === row.keep) return next.shortened === row.shortened ? null : { ...row, ...next };
		let target = closing;
		if (next.keep !== "closed") {
			const made = epochKey(epochs, next.keep, firstSeen, random);
			epochs = made.epochs;
			target = made;
		}
		if (target === null) return tombstone(row, now);
		const wrapped = wrap(target.name, target.key, key, contentKey, random);
		return { ...row, ...next, epoch: target.name, wrapped };
	}

	const rows = input.rows.flatMap(({ key, row }) => {
		const after = row.kind === "kept" ? changed(key, row) : null;
		return after ? [{ key, row: after }] : [];
	});
	return { rows, epochs };
}
