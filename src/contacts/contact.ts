/** A person: one account key. Another account key is another contact, whatever name it carries. */
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import { bytes, count, decodeJson, encodeJson, hex, listOf, oneOf, orNull, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Pinned, TrustState } from "./trust.ts";

/** Lower-case hex of the account fingerprint (32 bytes). */
export type ContactId = string;

/** Lower-case hex of a device's key and signing key (32 + 32 bytes). */
export type DeviceId = string;

export interface Contact {
	readonly id: ContactId;
	/** 32 bytes. */
	readonly accountPublicKey: Uint8Array;
	/** The name the card claims, cleaned. */
	readonly nameClaimed: string;
	/** The name the user gave to them, cleaned; null for none. */
	readonly nameGiven: string | null;
	readonly trust: TrustState;
	/** When they were accepted, in milliseconds since the epoch. */
	readonly since: number;
	/** Origins where they were met, newest last. */
	readonly sites: readonly string[];
	/** Latest accepted card, as it came. Null when they are known from messages only. */
	readonly card: Uint8Array | null;
	/** When that card ends, in milliseconds since the epoch; 0 without one. */
	readonly cardExpiresAt: number;
	/** Highest device list seen whole (security design: sequences are pinned). */
	readonly listSequence: number;
	/** The devices on that list, sorted. */
	readonly devices: readonly DeviceId[];
}

/** Devices of one account. The card has the same bound (docs/protocol.md, Limits). */
const maxDevices = 16;
/** Origins kept a contact or conversation; the oldest goes. */
const maxSites = 64;

const read = record<Contact>({
	id: hex(32),
	accountPublicKey: bytes(32),
	nameClaimed: text,
	nameGiven: orNull(text),
	trust: oneOf("new", "known", "verified", "changed", "revoked"),
	since: count,
	sites: listOf(text, maxSites),
	card: orNull(bytes()),
	cardExpiresAt: count,
	listSequence: count,
	devices: listOf(hex(64), maxDevices),
});

export const encodeContact = (contact: Contact): Uint8Array => encodeJson(contact);

/** @throws VaultError `storage-failed` for anything but a whole contact. */
export const decodeContact = (encoded: Uint8Array): Contact => decodeJson(encoded, read);

/** To write this contact in one transaction with other records. */
export const contactChange = (contact: Contact): Change => ({
	table: "contacts",
	id: contact.id,
	value: encodeContact(contact),
});

/**
 * As trust decisions take it. The record does not hold yet what is open about a changed key: what was stored as `changed` was a fork, the one
 * change there was.
 */
export const pinnedOf = (contact: Contact): Pinned => ({
	...contact,
	change: contact.trust === "changed" ? { kind: "forked", account: null, before: "new", evidence: [] } : null,
	left: [],
	notTheirs: [],
});

export const contactId = (fingerprint: Uint8Array): ContactId => bytesToHex(fingerprint);

export const deviceId = (devicePublicKey: Uint8Array, signingPublicKey: Uint8Array): DeviceId =>
	bytesToHex(concatBytes(devicePublicKey, signingPublicKey));

/** `sites` with `origin` as the newest. */
export function withSite(sites: readonly string[], origin: string | null): readonly string[] {
	if (origin === null || sites.includes(origin)) return sites;
	return [...sites, origin].slice(-maxSites);
}
