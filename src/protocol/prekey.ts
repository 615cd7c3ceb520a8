/**
 * Prekeys: one X25519 and one ML-KEM-768 key per invitation, signed by the device that made them. No server gives them out one
 * by one, so the private halves are deleted when the invitation is over; that is what makes session starts forward secret.
 *
 *   on the wire  id(4) suites(1) expiry(6) SPK(32) PQPK(1184) signature(64)                    1,291 bytes
 *   signature    by the device signing key over label || suite || AF || device key || all before it
 */
import { type Bytes, concat, integer, type Random, readInteger } from "./bytes.ts";
import { accountFingerprint, decodeCertificate, type ListedDevice, OWN_SUITES } from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import type { DeviceKeys } from "./identity.ts";
import { isAgreementKey, isKemKey } from "./key-checks.ts";
import { label } from "./labels.ts";
import { PREKEY_LIFE } from "./limits.ts";
import { createReader, type Reader } from "./reader.ts";
import type { KeyPair, Suite } from "./suite.ts";

const SIGNATURE_LENGTH = 64;

/** The public half, as a card carries it. */
export interface SignedPrekey {
	readonly id: number;
	/** Suites of the card, bit s-1 for suite s: bound into every handshake with this prekey. */
	readonly suites: number;
	/** Milliseconds since the epoch; nobody seals to it after that. */
	readonly expiresAt: number;
	readonly spk: Bytes;
	readonly pqpk: Bytes;
	readonly signature: Bytes;
}

/** Both halves, for the vault. */
export interface PrekeyPair {
	readonly id: number;
	readonly suites: number;
	readonly spk: KeyPair;
	readonly pqpk: KeyPair;
	readonly createdAt: number;
	readonly expiresAt: number;
	readonly signature: Bytes;
}

/** What is remembered of a pair whose private half is gone: enough to tell a message for it from one that is not for us. */
export interface EndedPrekey {
	readonly id: number;
	readonly spk: Bytes;
}

/** A fresh pair for one invitation, good for 30 days. */
export async function createInvitation(
	suite: Suite,
	device: DeviceKeys,
	random: Random,
	now: number,
): Promise<PrekeyPair> {
	const id = readInteger(random(4));
	const spk = await suite.createAgreementKey(random);
	const pqpk = await suite.createKemKey(random);
	const expiresAt = now + PREKEY_LIFE;
	const unsigned = encodeUnsigned({ id, suites: OWN_SUITES, expiresAt, spk: spk.publicKey, pqpk: pqpk.publicKey });
	const owner = decodeCertificate(device.certificate);
	const fingerprint = accountFingerprint(suite, owner.accountPublicKey);
	const message = signedMessage(suite, fingerprint, owner.devicePublicKey, unsigned);
	const signature = await suite.sign(device.signingKey.secretKey, message);
	return { id, suites: OWN_SUITES, spk, pqpk, createdAt: now, expiresAt, signature };
}

export function encodeSignedPrekey(prekey: PrekeyPair): Bytes {
	const { spk, pqpk } = prekey;
	return concat(encodeUnsigned({ ...prekey, spk: spk.publicKey, pqpk: pqpk.publicKey }), prekey.signature);
}

/** Reads and checks the keys themselves; `checkPrekey` checks the signature. */
export function readSignedPrekey(reader: Reader): SignedPrekey {
	const id = reader.integer(4);
	const suites = reader.integer(1);
	const expiresAt = reader.integer(6);
	const spk = reader.bytes(32);
	const pqpk = reader.bytes(1184);
	const signature = reader.bytes(SIGNATURE_LENGTH);
	if (!isAgreementKey(spk) || !isKemKey(pqpk)) throw new ProtocolError("malformed");
	return { id, suites, expiresAt, spk, pqpk, signature };
}

/** Throws `malformed` unless this device signed it. */
export async function checkPrekey(
	suite: Suite,
	fingerprint: Bytes,
	device: ListedDevice,
	prekey: SignedPrekey,
): Promise<void> {
	const message = signedMessage(suite, fingerprint, device.devicePublicKey, encodeUnsigned(prekey));
	const good = await suite.verify(device.signingPublicKey, prekey.signature, message);
	if (!good) throw new ProtocolError("malformed");
}

function encodeUnsigned(prekey: Omit<SignedPrekey, "signature">): Bytes {
	return concat(
		integer(prekey.id, 4),
		integer(prekey.suites, 1),
		integer(prekey.expiresAt, 6),
		prekey.spk,
		prekey.pqpk,
	);
}

function signedMessage(suite: Suite, fingerprint: Bytes, devicePublicKey: Bytes, unsigned: Bytes): Bytes {
	return concat(label.prekey, Uint8Array.of(suite.id), fingerprint, devicePublicKey, unsigned);
}

const STORED_VERSION = 1;

/** For the vault: version(1) created(6) SPK secret(32) PQPK seed(64), then the wire form. */
export function encodePrekeyPair(prekey: PrekeyPair): Bytes {
	return concat(
		integer(STORED_VERSION, 1),
		integer(prekey.createdAt, 6),
		prekey.spk.secretKey,
		prekey.pqpk.secretKey,
		encodeSignedPrekey(prekey),
	);
}

/** Copies, so that the record's bytes may be overwritten afterwards. */
export function decodePrekeyPair(bytes: Bytes): PrekeyPair {
	const reader = createReader(bytes.slice());
	const version = reader.integer(1);
	if (version !== STORED_VERSION) throw new ProtocolError("unsupported-version", { found: version });
	const createdAt = reader.integer(6);
	const spkSecret = reader.bytes(32);
	const pqpkSeed = reader.bytes(64);
	const prekey = readSignedPrekey(reader);
	reader.end();
	return {
		id: prekey.id,
		suites: prekey.suites,
		spk: { publicKey: prekey.spk, secretKey: spkSecret },
		pqpk: { publicKey: prekey.pqpk, secretKey: pqpkSeed },
		createdAt,
		expiresAt: prekey.expiresAt,
		signature: prekey.signature,
	};
}
