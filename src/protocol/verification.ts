/**
 * Bodies of messages of kind 3, by which two people make sure of each other. They are nobody's text and are never shown as one.
 *
 *   1 start    id(16) method(1)        I -> R
 *   2 commit   id(16) c(32)            R -> I
 *   3 reveal   id(16) nonce(32)        I -> R, then R -> I
 *   4 result   id(16) outcome(1)       either: 1 the codes match, 2 they differ, 3 stopped
 *   5 scanned  proof(32) [ card ]      whoever scanned a contact code -> who showed it; the card, for who does not have it yet
 *
 * Each begins with its number(1). What a message does at which time is src/verification.
 */
import { type Bytes, concat, integer } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { MAX_CARD } from "./limits.ts";
import { type Payload, payloadKind } from "./payload.ts";
import { createReader, type Reader } from "./reader.ts";
import { type SasMethod, sasMethod } from "./sas.ts";

export type SasOutcome = "match" | "differ" | "stopped";

export type VerificationMessage =
	| { readonly kind: "start"; readonly id: Bytes; readonly method: SasMethod }
	| { readonly kind: "commit"; readonly id: Bytes; readonly commitment: Bytes }
	| { readonly kind: "reveal"; readonly id: Bytes; readonly nonce: Bytes }
	| { readonly kind: "result"; readonly id: Bytes; readonly outcome: SasOutcome }
	/** The card is not opened here. */
	| { readonly kind: "scanned"; readonly proof: Bytes; readonly card: Bytes | null };

const number = { start: 1, commit: 2, reveal: 3, result: 4, scanned: 5 } as const;
const outcomes: readonly SasOutcome[] = ["match", "differ", "stopped"];

export function encodeVerification(message: VerificationMessage): Bytes {
	const first = integer(number[message.kind], 1);
	switch (message.kind) {
		case "start":
			return concat(first, message.id, integer(message.method, 1));
		case "commit":
			return concat(first, message.id, message.commitment);
		case "reveal":
			return concat(first, message.id, message.nonce);
		case "result":
			return concat(first, message.id, integer(outcomes.indexOf(message.outcome) + 1, 1));
		case "scanned":
			return concat(first, message.proof, ...(message.card ? [message.card] : []));
	}
}

/** Throws `malformed`, and `unsupported-version` for a body of another kind, a message or a method of a later version. */
export function decodeVerification(payload: Pick<Payload, "kind" | "body">): VerificationMessage {
	if (payload.kind !== payloadKind.verification) {
		throw new ProtocolError("unsupported-version", { found: payload.kind });
	}
	const reader = createReader(payload.body);
	const kind = reader.integer(1);
	const message = ((): VerificationMessage => {
		switch (kind) {
			case number.start:
				return { kind: "start", id: reader.bytes(16), method: toMethod(reader.integer(1)) };
			case number.commit:
				return { kind: "commit", id: reader.bytes(16), commitment: reader.bytes(32) };
			case number.reveal:
				return { kind: "reveal", id: reader.bytes(16), nonce: reader.bytes(32) };
			case number.result:
				return { kind: "result", id: reader.bytes(16), outcome: toOutcome(reader.integer(1)) };
			case number.scanned:
				return { kind: "scanned", proof: reader.bytes(32), card: readCard(reader) };
			default:
				throw new ProtocolError("unsupported-version", { found: kind });
		}
	})();
	reader.end();
	return message;
}

function readCard(reader: Reader): Bytes | null {
	const card = reader.rest();
	if (card.length > MAX_CARD) throw new ProtocolError("too-large", { limit: MAX_CARD });
	return card.length === 0 ? null : card;
}

function toMethod(value: number): SasMethod {
	if (value !== sasMethod.pictures && value !== sasMethod.numbers) {
		throw new ProtocolError("unsupported-version", { found: value });
	}
	return value;
}

function toOutcome(value: number): SasOutcome {
	const outcome = outcomes[value - 1];
	if (outcome === undefined) throw new ProtocolError("malformed");
	return outcome;
}
