/**
 * Our prekey pairs: one an invitation, and personal ones that go inside messages. For whom one was made, who has written
 * with it, and when its private half goes (protocol design, Why it is shaped so, 4).
 */

import {
	createInvitation,
	decodePrekeyPair,
	type EndedPrekey,
	encodePrekeyPair,
	type PrekeyPair,
	type Suite,
} from "../protocol/index.ts";
import { bytes, count, decodeJson, encodeJson, hex, listOf, orNull, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import type { Self } from "./identity.ts";

/**
 * `conversation:`, an invitation shown there; `contact:` or `group:` (a conversation with several), inside a message; or `hand` for
 * cards that the user carries himself. A pair handed out twice to the same is the same pair, so that showing a card again costs none.
 */
export type MadeFor = `conversation:${string}` | `contact:${string}` | `group:${string}` | "hand";

export interface OwnPrekey {
	readonly pair: PrekeyPair;
	readonly madeFor: MadeFor;
	/** Contacts and strangers (account fingerprints in hex) that have written with it. */
	readonly usedBy: readonly string[];
	/** Contacts it was sent to inside a message. Whether that arrived shows when a session with them is confirmed. */
	readonly givenTo: readonly string[];
	/** Since when everybody it was for has a confirmed session; null: not all. Milliseconds. */
	readonly doneAt: number | null;
}

interface Stored extends Omit<OwnPrekey, "pair" | "madeFor"> {
	readonly pair: Uint8Array;
	readonly madeFor: string;
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
	givenTo: listOf(hex(32), maxUsers),
	doneAt: orNull(count),
});

export function prekeyChange({ pair, ...rest }: OwnPrekey): Change {
	const stored: Stored = { ...rest, pair: encodePrekeyPair(pair) };
	return { table: "prekeys", id: String(pair.id), value: encodeJson(stored) };
}

export async function listPrekeys(vault: Pick<Vault, "list">): Promise<readonly OwnPrekey[]> {
	return (await vault.list("prekeys")).map(({ value }) => {
		const { pair, madeFor, ...rest } = decodeJson(value, read);
		return { ...rest, pair: decodePrekeyPair(pair), madeFor: madeFor as MadeFor };
	});
}

/** The pair after `author` (fingerprint in hex) has written with it. The same object if that was known. */
export function usedByAuthor(prekey: OwnPrekey, author: string): OwnPrekey {
	if (prekey.usedBy.includes(author)) return prekey;
	return { ...prekey, usedBy: [...prekey.usedBy, author].slice(-maxUsers) };
}

/** The pair after it went out inside a message to these. The same object if that was known. */
export function givenToContacts(prekey: OwnPrekey, contacts: readonly string[]): OwnPrekey {
	if (contacts.every((one) => prekey.givenTo.includes(one))) return prekey;
	return { ...prekey, givenTo: [...new Set([...prekey.givenTo, ...contacts])].slice(-maxUsers) };
}

/**
 * Whether this contact holds a pair of ours that has some time left: they have written with it, or it was sent to them and they have
 * answered in a session since (`confirmed`).
 */
export function canAnswer(prekeys: readonly OwnPrekey[], contact: string, confirmed: boolean, now: number): boolean {
	return prekeys.some(({ pair, usedBy, givenTo }) => {
		const holds = usedBy.includes(contact) || (confirmed && givenTo.includes(contact));
		return holds && pair.expiresAt - now > handedOutWithAtLeastMs;
	});
}

/**
 * A pair to hand out, to be committed (`prekeyChange`) before it is, and those that go for it (`prekeysGone`). The one made for the same purpose comes again while it has
 * time left. A new one pushes out at most pairs that senders refuse already: an invitation that nobody has answered yet still
 * may be. When all are live the newest is shared rather than cutting somebody off.
 */
export async function prekeyFor(
	madeFor: MadeFor,
	prekeys: readonly OwnPrekey[],
	make: { suite: Suite; self: Self; random: (length: number) => Uint8Array; now: number },
): Promise<{ prekey: OwnPrekey; out: readonly OwnPrekey[] }> {
	const live = prekeys
		// One that has done its work goes within a day.
		.filter(({ pair, doneAt }) => pair.expiresAt > make.now && doneAt === null)
		.sort((a, b) => b.pair.createdAt - a.pair.createdAt);
	const withTime = live.filter(({ pair }) => pair.expiresAt - make.now > handedOutWithAtLeastMs);
	const again = withTime.find((one) => one.madeFor === madeFor);
	if (again !== undefined) return { prekey: again, out: [] };
	const ended = prekeys
		.filter(({ pair }) => pair.expiresAt <= make.now)
		.sort((a, b) => a.pair.expiresAt - b.pair.expiresAt);
	const out = ended.slice(0, Math.max(0, prekeys.length + 1 - maxKept));
	const shared = live[0];
	if (prekeys.length - out.length >= maxKept && shared !== undefined) return { prekey: shared, out: [] };
	const pair = await createInvitation(make.suite, make.self.device, make.random, make.now);
	return { prekey: { pair, madeFor, usedBy: [], givenTo: [], doneAt: null }, out };
}

/** An invitation whose people all have confirmed sessions has done its work; what they write to it now is on its way already. */
export const keptAfterDoneMs: number = day;

/**
 * Private halves whose time is over: two weeks after senders stop using them, or a day after an invitation has done its work. Their
 * origins go with them.
 */
export function expiredPrekeys(prekeys: readonly OwnPrekey[], now: number): readonly OwnPrekey[] {
	return prekeys.filter(({ pair, doneAt }) => {
		return now > pair.expiresAt + keptAfterExpiryMs || (doneAt !== null && now > doneAt + keptAfterDoneMs);
	});
}

/** When the private half goes at the latest, as far as is known now. */
export function privateHalfUntil({ pair, doneAt }: OwnPrekey): number {
	const latest = pair.expiresAt + keptAfterExpiryMs;
	return doneAt === null ? latest : Math.min(latest, doneAt + keptAfterDoneMs);
}

/** Ended pairs that are remembered by their public half, newest last. */
const maxEnded = 128;
const endedId = "ended-prekeys";
const readEnded = record<{ readonly ended: readonly { readonly id: number; readonly spk: Uint8Array }[] }>({
	ended: listOf(record({ id: count, spk: bytes(32) }), maxEnded),
});

/** A message for one of these was sent to an old invitation. */
export async function listEnded(vault: Pick<Vault, "get">): Promise<readonly EndedPrekey[]> {
	const value = await vault.get("settings", endedId);
	return value === null ? [] : decodeJson(value, readEnded).ended;
}

/** Deletes these pairs and remembers that they were. */
export async function prekeysGone(vault: Pick<Vault, "get">, gone: readonly OwnPrekey[]): Promise<readonly Change[]> {
	if (gone.length === 0) return [];
	const ended = [...(await listEnded(vault)), ...gone.map(({ pair }) => ({ id: pair.id, spk: pair.spk.publicKey }))];
	return [
		...gone.map(({ pair }): Change => ({ table: "prekeys", id: String(pair.id), value: null })),
		{ table: "settings", id: endedId, value: encodeJson({ ended: ended.slice(-maxEnded) }) },
	];
}
