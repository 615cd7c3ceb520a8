import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { encodePayload } from "../../src/protocol/payload.ts";
import { conversations, play } from "./conversations.ts";
import { fixedRandom, hex, js, now, person, readerOf, recipients, textPayload } from "./fixed.ts";
import { forgeCard, forgeCore, forgeEnvelope, forgePadded } from "./forge.ts";
import { ForgedParty } from "./forge-party.ts";
import { forgeSlot } from "./forge-session.ts";
import { Party } from "./party.ts";

describe("a second implementation, from the document alone", () => {
	it("makes the same card byte for byte", async () => {
		const ben = await person("Ben");
		const { spk, pqpk, id, expiresAt } = ben.prekey;
		const d = ben.device.deviceKey.publicKey;
		const forged = forgeCard({
			account: ben.account.publicKey,
			accountSecret: ben.account.secretKey,
			devices: [{ d, s: ben.device.signingKey.publicKey }],
			listExpiry: now + protocol.DEVICE_LIST_LIFE,
			prekeys: [
				{
					index: 0,
					id,
					expiry: expiresAt,
					spk: spk.publicKey,
					pqpk: pqpk.publicKey,
					signer: ben.device.signingKey.secretKey,
					d,
				},
			],
			issuerSecret: ben.device.signingKey.secretKey,
		});
		expect(hex(forged)).toBe(hex(ben.card));
	});

	it("makes the same envelope byte for byte", async () => {
		const [ann, ben] = [await person("Ann"), await person("Ben")];
		const [to] = await recipients([ben]);
		const payload = textPayload("Hello");
		const input = { author: ann.author, start: await recipients([ben]), sessions: [], payload };
		const sealed = await protocol.sealEnvelope(js, input, fixedRandom("seal"));

		const random = fixedRandom("seal");
		const [contentKey, e, ratchet, kem] = [random(32), random(32), random(32), random(32)];
		const core = forgeCore({ contentKey, author: ann.fingerprint, padded: forgePadded(encodePayload(payload)) });
		const author = {
			fingerprint: ann.fingerprint,
			d: ann.device.deviceKey.publicKey,
			dSecret: ann.device.deviceKey.secretKey,
			certificate: ann.device.certificate,
		};
		const slot = forgeSlot(core.head, { e, ratchet, kem, to: to!, author }, core, contentKey);
		expect(hex(forgeEnvelope(core, [slot]))).toBe(hex(sealed.envelope));
		const opened = await protocol.openEnvelope(js, sealed.envelope, readerOf(ben));
		expect(protocol.decodeBody(opened.payload).text).toBe("Hello");
	});
});

describe.each(conversations)("a conversation with the second implementation: $name", (conversation) => {
	const ours = () => play(conversation, (who, _, randomness) => new Party(who, randomness));
	const facts = ({ said, read }: Awaited<ReturnType<typeof play>>) => ({
		said: said.map(({ envelope, contentKey }) => [hex(envelope), hex(contentKey)]),
		read: read.map(({ by, message, result }) => [
			by,
			message,
			hex(result.author),
			hex(result.plaintext),
			result.prekey,
		]),
	});

	it("every byte is the same", async () => {
		const theirs = await play(conversation, (who, everybody, name) => new ForgedParty(who, everybody, name));
		expect(facts(theirs)).toEqual(facts(await ours()));
	});

	it.each(["Ann", "Ben"])("%s is the second implementation, everybody else the first", async (forged) => {
		const one = await person(forged);
		const mixed = await play(conversation, (who, everybody, name) =>
			hex(who.fingerprint) === hex(one.fingerprint) ? new ForgedParty(who, everybody, name) : new Party(who, name),
		);
		expect(facts(mixed)).toEqual(facts(await ours()));
	});
});
