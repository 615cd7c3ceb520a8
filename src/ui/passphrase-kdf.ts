/**
 * Passphrase -> 32-byte passphrase key, in the worker of the page where it is typed. The passphrase goes no further.
 * Parameters are an enumeration that the vault's header names, never free numbers.
 */
import { argon2id } from "hash-wasm";

/**
 * Profile 1: 64 MiB, 3 passes, 1 lane (RFC 9106, second recommended option, with one lane since a worker has one thread).
 * About 0.2 s of a desktop core; more memory would fail on small machines, less would cost a guesser less.
 */
const profiles: Readonly<Record<number, { memorySize: number; iterations: number; parallelism: number }>> = {
	1: { memorySize: 64 * 1024, iterations: 3, parallelism: 1 },
};

/** What new vaults use. */
export const currentProfile = 1;
/** Bytes. */
export const saltLength = 16;

/** NFKD, so that the same characters typed on another keyboard or system give the same bytes (RFC 8265 asks for one form). */
export async function passphraseKey(passphrase: string, salt: Uint8Array, profile: number): Promise<Uint8Array> {
	const parameters = profiles[profile];
	if (parameters === undefined) throw new RangeError("unknown profile");
	if (salt.length !== saltLength) throw new RangeError("salt must have 16 bytes");
	const password = passphrase.normalize("NFKD");
	return argon2id({ password, salt, ...parameters, hashLength: 32, outputType: "binary" });
}
