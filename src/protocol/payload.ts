/**
 * What is inside the payload, before padding.
 *
 *   kind(1) sent-at(6) conversation(16) counter(4) recipient-set hash(8) list sequence(4) flags(1) seen count(1) seen(8)*
 *   [ count(1) fingerprint(32)* ] [ keep(1) ] [ certificate(165) signature(64) ]  body
 *
 * flags bit 0: the recipient list is there; bit 1: keep; bit 2: certificate and signature (signed.ts). A reader refuses other bits.
 */
import { type Bytes, concat, decodeText, encodeText, integer } from "./bytes.ts";
import { ascends, CERTIFICATE_LENGTH, compareBytes } from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import { label } from "./labels.ts";
import { MAX_CARD, MAX_RECIPIENT_LIST, MAX_SEEN } from "./limits.ts";
import { createReader } from "./reader.ts";
import type { Suite } from "./suite.ts";

/** `verification`: verification.ts; `notice`: notice.ts. */
export const payloadKind: {
	readonly text: 1;
	readonly textWithCard: 2;
	readonly verification: 3;
	readonly notice: 4;
} = { text: 1, textWithCard: 2, verification: 3, notice: 4 };

export interface Payload {
	/** payloadKind. */
	readonly kind: number;
	/** Milliseconds since the epoch, by the sender's clock. */
	readonly sentAt: number;
	/** 16 bytes. */
	readonly conversation: Bytes;
	/** Of this sending device, in this conversation, to this set of recipients. */
	readonly counter: number;
	/** 8 bytes, `recipientSetHash`. */
	readonly recipientSetHash: Bytes;
	/** Of the sender's own device list. */
	readonly listSequence: number;
	/** At most 4 times 8 bytes: beginnings of message ids that were on the sender's screen. */
	readonly seen: readonly Bytes[];
	/** Fingerprints of all people it is for, ascending, when the set changed; otherwise `null`. */
	readonly recipients: readonly Bytes[] | null;
	/** For how long the author asks readers to keep it: `keepCode`; `null` when they did not ask. */
	readonly keep: KeepCode | null;
	/** By the author's device (signed.ts); `null` for a deniable message. */
	readonly signed: Signature | null;
	readonly body: Bytes;
}

export interface Signature {
	/** Of the device that signed, 165 bytes: whoever has the message can verify it, also without the session it came in. */
	readonly certificate: Bytes;
	/** Ed25519, 64 bytes. */
	readonly signature: Bytes;
}

/** What an author may ask for: until the tab closes, 24 hours, 7, 30, 90 days. */
export const keepCode: {
	readonly closed: 1;
	readonly "24h": 2;
	readonly "7d": 3;
	readonly "30d": 4;
	readonly "90d": 5;
} = { closed: 1, "24h": 2, "7d": 3, "30d": 4, "90d": 5 };
export type KeepCode = 1 | 2 | 3 | 4 | 5;

const HAS_RECIPIENTS = 1;
const HAS_KEEP = 2;
const HAS_SIGNATURE = 4;
const KNOWN_FLAGS = HAS_RECIPIENTS | HAS_KEEP | HAS_SIGNATURE;

export function encodePayload(payload: Payload): Bytes {
	if (payload.seen.length > MAX_SEEN || (payload.recipients?.length ?? 0) > MAX_RECIPIENT_LIST) {
		throw new ProtocolError("too-large");
	}
	const recipients = payload.recipients?.toSorted(compareBytes) ?? null;
	const { keep, signed } = payload;
	const flags = (recipients ? HAS_RECIPIENTS : 0) | (keep ? HAS_KEEP : 0) | (signed ? HAS_SIGNATURE : 0);
	const fixed = concat(
		integer(payload.kind, 1),
		integer(payload.sentAt, 6),
		ofLength(payload.conversation, 16),
		integer(payload.counter, 4),
		ofLength(payload.recipientSetHash, 8),
		integer(payload.listSequence, 4),
		integer(flags, 1),
		integer(payload.seen.length, 1),
		...payload.seen.map((id) => ofLength(id, 8)),
	);
	const list = recipients ? [integer(recipients.length, 1), ...recipients.map((one) => ofLength(one, 32))] : [];
	const optional = [keep ? integer(keep, 1) : none, ...encodeSignature(signed)];
	return concat(fixed, ...list, ...optional, payload.body);
}

