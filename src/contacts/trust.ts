/**
 * How far a contact is trusted, and what follows from it. The level belongs to the account key: another key never inherits it. What
 * changes it is decided in trust-decision.ts (what was seen) and trust-answer.ts (what the user said); docs/trust.md has every case.
 */
import { isAmong, sameKey } from "./account-key.ts";
import type { Evidence } from "./evidence.ts";
import type { ShownAccounts } from "./shown-accounts.ts";

/**
 * `new`: accepted, seen once. `known`: the same key came back on a later message. `verified`: compared by the two people.
 * `changed`: something about their key is open. `revoked`: the account was ended by its owner.
 */
export type TrustState = "new" | "known" | "verified" | "changed" | "revoked";

/** What is open about the key of a contact that is `changed`. */
export interface KeyChange {
	/**
	 * `claimed`: another account is shown as theirs; ours is still the one we had. `moved`: they have moved, signed by the old account and the
	 * recovery key; ours is the new one. `forked`: their account speaks with two voices. `doubted`: it is unsure whose move it was.
	 * `differed`: the two compared, and it was not the same.
	 */
	readonly kind: "claimed" | "moved" | "forked" | "doubted" | "differed";
	/** `claimed`: the account key that is shown as theirs. */
	readonly account: Uint8Array | null;
	/** What they were before. */
	readonly before: "new" | "known" | "verified";
	/** What speaks for it and against it, in words for people. */
	readonly evidence: readonly Evidence[];
}

export interface LeftKey {
	readonly account: Uint8Array;
	/** The key we have now rests on signatures of this one. Not so once the user has taken a key on their own word. */
	readonly moved: boolean;
}

/** The part of a contact that decides. */
export interface Pinned {
	readonly accountPublicKey: Uint8Array;
	readonly trust: TrustState;
	/** Exactly with `changed`. */
	readonly change: KeyChange | null;
	readonly listSequence: number;
	/** Those of the pinned list; empty: never seen whole. */
	readonly devices: readonly string[];
	/** When the card we hold ends; 0 without one. */
	readonly cardExpiresAt: number;
	/** Account keys they had before. */
	readonly left: readonly LeftKey[];
	/** Account keys of which the user was told and that are not theirs. */
	readonly notTheirs: readonly Uint8Array[];
	/** Accounts that were shown as theirs and wait for the user's word. */
	readonly shown: ShownAccounts;
}

/** What is kept of it. */
export type Standing = Pick<Pinned, "trust" | "change" | "left" | "notTheirs" | "shown">;

/** The composer does not write to them before they are verified again or the user says to go on without. */
export function isLocked({ trust, change }: Pick<Standing, "trust" | "change">): boolean {
	return isInDoubt({ trust, change }) || change?.before === "verified";
}

/** They are not believed, whatever their account says: only what the user compares on their own side settles it. */
export const isInDoubt = ({ trust, change }: Pick<Standing, "trust" | "change">): boolean =>
	trust === "changed" && change?.kind !== "claimed" && change?.kind !== "moved";

/** Whether anything may be sealed to the key we have; whether a prekey of theirs still lives is the protocol's to say. */
export const maySend = (standing: Pick<Standing, "trust" | "change">): boolean =>
	standing.trust !== "revoked" && !isLocked(standing);

/** Keys that are remembered of one contact; the oldest goes. */
export const mostKeys = 16;

export const withKey = (keys: readonly Uint8Array[], key: Uint8Array | null): readonly Uint8Array[] =>
	key === null || isAmong(keys, key) ? keys : [...keys, key].slice(-mostKeys);

export const leftKey = ({ left }: Pick<Pinned, "left">, account: Uint8Array): LeftKey | null =>
	left.find((one) => sameKey(one.account, account)) ?? null;

/** As it was, with this to be settled first. */
export function opened(
	before: Pinned,
	kind: KeyChange["kind"],
	account: Uint8Array | null,
	evidence: readonly Evidence[],
): Standing {
	const was = before.change?.before ?? (before.trust === "known" || before.trust === "verified" ? before.trust : "new");
	return { ...standingOf(before), trust: "changed", change: { kind, account, before: was, evidence } };
}

/** With nothing open. */
export const settled = (before: Pinned, trust: TrustState): Standing => ({
	...standingOf(before),
	trust,
	change: null,
});

export const standingOf = ({ trust, change, left, notTheirs, shown }: Pinned): Standing => ({
	trust,
	change,
	left,
	notTheirs,
	shown,
});
