/**
 * Verification, statements and contact codes a second time, written from docs/protocol.md over noble alone, with a place to lie in each.
 * Honest options must give what src/protocol makes.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ascii, join, uint, zeros } from "./forge.ts";

type Bytes = Uint8Array;
const publicOf = (secret: Bytes): Bytes => ed25519.getPublicKey(secret);

// ---- comparing a code ---------------------------------------------------------------------------------------------------

export interface ForgedContext {
	readonly af: readonly [initiator: Bytes, responder: Bytes];
	readonly d: readonly [initiator: Bytes, responder: Bytes];
	readonly h2: Bytes;
	readonly id: Bytes;
	readonly method: number;
}

export function forgeContext({ af, d, h2, id, method }: ForgedContext): Bytes {
	return sha256(join(ascii("Sotto/1 sas context"), af[0], af[1], d[0], d[1], h2, id, uint(method, 1)));
}

export const forgeCommitment = (context: Bytes, nonce: Bytes): Bytes =>
	sha256(join(ascii("Sotto/1 sas commit"), context, nonce));

/** The code as one integer of 48 bits. */
export function forgeCode(context: Bytes, initiatorNonce: Bytes, responderNonce: Bytes): bigint {
	const bytes = hkdf(sha256, join(initiatorNonce, responderNonce), context, ascii("Sotto/1 sas code"), 6);
	return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

export const forgePictures = (code: bigint): number[] =>
	[42n, 36n, 30n, 24n, 18n, 12n, 6n].map((shift) => Number((code >> shift) & 63n));

export const forgeNumbers = (code: bigint): number[] =>
	[35n, 22n, 9n].map((shift) => Number((code >> shift) & 8191n) + 1000);

export const forgeScanProof = (secret: Bytes, shower: Bytes, scanner: Bytes): Bytes =>
	hmac(sha256, secret, join(ascii("Sotto/1 scanned"), shower, scanner));

// ---- statements ---------------------------------------------------------------------------------------------------------

const head = (type: number, lies: { version?: number; suite?: number; type?: number }): Bytes =>
	join(uint(lies.version ?? 1, 1), uint(lies.suite ?? 1, 1), uint(lies.type ?? type, 1));

export interface RevocationLies {
	version?: number;
	suite?: number;
	type?: number;
	account?: Bytes;
	label?: string;
}

export function forgeRevocation(signer: Bytes, lies: RevocationLies = {}): Bytes {
	const unsigned = join(head(1, lies), lies.account ?? publicOf(signer));
	return join(unsigned, ed25519.sign(join(ascii(lies.label ?? "Sotto/1 revocation"), unsigned), signer));
}

export interface NamedRevocationLies extends RevocationLies {
	/** Signs the appointment; another secret than the account's is a lie. */
	appointer?: Bytes;
	/** Who was named; another than the revoker is a lie. */
	named?: Bytes;
	/** Put behind the appointment's signature, before the revoker signs. */
	revoker?: Bytes;
}

export function forgeNamedRevocation(account: Bytes, revoker: Bytes, lies: NamedRevocationLies = {}): Bytes {
	const accountKey = lies.account ?? publicOf(account);
	const revokerKey = lies.revoker ?? publicOf(revoker);
	const appointed = join(ascii("Sotto/1 revoker"), uint(1, 1), accountKey, lies.named ?? revokerKey);
	const appointment = ed25519.sign(appointed, lies.appointer ?? account);
	const unsigned = join(head(2, lies), accountKey, revokerKey, appointment);
	return join(unsigned, ed25519.sign(join(ascii(lies.label ?? "Sotto/1 revocation"), unsigned), revoker));
}

export function forgeAppointment(signer: Bytes, revokerKey: Bytes, account = publicOf(signer)): Bytes {
	const appointed = join(ascii("Sotto/1 revoker"), uint(1, 1), account, revokerKey);
	return join(head(4, {}), account, revokerKey, ed25519.sign(appointed, signer));
}

/** By integers, where the other one shifts bits. */
export function forgeRecoveryCode(seed: Bytes): string {
	const unchecked = join(uint(1, 1), seed);
	const all = join(unchecked, sha256(join(ascii("Sotto/1 kept key"), unchecked)).slice(0, 4));
	let number = BigInt(`0x${Buffer.from(all).toString("hex")}`) << 4n;
	const text: string[] = [];
	for (; text.length < 60; number >>= 5n) text.unshift("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[Number(number & 31n)] ?? "");
	return text.join("").replace(/.{5}(?=.)/g, "$& ");
}

export interface MoveLies {
	version?: number;
	suite?: number;
	type?: number;
	from: Bytes;
	to: Bytes;
	recovery?: Bytes | null;
	signers?: number;
	/** Secrets that sign, in the order of the wire. */
	by: readonly Bytes[];
	/** What they sign, in place of the honest keys. */
	covered?: Bytes;
}

export function forgeMove(lies: MoveLies): Bytes {
	const keys = join(lies.from, lies.to, lies.recovery ?? zeros(32));
	const covered = join(ascii("Sotto/1 move"), head(3, lies), lies.covered ?? keys);
	const signatures = lies.by.map((secret) => ed25519.sign(covered, secret));
	return join(head(3, lies), keys, uint(lies.signers ?? 3, 1), ...signatures);
}

export const forgeRecoveryHash = (key: Bytes): Bytes => sha256(join(ascii("Sotto/1 recovery"), uint(1, 1), key));

// ---- contact codes ------------------------------------------------------------------------------------------------------

export interface CodeLies {
	version?: number;
	suite?: number;
	flags?: number;
	ends: number;
	secret: Bytes;
	fingerprint: Bytes;
	reader?: Bytes;
	card?: Bytes;
}

export function forgeContactCode(lies: CodeLies): Bytes {
	const flags = lies.flags ?? (lies.reader ? 1 : 0) + (lies.card ? 2 : 0);
	return join(
		uint(lies.version ?? 1, 1),
		uint(lies.suite ?? 1, 1),
		uint(flags, 1),
		uint(lies.ends, 6),
		lies.secret,
		lies.fingerprint,
		lies.reader ?? zeros(0),
		lies.card ?? zeros(0),
	);
}

// ---- safety number ------------------------------------------------------------------------------------------------------

/** 30 digits of one account, by integers of any length instead of views. */
export function forgeDigits(key: Bytes, sha512: (message: Bytes) => Bytes): string {
	let hash = sha512(join(zeros(2), key, ascii("Sotto/1 safety number"), key));
	for (let round = 2; round <= 5200; round++) hash = sha512(join(hash, key));
	const groups = [0, 5, 10, 15, 20, 25].map((at) =>
		BigInt(`0x${Buffer.from(hash.subarray(at, at + 5)).toString("hex")}`),
	);
	return groups.map((group) => String(group % 100_000n).padStart(5, "0")).join("");
}
