/** Signal's safety number (libsignal, "numeric fingerprint") over account keys: 5,200 rounds of SHA-512, 30 digits a person. */
import { sha512 } from "@noble/hashes/sha2.js";
import { type Bytes, concat } from "./bytes.ts";
import { label } from "./labels.ts";

const ROUNDS = 5_200;
const CHUNKS = 6;

/** 60 digits without spaces, the same on both sides. About 40 ms. */
export function safetyNumber(ownAccountPublicKey: Bytes, theirAccountPublicKey: Bytes): string {
	return [digitsOf(ownAccountPublicKey), digitsOf(theirAccountPublicKey)].toSorted().join("");
}

function digitsOf(key: Bytes): string {
	let hash = sha512(concat(Uint8Array.of(0, 0), key, label.safetyNumber, key));
	for (let round = 1; round < ROUNDS; round++) hash = sha512(concat(hash, key));
	const view = new DataView(hash.buffer, hash.byteOffset);
	// Five bytes, big-endian, modulo 100,000.
	const chunk = (at: number) => (view.getUint8(at) * 2 ** 32 + view.getUint32(at + 1)) % 100_000;
	return Array.from({ length: CHUNKS }, (_, i) =>
		chunk(5 * i)
			.toString()
			.padStart(5, "0"),
	).join("");
}
