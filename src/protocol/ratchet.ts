/**
 * The Double Ratchet with header encryption, as far as a session's first message needs it: one root step, one message key, and
 * the two sealed parts of a slot. Sessions that go on from here are not this file's concern.
 *
 *   RK || CK || NHK = HKDF(salt = RK, ikm = DH, "Sotto/1 root", 96)        mk = HMAC(ck, 0x01)
 *   hk = HMAC(HK, 0x02 || D)
 *   eh = ChaCha20-Poly1305(hk, 0^96, "", ratchet key(32) || PN(4) || N(4))                      56
 *   w  = ChaCha20-Poly1305(mk, D[0..12], AAD = D || eh, content key)                            48
 */
import { type Bytes, concat, integer, zeroize } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { label } from "./labels.ts";
import { createReader } from "./reader.ts";
import type { Suite } from "./suite.ts";

export const HEADER_LENGTH = 56;
export const WRAP_LENGTH = 48;

const MESSAGE_KEY = Uint8Array.of(1);
const HEADER_KEY = Uint8Array.of(2);
/** hk holds D, so it is another key for every message, and there is one header under it. */
const headerNonce = new Uint8Array(12);

export interface Header {
	readonly ratchetKey: Bytes;
	readonly previousCount: number;
	readonly number: number;
}

/** The message key of a session's first message. */
export function firstMessageKey(suite: Suite, rootKey: Bytes, shared: Bytes): Bytes {
	const step = suite.hkdf(rootKey, shared, label.root, 96);
	const messageKey = suite.mac(step.subarray(32, 64), MESSAGE_KEY);
	zeroize(step);
	return messageKey;
}

export function sealHeader(suite: Suite, headerKey: Bytes, digest: Bytes, header: Header): Bytes {
	const plain = concat(header.ratchetKey, integer(header.previousCount, 4), integer(header.number, 4));
	return suite.sealSlot(suite.mac(headerKey, HEADER_KEY, digest), headerNonce, new Uint8Array(0), plain);
}

/** Throws `altered`. */
export function openHeader(suite: Suite, headerKey: Bytes, digest: Bytes, sealed: Bytes): Header {
	const key = suite.mac(headerKey, HEADER_KEY, digest);
	const plain = suite.openSlot(key, headerNonce, new Uint8Array(0), sealed);
	if (!plain) throw new ProtocolError("altered");
	const reader = createReader(plain);
	return { ratchetKey: reader.bytes(32), previousCount: reader.integer(4), number: reader.integer(4) };
}

export function wrapContentKey(
	suite: Suite,
	messageKey: Bytes,
	digest: Bytes,
	header: Bytes,
	contentKey: Bytes,
): Bytes {
	return suite.sealSlot(messageKey, digest.subarray(0, 12), concat(digest, header), contentKey);
}

/** Throws `altered`. */
export function unwrapContentKey(suite: Suite, messageKey: Bytes, digest: Bytes, header: Bytes, wrapped: Bytes): Bytes {
	const contentKey = suite.openSlot(messageKey, digest.subarray(0, 12), concat(digest, header), wrapped);
	if (!contentKey) throw new ProtocolError("altered");
	return contentKey;
}
