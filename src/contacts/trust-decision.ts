/**
 * What we have, what we see -> what to do. Pure. The evidence must be authenticated before it comes here: a card whose signatures hold, a
 * message whose last seal opened, a statement that opened. Each `case` is a row of the table in docs/trust.md, and a test.
 */
import { isAmong, sameKey } from "./account-key.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceFor, mayAsk, noneShown, type Signature, shownAs, withoutShown, withShown } from "./shown-accounts.ts";
import {
	isLocked,
	leftKey,
	maySend,
	mostKeys,
	opened,
	type Pinned,
	type Standing,
	settled,
	standingOf,
} from "./trust.ts";

export type Seen =
	/** A card: the whole device list. */
	| {
			readonly kind: "card";
			readonly accountPublicKey: Uint8Array;
			readonly listSequence: number;
			readonly devices: readonly string[];
			readonly expiresAt: number;
	  }
	/** An opened message: one device of the list. */
	| {
			readonly kind: "message";
			readonly accountPublicKey: Uint8Array;
			/** Of the author's certificate, which the account signed; the number inside the message is the author's word only. */
			readonly listSequence: number;
			readonly device: string;
			/** False when it is read again: the same message says nothing new. */
			readonly firstTime: boolean;
			/** By its author's clock. */
			readonly sentAt: number;
	  }
	/** A statement that this account is over. */
	| { readonly kind: "revocation"; readonly accountPublicKey: Uint8Array }
	/** A statement of a move. `byRecovery`: signed by the recovery key whose hash stood in the first card of `from` that had one. */
	| {
			readonly kind: "move";
			readonly from: Uint8Array;
			readonly to: Uint8Array;
			readonly byOld: boolean;
			readonly byRecovery: boolean;
			/** When it is seen. Milliseconds since the epoch, as everywhere here. */
			readonly at: number;
	  }
	/** Another account is shown as this person, by the page or by its own words. */
	| {
			readonly kind: "claim";
			readonly accountPublicKey: Uint8Array;
			readonly evidence: readonly Evidence[];
			/** Origin where it stands; null: at none. */
			readonly site: string | null;
			readonly at: number;
	  };

export type TrustCase =
	| "first-card"
	| "first-message"
	| "first-revocation"
	| "first-claim"
	| "same-card"
	| "old-list"
	| "old-card"
	| "device-joined"
	| "fork-card"
	| "locked-card"
	| "message"
	| "message-since-claim"
	| "message-again"
	| "message-of-new-device"
	| "message-of-removed-device"
	| "fork-message"
	| "locked-message"
	| "other-account"
	| "left-key"
	| "left-key-message"
	| "revocation"
	| "revoked-card"
	| "revoked-message"
	| "revoked-message-again"
	| "revoked-claim"
	| "revoked-move"
	| "claimed-key-revoked"
	| "left-key-revoked"
	| "left-key-revoked-apart"
	| "move"
	| "move-verified"
	| "move-back"
	| "second-move"
	| "second-move-verified"
	| "claim-nothing"
	| "claim-not-theirs"
	| "claim"
	| "claim-verified"
	| "claim-again"
	| "claim-second"
	| "claim-unasked";

export interface Verdict extends Standing {
	readonly case: TrustCase;
	/** May anything be sealed to them from here on. */
	readonly send: boolean;
	/**
	 * How what they write is read from here on, or this message: `labelled` with a warning that says why, `refused` not at all.
	 * What was read before stays readable, with the label of the level.
	 */
	readonly read: "open" | "labelled" | "refused";
	/** `once`: said where it was seen. `until-seen`: said wherever they are met, until the user has seen it. `lock`: and the composer is locked. */
	readonly notice: "none" | "once" | "until-seen" | "lock";
	/** What takes the place of what we have: the card with its list, or the account with its card. */
	readonly takes: "nothing" | "card" | "account";
	/** Whether what was seen counts as theirs. */
	readonly theirs: boolean;
}

