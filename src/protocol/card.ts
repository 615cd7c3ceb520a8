/**
 * The card: what somebody needs to write to a person for the first time.
 *
 *   version(1) suite(1) signed device list | name length(1) name | recovery(1) [ hash(32) ]
 *   prekey count(1) { device index(1) signed prekey(1291) }* | issuer index(1) signature(64)
 *
 * The issuing device signs all of it: a carrier that could put another name or recovery hash between the signed parts would be
 * believed. Whether the person behind it is who the name says is for the safety number.
 */
import { type Bytes, concat, decodeText, encodeText, equalBytes, integer } from "./bytes.ts";
import {
	accountFingerprint,
	checkDeviceList,
	decodeCertificate,
	decodeDeviceList,
	type ListedDevice,
	readDeviceList,
} from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import type { DeviceKeys } from "./identity.ts";
import { label } from "./labels.ts";
import { MAX_CARD, MAX_NAME, MAX_PREKEYS } from "./limits.ts";
import { checkPrekey, encodeSignedPrekey, type PrekeyPair, readSignedPrekey, type SignedPrekey } from "./prekey.ts";
import { createReader } from "./reader.ts";
import type { Suite } from "./suite.ts";

const CARD_VERSION = 1;

export type CardDevice = ListedDevice;

export interface CardPrekey extends SignedPrekey {
	readonly device: CardDevice;
}

export interface Card {
	readonly accountPublicKey: Bytes;
	/** AF. */
	readonly fingerprint: Bytes;
	readonly devices: readonly CardDevice[];
	readonly prekeys: readonly CardPrekey[];
	/** What the person calls itself. A claim. */
	readonly name: string;
	/** Suites every prekey of the card offers. */
	readonly suites: readonly number[];
	/** Hash of the recovery key, 32 bytes. */
	readonly recoveryHash: Bytes | null;
	readonly listSequence: number;
	readonly listExpiresAt: number;
	/** When the last of its prekeys, or the device list, ends. Milliseconds since the epoch. */
	readonly expiresAt: number;
}

/** One device to seal to, with the prekey to use. */
export interface RecipientDevice {
	/** AF of the account, and what its signed list says about the device. */
	readonly fingerprint: Bytes;
	readonly accountPublicKey: Bytes;
	readonly listSequence: number;
	readonly devicePublicKey: Bytes;
	readonly signingPublicKey: Bytes;
	readonly prekey: Pick<SignedPrekey, "id" | "suites" | "spk" | "pqpk">;
}

export interface CardInput {
	readonly device: DeviceKeys;
	/** 1 to 16, all of this device. */
	readonly prekeys: readonly PrekeyPair[];
	/** At most 128 bytes of UTF-8. */
	readonly name: string;
	readonly recoveryHash: Bytes | null;
}

export async function encodeCard(suite: Suite, input: CardInput): Promise<Bytes> {
	const name = encodeText(input.name);
	if (name.length > MAX_NAME) throw new ProtocolError("too-large", { limit: MAX_NAME });
	if (input.prekeys.length > MAX_PREKEYS) throw new ProtocolError("too-large", { limit: MAX_PREKEYS });
	if (input.prekeys.length < 1) throw new RangeError("a card needs a prekey");
	const own = decodeCertificate(input.device.certificate).devicePublicKey;
	const { devices } = decodeDeviceList(input.device.deviceList);
	const index = integer(
		devices.findIndex((device) => equalBytes(device.devicePublicKey, own)),
		1,
	);
	const prekeys = input.prekeys.toSorted((a, b) => a.id - b.id);
	const unsigned = concat(
		integer(CARD_VERSION, 1),
		integer(suite.id, 1),
		input.device.deviceList,
		integer(name.length, 1),
		name,
		...(input.recoveryHash ? [integer(1, 1), input.recoveryHash] : [integer(0, 1)]),
		integer(prekeys.length, 1),
		...prekeys.flatMap((prekey) => [index, encodeSignedPrekey(prekey)]),
		index,
	);
	return concat(unsigned, await suite.sign(input.device.signingKey.secretKey, concat(label.card, unsigned)));
}

/**
 * Parses and verifies every signature. Whether it is still good is a fact in the card: `recipientsOf` checks that.
 * Throws `malformed`, `too-large`, `unsupported-version`, `unsupported-suite`.
 */
