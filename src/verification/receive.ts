/** What a message of the other one does to the comparison. Anything that is not the next step is refused and changes nothing. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { encodeVerification, isCommittedTo, SAS_LIFE, type VerificationMessage } from "../protocol/index.ts";
import { type Attempt, attemptsLeft, isClosed, type SessionEnds, type Verification } from "./attempt.ts";
import {
	begun,
	closed,
	committing,
	fail,
	newAttempt,
	type Ports,
	refused,
	type Step,
	unchanged,
} from "./transitions.ts";

interface Received {
	readonly message: VerificationMessage;
	readonly session: SessionEnds;
	readonly sentAt: number;
}

export function receive(state: Verification, { message, session, sentAt }: Received, ports: Ports): Step {
	if (message.kind === "scanned") return refused(state, "nothing-to-do");
	if (state.over.includes(bytesToHex(message.id))) return refused(state, "over");
	const { attempt } = state;
	if (message.kind === "start") return receiveStart(state, message, session, sentAt, ports);
	if (attempt === null || bytesToHex(attempt.id) !== bytesToHex(message.id)) return refused(state, "over");
	if (attempt.session !== session.id) return refused(state, "other-session");
	switch (message.kind) {
		case "commit":
			return receiveCommit(state, attempt, message.commitment, session);
		case "reveal":
			return attempt.role === "initiator"
				? receiveNonceOfResponder(state, attempt, message.nonce, ports)
				: receiveNonceOfInitiator(state, attempt, message.nonce);
		case "result":
			return receiveResult(state, attempt, message.outcome, ports.now);
	}
}

function receiveStart(
	state: Verification,
	{ id, method }: Extract<VerificationMessage, { kind: "start" }>,
	session: SessionEnds,
	sentAt: number,
	ports: Ports,
): Step {
	const { attempt } = state;
	if (!session.confirmed) return refused(state, "unconfirmed");
	// A page shows old messages late, and clocks differ.
	if (Math.abs(ports.now - sentAt) > SAS_LIFE) return refused(state, "late");
	if (attemptsLeft(state, ports.now) === 0) return refused(state, "too-many");
	const asked = () => newAttempt("responder", id, method, session, ports);
	if (attempt === null || isClosed(attempt)) return unchanged(begun(state, asked()));
	if (bytesToHex(attempt.id) === bytesToHex(id)) return refused(state, "running");
	// Both began at the same time: both keep the lower id, and whoever had begun has said yes already.
	if (attempt.role === "initiator" && (attempt.phase === "starting" || attempt.phase === "awaiting-commit")) {
		if (bytesToHex(attempt.id) < bytesToHex(id)) return refused(state, "running");
		return unchanged(begun(state, committing(ports.suite, asked())));
	}
	return refused(state, "running");
}

function receiveCommit(
	state: Verification,
	attempt: Attempt,
	commitment: Uint8Array,
	{ confirmed }: SessionEnds,
): Step {
	// That the start stands in the chat is shown by the answer, whether or not we were told.
	const awaited = attempt.phase === "awaiting-commit" || attempt.phase === "starting";
	if (!awaited || attempt.role !== "initiator") return refused(state, "out-of-order");
	if (!confirmed) return refused(state, "unconfirmed");
	const outgoing = encodeVerification({ kind: "reveal", id: attempt.id, nonce: attempt.ownNonce });
	return unchanged({ ...state, attempt: { ...attempt, phase: "revealing", commitment, outgoing } });
}

function receiveNonceOfInitiator(state: Verification, attempt: Attempt, peerNonce: Uint8Array): Step {
	if (attempt.phase !== "awaiting-nonce" && attempt.phase !== "committing") return refused(state, "out-of-order");
	const outgoing = encodeVerification({ kind: "reveal", id: attempt.id, nonce: attempt.ownNonce });
	return unchanged({ ...state, attempt: { ...attempt, phase: "revealing", peerNonce, outgoing } });
}

function receiveNonceOfResponder(state: Verification, attempt: Attempt, peerNonce: Uint8Array, ports: Ports): Step {
	const awaited = attempt.phase === "awaiting-nonce" || attempt.phase === "revealing";
	if (!awaited || attempt.commitment === null) return refused(state, "out-of-order");
	if (!isCommittedTo(ports.suite, attempt.context, peerNonce, attempt.commitment)) {
		return fail(closed(state), attempt, "swapped", ports.now);
	}
	return unchanged({ ...state, attempt: { ...attempt, phase: "comparing", peerNonce, outgoing: null } });
}

function receiveResult(
	state: Verification,
	attempt: Attempt,
	outcome: "match" | "differ" | "stopped",
	now: number,
): Step {
	if (attempt.phase === "matched") {
		if (outcome !== "differ") return unchanged(state);
		const failed = fail(closed(state), attempt, "differ-there", now);
		return { ...failed, effects: [{ kind: "withdrawn" }, ...failed.effects] };
	}
	if (isClosed(attempt)) return refused(state, "over");
	// Their yes is not shown: it would answer for the user.
	if (outcome === "match") {
		return attempt.role === "responder" && attempt.phase === "revealing"
			? unchanged({ ...state, attempt: { ...attempt, phase: "comparing", outgoing: null } })
			: refused(state, "out-of-order");
	}
	return fail(closed(state), attempt, outcome === "differ" ? "differ-there" : "stopped-there", now);
}
