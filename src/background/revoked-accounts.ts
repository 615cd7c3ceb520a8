/** Accounts that are over, of people who were no contacts when it was said: their cards are not accepted later. */
import { decodeJson, encodeJson, hex, listOf, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

/** Anybody can end accounts of their own as often as they like: the oldest go. */
const most = 512;
const name = "revoked-accounts";
const read = record<{ readonly accounts: readonly string[] }>({ accounts: listOf(hex(32), most) });

async function listRevoked(vault: Pick<Vault, "get">): Promise<readonly string[]> {
	const value = await vault.get("settings", name);
	return value === null ? [] : decodeJson(value, read).accounts;
}

/** `id`: fingerprint of the account, in hex. */
export const isRevoked = async (vault: Pick<Vault, "get">, id: string): Promise<boolean> =>
	(await listRevoked(vault)).includes(id);

export async function withRevoked(vault: Pick<Vault, "get">, id: string): Promise<readonly Change[]> {
	const before = await listRevoked(vault);
	if (before.includes(id)) return [];
	return [{ table: "settings", id: name, value: encodeJson({ accounts: [...before, id].slice(-most) }) }];
}