export function decideTrust(pinned: Pinned | null, seen: Seen): Verdict {
	if (pinned === null) return first(seen);
	switch (seen.kind) {
		case "card":
		case "message":
			return isCurrent(pinned, seen.accountPublicKey) ? ofAccount(pinned, seen) : ofOther(pinned, seen);
		case "revocation":
			return revocation(pinned, seen.accountPublicKey);
		case "move":
			return move(pinned, seen);
		case "claim":
			return claim(pinned, seen);
	}
}

/** A device that was not there before: an event, no change of the key. */
export const saysNewDevice = (verdict: Verdict): boolean =>
	verdict.case === "device-joined" || verdict.case === "message-of-new-device";

// ---- nobody yet ---------------------------------------------------------------------------------------------------------

function first(seen: Seen): Verdict {
	const stranger: Standing = { trust: "new", change: null, left: [], notTheirs: [], shown: noneShown };
	if (seen.kind === "card") return verdict("first-card", stranger, { notice: "once", takes: "card" });
	// Without a card there is nothing to seal to.
	if (seen.kind === "message") return { ...verdict("first-message", stranger, { notice: "once" }), send: false };
	const after = seen.kind === "revocation" ? { ...stranger, trust: "revoked" as const } : stranger;
	const name = seen.kind === "revocation" ? "first-revocation" : "first-claim";
	return { ...verdict(name, after, { theirs: false }), send: false };
}

// ---- the account we have ------------------------------------------------------------------------------------------------

type CardOrMessage = Extract<Seen, { kind: "card" | "message" }>;

function ofAccount(pinned: Pinned, seen: CardOrMessage): Verdict {
	const now = standingOf(pinned);
	if (pinned.trust === "revoked") {
		if (seen.kind === "card") return verdict("revoked-card", now, { theirs: false });
		// When it was written is its author's word, and the key may be a thief's.
		return seen.firstTime
			? verdict("revoked-message", now, { theirs: false, read: "refused", notice: "once" })
			: verdict("revoked-message-again", now, { theirs: false, notice: "once" });
	}
	if (isDoubt(pinned)) {
		return verdict(seen.kind === "card" ? "locked-card" : "locked-message", now, { theirs: false });
	}
	return seen.kind === "card" ? card(pinned, seen) : message(pinned, seen);
}

function card(pinned: Pinned, seen: Extract<Seen, { kind: "card" }>): Verdict {
	const now = standingOf(pinned);
	if (seen.listSequence < pinned.listSequence) return verdict("old-list", now);
	const joined = seen.devices.filter((device) => !pinned.devices.includes(device));
	const gone = pinned.devices.filter((device) => !seen.devices.includes(device));
	// An empty list was never seen whole (contact known from a message): there is nothing it could contradict.
	const seenWhole = pinned.devices.length > 0;
	if (seenWhole && seen.listSequence === pinned.listSequence && joined.length + gone.length > 0) {
		return fork(pinned, "fork-card");
	}
	// The same list around older prekeys: a page that repeats an old card must not cut the writing short.
	if (seen.listSequence === pinned.listSequence && seen.expiresAt < pinned.cardExpiresAt) {
		return verdict("old-card", now);
	}
	if (seenWhole && joined.length > 0) return verdict("device-joined", now, { notice: "once", takes: "card" });
	return verdict("same-card", now, { takes: "card" });
}

function message(pinned: Pinned, seen: Extract<Seen, { kind: "message" }>): Verdict {
	const listed = pinned.devices.includes(seen.device);
	if (!listed && pinned.devices.length > 0) {
		if (seen.listSequence === pinned.listSequence) return fork(pinned, "fork-message");
		if (seen.listSequence < pinned.listSequence) {
			return verdict("message-of-removed-device", standingOf(pinned), {
				theirs: false,
				read: "labelled",
				notice: "once",
			});
		}
	}
	if (!seen.firstTime) return verdict("message-again", standingOf(pinned));
	const sinceClaim = isSinceClaim(pinned, seen.sentAt);
	const after = seenAgain(pinned, sinceClaim);
	if (!listed) return verdict("message-of-new-device", after, { notice: "once" });
	return verdict(sinceClaim ? "message-since-claim" : "message", after);
}

