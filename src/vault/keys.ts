/**
 * The key tree. An arrow is HKDF-SHA-256 with its own label; a wrap is XChaCha20-Poly1305 with a random nonce.
 *
 *   passphrase key (Argon2id, made in the page where the passphrase is typed)
 *     -> vault wrap key    wraps the random vault key
 *     -> account wrap key  wraps the account secret, and nothing else leads to it
 *   vault key -> record key, index key     the only ones kept while unlocked (session storage)
 */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { VaultError } from "./errors.ts";
import type { DerivedKeys, Random } from "./store.ts";

const nonceLength = 24;

export type WrapPurpose = "vault wrap" | "account wrap";

export function deriveWrapKey(passphraseKey: Uint8Array, salt: Uint8Array, purpose: WrapPurpose): Uint8Array {
	return hkdf(sha256, passphraseKey, salt, utf8ToBytes(`Sotto/1 ${purpose}`), 32);
}

export function deriveKeys(vaultKey: Uint8Array): DerivedKeys {
	const derive = (label: string) => hkdf(sha256, vaultKey, undefined, utf8ToBytes(label), 32);
	return { recordKey: derive("Sotto/1 vault records"), indexKey: derive("Sotto/1 vault index") };
}

/** Seals secrets that wait in session memory. */
export function memoryKey({ recordKey }: Pick<DerivedKeys, "recordKey">): Uint8Array {
	return hkdf(sha256, recordKey, undefined, utf8ToBytes("Sotto/1 session memory"), 32);
}

/** nonce(24) || ciphertext || tag(16) */
export function wrap(key: Uint8Array, secret: Uint8Array, header: Uint8Array, random: Random): Uint8Array {
	const nonce = random(nonceLength);
	if (nonce.length !== nonceLength) throw new RangeError("random source gave too few bytes");
	return concatBytes(nonce, xchacha20poly1305(key, nonce, header).encrypt(secret));
}

/** @throws VaultError `wrong-passphrase`: a changed header cannot be told from it, and need not be. */
export function unwrap(key: Uint8Array, wrapped: Uint8Array, header: Uint8Array): Uint8Array {
	try {
		const cipher = xchacha20poly1305(key, wrapped.subarray(0, nonceLength), header);
		return cipher.decrypt(wrapped.subarray(nonceLength));
	} catch {
		throw new VaultError("wrong-passphrase");
	}
}
