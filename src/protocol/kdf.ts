/** HKDF-SHA-256 (RFC 5869) over sha256.ts. */
import { type Bytes, zeroize } from "./bytes.ts";
import { mac, macKey } from "./sha256.ts";

/** HKDF-Expand; `prk` must be uniform. At most 255 blocks (RFC 5869, 2.3). */
export function hkdfExpand(prk: Bytes, info: Bytes, length: number): Bytes {
	if (length > 255 * 32) throw new RangeError("HKDF output too long");
	const key = macKey(prk);
	const output = new Uint8Array(length);
	let block: Bytes = new Uint8Array(0);
	for (let at = 0, counter = 1; at < length; at += 32, counter++) {
		const next = mac(key, block, info, Uint8Array.of(counter));
		zeroize(block);
		block = next;
		output.set(block.subarray(0, length - at), at);
	}
	zeroize(block);
	return output;
}

export function hkdf(salt: Bytes, ikm: Bytes, info: Bytes, length: number): Bytes {
	const prk = mac(macKey(salt), ikm);
	const output = hkdfExpand(prk, info, length);
	zeroize(prk);
	return output;
}
