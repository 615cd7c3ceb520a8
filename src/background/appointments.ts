/** Contacts that have named us to end their account, with what they signed for it. */
import { openStatement, revokeAsNamed } from "../protocol/index.ts";
import { bytes, decodeJson, encodeJson, hex, listOf, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import { sameBytes } from "./bytes.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";

interface Held {
	/** The contact's account, in hex. */
	readonly by: string;
	/** The statement that names us. */
	readonly statement: Uint8Array;
}

/** One a contact; the oldest goes. */
const most = 256;
const name = "appointments";
const read = record<{ readonly held: readonly Held[] }>({
	held: listOf(record<Held>({ by: hex(32), statement: bytes() }), most),
});

async function list(vault: Pick<Vault, "get">): Promise<readonly Held[]> {
	const value = await vault.get("settings", name);
	return value === null ? [] : decodeJson(value, read).held;
}

/** To be committed; empty: that was known. */
export async function namedBy(
	{ vault }: Pick<Core, "vault">,
	by: string,
	statement: Uint8Array,
): Promise<readonly Change[]> {
	const before = await list(vault);
	if (before.some((one) => one.by === by && sameBytes(one.statement, statement))) return [];
	const held = [...before.filter((one) => one.by !== by), { by, statement }].slice(-most);
	return [{ table: "settings", id: name, value: encodeJson({ held }) }];
}

/** Nothing of it stays with an account that a contact has no more. */
export async function appointmentGone({ vault }: Pick<Core, "vault">, by: string): Promise<readonly Change[]> {
	const before = await list(vault);
	const held = before.filter((one) => one.by !== by);
	return held.length === before.length ? [] : [{ table: "settings", id: name, value: encodeJson({ held }) }];
}

/** Whether this contact has named the account that we have now. */
export async function mayEnd({ vault, suite }: Pick<Core, "vault" | "suite">, ours: Uint8Array, contact: string) {
	const found = (await list(vault)).find(({ by }) => by === contact);
	if (found === undefined) return null;
	const named = await openStatement(suite, found.statement);
	return named.kind === "appointment" && sameBytes(named.revoker, ours) ? named : null;
}

/** The statement that ends the contact's account. `ours`: the account key. @throws Fault `nothing-found`: they have not named us */
export async function endAsNamed(
	core: Pick<Core, "vault" | "suite">,
	ours: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array },
	contact: string,
): Promise<Uint8Array> {
	const named = await mayEnd(core, ours.publicKey, contact);
	if (named === null) throw new Fault("nothing-found");
	return revokeAsNamed(core.suite, ours, named);
}
