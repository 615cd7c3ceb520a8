/**
 * The one plain record: what is needed to try a passphrase. Lies in `meta` under `header`.
 *
 *   version(1) created version(1) profile(1) salt(16) | wrapped vault key(24 + 32 + 16) | length(2) sealed account secret(24 + n + 16)
 *
 * The first 19 bytes are associated data of both sealed parts, so a changed salt, profile or version opens nothing.
 */
import { VaultError } from "./errors.ts";

export const headerKey = "header";
const headerVersion = 1;

const saltLength = 16;
const prefixLength = 3 + saltLength;
const sealOverhead = 24 + 16;
const wrappedKeyLength = 32 + sealOverhead;
/** Bytes. An account secret is an Ed25519 key pair today; room for a suite with larger keys, no more. */
const maxAccountSecretLength = 4096;

/** KDF profiles are an enumeration, never free parameters: 1 = Argon2id, 64 MiB, t 3, p 1 (docs/protocol.md, Passphrase). */
const knownProfiles: readonly number[] = [1];

export interface Header {
	/** Version of the record schema when the vault was made. */
	readonly createdVersion: number;
	readonly profile: number;
	/** 16 bytes. */
	readonly salt: Uint8Array;
	/** 72 bytes: nonce, key, tag. */
	readonly wrappedVaultKey: Uint8Array;
	readonly sealedAccountSecret: Uint8Array;
}

/** The authenticated plain part. @throws RangeError for arguments outside their bounds; VaultError `vault-too-new` for an unknown profile. */
export function headerPrefix(header: Pick<Header, "createdVersion" | "profile" | "salt">): Uint8Array {
	if (!knownProfiles.includes(header.profile)) throw new VaultError("vault-too-new");
	if (header.salt.length !== saltLength) throw new RangeError("salt must have 16 bytes");
	return Uint8Array.of(headerVersion, header.createdVersion, header.profile, ...header.salt);
}

export function encodeHeader(header: Header): Uint8Array {
	const { wrappedVaultKey, sealedAccountSecret } = header;
	if (wrappedVaultKey.length !== wrappedKeyLength) throw new RangeError("wrapped vault key must have 72 bytes");
	if (sealedAccountSecret.length <= sealOverhead || sealedAccountSecret.length > maxAccountSecretLength + sealOverhead)
		throw new RangeError("account secret must have 1..4096 bytes");
	const bytes = new Uint8Array(prefixLength + wrappedKeyLength + 2 + sealedAccountSecret.length);
	bytes.set(headerPrefix(header), 0);
	bytes.set(wrappedVaultKey, prefixLength);
	new DataView(bytes.buffer).setUint16(prefixLength + wrappedKeyLength, sealedAccountSecret.length);
	bytes.set(sealedAccountSecret, prefixLength + wrappedKeyLength + 2);
	return bytes;
}

/** @throws VaultError `vault-too-new` for a newer version or an unknown profile, `storage-failed` for anything else but a whole header. */
export function decodeHeader(bytes: Uint8Array): Header {
	const [version, createdVersion, profile] = bytes;
	if (version === undefined || version === 0) throw new VaultError("storage-failed");
	if (version > headerVersion) throw new VaultError("vault-too-new");
	const secretStart = prefixLength + wrappedKeyLength + 2;
	if (createdVersion === undefined || profile === undefined || bytes.length <= secretStart + sealOverhead)
		throw new VaultError("storage-failed");
	if (!knownProfiles.includes(profile)) throw new VaultError("vault-too-new");
	const secretLength = ((bytes[secretStart - 2] ?? 0) << 8) | (bytes[secretStart - 1] ?? 0);
	if (secretLength > maxAccountSecretLength + sealOverhead || bytes.length !== secretStart + secretLength)
		throw new VaultError("storage-failed");
	return {
		createdVersion,
		profile,
		salt: bytes.slice(3, prefixLength),
		wrappedVaultKey: bytes.slice(prefixLength, prefixLength + wrappedKeyLength),
		sealedAccountSecret: bytes.slice(secretStart),
	};
}
