/** Account and device keys: made once, renewed each season. How they are sealed is the vault's concern. */
import { type Bytes, concat, equalBytes, integer, type Random } from "./bytes.ts";
import {
	CERTIFICATE_LENGTH,
	type DeviceList,
	decodeCertificate,
	decodeDeviceList,
	type ListedDevice,
	OWN_SUITES,
	signCertificate,
	signDeviceList,
} from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import { DEVICE_LIST_LIFE } from "./limits.ts";
import { createReader } from "./reader.ts";
import type { KeyPair, Suite } from "./suite.ts";

/** Ed25519. Needed only to make and renew device lists; sealed apart from everything else. */
export type AccountKey = KeyPair;

export interface DeviceKeys {
	/** D: X25519. */
	readonly deviceKey: KeyPair;
	/** S: Ed25519. */
	readonly signingKey: KeyPair;
	/** 165 bytes, signed by the account. */
	readonly certificate: Bytes;
	/** The signed list this certificate belongs to. */
	readonly deviceList: Bytes;
}

export async function createAccount(
	suite: Suite,
	random: Random,
	now: number,
): Promise<{ account: AccountKey; device: DeviceKeys }> {
	const account = await suite.createSigningKey(random);
	const deviceKey = await suite.createAgreementKey(random);
	const signingKey = await suite.createSigningKey(random);
	const own = { devicePublicKey: deviceKey.publicKey, signingPublicKey: signingKey.publicKey, flags: OWN_SUITES };
	const signed = await sign(suite, account, own, { sequence: 1, expiresAt: now + DEVICE_LIST_LIFE, devices: [own] });
	return { account, device: { deviceKey, signingKey, ...signed } };
}

/** The same devices under the next sequence number, good for another 90 days. */
export async function renewDeviceList(
	suite: Suite,
	account: AccountKey,
	device: DeviceKeys,
	now: number,
): Promise<DeviceKeys> {
	const list = decodeDeviceList(device.deviceList);
	if (!equalBytes(list.accountPublicKey, account.publicKey)) throw new RangeError("another account's device");
	const own = { ...decodeCertificate(device.certificate), flags: OWN_SUITES };
	const devices = list.devices.map((one) => (equalBytes(one.devicePublicKey, own.devicePublicKey) ? own : one));
	const renewed = { sequence: list.sequence + 1, expiresAt: now + DEVICE_LIST_LIFE, devices };
	return { ...device, ...(await sign(suite, account, own, renewed)) };
}

/** Milliseconds since the epoch. */
export function deviceListExpiry(device: DeviceKeys): number {
	return decodeDeviceList(device.deviceList).expiresAt;
}

async function sign(
	suite: Suite,
	account: AccountKey,
	own: ListedDevice,
	list: Omit<DeviceList, "accountPublicKey">,
): Promise<{ certificate: Bytes; deviceList: Bytes }> {
	const accountPublicKey = account.publicKey;
	return {
		certificate: await signCertificate(suite, account.secretKey, { ...own, accountPublicKey, sequence: list.sequence }),
		deviceList: await signDeviceList(suite, account.secretKey, { ...list, accountPublicKey }),
	};
}

const STORED_VERSION = 1;

/** For the vault: version(1) device secret(32) signing secret(32) certificate(165) list. The public keys are in the certificate. */
export function encodeDeviceKeys(device: DeviceKeys): Bytes {
	return concat(
		integer(STORED_VERSION, 1),
		device.deviceKey.secretKey,
		device.signingKey.secretKey,
		device.certificate,
		device.deviceList,
	);
}

/** Copies, so that the record's bytes may be overwritten afterwards. */
export function decodeDeviceKeys(bytes: Bytes): DeviceKeys {
	const reader = createReader(bytes.slice());
	const version = reader.integer(1);
	if (version !== STORED_VERSION) throw new ProtocolError("unsupported-version", { found: version });
	const deviceSecret = reader.bytes(32);
	const signingSecret = reader.bytes(32);
	const certificate = reader.bytes(CERTIFICATE_LENGTH);
	const deviceList = reader.rest();
	decodeDeviceList(deviceList);
	const keys = decodeCertificate(certificate);
	return {
		deviceKey: { publicKey: keys.devicePublicKey, secretKey: deviceSecret },
		signingKey: { publicKey: keys.signingPublicKey, secretKey: signingSecret },
		certificate,
		deviceList,
	};
}
