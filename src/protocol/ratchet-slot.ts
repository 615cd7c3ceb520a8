/**
 * The sealed parts of a slot, which initial and ratchet slots share, and the layout of a ratchet slot.
 *
 *   loc  = HMAC(HK, 0x01 || commitment)[0..8]                                                    8
 *   hk   = HMAC(HK, 0x02 || D)
 *   eh   = ChaCha20-Poly1305(hk, 0^96, "", ratchet key(32) || PN(4) || N(4))                    56
 *   w    = ChaCha20-Poly1305(mk, D[0..12], AAD = D || eh, content key)                          48
 *   slot = loc || eh || w                                                                      112
 *
 * Without HK and mk all three parts look random, so a dummy slot is 112 random bytes.
 */
import { type Bytes, concat, integer } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { createReader } from "./reader.ts";
import type { PreparedMac, Suite } from "./suite.ts";

export const LOCATOR_LENGTH = 8;
export const HEADER_LENGTH = 56;
export const WRAP_LENGTH = 48;
export const RATCHET_SLOT_LENGTH: number = LOCATOR_LENGTH + HEADER_LENGTH + WRAP_LENGTH;

const LOCATOR = Uint8Array.of(1);
const HEADER_KEY = Uint8Array.of(2);
const none = new Uint8Array(0);
/** hk holds D, so it is another key for every message, and there is one header under it. */
const headerNonce = new Uint8Array(12);

export interface Header {
	/** X25519, of the chain this message is in. */
	readonly ratchetKey: Bytes;
	/** PN: messages in the sender's chain before this one. */
	readonly previousCount: number;
	/** N: of this message in its chain, from 0. */
	readonly number: number;
}

/** What the slots of one envelope have in common. */
export interface SlotBinding {
	readonly commitment: Bytes;
	/** D. */
	readonly digest: Bytes;
}

/** The first 8 bytes are the locator. `headerKey`: `suite.prepareMac(HK)`. */
export function locator(headerKey: PreparedMac, commitment: Bytes): Bytes {
	return headerKey(LOCATOR, commitment).subarray(0, LOCATOR_LENGTH);
}

export function sealHeader(suite: Suite, headerKey: PreparedMac, digest: Bytes, header: Header): Bytes {
	const plain = concat(header.ratchetKey, integer(header.previousCount, 4), integer(header.number, 4));
	return suite.sealSlot(headerKey(HEADER_KEY, digest), headerNonce, none, plain);
}

/** `null` when it was not sealed under this key for this message. */
export function openHeader(suite: Suite, headerKey: PreparedMac, digest: Bytes, sealed: Bytes): Header | null {
	const plain = suite.openSlot(headerKey(HEADER_KEY, digest), headerNonce, none, sealed);
	if (!plain) return null;
	const reader = createReader(plain);
	return { ratchetKey: reader.bytes(32).slice(), previousCount: reader.integer(4), number: reader.integer(4) };
}

export function wrapContentKey(suite: Suite, messageKey: Bytes, digest: Bytes, eh: Bytes, contentKey: Bytes): Bytes {
	return suite.sealSlot(messageKey, digest.subarray(0, 12), concat(digest, eh), contentKey);
}

/** Throws `altered`. */
export function unwrapContentKey(suite: Suite, messageKey: Bytes, digest: Bytes, eh: Bytes, wrapped: Bytes): Bytes {
	const contentKey = suite.openSlot(messageKey, digest.subarray(0, 12), concat(digest, eh), wrapped);
	if (!contentKey) throw new ProtocolError("altered");
	return contentKey;
}
