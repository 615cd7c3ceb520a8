/** The parts of which every change of a comparison is made, and what one can come to. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { encodeVerification, type SasMethod, type Suite, sasCommitment, sasContext } from "../protocol/index.ts";
import {
	type Attempt,
	isClosed,
	isExpired,
	isGuessed,
	mostOver,
	type Role,
	recentFailures,
	type SessionEnds,
	type Verification,
} from "./attempt.ts";

/** Why an attempt came to nothing. `swapped`: the nonce is not the one that was committed to; nobody honest does that. */
export type Failure = "differ" | "differ-there" | "swapped" | "stopped" | "stopped-there" | "expired";

/** Why a message was not heeded, or an attempt not begun. */
export type Refusal =
	| "running"
	| "too-many"
	| "unconfirmed"
	| "late"
	| "over"
	| "other-session"
	| "out-of-order"
	| "nothing-to-do";

export type Effect =
	/** Both account keys are the ones that the two people hold. */
	| { readonly kind: "verified" }
	/** The other one saw another code after our user had said that they match: take it back. */
	| { readonly kind: "withdrawn" }
	/** `counts`: towards the three of a day. */
	| { readonly kind: "failed"; readonly why: Failure; readonly counts: boolean }
	| { readonly kind: "refused"; readonly why: Refusal };

export interface Step {
	readonly state: Verification;
	readonly effects: readonly Effect[];
}

export interface Ports {
	readonly suite: Suite;
	/** Of the platform's generator. */
	readonly random: (length: number) => Uint8Array;
	readonly now: number;
}

export function newAttempt(role: Role, id: Uint8Array, method: SasMethod, session: SessionEnds, ports: Ports): Attempt {
	const { own, peer, transcript } = session;
	const [initiator, responder] = role === "initiator" ? [own, peer] : [peer, own];
	return {
		role,
		phase: "asked",
		id,
		method,
		session: session.id,
		context: sasContext(ports.suite, { initiator, responder, transcript, id, method }),
		ownNonce: ports.random(32),
		commitment: null,
		peerNonce: null,
		outgoing: null,
		startedAt: ports.now,
	};
}

export function expire(state: Verification, now: number): Step {
	const { attempt } = state;
	if (attempt === null || !isExpired(attempt, now)) return unchanged(state);
	if (isClosed(attempt)) return unchanged(closed(state));
	return fail({ ...closed(state), ranOut: true }, attempt, "expired", now);
}

/** `failed`: the attempt as it was. It counts once the code could be known. */
export function fail(state: Verification, failed: Attempt, why: Failure, now: number): Step {
	const counts = isGuessed(failed);
	const failures = counts ? [...recentFailures(state, now), now] : state.failures;
	return { state: { ...state, failures }, effects: [{ kind: "failed", why, counts }] };
}

export function committing(suite: Suite, attempt: Attempt): Attempt {
	const outgoing = encodeVerification({
		kind: "commit",
		id: attempt.id,
		commitment: sasCommitment(suite, attempt.context, attempt.ownNonce),
	});
	return { ...attempt, phase: "committing", outgoing };
}

/** Another attempt takes the place of one that is over. */
export const begun = (state: Verification, attempt: Attempt): Verification => ({
	...closed(state),
	attempt,
	ranOut: false,
});

/** Without its attempt, which is remembered as over; the nonces are gone with it. */
export function closed(state: Verification): Verification {
	if (state.attempt === null) return state;
	return { ...state, attempt: null, over: [...state.over, bytesToHex(state.attempt.id)].slice(-mostOver) };
}

export const unchanged = (state: Verification): Step => ({ state, effects: [] });

export const refused = (state: Verification, why: Refusal): Step => ({ state, effects: [{ kind: "refused", why }] });
