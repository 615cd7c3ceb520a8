import fc from "fast-check";
import { expect, test } from "vitest";
import { type Contact, decodeContact, encodeContact } from "../../src/contacts/contact.ts";
import { type Conversation, decodeConversation, encodeConversation } from "../../src/contacts/conversation.ts";
import { retentions } from "../../src/messaging/retention.ts";
import { ann } from "./support.ts";

const hex = (bytes: number) =>
	fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value) => Buffer.from(value).toString("hex"));
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const contact: fc.Arbitrary<Contact> = fc.record({
	id: hex(32),
	accountPublicKey: fc.uint8Array({ minLength: 32, maxLength: 32 }),
	nameClaimed: fc.string(),
	nameGiven: fc.option(fc.string()),
	trust: fc.constantFrom("new", "known", "verified", "changed", "revoked"),
	change: fc.option(
		fc.record({
			kind: fc.constantFrom("claimed", "moved", "forked", "doubted", "differed"),
			account: fc.option(key),
			before: fc.constantFrom("new", "known", "verified"),
			evidence: fc.subarray([
				"signed-by-old",
				"signed-by-recovery",
				"same-site-account",
				"other-site",
				"still-used",
			] as const),
		}),
	),
	offered: fc.option(fc.uint8Array()),
	left: fc.array(fc.record({ account: key, moved: fc.boolean() }), { maxLength: 16 }),
	notTheirs: fc.array(key, { maxLength: 16 }),
	shown: fc.record({
		waiting: fc.array(
			fc.record({
				account: key,
				sites: fc.array(fc.webUrl(), { maxLength: 8 }),
				signed: fc.subarray(["signed-by-old", "signed-by-recovery"] as const),
				since: fc.maxSafeNat(),
			}),
			{ maxLength: 16 },
		),
		refused: fc.array(fc.webUrl(), { maxLength: 64 }),
		dropped: fc.maxSafeNat(),
	}),
	recoveryHash: fc.option(key),
	verified: fc.option(fc.record({ how: fc.constantFrom("live", "code", "number"), at: fc.maxSafeNat() })),
	knownSince: fc.option(fc.maxSafeNat()),
	timesMet: fc.maxSafeNat(),
	since: fc.maxSafeNat(),
	sites: fc.array(fc.webUrl(), { maxLength: 64 }),
	card: fc.option(fc.uint8Array()),
	cardExpiresAt: fc.maxSafeNat(),
	listSequence: fc.maxSafeNat(),
	devices: fc.array(hex(64), { maxLength: 16 }),
});
const shownOne = { account: "A".repeat(43), sites: [], signed: [], since: 1 };
const conversation: fc.Arbitrary<Conversation> = fc.record({
	id: hex(16),
	former: fc.array(hex(16)),
	aliases: fc.array(fc.record({ id: hex(16), author: hex(32) })),
	places: fc.array(fc.string()),
	recipients: fc.array(hex(32)),
	confirmed: fc.boolean(),
	titles: fc.array(fc.string(), { maxLength: 6 }),
	sites: fc.array(fc.string()),
	keep: fc.option(fc.constantFrom(...retentions)),
	createdAt: fc.maxSafeNat(),
});
const damaged = expect.objectContaining({ name: "VaultError", code: "storage-failed" });
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

test("contacts and conversations come back as they were", () => {
	fc.assert(
		fc.property(contact, conversation, (person, talk) => {
			expect(decodeContact(encodeContact(person))).toEqual(person);
			expect(decodeConversation(encodeConversation(talk))).toEqual(talk);
		}),
	);
});

test("garbage is refused as damage and as nothing else", () => {
	const garbage = fc.oneof(
		fc.uint8Array(),
		fc.json().map((text) => new TextEncoder().encode(text)),
		fc.jsonValue().map(json),
	);
	fc.assert(
		fc.property(garbage, (bytes) => {
			expect(() => decodeContact(bytes)).toThrow(damaged);
			expect(() => decodeConversation(bytes)).toThrow(damaged);
		}),
	);
});

test("every field is needed, of its type and within its bounds, and none besides", () => {
	const whole = JSON.parse(new TextDecoder().decode(encodeContact(ann)));
	expect(decodeContact(json(whole))).toEqual(ann);
	for (const name of Object.keys(whole)) {
		const { [name]: _dropped, ...rest } = whole;
		expect(() => decodeContact(json(rest)), `without ${name}`).toThrow(damaged);
		expect(() => decodeContact(json({ ...rest, __proto__x: 1 })), `renamed ${name}`).toThrow(damaged);
		expect(() => decodeContact(json({ ...whole, [name]: { a: 1 } })), `${name} of another type`).toThrow(damaged);
	}
	const wrong: [string, unknown][] = [
		["id", "0A".repeat(32)],
		["id", "0a".repeat(31)],
		["accountPublicKey", "AAAA"],
		["accountPublicKey", "%"],
		["trust", "trusted"],
		["trust", "constructor"],
		["change", { kind: "claimed", account: null, before: "revoked", evidence: [] }],
		["change", { kind: "claimed", account: null, before: "new", evidence: [], by: "me" }],
		["left", [{ account: "AAAA", moved: true }]],
		["notTheirs", Array(17).fill("A".repeat(43))],
		["shown", null],
		["shown", { waiting: [], refused: Array(65).fill("https://a.example"), dropped: 0 }],
		["shown", { waiting: [{ account: "AAAA", sites: [], signed: [], since: 1 }], refused: [], dropped: 0 }],
		["shown", { waiting: Array(17).fill(shownOne), refused: [], dropped: 0 }],
		["shown", { waiting: [{ ...shownOne, sites: Array(9).fill("https://a.example") }], refused: [], dropped: 0 }],
		["verified", { how: "felt", at: 1 }],
		["since", -1],
		["since", 1.5],
		["since", 2 ** 53],
		["card", 7],
		["sites", Array(65).fill("https://a.example")],
		["devices", Array(17).fill("00".repeat(64))],
		["devices", ["00"]],
		["toString", 1],
	];
	for (const [name, value] of wrong) {
		expect(() => decodeContact(json({ ...whole, [name]: value })), `${name} = ${value}`).toThrow(damaged);
	}
});
