/**
 * The live comparison (docs/protocol.md, Comparing a code) as a state machine: state and event in, state and effects out. Pure; nothing is
 * sent here. The caller stores the state before a message of it leaves, and hands in only messages whose last seal opened.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { encodeVerification, type SasMethod, type VerificationMessage } from "../protocol/index.ts";
import { type Attempt, attemptsLeft, isClosed, type SessionEnds, type Verification } from "./attempt.ts";
import { receive } from "./receive.ts";
import {
	begun,
	closed,
	committing,
	expire,
	fail,
	newAttempt,
	type Ports,
	refused,
	type Step,
	unchanged,
} from "./transitions.ts";

export type Event =
	/** The user wants to compare. */
	| { readonly kind: "begin"; readonly method: SasMethod; readonly session: SessionEnds }
	/** `sentAt`: by its author's clock. */
	| {
			readonly kind: "received";
			readonly message: VerificationMessage;
			readonly session: SessionEnds;
			readonly sentAt: number;
	  }
	/** The user says yes to comparing, asked by the other. */
	| { readonly kind: "agree" }
	/** This outgoing message stands in the chat. The word about an earlier one may come late. */
	| { readonly kind: "sent"; readonly body: Uint8Array }
	/** The user says whether the codes are the same. */
	| { readonly kind: "answer"; readonly match: boolean }
	| { readonly kind: "stop" }
	/** Time went by. */
	| { readonly kind: "tick" };

export function step(before: Verification, event: Event, ports: Ports): Step {
	const expired = expire(before, ports.now);
	const after = handle(expired.state, event, ports);
	return { state: after.state, effects: [...expired.effects, ...after.effects] };
}

function handle(state: Verification, event: Event, ports: Ports): Step {
	const { attempt } = state;
	switch (event.kind) {
		case "begin":
			return begin(state, event.method, event.session, ports);
		case "received":
			return receive(state, event, ports);
		case "tick":
			return unchanged(state);
		case "stop":
			return attempt === null || isClosed(attempt) ? refused(state, "nothing-to-do") : stop(state, attempt, ports.now);
		case "agree":
			return attempt?.phase === "asked" ? agree(state, attempt, ports) : refused(state, "nothing-to-do");
		case "sent":
			return attempt?.outgoing && bytesToHex(attempt.outgoing) === bytesToHex(event.body)
				? sent(state, attempt)
				: refused(state, "nothing-to-do");
		case "answer":
			return attempt?.phase === "comparing"
				? answer(state, attempt, event.match, ports.now)
				: refused(state, "nothing-to-do");
	}
}

function begin(state: Verification, method: SasMethod, session: SessionEnds, ports: Ports): Step {
	if (state.attempt !== null && !isClosed(state.attempt)) return refused(state, "running");
	if (attemptsLeft(state, ports.now) === 0) return refused(state, "too-many");
	// Our nonce waits for their commitment, which is the first thing that says that they are there.
	if (!session.confirmed && !session.begunThere) return refused(state, "unconfirmed");
	const attempt = newAttempt("initiator", ports.random(16), method, session, ports);
	const outgoing = encodeVerification({ kind: "start", id: attempt.id, method });
	return unchanged(begun(state, { ...attempt, phase: "starting", outgoing }));
}

function agree(state: Verification, attempt: Attempt, { suite }: Ports): Step {
	return unchanged({ ...state, attempt: committing(suite, attempt) });
}

function sent(state: Verification, attempt: Attempt): Step {
	const next = { ...attempt, outgoing: null };
	switch (attempt.phase) {
		case "starting":
			return unchanged({ ...state, attempt: { ...next, phase: "awaiting-commit" } });
		case "committing":
			return unchanged({ ...state, attempt: { ...next, phase: "awaiting-nonce" } });
		case "revealing":
			return unchanged({
				...state,
				attempt: { ...next, phase: attempt.role === "initiator" ? "awaiting-nonce" : "comparing" },
			});
		case "matched":
			return unchanged({ ...state, attempt: next });
		default:
			return unchanged(closed(state));
	}
}

function answer(state: Verification, attempt: Attempt, match: boolean, now: number): Step {
	const outgoing = encodeVerification({ kind: "result", id: attempt.id, outcome: match ? "match" : "differ" });
	if (match) {
		const matched: Attempt = { ...attempt, phase: "matched", outgoing };
		return { state: { ...state, attempt: matched }, effects: [{ kind: "verified" }] };
	}
	return fail({ ...state, attempt: { ...attempt, phase: "differed", outgoing } }, attempt, "differ", now);
}

function stop(state: Verification, attempt: Attempt, now: number): Step {
	// Nobody has heard of it yet.
	const outgoing =
		attempt.phase === "starting" ? null : encodeVerification({ kind: "result", id: attempt.id, outcome: "stopped" });
	const left =
		outgoing === null ? closed(state) : { ...state, attempt: { ...attempt, phase: "stopped" as const, outgoing } };
	return fail(left, attempt, "stopped", now);
}
