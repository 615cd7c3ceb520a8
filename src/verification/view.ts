/** What a surface needs to show of a comparison. Nonces and the code's derivation stay behind. */
import { bytesToHex } from "@noble/hashes/utils.js";
import {
	SAS_FAILURES_WITHIN,
	type SasMethod,
	type Suite,
	sasCode,
	sasMethod,
	sasNumbers,
	sasPictures,
	type VerificationMessage,
} from "../protocol/index.ts";
import {
	type Attempt,
	attemptsLeft,
	endsAt,
	isClosed,
	isExpired,
	recentFailures,
	type Verification,
} from "./attempt.ts";
import { expire } from "./transitions.ts";

export type VerificationView =
	/** `again`: when the next attempt is possible; null: now. `ranOut`: the last one ended with its time. */
	| { readonly kind: "idle"; readonly left: number; readonly again: number | null; readonly ranOut: boolean }
	/** The other one wants to compare. */
	| { readonly kind: "asked"; readonly method: SasMethod; readonly endsAt: number }
	/** A message of ours is to be sent. */
	| { readonly kind: "to-send"; readonly body: Uint8Array; readonly endsAt: number }
	/** The other one's turn. */
	| { readonly kind: "waiting"; readonly endsAt: number }
	| {
			readonly kind: "compare";
			readonly code: SasCode;
			/** Who reads aloud first; the other one listens and only then compares. */
			readonly readsFirst: boolean;
			readonly endsAt: number;
	  }
	/** Our part is done. `body`: what is still to be sent about it. */
	| { readonly kind: "done"; readonly outcome: "match" | "differ" | "stopped"; readonly body: Uint8Array | null };

export type SasCode =
	/** 7 of 64, docs/protocol.md has the table. */
	| { readonly method: "pictures"; readonly pictures: readonly number[] }
	/** 3 of four digits. */
	| { readonly method: "numbers"; readonly numbers: readonly number[] };

export function viewOf(state: Verification, suite: Suite, now: number): VerificationView {
	const { attempt } = state;
	if (attempt === null) return idle(state, now);
	if (isExpired(attempt, now)) return idle(expire(state, now).state, now);
	if (isClosed(attempt)) return done(attempt, idle(state, now));
	const ends = { endsAt: endsAt(attempt) };
	if (attempt.phase === "asked") return { kind: "asked", method: attempt.method, ...ends };
	if (attempt.outgoing !== null) return { kind: "to-send", body: attempt.outgoing, ...ends };
	const code = codeOf(suite, attempt);
	if (code === null) return { kind: "waiting", ...ends };
	return { kind: "compare", code, readsFirst: attempt.role === "initiator", ...ends };
}

/** Whether it is from this message that the attempt goes on: the last one of theirs, or our own question for as long as they said nothing. */
export function goesOnFrom(
	attempt: Attempt,
	message: Exclude<VerificationMessage, { kind: "scanned" }>,
	own: boolean,
): boolean {
	if (bytesToHex(attempt.id) !== bytesToHex(message.id)) return false;
	if (attempt.peerNonce !== null) return !own && message.kind === "reveal";
	if (attempt.commitment !== null) return !own && message.kind === "commit";
	return message.kind === "start" && own === (attempt.role === "initiator");
}

function idle(state: Verification, now: number): VerificationView {
	const left = attemptsLeft(state, now);
	const [oldest = now] = recentFailures(state, now).toSorted((a, b) => a - b);
	return { kind: "idle", left, again: left > 0 ? null : oldest + SAS_FAILURES_WITHIN, ranOut: state.ranOut };
}

function done({ phase, outgoing }: Attempt, after: VerificationView): VerificationView {
	if (outgoing === null && phase !== "matched") return after;
	const outcome = phase === "matched" ? "match" : phase === "differed" ? "differ" : "stopped";
	return { kind: "done", outcome, body: outgoing };
}

/** Only while it is compared: at the responder, after its nonce was sent. */
function codeOf(suite: Suite, { phase, role, context, ownNonce, peerNonce, method }: Attempt): SasCode | null {
	if (phase !== "comparing" || peerNonce === null) return null;
	const [initiatorNonce, responderNonce] = role === "initiator" ? [ownNonce, peerNonce] : [peerNonce, ownNonce];
	const code = sasCode(suite, context, initiatorNonce, responderNonce);
	return method === sasMethod.pictures
		? { method: "pictures", pictures: sasPictures(code) }
		: { method: "numbers", numbers: sasNumbers(code) };
}
