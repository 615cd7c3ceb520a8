/**
 * Rows by which a message opens again: its content key, sealed, and what authenticated it the first time. Never its text.
 * Also the origin table, which keeps an initial slot from opening a second message.
 */

import { initialOrigins, type OriginLookup, type Suite } from "../protocol/index.ts";
import { bytes, count, decodeJson, encodeJson, flag, hex, orNull, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import { toHex } from "./bytes.ts";

export interface HistoryRow {
	/** 32 bytes. */
	readonly contentKey: Uint8Array;
	/** Account fingerprint, hex. */
	readonly author: string;
	/** Device key and signing key of the author, hex; null for our own. */
	readonly device: string | null;
	/** Id inside the message, hex. */
	readonly conversation: string;
	/** What the prekey it came with was made for (prekeys.ts); null for our own messages. */
	readonly invitation: string | null;
	/** Its author could be believed when it was first read (contacts/trust.ts); reading it again changes nothing about that. */
	readonly trusted: boolean;
	/** It was the first sight of a device of theirs. */
	readonly newDevice: boolean;
	readonly firstSeen: number;
}

const readRow = record<HistoryRow>({
	contentKey: bytes(32),
	author: hex(32),
	device: orNull(hex(64)),
	conversation: hex(16),
	invitation: orNull(text),
	trusted: flag,
	newDevice: flag,
	firstSeen: count,
});

/** `key`: of `vault.historyKey(D)`. */
export async function findRow(vault: Pick<Vault, "get">, key: string): Promise<HistoryRow | null> {
	const value = await vault.get("history", key);
	return value === null ? null : decodeJson(value, readRow);
}

export const rowChange = (key: string, row: HistoryRow): Change => ({
	table: "history",
	id: key,
	value: encodeJson(row),
});

/** The rows of one author, to delete. */
export async function rowsOf(vault: Pick<Vault, "list">, author: string): Promise<readonly Change[]> {
	return (await vault.list("history"))
		.filter(({ value }) => decodeJson(value, readRow).author === author)
		.map(({ id }): Change => ({ table: "history", id, value: null }));
}

interface Origin {
	/** D of the message it opened. */
	readonly digest: Uint8Array;
	/** Prekey of ours; the row is needed as long as that lives. */
	readonly prekey: number;
}

const readOrigin = record<Origin>({ digest: bytes(), prekey: count });

export const originChange = (origin: Uint8Array, row: Origin): Change => ({
	table: "origins",
	id: toHex(origin),
	value: encodeJson(row),
});

/** The look-up for `openEnvelope`, loaded for the slots of this envelope. */
export async function originsOf(vault: Pick<Vault, "get">, suite: Suite, envelope: Uint8Array): Promise<OriginLookup> {
	const known = new Map<string, { digest: Uint8Array }>();
	for (const origin of initialOrigins(suite, envelope)) {
		const value = await vault.get("origins", toHex(origin));
		if (value !== null) known.set(toHex(origin), decodeJson(value, readOrigin));
	}
	return (origin) => known.get(toHex(origin));
}

/** Origins that were met under these prekeys, to delete together with them. */
export async function originsUnder(
	vault: Pick<Vault, "list">,
	prekeys: ReadonlySet<number>,
): Promise<readonly Change[]> {
	const all = prekeys.size === 0 ? [] : await vault.list("origins");
	return all
		.filter(({ value }) => prekeys.has(decodeJson(value, readOrigin).prekey))
		.map(({ id }): Change => ({ table: "origins", id, value: null }));
}