/** Throws `malformed`, and `unsupported-version` for a flag that has no meaning yet. */
export function decodePayload(bytes: Bytes): Payload {
	const reader = createReader(bytes);
	const kind = reader.integer(1);
	const sentAt = reader.integer(6);
	const conversation = reader.bytes(16);
	const counter = reader.integer(4);
	const setHash = reader.bytes(8);
	const listSequence = reader.integer(4);
	const flags = reader.integer(1);
	if ((flags & ~KNOWN_FLAGS) !== 0) throw new ProtocolError("unsupported-version", { found: flags });
	const seenCount = reader.integer(1);
	if (seenCount > MAX_SEEN) throw new ProtocolError("malformed");
	const seen = Array.from({ length: seenCount }, () => reader.bytes(8));
	let recipients: Bytes[] | null = null;
	if (flags & HAS_RECIPIENTS) {
		recipients = Array.from({ length: reader.integer(1) }, () => reader.bytes(32));
		if (recipients.length < 1 || !ascends(recipients)) throw new ProtocolError("malformed");
	}
	// A signature covers the recipients: without them there is nothing to verify.
	if (flags & HAS_SIGNATURE && recipients === null) throw new ProtocolError("malformed");
	const keep = flags & HAS_KEEP ? toKeepCode(reader.integer(1)) : null;
	const signed =
		flags & HAS_SIGNATURE ? { certificate: reader.bytes(CERTIFICATE_LENGTH), signature: reader.bytes(64) } : null;
	const body = reader.rest();
	return {
		kind,
		sentAt,
		conversation,
		counter,
		recipientSetHash: setHash,
		listSequence,
		seen,
		recipients,
		keep,
		signed,
		body,
	};
}

/** 8 bytes over the account fingerprints of everybody a message is for, in any order. */
export function recipientSetHash(suite: Suite, fingerprints: readonly Bytes[]): Bytes {
	const sorted = fingerprints.toSorted(compareBytes);
	return suite.hash(label.recipients, Uint8Array.of(suite.id), ...sorted).slice(0, 8);
}

/** Body of kind 1 (UTF-8 text) or, with a card, of kind 2: text length(4), text, card. */
export function encodeTextBody(text: string, card: Bytes | null): Bytes {
	const utf8 = encodeText(text);
	return card ? concat(integer(utf8.length, 4), utf8, card) : utf8;
}

/** Throws `malformed`, and `unsupported-version` for a kind from a later version. The card inside is not opened here. */
export function decodeBody(payload: Pick<Payload, "kind" | "body">): {
	readonly text: string;
	readonly card: Bytes | null;
} {
	switch (payload.kind) {
		case payloadKind.text:
			return { text: decodeText(payload.body), card: null };
		case payloadKind.textWithCard: {
			const reader = createReader(payload.body);
			const text = decodeText(reader.bytes(reader.integer(4)));
			const card = reader.rest();
			if (card.length === 0) throw new ProtocolError("malformed");
			if (card.length > MAX_CARD) throw new ProtocolError("too-large", { limit: MAX_CARD });
			return { text, card };
		}
		default:
			throw new ProtocolError("unsupported-version", { found: payload.kind });
	}
}

const none = new Uint8Array(0);

const encodeSignature = (signed: Signature | null): readonly Bytes[] =>
	signed ? [ofLength(signed.certificate, CERTIFICATE_LENGTH), ofLength(signed.signature, 64)] : [];

function toKeepCode(value: number): KeepCode {
	if (value < 1 || value > 5) throw new ProtocolError("malformed");
	return value as KeepCode;
}

function ofLength(bytes: Bytes, length: number): Bytes {
	if (bytes.length !== length) throw new RangeError("field of the wrong length");
	return bytes;
}
