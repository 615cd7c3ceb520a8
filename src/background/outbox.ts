/**
 * What was sealed under a `sendId`. Committed before anything leaves, so that a repeat after a killed worker delivers the
 * same armor, and a repeat after delivery delivers nothing.
 */
import { count, decodeJson, encodeJson, hex, listOf, oneOf, orNull, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

export interface OutboxRow {
	/** HMAC under the session secret over what was asked, hex: one `sendId` names one text to one set of people. */
	readonly asked: string;
	/** Empty once delivered. */
	readonly parts: readonly string[];
	readonly delivered: "sent" | "inserted" | null;
	readonly at: number;
}

/** Undelivered armor is kept a day: after that the user has sent it again or given it up. */
const keptMs = 24 * 60 * 60 * 1000;

const read = record<OutboxRow>({
	asked: hex(32),
	parts: listOf(text, 64),
	delivered: orNull(oneOf("sent", "inserted")),
	at: count,
});

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
