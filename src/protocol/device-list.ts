/**
 * What the account key signs: the list of its devices, and a certificate for each. Nothing else is ever signed by it.
 *
 *   list         account(32) sequence(4) expiry(6) count(1) { device key(32) signing key(32) flags(1) }* signature(64)
 *   certificate  account(32) device key(32) signing key(32) sequence(4) flags(1) signature(64)                        165 bytes
 *
 * `flags` of a device are the suites it can read: bit s-1 for suite s. A signature covers its label, the suite and all before it.
 */
import { type Bytes, concat, equalBytes, integer } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { isAgreementKey, isSigningPoint } from "./key-checks.ts";
import { label } from "./labels.ts";
import { MAX_DEVICES } from "./limits.ts";
import { createReader, type Reader } from "./reader.ts";
import type { Suite } from "./suite.ts";

export const CERTIFICATE_LENGTH = 165;
const SIGNATURE_LENGTH = 64;

/** Suites this implementation reads, as the flags of its devices. */
export const OWN_SUITES = 0b1;

export interface ListedDevice {
	readonly devicePublicKey: Bytes;
	readonly signingPublicKey: Bytes;
	readonly flags: number;
}

export interface DeviceList {
	readonly accountPublicKey: Bytes;
	readonly sequence: number;
	readonly expiresAt: number;
	/** Ascending by device key. */
	readonly devices: readonly ListedDevice[];
}

export interface Certificate extends ListedDevice {
	readonly accountPublicKey: Bytes;
	readonly sequence: number;
}

/** AF: the 32 bytes that stand for an account wherever it is bound into something. */
export function accountFingerprint(suite: Suite, accountPublicKey: Bytes): Bytes {
	return suite.hash(label.account, Uint8Array.of(suite.id), accountPublicKey);
}

export async function signDeviceList(suite: Suite, accountSecret: Bytes, list: DeviceList): Promise<Bytes> {
	const devices = list.devices.toSorted((a, b) => compareBytes(a.devicePublicKey, b.devicePublicKey));
	const unsigned = concat(
		list.accountPublicKey,
		integer(list.sequence, 4),
		integer(list.expiresAt, 6),
		integer(devices.length, 1),
		...devices.flatMap((device) => [device.devicePublicKey, device.signingPublicKey, integer(device.flags, 1)]),
	);
	const signature = await suite.sign(accountSecret, concat(label.list, Uint8Array.of(suite.id), unsigned));
	return concat(unsigned, signature);
}

/** Reads a list where it stands, without its signature having been checked: `checkDeviceList` does that. */
export function readDeviceList(reader: Reader): { list: DeviceList; encoded: Bytes } {
	const from = reader.before().length;
	const accountPublicKey = reader.bytes(32);
	const sequence = reader.integer(4);
	const expiresAt = reader.integer(6);
	const count = reader.integer(1);
	if (count > MAX_DEVICES) throw new ProtocolError("too-large", { limit: MAX_DEVICES });
	const devices = Array.from({ length: count }, () => readDevice(reader));
	if (!ascends(devices.map((device) => device.devicePublicKey))) throw new ProtocolError("malformed");
	reader.bytes(SIGNATURE_LENGTH);
	return { list: { accountPublicKey, sequence, expiresAt, devices }, encoded: reader.before().subarray(from) };
}

/** Throws `malformed` unless the account signed exactly these bytes. */
export async function checkDeviceList(suite: Suite, accountPublicKey: Bytes, encoded: Bytes): Promise<void> {
	await checkSigned(suite, label.list, accountPublicKey, encoded);
}

export function decodeDeviceList(bytes: Bytes): DeviceList {
	const reader = createReader(bytes);
	const { list } = readDeviceList(reader);
	reader.end();
	return list;
}

export async function signCertificate(suite: Suite, accountSecret: Bytes, certificate: Certificate): Promise<Bytes> {
	const unsigned = concat(
		certificate.accountPublicKey,
		certificate.devicePublicKey,
		certificate.signingPublicKey,
		integer(certificate.sequence, 4),
		integer(certificate.flags, 1),
	);
	return concat(unsigned, await suite.sign(accountSecret, concat(label.device, Uint8Array.of(suite.id), unsigned)));
}

export function decodeCertificate(bytes: Bytes): Certificate {
	const reader = createReader(bytes);
	const accountPublicKey = reader.bytes(32);
	const devicePublicKey = reader.bytes(32);
	const signingPublicKey = reader.bytes(32);
	const sequence = reader.integer(4);
	const flags = reader.integer(1);
	reader.bytes(SIGNATURE_LENGTH);
	reader.end();
	if (!isAgreementKey(devicePublicKey) || !isSigningPoint(signingPublicKey)) throw new ProtocolError("malformed");
	return { accountPublicKey, devicePublicKey, signingPublicKey, sequence, flags };
}

/** Throws `malformed` unless the account in it signed it, and it can read the suite it is used with. */
export async function openCertificate(suite: Suite, bytes: Bytes): Promise<Certificate> {
	const certificate = decodeCertificate(bytes);
	if ((certificate.flags & (1 << (suite.id - 1))) === 0) throw new ProtocolError("malformed");
	await checkSigned(suite, label.device, certificate.accountPublicKey, bytes);
	return certificate;
}

async function checkSigned(suite: Suite, name: Bytes, signer: Bytes, signed: Bytes): Promise<void> {
	const end = signed.length - SIGNATURE_LENGTH;
	const message = concat(name, Uint8Array.of(suite.id), signed.subarray(0, end));
	if (!(await suite.verify(signer, signed.subarray(end), message))) throw new ProtocolError("malformed");
}

function readDevice(reader: Reader): ListedDevice {
	const devicePublicKey = reader.bytes(32);
	const signingPublicKey = reader.bytes(32);
	const flags = reader.integer(1);
	if (!isAgreementKey(devicePublicKey) || !isSigningPoint(signingPublicKey)) throw new ProtocolError("malformed");
	return { devicePublicKey, signingPublicKey, flags };
}

export function compareBytes(a: Bytes, b: Bytes): number {
	for (let i = 0; i < a.length && i < b.length; i++) {
		const difference = (a[i] ?? 0) - (b[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}

/** Strictly: no two are equal, and there is one order only. */
export function ascends(keys: readonly Bytes[]): boolean {
	return keys.every((key, index) => {
		const before = keys[index - 1];
		return before === undefined || (compareBytes(before, key) < 0 && !equalBytes(before, key));
	});
}
