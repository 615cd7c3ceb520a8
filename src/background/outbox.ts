/**
 * What was sealed under a `sendId`. Committed before anything leaves, so that a repeat after a killed worker delivers the
 * same armor, and a repeat after delivery delivers nothing.
 */
import { count, decodeJson, encodeJson, hex, listOf, oneOf, orNull, type Reader, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

export interface OutboxRow {
	/** HMAC under the session secret over what was asked, hex: one `sendId` names one text to one set of people. */
	readonly asked: string;
	/** Empty once delivered. */
	readonly parts: readonly string[];
	/** Other ways the same was cut before, the latest last: those may still come out late. */
	readonly before: readonly (readonly string[])[];
	/** Bytes that the page showed of one of them; null: of none. */
	readonly shown: number | null;
	readonly delivered: "sent" | "inserted" | null;
	readonly at: number;
}

/** Undelivered armor is kept a day: after that the user has sent it again or given it up. */
const keptMs = 24 * 60 * 60 * 1000;

/** Ways to cut that are kept: each has more parts than the one before. */
const maxBefore = 8;

const parts = listOf(text, 64);
const readRow = record<OutboxRow>({
	asked: hex(32),
	parts,
	before: listOf(parts, maxBefore),
	shown: orNull(count),
	delivered: orNull(oneOf("sent", "inserted")),
	at: count,
});
/** Rows of the version before know of one way to cut. */
const read: Reader<OutboxRow> = (value) =>
	readRow(typeof value === "object" && value !== null ? { before: [], shown: null, ...value } : value);

export const newRow = (asked: string, parts: readonly string[], at: number): OutboxRow => {
	return { asked, parts, before: [], shown: null, delivered: null, at };
};

export function cutRow(row: OutboxRow, parts: readonly string[]): OutboxRow {
	return { ...row, parts, before: [...row.before, row.parts].slice(-maxBefore) };
}

export async function findSent(vault: Pick<Vault, "get">, sendId: string): Promise<OutboxRow | null> {
	const value = await vault.get("outbox", sendId);
	return value === null ? null : decodeJson(value, read);
}

export const outboxChange = (sendId: string, row: OutboxRow): Change => ({
	table: "outbox",
	id: sendId,
	value: encodeJson(row),
});

export async function staleOutbox(vault: Pick<Vault, "list">, now: number): Promise<readonly Change[]> {
	return (await vault.list("outbox"))
		.filter(({ value }) => now - decodeJson(value, read).at > keptMs)
		.map(({ id }): Change => ({ table: "outbox", id, value: null }));
}
