/** A person: one account key. Another account key is another contact, whatever name it carries. */
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import { bytes, count, decodeJson, encodeJson, flag, hex, listOf, oneOf, orNull, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import { sameKey } from "./account-key.ts";
import { mostRefused, mostSitesOfOne, mostWaiting, type ShownAccount, type ShownAccounts } from "./shown-accounts.ts";
import { type KeyChange, type LeftKey, mostKeys, type Standing, type TrustState } from "./trust.ts";

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
	/** What is open about their key; exactly with `changed`. */
	readonly change: KeyChange | null;
	/** The card of the account that is shown as theirs (`change`), which takes the place of ours if the user says that it is. */
	readonly offered: Uint8Array | null;
	/** Account keys they had before. */
	readonly left: readonly LeftKey[];
	/** Account keys of which the user was told and that are not theirs. */
	readonly notTheirs: readonly Uint8Array[];
	/** Accounts that were shown as theirs and wait for the user's word. */
	readonly shown: ShownAccounts;
	/** Of the recovery key, from the first card of this account that named one; 32 bytes. A later card never replaces it. */
	readonly recoveryHash: Uint8Array | null;
	/** The last time the two compared this key, and it was the same. */
	readonly verified: Verified | null;
	/** When this key first came back, in milliseconds since the epoch. */
	readonly knownSince: number | null;
	/** Messages of this key that were read. */
	readonly timesMet: number;
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

export interface Verified {
	/** A code compared live, a contact code that was scanned or handed over, or the safety number. */
	readonly how: "live" | "code" | "number";
	/** Milliseconds since the epoch. */
	readonly at: number;
}

/** Devices of one account. The card has the same bound (docs/protocol.md, Limits). */
const maxDevices = 16;
/** Origins kept a contact or conversation; the oldest goes. */
const maxSites = 64;

const change = record<KeyChange>({
	kind: oneOf("claimed", "moved", "forked", "doubted", "differed"),
	account: orNull(bytes(32)),
	before: oneOf("new", "known", "verified"),
	evidence: listOf(
		oneOf(
			"signed-by-old",
			"signed-by-recovery",
			"same-site-account",
			"other-site",
			"still-used",
			"newer-date",
			"same-name",
		),
		7,
	),
});

const shown = record<ShownAccounts>({
	waiting: listOf(
		record<ShownAccount>({
			account: bytes(32),
			sites: listOf(text, mostSitesOfOne),
			signed: listOf(oneOf("signed-by-old", "signed-by-recovery"), 2),
			since: count,
		}),
		mostWaiting,
	),
	refused: listOf(text, mostRefused),
	dropped: count,
});

const read = record<Contact>({
	id: hex(32),
	accountPublicKey: bytes(32),
	nameClaimed: text,
	nameGiven: orNull(text),
	trust: oneOf("new", "known", "verified", "changed", "revoked"),
	change: orNull(change),
	offered: orNull(bytes()),
	left: listOf(record<LeftKey>({ account: bytes(32), moved: flag }), mostKeys),
	notTheirs: listOf(bytes(32), mostKeys),
	shown,
	recoveryHash: orNull(bytes(32)),
	verified: orNull(record<Verified>({ how: oneOf("live", "code", "number"), at: count })),
	knownSince: orNull(count),
	timesMet: count,
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

/** The contact as a decision about it leaves it. */
export function decided(contact: Contact, { trust, change, left, notTheirs, shown }: Standing): Contact {
	// What was offered for a question that is closed, or was another one, must not take anybody's place.
	const asked = contact.change?.account ?? null;
	const same = asked !== null && change?.account != null && sameKey(asked, change.account);
	const marked = trust === "verified" || change?.before === "verified";
	return {
		...contact,
		trust,
		change,
		left,
		notTheirs,
		shown,
		offered: same ? contact.offered : null,
		verified: marked ? contact.verified : null,
	};
}

export const contactId = (fingerprint: Uint8Array): ContactId => bytesToHex(fingerprint);

export const deviceId = (devicePublicKey: Uint8Array, signingPublicKey: Uint8Array): DeviceId =>
	bytesToHex(concatBytes(devicePublicKey, signingPublicKey));

/** `sites` with `origin` as the newest. */
export function withSite(sites: readonly string[], origin: string | null): readonly string[] {
	if (origin === null || sites.includes(origin)) return sites;
	return [...sites, origin].slice(-maxSites);
}
