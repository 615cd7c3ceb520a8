/** What went wrong, as a closed list; the words for people are in the surfaces. */
export type ProtocolErrorCode =
	/** Bytes that no correct sender makes: the other side has to send again. */
	| "malformed"
	/** The text ends before its own length: open the whole message on the site. */
	| "truncated"
	/** Parts of a split text are not here yet; `details` says which. */
	| "part-missing"
	/** The length fits, the checksum does not: the site changed characters. */
	| "damaged"
	| "unsupported-version"
	| "unsupported-suite"
	/** No slot is for this device. */
	| "not-for-us"
	/** Read before, and its key was deleted since. */
	| "key-deleted"
	/** A slot is for us, and something in it or in the payload was changed. */
	| "altered"
	/** Another message had this number of this chain: its author's state was copied. */
	| "number-reused"
	/** The invitation ended: ask for a new one. */
	| "prekey-expired"
	/** The sender's device was revoked by its owner. */
	| "revoked-sender"
	| "too-large"
	| "too-many-skipped";

/** A message's place in its session. */
export interface Position {
	/** The first 4 bytes of the sender's ratchet key, as an integer. */
	readonly chain: number;
	/** N. */
	readonly number: number;
}

/** Numbers only: no key, no text, no name ever gets into an error. */
export interface ProtocolErrorDetails {
	/** 1-based numbers of the parts that are missing. */
	readonly missing?: readonly number[];
	/** Parts there should be. */
	readonly count?: number;
	/** The version or suite that was met. */
	readonly found?: number;
	/** The bound that was exceeded (src/protocol/limits.ts). */
	readonly limit?: number;
	/** Older messages that opening this one would give up. */
	readonly skipped?: number;
	/** `key-deleted`: which key it was. */
	readonly position?: Position;
}

export class ProtocolError extends Error {
	readonly code: ProtocolErrorCode;
	readonly details: ProtocolErrorDetails;

	constructor(code: ProtocolErrorCode, details: ProtocolErrorDetails = {}) {
		super(code);
		this.name = "ProtocolError";
		this.code = code;
		this.details = details;
	}
}
