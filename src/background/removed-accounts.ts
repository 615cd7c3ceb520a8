/**
 * Which accounts were removed from the contacts, and when, for as long as a prekey lives that was there then: a start that was written before
 * may still come (sessions/session-choice.ts). No name and no key of theirs, only what tells whether an author is one of them.
 */
import { count, decodeJson, encodeJson, hex, listOf, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";

interface Removed {
	/** `vault.removedName` */
	readonly account: string;
	/** By the clock of the one who was removed, as far as their messages told. */
	readonly at: number;
	/** Prekeys of ours that were there: what comes with a later one was written later. */
	readonly prekeys: readonly number[];
}

/** Removals remembered, newest last; the oldest go. */
const most = 128;
/** More than are ever kept (prekeys.ts). */
const mostPrekeys = 128;
const name = "removed-accounts";
const read = record<{ readonly removed: readonly Removed[] }>({
	removed: listOf(record<Removed>({ account: hex(16), at: count, prekeys: listOf(count, mostPrekeys) }), most),
});

async function listRemoved(vault: Pick<Vault, "get">): Promise<readonly Removed[]> {
	const value = await vault.get("settings", name);
	return value === null ? [] : decodeJson(value, read).removed;
}

function removedChange(removed: readonly Removed[]): Change {
	const value = removed.length === 0 ? null : encodeJson({ removed: removed.slice(-most) });
	return { table: "settings", id: name, value };
}

/** `prekeys`: those of ours that are still there. */
export async function withRemoved(
	vault: Pick<Vault, "get" | "removedName">,
	{
		fingerprint,
		at,
		prekeys,
	}: { readonly fingerprint: Uint8Array; readonly at: number; readonly prekeys: readonly number[] },
): Promise<readonly Change[]> {
	if (prekeys.length === 0) return [];
	const account = await vault.removedName(fingerprint);
	const all = await listRemoved(vault);
	const latest = Math.max(at, ...all.filter((one) => one.account === account).map((one) => one.at));
	const others = all.filter((one) => one.account !== account);
	return [removedChange([...others, { account, at: latest, prekeys: prekeys.slice(-mostPrekeys) }])];
}

/** When this account was removed, if this prekey of ours was there then. */
export async function removedAt(
	vault: Pick<Vault, "get" | "removedName">,
	fingerprint: Uint8Array,
	prekey: number,
): Promise<number | null> {
	const all = await listRemoved(vault);
	if (all.length === 0) return null;
	const account = await vault.removedName(fingerprint);
	return all.find((one) => one.account === account && one.prekeys.includes(prekey))?.at ?? null;
}

/** Once only these prekeys are there: no older start opens any more, and the removal is forgotten. */
export async function removedUnder(
	vault: Pick<Vault, "get">,
	prekeys: ReadonlySet<number>,
): Promise<readonly Change[]> {
	const all = await listRemoved(vault);
	const after = all.flatMap((one) => {
		const left = one.prekeys.filter((prekey) => prekeys.has(prekey));
		return left.length === 0 ? [] : [{ ...one, prekeys: left }];
	});
	const same = after.every((one, index) => one.prekeys.length === all[index]?.prekeys.length);
	return same && after.length === all.length ? [] : [removedChange(after)];
}
