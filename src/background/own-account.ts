/** What became of our own account: whether it is over, how we came to it, and those we had before. */
import { bytes, decodeJson, encodeJson, hex, listOf, orNull, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

export interface OwnAccount {
	/** The statement that ended it: never taken back. */
	readonly ended: Uint8Array | null;
	/** The statement by which we moved to it. */
	readonly move: Uint8Array | null;
	/** Public keys of those before, newest last. */
	readonly before: readonly Uint8Array[];
	/** Contacts that were named to end it, in hex. */
	readonly named: readonly string[];
}

/** What was written under older ones is not called our own any more. */
const most = 16;
const mostNamed = 64;
const name = "own-account";
const read = record<OwnAccount>({
	ended: orNull(bytes()),
	move: orNull(bytes()),
	before: listOf(bytes(32), most),
	named: listOf(hex(32), mostNamed),
});
const nothing: OwnAccount = { ended: null, move: null, before: [], named: [] };

export async function readOwnAccount(vault: Pick<Vault, "get">): Promise<OwnAccount> {
	const value = await vault.get("settings", name);
	return value === null ? nothing : decodeJson(value, read);
}

export const ownAccountChange = (own: OwnAccount): Change => ({
	table: "settings",
	id: name,
	value: encodeJson({ ...own, before: own.before.slice(-most), named: own.named.slice(-mostNamed) }),
});
