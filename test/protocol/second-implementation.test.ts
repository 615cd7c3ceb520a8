import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { encodePayload } from "../../src/protocol/payload.ts";
import { fixedRandom, hex, js, now, person, readerOf, recipients, textPayload } from "./fixed.ts";
import { forgeCard, forgeCore, forgeEnvelope, forgePadded, forgeSlot } from "./forge.ts";

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
		const input = { author: ann.author, recipients: await recipients([ben]), payload };
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
		const slot = forgeSlot(core.head, { e, ratchet, kem, to: to!, author }, core.digest, contentKey);
		expect(hex(forgeEnvelope(core, [slot]))).toBe(hex(sealed.envelope));
		const opened = await protocol.openEnvelope(js, sealed.envelope, readerOf(ben));
		expect(protocol.decodeBody(opened.payload).text).toBe("Hello");
	});
});