export async function openCard(suite: Suite, bytes: Bytes): Promise<Card> {
	if (bytes.length > MAX_CARD) throw new ProtocolError("too-large", { limit: MAX_CARD });
	const reader = createReader(bytes);
	const version = reader.integer(1);
	if (version !== CARD_VERSION) throw new ProtocolError("unsupported-version", { found: version });
	const suiteId = reader.integer(1);
	if (suiteId !== suite.id) throw new ProtocolError("unsupported-suite", { found: suiteId });
	const { list, encoded } = readDeviceList(reader);
	const nameLength = reader.integer(1);
	if (nameLength > MAX_NAME) throw new ProtocolError("too-large", { limit: MAX_NAME });
	const name = decodeText(reader.bytes(nameLength));
	const recovery = reader.integer(1);
	if (recovery > 1) throw new ProtocolError("malformed");
	const recoveryHash = recovery === 1 ? reader.bytes(32) : null;
	const count = reader.integer(1);
	if (count < 1) throw new ProtocolError("malformed");
	if (count > MAX_PREKEYS) throw new ProtocolError("too-large", { limit: MAX_PREKEYS });
	const indexed = Array.from({ length: count }, () => {
		const index = reader.integer(1);
		return { index, prekey: { ...readSignedPrekey(reader), device: deviceAt(list.devices, index) } };
	});
	if (!inOrder(indexed)) throw new ProtocolError("malformed");
	const issuer = deviceAt(list.devices, reader.integer(1));
	const unsigned = reader.before();
	const signature = reader.bytes(64);
	reader.end();

	const fingerprint = accountFingerprint(suite, list.accountPublicKey);
	const prekeys = indexed.map((one) => one.prekey);
	await checkDeviceList(suite, list.accountPublicKey, encoded);
	for (const prekey of prekeys) await checkPrekey(suite, fingerprint, prekey.device, prekey);
	if (!(await suite.verify(issuer.signingPublicKey, signature, concat(label.card, unsigned)))) {
		throw new ProtocolError("malformed");
	}
	const [lastPrekey = 0] = prekeys.map((prekey) => prekey.expiresAt).toSorted((a, b) => b - a);
	const [expiresAt = 0] = [lastPrekey, list.expiresAt].toSorted((a, b) => a - b);
	return {
		accountPublicKey: list.accountPublicKey,
		fingerprint,
		devices: list.devices,
		prekeys,
		name,
		suites: suitesOf(prekeys.reduce((all, prekey) => all & prekey.suites, 0xff)),
		recoveryHash,
		listSequence: list.sequence,
		listExpiresAt: list.expiresAt,
		expiresAt,
	};
}

/**
 * The devices to seal to now, each with its prekey that lives longest. Throws `prekey-expired` when there is none, or when the
 * account's device list has ended.
 */
export function recipientsOf(card: Card, now: number): readonly RecipientDevice[] {
	const live = card.listExpiresAt > now ? card.prekeys.filter((prekey) => prekey.expiresAt > now) : [];
	const recipients = card.devices.flatMap((device) => {
		const own = live.filter((prekey) => equalBytes(prekey.device.devicePublicKey, device.devicePublicKey));
		const [best] = own.toSorted((a, b) => b.expiresAt - a.expiresAt || b.id - a.id);
		if (!best) return [];
		const { fingerprint, accountPublicKey, listSequence } = card;
		const { devicePublicKey, signingPublicKey } = device;
		return [{ fingerprint, accountPublicKey, listSequence, devicePublicKey, signingPublicKey, prekey: best }];
	});
	if (recipients.length === 0) throw new ProtocolError("prekey-expired");
	return recipients;
}

function deviceAt(devices: readonly CardDevice[], index: number): CardDevice {
	const device = devices[index];
	if (!device) throw new ProtocolError("malformed");
	return device;
}

/** Strictly ascending by device index, then by prekey id. */
function inOrder(prekeys: readonly { index: number; prekey: { id: number } }[]): boolean {
	return prekeys.every((one, position) => {
		const before = prekeys[position - 1];
		return !before || before.index < one.index || (before.index === one.index && before.prekey.id < one.prekey.id);
	});
}

function suitesOf(flags: number): number[] {
	return [1, 2, 3, 4, 5, 6, 7, 8].filter((suite) => flags & (1 << (suite - 1)));
}
