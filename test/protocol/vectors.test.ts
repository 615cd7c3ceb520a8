import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { paddedLength } from "../../src/protocol/padding.ts";
import { decodePayload, encodePayload } from "../../src/protocol/payload.ts";
import positive from "../vectors/positive.json";
import { conversations, names, play } from "./conversations.ts";
import { base64, fixedRandom, fromBase64, fromHex, hex, now, person, readerOf, recipients, suites } from "./fixed.ts";
import { Party } from "./party.ts";

describe.each(suites)("frozen vectors, %s", (_, suite) => {
	it.each(names)("keys and card of %s come from the same randomness", async (name) => {
		const made = await person(name, suite);
		const frozen = positive.people[name];
		expect(hex(made.account.publicKey)).toBe(frozen.accountPublic);
		expect(hex(made.fingerprint)).toBe(frozen.fingerprint);
		expect(base64(protocol.encodeDeviceKeys(made.device))).toBe(frozen.device);
		expect(base64(protocol.encodePrekeyPair(made.prekey))).toBe(frozen.prekey);
		expect(base64(made.card)).toBe(frozen.card);
	});

	it("a card with two prekeys and a recovery hash opens", async () => {
		for (const frozen of positive.cards) {
			const card = await protocol.openCard(suite, fromBase64(frozen.card));
			expect(card.name).toBe(frozen.name);
			expect(hex(card.recoveryHash!)).toBe(frozen.recoveryHash);
			expect(card.prekeys).toHaveLength(frozen.prekeys);
			expect(card.suites).toEqual([1]);
			expect(protocol.recipientsOf(card, now)).toHaveLength(1);
		}
	});

	it.each(positive.envelopes)("envelope: $random", async (frozen) => {
		const plaintext = decodePayload(fromHex(frozen.plaintext));
		expect(hex(encodePayload(plaintext))).toBe(frozen.plaintext);
		const [ann, ...readers] = await Promise.all(["Ann", ...frozen.readers].map((name) => person(name, suite)));
		const input = { author: ann!.author, start: await recipients(readers, suite), sessions: [], payload: plaintext };
		const sealed = await protocol.sealEnvelope(suite, input, fixedRandom(frozen.random));
		expect(base64(sealed.envelope)).toBe(frozen.envelope);
		expect(hex(sealed.digest)).toBe(frozen.digest);
		expect(hex(sealed.contentKey)).toBe(frozen.contentKey);
		for (const parts of [frozen.armor, frozen.armorOf2000, frozen.armorDense]) {
			expect(base64(protocol.decodeArmorParts(parts).bytes)).toBe(frozen.envelope);
		}
		const envelope = fromBase64(frozen.envelope);
		const armor = { kind: protocol.armorKind.envelope, bytes: envelope, messageId: sealed.messageId };
		expect(protocol.encodeArmor({ ...armor, maxChars: null })).toEqual(frozen.armor);
		expect(protocol.encodeArmor({ ...armor, maxChars: 2000 })).toEqual(frozen.armorOf2000);
		expect(protocol.encodeArmor({ ...armor, maxChars: 700, dense: true })).toEqual(frozen.armorDense);
		for (const reader of readers) {
			const opened = await protocol.openEnvelope(suite, envelope, readerOf(reader));
			expect(hex(encodePayload(opened.payload))).toBe(frozen.plaintext);
			expect(hex(opened.author.fingerprint)).toBe(positive.people.Ann.fingerprint);
			expect(frozen.origins).toContain(hex(opened.session.id));
			expect(hex(opened.contentKey)).toBe(frozen.contentKey);
			expect(opened.prekeyId).toBe(reader.prekey.id);
		}
		const again = await protocol.openWithContentKey(suite, envelope, fromHex(frozen.contentKey), ann!.fingerprint);
		expect(hex(encodePayload(again))).toBe(frozen.plaintext);
		expect(hex(protocol.envelopeDigest(suite, envelope))).toBe(frozen.digest);
	});

	it.each(conversations)("conversation: $name", async (conversation) => {
		const frozen = positive.conversations.find(({ name }) => name === conversation.name)!;
		expect(frozen.steps).toEqual(conversation.steps);
		const played = await play(conversation, (who, _, randomness) => new Party(who, randomness, suite));
		expect(
			played.said.map(({ envelope, digest, contentKey }) => ({
				envelope: base64(envelope),
				digest: hex(digest),
				contentKey: hex(contentKey),
			})),
		).toEqual(frozen.messages);
		expect(
			played.read.map(({ by, message, result }) => ({
				by,
				message,
				author: hex(result.author),
				plaintext: hex(result.plaintext),
				prekey: result.prekey,
			})),
		).toEqual(frozen.read);
	});

	it("the hash of a set of recipients does not depend on their order", () => {
		const fingerprints = positive.recipientSetHash.people.map((name) =>
			fromHex(positive.people[name as "Ann"].fingerprint),
		);
		for (const order of [fingerprints, fingerprints.toReversed()]) {
			expect(hex(protocol.recipientSetHash(suite, order))).toBe(positive.recipientSetHash.hash);
		}
	});
});

it("safety numbers are the same on both sides", () => {
	for (const { people, digits } of positive.safetyNumbers) {
		const [a, b] = people.map((name) => fromHex(positive.people[name as "Ann"].accountPublic));
		expect(protocol.safetyNumber(a!, b!)).toBe(digits);
		expect(protocol.safetyNumber(b!, a!)).toBe(digits);
		expect(digits).toMatch(/^[0-9]{60}$/);
	}
});

it("padded lengths", () => {
	for (const [length, padded] of positive.padding) expect(paddedLength(length!)).toBe(padded);
});
