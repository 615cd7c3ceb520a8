/**
 * The cryptographic suite as an object: everything above it (card, handshake, envelope) is written once over this interface.
 * Secret keys are seeds (32 bytes; ML-KEM 64), so a key pair is the same bytes whichever implementation made it.
 */
import type { Bytes, Random } from "./bytes.ts";

export interface KeyPair {
	readonly publicKey: Bytes;
	readonly secretKey: Bytes;
}

/** A key pair for one use, whose secret half may never leave the implementation. */
export interface EphemeralKey {
	readonly publicKey: Bytes;
	/** Shared secret with `publicKey`, 32 bytes. Throws `malformed` when it is all zero (small-order point). */
	agree(publicKey: Bytes): Promise<Bytes>;
	/** Overwrites the secret half where it is in our memory. */
	erase(): void;
}

/** HMAC under one key, whose two key blocks are hashed already. */
export type PreparedMac = (...parts: readonly Bytes[]) => Bytes;

export interface Suite {
	readonly id: number;

	/** SHA-256 over the concatenation. */
	hash(...parts: readonly Bytes[]): Bytes;
	/** HMAC-SHA-256 over the concatenation. */
	mac(key: Bytes, ...parts: readonly Bytes[]): Bytes;
	/** For several MACs under one key: each costs half. */
	prepareMac(key: Bytes): PreparedMac;
	/** HKDF-SHA-256 (RFC 5869). */
	hkdf(salt: Bytes, ikm: Bytes, info: Bytes, length: number): Bytes;
	/** HKDF-Expand alone, for a PRK that is uniform already (RFC 5869, 3.3). */
	hkdfExpand(prk: Bytes, info: Bytes, length: number): Bytes;

	/** ChaCha20-Poly1305 (RFC 8439): ciphertext, then 16 bytes of tag. */
	sealSlot(key: Bytes, nonce: Bytes, additional: Bytes, plaintext: Bytes): Bytes;
	/** `null` when the tag is wrong. */
	openSlot(key: Bytes, nonce: Bytes, additional: Bytes, ciphertext: Bytes): Bytes | null;

	/** AES-256-GCM: ciphertext, then 16 bytes of tag. */
	sealPayload(key: Bytes, nonce: Bytes, additional: Bytes, plaintext: Bytes): Promise<Bytes>;
	openPayload(key: Bytes, nonce: Bytes, additional: Bytes, ciphertext: Bytes): Promise<Bytes | null>;

	/** X25519, seed of 32 bytes. */
	createAgreementKey(random: Random): Promise<KeyPair>;
	createEphemeralKey(random: Random): Promise<EphemeralKey>;
	/** Throws `malformed` for an all-zero result. */
	agree(secretKey: Bytes, publicKey: Bytes): Promise<Bytes>;
	/** The same for two keys that both live long: may be remembered for as long as the array `secretKey` is. */
	agreeStatic(secretKey: Bytes, publicKey: Bytes): Promise<Bytes>;

	/** Ed25519, seed of 32 bytes. */
	createSigningKey(random: Random): Promise<KeyPair>;
	sign(secretKey: Bytes, message: Bytes): Promise<Bytes>;
	/** Strict: canonical S, canonical R and A, neither of small order, cofactorless equation. */
	verify(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean>;

	/** ML-KEM-768, seed d || z of 64 bytes. */
	createKemKey(random: Random): Promise<KeyPair>;
	/** Throws `malformed` for a key with a coefficient out of range (FIPS 203, 7.2). */
	encapsulate(publicKey: Bytes, random: Random): Promise<{ ciphertext: Bytes; secret: Bytes }>;
	/** A wrong ciphertext gives an unrelated secret (implicit rejection), never an error. */
	decapsulate(secretKey: Bytes, ciphertext: Bytes): Promise<Bytes>;
}

/** The part of the browser's `crypto.subtle` that is used; declared here since this folder knows no DOM. */
export interface SubtleLike {
	importKey(
		format: string,
		keyData: unknown,
		algorithm: unknown,
		extractable: boolean,
		usages: readonly string[],
	): Promise<unknown>;
	exportKey(format: string, key: unknown): Promise<unknown>;
	generateKey(algorithm: unknown, extractable: boolean, usages: readonly string[]): Promise<unknown>;
	deriveBits(algorithm: unknown, key: unknown, length: number): Promise<ArrayBuffer>;
	sign(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer>;
	verify(algorithm: unknown, key: unknown, signature: unknown, data: unknown): Promise<boolean>;
	encrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer>;
	decrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer>;
	/** ML-KEM (Chromium); the types of the DOM library have neither yet. */
	encapsulateBits?(
		algorithm: unknown,
		key: unknown,
	): Promise<{ readonly sharedKey: ArrayBuffer; readonly ciphertext: ArrayBuffer }>;
	decapsulateBits?(algorithm: unknown, key: unknown, ciphertext: unknown): Promise<ArrayBuffer>;
}
