/** The statement that ends our own account: made with it, while its secret key is at hand, and kept for whenever it is needed. */
import { armorKind, encodeFile, encodeNotice, type KeyPair, revokeAccount, type Suite } from "../protocol/index.ts";
import { bytes, decodeJson, encodeJson, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import { Fault } from "./fault.ts";

const name = "own-revocation";
const read = record<{ readonly statement: Uint8Array }>({ statement: bytes() });

export const ownRevocationChange = (statement: Uint8Array): Change & { readonly value: Uint8Array } => ({
	table: "settings",
	id: name,
	value: encodeJson({ statement }),
});

/** An account that was made before there were statements gets its own as soon as its key is at hand. Nothing if it has one. */
export async function missingRevocation(
	vault: Pick<Vault, "get">,
	suite: Suite,
	account: KeyPair,
): Promise<readonly Change[]> {
	if ((await vault.get("settings", name)) !== null) return [];
	return [ownRevocationChange(await revokeAccount(suite, account))];
}

/** @throws Fault `nothing-found`: not unlocked since there are statements */
export async function ownRevocationStatement(vault: Pick<Vault, "get">): Promise<Uint8Array> {
	const value = await vault.get("settings", name);
	if (value === null) throw new Fault("nothing-found");
	return decodeJson(value, read).statement;
}

/** @throws like ownRevocationStatement */
export async function ownRevocation(
	vault: Pick<Vault, "get">,
): Promise<{ readonly armor: string; readonly file: string }> {
	const notice = encodeNotice({ statement: await ownRevocationStatement(vault), card: null });
	const file = encodeFile({ kind: armorKind.notice, bytes: notice });
	return { armor: file.trim(), file };
}
