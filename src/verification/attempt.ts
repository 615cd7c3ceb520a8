/**
 * Comparing a code with one contact, as it stands: at most one attempt at a time, what failed lately, what is over. Plain data; what
 * changes it is step.ts, how it is kept is record.ts.
 */
import { SAS_FAILURES, SAS_FAILURES_WITHIN, SAS_LIFE, type SasEnd, type SasMethod } from "../protocol/index.ts";

export type Role = "initiator" | "responder";

/**
 * Initiator: starting, awaiting-commit, revealing, awaiting-nonce, comparing. Responder: asked, committing, awaiting-nonce, revealing, comparing.
 * Either: matched, differed, stopped, of which only what is still to be sent is left.
 */
export type Phase =
	| "starting"
	| "awaiting-commit"
	| "asked"
	| "committing"
	| "awaiting-nonce"
	| "revealing"
	| "comparing"
	| "matched"
	| "differed"
	| "stopped";

export interface Attempt {
	readonly role: Role;
	readonly phase: Phase;
	/** 16 bytes, of the start. */
	readonly id: Uint8Array;
	readonly method: SasMethod;
	/** Hex of the session's id: every message of the attempt comes in it. */
	readonly session: string;
	/** T: the accounts, devices and handshake that are compared. */
	readonly context: Uint8Array;
	/** Drawn when the attempt began. */
	readonly ownNonce: Uint8Array;
	/** c, at the initiator once it came. */
	readonly commitment: Uint8Array | null;
	readonly peerNonce: Uint8Array | null;
	/** Body of the message that is to be sent next, the same until it has been. */
	readonly outgoing: Uint8Array | null;
	/** By our clock. */
	readonly startedAt: number;
}

export interface Verification {
	readonly attempt: Attempt | null;
	/** When attempts failed in which our nonce was given away: each was a guess for somebody in between. */
	readonly failures: readonly number[];
	/** Hex ids of the latest attempts that are over: nothing of them is taken up again. */
	readonly over: readonly string[];
	/** The latest one ended with its time, and the user is told until the next. */
	readonly ranOut: boolean;
}

export const nothingYet: Verification = { attempt: null, failures: [], over: [], ranOut: false };

/** The session in which it happens. */
export interface SessionEnds {
	/** Hex of the session's id. */
	readonly id: string;
	readonly confirmed: boolean;
	/** Then whatever it says in it after a message of ours confirms it here too. */
	readonly begunThere: boolean;
	/** h2. */
	readonly transcript: Uint8Array;
	readonly own: SasEnd;
	readonly peer: SasEnd;
}

/** Ids that are remembered. Older starts are too old to be taken up anyway. */
export const mostOver = 64;

export const endsAt = ({ startedAt }: Attempt): number => startedAt + SAS_LIFE;

/** A clock that was set back ends it too: otherwise an attempt could be made to last. */
export const isExpired = (attempt: Attempt, now: number): boolean => now >= endsAt(attempt) || now < attempt.startedAt;

/** A failure that lies ahead of a clock that was set back still counts. */
export const recentFailures = ({ failures }: Verification, now: number): readonly number[] =>
	failures.filter((at) => at > now - SAS_FAILURES_WITHIN);

export const attemptsLeft = (state: Verification, now: number): number =>
	Math.max(0, SAS_FAILURES - recentFailures(state, now).length);

/** Whether our nonce was given away: somebody in between may know the code by now. */
export function isGuessed({ phase, role }: Attempt): boolean {
	if (phase === "awaiting-nonce") return role === "initiator";
	return phase === "revealing" || phase === "comparing" || phase === "matched";
}

/** Nothing is left of it but a message that says how it ended. */
export const isClosed = ({ phase }: Attempt): boolean =>
	phase === "matched" || phase === "differed" || phase === "stopped";
