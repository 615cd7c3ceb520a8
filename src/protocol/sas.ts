/**
 * A short code that two people compare by voice (short authentication string, as in ZRTP and Matrix). The responder commits to its
 * nonce before it sees the initiator's, so somebody in between gets one guess a try, whatever they can compute.
 *
 *   T    = SHA-256("Sotto/1 sas context" || AF_I || AF_R || D_I || D_R || h2 || id(16) || method(1))
 *   c    = SHA-256("Sotto/1 sas commit" || T || n_R)
 *   code = HKDF(salt T, ikm n_I || n_R, info "Sotto/1 sas code", 6): its first 42 bits are 7 pictures, or its first 39 bits 3 numbers
 *
 * The messages that carry this are verification.ts; who may send what, and when, is src/verification.
 */
import { type Bytes, concat, equalBytes, integer } from "./bytes.ts";
import { label } from "./labels.ts";
import type { Suite } from "./suite.ts";

export const sasMethod: { readonly pictures: 1; readonly numbers: 2 } = { pictures: 1, numbers: 2 };
export type SasMethod = 1 | 2;

/** The two ends of the session in which it happens, and what their handshake hashed (h2). */
export interface SasContext {
	readonly initiator: SasEnd;
	readonly responder: SasEnd;
	readonly transcript: Bytes;
	/** 16 bytes, drawn by the initiator. */
	readonly id: Bytes;
	readonly method: SasMethod;
}

export interface SasEnd {
	/** AF. */
	readonly fingerprint: Bytes;
	/** D. */
	readonly devicePublicKey: Bytes;
}

/** T: 32 bytes. */
export function sasContext(suite: Suite, { initiator, responder, transcript, id, method }: SasContext): Bytes {
	return suite.hash(
		label.sasContext,
		initiator.fingerprint,
		responder.fingerprint,
		initiator.devicePublicKey,
		responder.devicePublicKey,
		transcript,
		id,
		integer(method, 1),
	);
}

/** c: 32 bytes. */
export function sasCommitment(suite: Suite, context: Bytes, responderNonce: Bytes): Bytes {
	return suite.hash(label.sasCommit, context, responderNonce);
}

export function isCommittedTo(suite: Suite, context: Bytes, responderNonce: Bytes, commitment: Bytes): boolean {
	return equalBytes(sasCommitment(suite, context, responderNonce), commitment);
}

/** 6 bytes. */
export function sasCode(suite: Suite, context: Bytes, initiatorNonce: Bytes, responderNonce: Bytes): Bytes {
	return suite.hkdf(context, concat(initiatorNonce, responderNonce), label.sasCode, 6);
}

/** 7 numbers from 0 to 63: pictures of the table in docs/protocol.md. */
export function sasPictures(code: Bytes): readonly number[] {
	return groups(code, 7, 6);
}

/** 3 numbers from 1000 to 9191. */
export function sasNumbers(code: Bytes): readonly number[] {
	return groups(code, 3, 13).map((value) => value + 1000);
}

/** The first `count` groups of `size` bits, most significant first. */
function groups(code: Bytes, count: number, size: number): readonly number[] {
	const bits = [...code].map((byte) => byte.toString(2).padStart(8, "0")).join("");
	return Array.from({ length: count }, (_, index) => Number.parseInt(bits.slice(index * size, (index + 1) * size), 2));
}
