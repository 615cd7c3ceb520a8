/**
 * Session starts that were met, by origin, for as long as their prekey lives: when a session is deleted, its start must not open a
 * message again (docs/protocol.md, Origins). A session that is there says more, so only what is left without one is a tombstone.
 */
import { count, decodeJson, encodeJson, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import { toHex } from "./bytes.ts";

interface Origin {
	/** Prekey of ours. */
	readonly prekey: number;
}

const readOrigin = record<Origin>({ prekey: count });

export const originChange = (origin: Uint8Array, row: Origin): Change => ({
	table: "origins",
	id: toHex(origin),
	value: encodeJson(row),
});

/** Which of these were met. */
export async function originsOf(
	vault: Pick<Vault, "hasRecord">,
	origins: readonly Uint8Array[],
): Promise<ReadonlySet<string>> {
	const met = new Set<string>();
	for (const origin of origins) if (await vault.hasRecord("origins", toHex(origin))) met.add(toHex(origin));
	return met;
}

export const isTombstone = (met: ReadonlySet<string>, origin: Uint8Array): boolean => met.has(toHex(origin));

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
