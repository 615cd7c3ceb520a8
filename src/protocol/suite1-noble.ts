/** Suite 1's curves, KEM and payload cipher in JavaScript, for browsers (and operations) without them in WebCrypto. */
import { gcm } from "@noble/ciphers/aes.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { type Bytes, concat, equalBytes } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";

export const noble: {
	agreementPublicKey(secretKey: Bytes): Bytes;
	agree(secretKey: Bytes, publicKey: Bytes): Bytes;
	signingPublicKey(secretKey: Bytes): Bytes;
	sign(secretKey: Bytes, message: Bytes): Bytes;
	verify(publicKey: Bytes, signature: Bytes, message: Bytes): boolean;
	kemPublicKey(seed: Bytes): Bytes;
	encapsulate(publicKey: Bytes, seed: Bytes): { ciphertext: Bytes; secret: Bytes };
	decapsulate(seed: Bytes, ciphertext: Bytes): Bytes;
	sealPayload(key: Bytes, nonce: Bytes, additional: Bytes, plaintext: Bytes): Bytes;
	openPayload(key: Bytes, nonce: Bytes, additional: Bytes, ciphertext: Bytes): Bytes | null;
} = {
	agreementPublicKey: (secretKey) => x25519.getPublicKey(secretKey),

	agree(secretKey, publicKey) {
		try {
			return x25519.getSharedSecret(secretKey, publicKey);
		} catch {
			throw new ProtocolError("malformed");
		}
	},

	signingPublicKey: (secretKey) => ed25519.getPublicKey(secretKey),

	sign: (secretKey, message) => ed25519.sign(message, secretKey),

	/**
	 * RFC 8032, 5.1.7 without cofactor, as the browsers do it: R = S B - k A. noble's own verify multiplies by the cofactor and
	 * so accepts signatures under mixed-order keys that a browser refuses.
	 */
	verify(publicKey, signature, message) {
		try {
			const claimed = signature.subarray(0, 32);
			const a = ed25519.Point.fromBytes(publicKey);
			const s = littleEndianNumber(signature.subarray(32));
			const k = littleEndianNumber(sha512(concat(claimed, publicKey, message))) % ed25519.Point.Fn.ORDER;
			const sB = s === 0n ? ed25519.Point.ZERO : ed25519.Point.BASE.multiplyUnsafe(s);
			const kA = k === 0n ? ed25519.Point.ZERO : a.multiplyUnsafe(k);
			return equalBytes(sB.subtract(kA).toBytes(), claimed);
		} catch {
			return false;
		}
	},

	kemPublicKey: (seed) => ml_kem768.keygen(seed).publicKey,

	encapsulate(publicKey, seed) {
		const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey, seed);
		return { ciphertext: cipherText, secret: sharedSecret };
	},

	decapsulate(seed, ciphertext) {
		const { secretKey } = ml_kem768.keygen(seed);
		const secret = ml_kem768.decapsulate(ciphertext, secretKey);
		secretKey.fill(0);
		return secret;
	},

	sealPayload: (key, nonce, additional, plaintext) => gcm(key, nonce, additional).encrypt(plaintext),

	openPayload(key, nonce, additional, ciphertext) {
		try {
			return gcm(key, nonce, additional).decrypt(ciphertext);
		} catch {
			return null;
		}
	},
};

function littleEndianNumber(bytes: Bytes): bigint {
	let value = 0n;
	for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
	return value;
}
