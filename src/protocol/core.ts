/**
 * The core of an envelope: commitment and payload, which no slot is part of. The same core opens through a slot or, later, with
 * the content key that was kept. The author's fingerprint is in every derivation: a core in another author's slot does not open.
 *
 *   info       = "Sotto/1 envelope" || version || suite || kind || AF_author
 *   T1 || T2   = HKDF-Expand(CK, info, 64)
 *   payload    = AES-256-GCM(T1, 0^96, AAD = version || suite || kind || commitment, padded)        commitment = T2
 *   D          = SHA-256("Sotto/1 core" || version || suite || kind || commitment || payload)
 */
import { type Bytes, concat, equalBytes, zeroize } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { label } from "./labels.ts";
import { pad, unpad } from "./padding.ts";
import { decodePayload, encodePayload, type Payload } from "./payload.ts";
import type { Suite } from "./suite.ts";

export interface Core {
	/** version(1) suite(1) kind(1). */
	readonly head: Bytes;
	/** 32 bytes. */
	readonly commitment: Bytes;
	/** Ciphertext and tag. */
	readonly payload: Bytes;
}

/** A content key seals one payload only, so its nonce is fixed. */
const nonce = new Uint8Array(12);

/** D: 32 bytes. */
export function coreDigest(suite: Suite, core: Core): Bytes {
	return suite.hash(label.core, core.head, core.commitment, core.payload);
}

export async function sealCore(
	suite: Suite,
	input: { readonly head: Bytes; readonly contentKey: Bytes; readonly author: Bytes; readonly payload: Payload },
): Promise<Core> {
	const { head, contentKey } = input;
	const plaintext = encodePayload(input.payload);
	const padded = pad(plaintext);
	const { key, commitment } = derive(suite, head, contentKey, input.author);
	const payload = await suite.sealPayload(key, nonce, concat(head, commitment), padded);
	zeroize(key, plaintext, padded);
	return { head, commitment, payload };
}

/** Throws `altered` when key, author and payload do not belong together; the commitment is compared before anything opens. */
export async function openCore(suite: Suite, core: Core, contentKey: Bytes, author: Bytes): Promise<Payload> {
	const { key, commitment } = derive(suite, core.head, contentKey, author);
	if (!equalBytes(commitment, core.commitment)) throw new ProtocolError("altered");
	const padded = await suite.openPayload(key, nonce, concat(core.head, core.commitment), core.payload);
	zeroize(key);
	if (!padded) throw new ProtocolError("altered");
	return decodePayload(unpad(padded));
}

function derive(suite: Suite, head: Bytes, contentKey: Bytes, author: Bytes): { key: Bytes; commitment: Bytes } {
	const both = suite.hkdfExpand(contentKey, concat(label.envelope, head, author), 64);
	return { key: both.subarray(0, 32), commitment: both.slice(32) };
}
