/**
 * Our prekey pairs: one an invitation, and personal ones that go inside messages. For whom one was made, who has written
 * with it, and when its private half goes (protocol design, Why it is shaped so, 4).
 */

import {
	createInvitation,
	decodePrekeyPair,
	encodePrekeyPair,
	type PrekeyPair,
	type Suite,
} from "../protocol/index.ts";
import { bytes, decodeJson, encodeJson, hex, listOf, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import type { Self } from "./identity.ts";

/**
 * `conversation:` or `contact:` and the id, or `hand` for cards that the user carries himself. A pair handed out twice to
 * the same is the same pair, so that showing a card again costs no prekey.
 */
export type MadeFor = `conversation:${string}` | `contact:${string}` | "hand";

export interface OwnPrekey {
	readonly pair: PrekeyPair;
	readonly madeFor: MadeFor;
	/** Contacts and strangers (account fingerprints in hex) that have written with it. */
	readonly usedBy: readonly string[];
}

interface Stored {
	readonly pair: Uint8Array;
	readonly madeFor: string;
	readonly usedBy: readonly string[];
}

const day = 24 * 60 * 60 * 1000;
/** Pairs kept. One look-up each for a message of strangers; more invitations than that at a time share the newest pair. */
export const maxKept = 64;
/** The private half stays this long after senders stop using it, for messages that were on their way. */
export const keptAfterExpiryMs = 14 * day;
/** A pair with less left is not handed out again: the other side should have time to answer. */
export const handedOutWithAtLeastMs = 10 * day;
const maxUsers = 64;

const read = record<Stored>({
	pair: bytes(),
	madeFor: text,
	usedBy: listOf(hex(32), maxUsers),
});

export function prekeyChange({ pair, madeFor, usedBy }: OwnPrekey): Change {
	const stored: Stored = { pair: encodePrekeyPair(pair), madeFor, usedBy };
	return { table: "prekeys", id: String(pair.id), value: encodeJson(stored) };
}

export async function listPrekeys(vault: Pick<Vault, "list">): Promise<readonly OwnPrekey[]> {
	return (await vault.list("prekeys")).map(({ value }) => {
		const { pair, madeFor, usedBy } = decodeJson(value, read);
		return { pair: decodePrekeyPair(pair), madeFor: madeFor as MadeFor, usedBy };
	});
}

/** The pair after `author` (fingerprint in hex) has written with it. The same object if that was known. */
export function usedByAuthor(prekey: OwnPrekey, author: string): OwnPrekey {
	if (prekey.usedBy.includes(author)) return prekey;
	return { ...prekey, usedBy: [...prekey.usedBy, author].slice(-maxUsers) };
}

/** Whether this contact holds a pair of ours that has some time left, which their having written with it proves. */
export function canAnswer(prekeys: readonly OwnPrekey[], contact: string, now: number): boolean {
	return prekeys.some(({ pair, usedBy }) => usedBy.includes(contact) && pair.expiresAt - now > handedOutWithAtLeastMs);
}

/**
 * A pair to hand out, and what has to be committed before it is. The one made for the same purpose comes again while it has
 * time left. A new one pushes out at most pairs that senders refuse already: an invitation that nobody has answered yet still
 * may be. When all are live the newest is shared rather than cutting somebody off.
 */
export async function prekeyFor(
	madeFor: MadeFor,
	prekeys: readonly OwnPrekey[],
	make: { suite: Suite; self: Self; random: (length: number) => Uint8Array; now: number },
): Promise<{ pair: PrekeyPair; changes: readonly Change[] }> {
	const live = prekeys
		.filter(({ pair }) => pair.expiresAt > make.now)
		.sort((a, b) => b.pair.createdAt - a.pair.createdAt);
	const withTime = live.filter(({ pair }) => pair.expiresAt - make.now > handedOutWithAtLeastMs);
	const again = withTime.find((one) => one.madeFor === madeFor);
	if (again !== undefined) return { pair: again.pair, changes: [] };
	const ended = prekeys
		.filter(({ pair }) => pair.expiresAt <= make.now)
		.sort((a, b) => a.pair.expiresAt - b.pair.expiresAt);
	const out = ended.slice(0, Math.max(0, prekeys.length + 1 - maxKept));
	const shared = live[0];
	if (prekeys.length - out.length >= maxKept && shared !== undefined) return { pair: shared.pair, changes: [] };
	const pair = await createInvitation(make.suite, make.self.device, make.random, make.now);
	return {
		pair,
		changes: [
			...out.map((one): Change => ({ table: "prekeys", id: String(one.pair.id), value: null })),
			prekeyChange({ pair, madeFor, usedBy: [] }),
		],
	};
}

/** Private halves whose time is over. Their origins go with them (origins.ts). */
export function expiredPrekeys(prekeys: readonly OwnPrekey[], now: number): readonly OwnPrekey[] {
	return prekeys.filter(({ pair }) => now > pair.expiresAt + keptAfterExpiryMs);
}