/** The same key came back. */
function seenAgain(pinned: Pinned, sinceClaim: boolean): Standing {
	const now = standingOf(pinned);
	if (pinned.trust === "new") return { ...now, trust: "known" };
	const { change } = pinned;
	if (change?.kind !== "claimed") return now;
	const before = change.before === "new" ? "known" : change.before;
	return { ...now, change: { ...change, before, evidence: both(change.evidence, sinceClaim ? ["still-used"] : []) } };
}

/** Clocks of two devices may be wrong by so much together. */
const clockToleranceMs = 10 * 60 * 1000;

/** Written after another account was shown as theirs: they have not given up the one we have. */
function isSinceClaim({ change, shown }: Pinned, sentAt: number): boolean {
	if (change?.kind !== "claimed" || change.account === null) return false;
	const since = shownAs(shown, change.account)?.since;
	return since !== undefined && sentAt > since + clockToleranceMs;
}

const both = (some: readonly Evidence[], more: readonly Evidence[]): readonly Evidence[] => [
	...new Set([...some, ...more]),
];

function fork(pinned: Pinned, name: "fork-card" | "fork-message"): Verdict {
	return verdict(name, opened(pinned, "forked", null, []), { theirs: false });
}

// ---- another account, and nobody says that it is theirs -----------------------------------------------------------------

function ofOther(pinned: Pinned, seen: CardOrMessage): Verdict {
	const now = standingOf(pinned);
	if (leftKey(pinned, seen.accountPublicKey) !== null) {
		return seen.kind === "message"
			? verdict("left-key-message", now, { theirs: false, read: "labelled", notice: "once" })
			: verdict("left-key", now, { theirs: false });
	}
	return verdict("other-account", now, { theirs: false });
}

// ---- statements ---------------------------------------------------------------------------------------------------------

function revocation(pinned: Pinned, account: Uint8Array): Verdict {
	const now = standingOf(pinned);
	if (isCurrent(pinned, account)) {
		const said = pinned.trust === "revoked" ? "none" : "until-seen";
		return verdict("revocation", settled(pinned, "revoked"), { notice: said });
	}
	const left = leftKey(pinned, account);
	if (left !== null && pinned.trust !== "revoked") {
		// Whoever moved them may be the thief that the revocation is about, unless the new key was verified itself.
		return left.moved && pinned.trust !== "verified"
			? verdict("left-key-revoked", opened(pinned, "doubted", null, []))
			: verdict("left-key-revoked-apart", now, { notice: "once" });
	}
	const shown = withoutShown(pinned.shown, account);
	if (pinned.change?.kind === "claimed" && pinned.change.account !== null && sameKey(pinned.change.account, account)) {
		return verdict("claimed-key-revoked", { ...settled(pinned, pinned.change.before), shown });
	}
	return verdict("other-account", { ...now, shown }, { theirs: false });
}

function move(pinned: Pinned, seen: Extract<Seen, { kind: "move" }>): Verdict {
	const now = standingOf(pinned);
	const { from, to, byOld, byRecovery, at } = seen;
	const counts = byOld && byRecovery;
	if (leftKey(pinned, from) !== null && !isCurrent(pinned, to) && counts && pinned.trust !== "revoked") {
		// The old account's keys are in two hands.
		return pinned.trust === "verified"
			? verdict("second-move-verified", now, { theirs: false, notice: "until-seen" })
			: verdict("second-move", opened(pinned, "doubted", null, []), { theirs: false });
	}
	if (!isCurrent(pinned, from)) return verdict("other-account", now, { theirs: false });
	if (leftKey(pinned, to) !== null) return verdict("move-back", now, { theirs: false });
	if (counts && pinned.trust === "revoked") {
		return verdict("revoked-move", now, { theirs: false, notice: "until-seen" });
	}
	const evidence: readonly Signature[] = [
		...(byOld ? (["signed-by-old"] as const) : []),
		...(byRecovery ? (["signed-by-recovery"] as const) : []),
	];
	if (!counts || isDoubt(pinned)) {
		return claim(pinned, { kind: "claim", accountPublicKey: to, evidence, site: null, at });
	}
	const moved = opened(pinned, "moved", null, evidence);
	const left = [...pinned.left, { account: pinned.accountPublicKey, moved: true }].slice(-mostKeys);
	const after = { ...moved, left, shown: withoutShown(pinned.shown, to) };
	return isLocked(after)
		? verdict("move-verified", after, { takes: "account" })
		: verdict("move", after, { takes: "account" });
}

