import { type Contact, deviceId } from "../../src/contacts/contact.ts";
import type { SeenCard } from "../../src/contacts/contact-book.ts";
import { noneShown } from "../../src/contacts/shown-accounts.ts";

export const bytes32 = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
export const device = (n: number): string => deviceId(bytes32(n), bytes32(n + 100));

export const annId = "0a".repeat(32);

/** Ann: account key 10, one device, list 5. */
export const ann: Contact = {
	id: annId,
	accountPublicKey: bytes32(10),
	nameClaimed: "Ann",
	nameGiven: null,
	trust: "new",
	change: null,
	offered: null,
	left: [],
	notTheirs: [],
	shown: noneShown,
	recoveryHash: null,
	verified: null,
	knownSince: null,
	timesMet: 0,
	since: 1000,
	sites: ["https://chat.example"],
	card: new Uint8Array([1, 2, 3]),
	cardExpiresAt: 5000,
	listSequence: 5,
	devices: [device(1)],
};

export const cardOfAnn: SeenCard = {
	fingerprint: bytes32(10),
	accountPublicKey: bytes32(10),
	name: "Ann",
	listSequence: 5,
	devices: [device(1)],
	expiresAt: 5000,
	recoveryHash: null,
	bytes: new Uint8Array([1, 2, 3]),
};
