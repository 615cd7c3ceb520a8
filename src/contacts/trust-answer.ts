/**
 * What the user says about a contact's key -> what it is from then on. Pure. Each `case` is a row of the second table in docs/trust.md, and a
 * test.
 */
import { sameKey } from "./account-key.ts";
import { noneShown, refusedShown, withoutShown } from "./shown-accounts.ts";
import {
	type KeyChange,
	leftKey,
	maySend,
	mostKeys,
	opened,
	type Pinned,
	type Standing,
	settled,
	standingOf,
	withKey,
} from "./trust.ts";

export type Answer =
	/** The notice was read. */
	| "seen"
	/** The account that is shown as theirs is theirs. */
	| "theirs"
	/** It is not. */
	| "not-theirs"
	/** Go on without having verified again. */
	| "downgrade"
	/** They compared a code, a number or a scanned picture, and it was the same. With the account key that was compared. */
	| { readonly verified: Uint8Array }
	/** This account is somebody else's, whether it was shown as theirs or not. */
	| { readonly notTheirs: Uint8Array }
	/** They compared, and it was not; or the other one says so afterwards. */
	| "differs";

export type AnswerCase =
	| "seen-claim"
	| "seen-move"
	| "seen-locked"
	| "seen-nothing"
	| "theirs"
	| "theirs-locked"
	| "not-theirs"
	| "not-theirs-unasked"
	| "downgrade-claim"
	| "downgrade-move"
	| "downgrade-doubt"
	| "verified"
	| "verified-again"
	| "verified-claim"
	| "verified-other"
	| "differs"
	| "revoked"
	| "not-open";

export interface Answered extends Standing {
	readonly case: AnswerCase;
	readonly send: boolean;
	/** `account`: the account that was shown as theirs takes the place of the one we had. */
	readonly takes: "nothing" | "account";
	/** False: the answer does not fit what is open, and nothing changed. */
	readonly done: boolean;
}

export function answerTrust(pinned: Pinned, answer: Answer): Answered {
	if (pinned.trust === "revoked") return undone(pinned, "revoked");
	if (typeof answer === "object") {
		return "verified" in answer ? verified(pinned, answer.verified) : somebodyElse(pinned, answer.notTheirs);
	}
	if (answer === "differs") return done("differs", opened(pinned, "differed", null, []));
	const { change } = pinned;
	if (change === null) return undone(pinned, answer === "seen" ? "seen-nothing" : "not-open");
	switch (answer) {
		case "seen":
			return seen(pinned, change);
		case "theirs":
			if (change.kind !== "claimed") return undone(pinned, "not-open");
			return change.before === "verified" ? undone(pinned, "theirs-locked") : taken(pinned, change, "theirs", "new");
		case "not-theirs":
			return change.kind === "claimed" ? done("not-theirs", without(pinned, change)) : undone(pinned, "not-open");
		case "downgrade":
			return downgrade(pinned, change);
	}
}

function somebodyElse(pinned: Pinned, account: Uint8Array): Answered {
	const { change, notTheirs } = pinned;
	const asked = change?.kind === "claimed" && change.account !== null && sameKey(change.account, account);
	if (asked) return done("not-theirs", without(pinned, change));
	if (sameKey(account, pinned.accountPublicKey) || leftKey(pinned, account) !== null) return undone(pinned, "not-open");
	const shown = withoutShown(pinned.shown, account);
	return done("not-theirs-unasked", { ...standingOf(pinned), notTheirs: withKey(notTheirs, account), shown });
}

function seen(pinned: Pinned, change: KeyChange): Answered {
	if (change.before === "verified" || (change.kind !== "claimed" && change.kind !== "moved")) {
		return undone(pinned, "seen-locked");
	}
	return change.kind === "claimed"
		? done("seen-claim", without(pinned, change))
		: done("seen-move", settled(pinned, change.before));
}

function downgrade(pinned: Pinned, change: KeyChange): Answered {
	switch (change.kind) {
		case "claimed":
			// Who was never verified has nothing to lose: `theirs` is the word for that.
			return change.before === "verified"
				? taken(pinned, change, "downgrade-claim", "new")
				: undone(pinned, "not-open");
		case "moved":
			return change.before === "verified"
				? done("downgrade-move", settled(pinned, "known"))
				: undone(pinned, "not-open");
		default:
			return done("downgrade-doubt", settled(pinned, "new"));
	}
}

function verified(pinned: Pinned, account: Uint8Array): Answered {
	const { change } = pinned;
	if (sameKey(account, pinned.accountPublicKey)) {
		const after = { ...settled(pinned, "verified"), shown: noneShown };
		if (change === null) return done("verified", after);
		return done("verified-again", { ...after, notTheirs: withKey(pinned.notTheirs, change.account) });
	}
	if (change?.kind === "claimed" && change.account !== null && sameKey(account, change.account)) {
		return taken(pinned, change, "verified-claim", "verified");
	}
	return undone(pinned, "verified-other");
}

/** The key we had stays what it was, and nobody asks about the other one again. */
function without(pinned: Pinned, change: KeyChange): Standing {
	return {
		...settled(pinned, change.before),
		notTheirs: withKey(pinned.notTheirs, change.account),
		shown: refusedShown(pinned.shown, change.account),
	};
}

function taken(
	pinned: Pinned,
	change: KeyChange,
	name: "theirs" | "downgrade-claim" | "verified-claim",
	trust: "new" | "verified",
): Answered {
	const notTheirs = pinned.notTheirs.filter((key) => change.account === null || !sameKey(key, change.account));
	// From here on it is the user's word that counts, not that of the keys before.
	const before = [...pinned.left.map(({ account }) => account), pinned.accountPublicKey];
	const left = before.slice(-mostKeys).map((account) => ({ account, moved: false }));
	return { ...done(name, { ...settled(pinned, trust), left, notTheirs, shown: noneShown }), takes: "account" };
}

const done = (name: AnswerCase, after: Standing): Answered => ({
	case: name,
	...after,
	send: maySend(after),
	takes: "nothing",
	done: true,
});

const undone = (pinned: Pinned, name: AnswerCase): Answered => ({ ...done(name, standingOf(pinned)), done: false });