// ---- another account, shown as theirs -----------------------------------------------------------------------------------

/** A date and a name are anybody's to choose, and that the account we have is used speaks for no other. */
const provesNothing: readonly Evidence[] = ["newer-date", "same-name", "still-used"];
const isSignature = (one: Evidence): one is Signature => one === "signed-by-old" || one === "signed-by-recovery";

function claim(pinned: Pinned, seen: Extract<Seen, { kind: "claim" }>): Verdict {
	const now = standingOf(pinned);
	const not = { theirs: false } as const;
	const { accountPublicKey: account, evidence, site, at } = seen;
	if (isCurrent(pinned, account)) return verdict("claim-nothing", now, not);
	if (evidence.every((one) => provesNothing.includes(one))) {
		return verdict("claim-nothing", now, { ...not, notice: evidence.includes("same-name") ? "once" : "none" });
	}
	if (leftKey(pinned, account) !== null) return verdict("left-key", now, not);
	const signed = evidence.filter(isSignature);
	if (isAmong(pinned.notTheirs, account) && signed.length === 0) return verdict("claim-not-theirs", now, not);
	if (pinned.trust === "revoked") return verdict("revoked-claim", now, { ...not, notice: "until-seen" });
	const { change } = pinned;
	const one = { account, sites: site === null ? [] : [site], signed, since: at };
	const shown = withShown(pinned.shown, one, change?.account ?? null);
	const known = shownAs(shown, account);
	const all = both(evidence, known === null ? [] : evidenceFor(known));
	if (change === null) {
		if (known === null || !mayAsk(shown, known)) return verdict("claim-unasked", { ...now, shown }, not);
		const after = { ...opened(pinned, "claimed", account, all), shown };
		return verdict(isLocked(after) ? "claim-verified" : "claim", after, not);
	}
	// One question at a time, and the first of them first: a page could otherwise put another account under the user's answer.
	if (change.account === null || !sameKey(change.account, account)) {
		return verdict("claim-second", { ...now, shown }, not);
	}
	return verdict("claim-again", { ...now, shown, change: { ...change, evidence: both(change.evidence, all) } }, not);
}

// ---- common -------------------------------------------------------------------------------------------------------------

const isCurrent = (pinned: Pinned, account: Uint8Array): boolean => sameKey(pinned.accountPublicKey, account);

/** Nobody knows whose hands this key is in. */
const isDoubt = ({ change }: Pinned): boolean =>
	change !== null && change.kind !== "claimed" && change.kind !== "moved";

/** By the level alone; a case may only add to it. */
function verdict(
	name: TrustCase,
	after: Standing,
	more: Partial<Pick<Verdict, "read" | "notice" | "takes" | "theirs">> = {},
): Verdict {
	const { read, notice } = byLevel(after);
	return {
		case: name,
		...after,
		send: maySend(after),
		takes: more.takes ?? "nothing",
		theirs: more.theirs ?? true,
		read: graver(reads, read, more.read),
		notice: graver(notices, notice, more.notice),
	};
}

function byLevel(after: Standing): Pick<Verdict, "read" | "notice"> {
	if (isLocked(after)) return { read: "labelled", notice: "lock" };
	if (after.change !== null) return { read: "open", notice: "until-seen" };
	return { read: after.trust === "revoked" ? "labelled" : "open", notice: "none" };
}

const reads = ["open", "labelled", "refused"] as const;
const notices = ["none", "once", "until-seen", "lock"] as const;

function graver<T>(order: readonly T[], one: T, other: T | undefined): T {
	return other !== undefined && order.indexOf(other) > order.indexOf(one) ? other : one;
}
