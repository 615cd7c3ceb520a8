/** Signed messages and their proofs: what verifies, and that nothing in them can be another. */
import { describe, expect, it } from "vitest";
import { signCertificate } from "../../src/protocol/device-list.ts";
import * as protocol from "../../src/protocol/index.ts";
import { label } from "../../src/protocol/labels.ts";
import { decodePayload, encodePayload } from "../../src/protocol/payload.ts";
import { codeOf, day, fixedRandom, hex, js, now, person, readerOf, recipients, suites, textPayload } from "./fixed.ts";

const [ann, ben, cleo] = [await person("Ann"), await person("Ben"), await person("Cleo")];
const set = [ben.fingerprint, cleo.fingerprint];
const unsigned = (more: Partial<protocol.Payload> = {}) =>
	textPayload("I owe you 20", { recipients: set, recipientSetHash: protocol.recipientSetHash(js, set), ...more });
const signed = (more: Partial<protocol.Payload> = {}, suite = js) =>
	protocol.signPayload(suite, ann.device, ann.fingerprint, unsigned(more));
const check = (payload: protocol.Payload, author = ann.fingerprint) =>
	codeOf(() => protocol.verifySigned(js, author, payload));
/** The same message with another certificate beside its signature. */
const certified = (payload: protocol.Payload, certificate: Uint8Array): protocol.Payload => ({
	...payload,
	signed: payload.signed && { ...payload.signed, certificate },
});
const flipped = (bytes: Uint8Array, at = 0) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
const made = await signed();
const encoded = protocol.encodeProof(js, made);
/** Length of each field of a proof to two, in order. */
const fields = [
	["version", 1],
	["suite", 1],
	["account", 32],
	["device key", 32],
	["signing key", 32],
	["list sequence", 4],
	["suites of the device", 1],
	["certificate signature", 64],
	["conversation", 16],
	["counter", 4],
	["sent-at", 6],
	["kind", 1],
	["count", 1],
	["recipients", 64],
	["signature", 64],
	["body", 12],
] as const;

describe.each(suites)("signed messages, %s", (_, suite) => {
	it("an envelope carries the signature, with and without keep, and it verifies", async () => {
		for (const keep of [null, protocol.keepCode["7d"]]) {
			const payload = await signed({ keep }, suite);
			const to = await recipients([ben], suite);
			const sealed = await protocol.sealEnvelope(
				suite,
				{ author: ann.author, start: to, sessions: [], payload },
				fixedRandom("signed"),
			);
			const opened = await protocol.openEnvelope(suite, sealed.envelope, readerOf(ben));
			expect(opened.payload).toMatchObject({ keep, signed: payload.signed });
			await protocol.verifySigned(suite, ann.fingerprint, opened.payload);
		}
	});

	it("signature and proof are the bytes of the document", async () => {
		const payload = await signed({}, suite);
		const number = (value: number, length: number) => value.toString(16).padStart(2 * length, "0");
		const sorted = set.map(hex).sort().join("");
		const after = `${"c0".repeat(16)}${number(1, 4)}${number(now, 6)}01`;
		const body = new TextEncoder().encode("I owe you 20");
		const covered = `${hex(label.signed)}01${hex(ann.fingerprint)}02${sorted}${after}${hex(js.hash(body))}`;
		const message = Uint8Array.from(Buffer.from(covered, "hex"));
		expect(Buffer.from(label.signed).toString()).toBe("Sotto/1 signed");
		expect(hex(payload.signed!.signature)).toBe(hex(await js.sign(ann.device.signingKey.secretKey, message)));
		expect(hex(protocol.encodeProof(suite, payload))).toBe(
			`0101${hex(ann.device.certificate)}${after}02${sorted}${hex(payload.signed!.signature)}${hex(body)}`,
		);
	});

	it("the same people, clock and text give the frozen bytes", async () => {
		const payload = await signed({}, suite);
		expect(hex(payload.signed!.signature)).toBe(
			"d3e7201fb05ceab19003317b9078ddb9cc58d5009d5bbea98a1b76ebc1ccc7fe9f5ee56f053345d45cc102355153036bddb1bdd8789aadb01ded31e3543d2c00",
		);
		expect(hex(js.hash(protocol.encodeProof(suite, payload)))).toBe(
			"3eed1b937c514abe43e20207b21e58b97564f98a19a5b54be938647a13e3f148",
		);
	});

	it("a proof opens with nothing else at hand", async () => {
		const proof = await protocol.openProof(suite, encoded);
		expect(proof).toEqual({
			accountPublicKey: ann.account.publicKey,
			fingerprint: ann.fingerprint,
			device: {
				devicePublicKey: ann.device.deviceKey.publicKey,
				signingPublicKey: ann.device.signingKey.publicKey,
				flags: 1,
			},
			sentAt: now,
			conversation: made.conversation,
			counter: 1,
			recipients: made.recipients,
			text: "I owe you 20",
			card: null,
		});
	});

	it.each(fields.map(([name], index) => [name, index] as const))(
		"a proof with another %s is refused",
		async (_, at) => {
			const from = fields.slice(0, at).reduce((sum, [, length]) => sum + length, 0);
			const length = fields[at]?.[1] ?? 0;
			for (const place of new Set([0, length >> 1, length - 1])) {
				const code = await codeOf(() => protocol.openProof(suite, flipped(encoded, from + place)));
				if (at === 0) expect(code).toBe("unsupported-version");
				else if (at === 1) expect(code).toBe("unsupported-suite");
				// One recipient less is a valid list, read at another place; one more is not in order.
				else expect(["altered", "malformed"], `byte ${from + place}`).toContain(code);
			}
		},
	);
});

it("the fields of the test are the whole proof", () => {
	expect(encoded).toHaveLength(fields.reduce((sum, [, length]) => sum + length, 0));
});

describe("signPayload", () => {
	it.each([
		["no recipient list", { recipients: null }],
		["an empty one", { recipients: [], recipientSetHash: protocol.recipientSetHash(js, []) }],
		[
			"somebody twice",
			{
				recipients: [...set, ben.fingerprint],
				recipientSetHash: protocol.recipientSetHash(js, [...set, ben.fingerprint]),
			},
		],
		["the hash of other recipients", { recipientSetHash: protocol.recipientSetHash(js, [ben.fingerprint]) }],
	])("%s: RangeError", async (_, more) => {
		await expect(signed(more)).rejects.toThrow(RangeError);
	});

	it("the order in which recipients were given does not matter", async () => {
		const turned = await signed({ recipients: set.toReversed() });
		expect(turned).toEqual(made);
	});

	it("leaves what is not covered alone", async () => {
		const other = await signed({ seen: [], listSequence: 9, keep: protocol.keepCode["24h"] });
		expect(hex(other.signed!.signature)).toBe(hex(made.signed!.signature));
	});
});

describe("verifySigned", () => {
	it.each([
		["another text", { body: protocol.encodeTextBody("I owe you 21", null) }],
		["another conversation", { conversation: flipped(made.conversation) }],
		["another counter", { counter: 2 }],
		["another time", { sentAt: now + 1 }],
		["another kind", { kind: 2 }],
		[
			"another recipient",
			{ recipients: [ben.fingerprint], recipientSetHash: protocol.recipientSetHash(js, set.slice(0, 1)) },
		],
		["a set hash that does not fit the list", { recipientSetHash: protocol.recipientSetHash(js, [ben.fingerprint]) }],
		["another signature", { signed: { ...made.signed!, signature: flipped(made.signed!.signature) } }],
	])("%s is altered", async (_, more) => {
		await protocol.verifySigned(js, ann.fingerprint, made);
		expect(await check({ ...made, ...more })).toBe("altered");
	});

	it("another author, another device and a forged certificate are altered", async () => {
		expect(await check(made, ben.fingerprint)).toBe("altered");
		expect(await check(certified(made, ben.device.certificate), ben.fingerprint)).toBe("altered");
		expect(await check(certified(made, flipped(ann.device.certificate, 164)))).toBe("altered");
		expect(await check(certified(made, ann.device.certificate.slice(1)))).toBe("altered");
	});

	it("somebody who certifies Ann's device under an account of theirs did not sign it", async () => {
		const certificate = await signCertificate(js, ben.account.secretKey, {
			accountPublicKey: ben.account.publicKey,
			devicePublicKey: ann.device.deviceKey.publicKey,
			signingPublicKey: ann.device.signingKey.publicKey,
			sequence: 1,
			flags: 1,
		});
		expect(await check(certified(made, certificate), ben.fingerprint)).toBe("altered");
		const proof = protocol.encodeProof(js, certified(made, certificate));
		expect(await codeOf(() => protocol.openProof(js, proof))).toBe("altered");
	});

	it("a certificate of the device's next list verifies too", async () => {
		const renewed = await protocol.renewDeviceList(js, ann.account, ann.device, now + day);
		await protocol.verifySigned(js, ann.fingerprint, certified(made, renewed.certificate));
	});

	it("without a signature or a proper recipient list there is nothing to verify", async () => {
		expect(await check(unsigned())).toBe("malformed");
		expect(await check({ ...made, recipients: null })).toBe("malformed");
		expect(await check({ ...made, recipients: made.recipients!.toReversed() })).toBe("malformed");
		expect(() => protocol.encodeProof(js, unsigned())).toThrow("malformed");
		const many = Array.from({ length: 256 }, (_, index) => new Uint8Array(32).fill(index));
		const recipientSetHash = protocol.recipientSetHash(js, many);
		expect(await check({ ...made, recipients: many, recipientSetHash })).toBe("malformed");
	});
});

it("a payload with a signature and without its recipients is malformed", async () => {
	expect(decodePayload(encodePayload(made))).toEqual(made);
	expect(await codeOf(() => decodePayload(encodePayload({ ...made, recipients: null })))).toBe("malformed");
});

describe("proofs", () => {
	it("a text with a card goes as it was sent", async () => {
		const payload = await signed({ kind: 2, body: protocol.encodeTextBody("My card", ann.card) });
		const proof = await protocol.openProof(js, protocol.encodeProof(js, payload));
		expect(proof.text).toBe("My card");
		expect(hex(proof.card!)).toBe(hex(ann.card));
	});

	it("a kind of a later version, signed, is not guessed at", async () => {
		const payload = await signed({ kind: 9 });
		const proof = protocol.encodeProof(js, payload);
		expect(await codeOf(() => protocol.openProof(js, proof))).toBe("unsupported-version");
	});

	it.each([
		["in another order", made.recipients!.toReversed()],
		["of nobody", []],
	])("a recipient list %s is refused even if it was signed so", async (_, list) => {
		const rest = encoded.subarray(167, 194);
		const count = Uint8Array.of(list.length);
		const covered = [label.signed, Uint8Array.of(1), ann.fingerprint, count, ...list, rest, js.hash(made.body)];
		const signature = await js.sign(ann.device.signingKey.secretKey, Buffer.concat(covered));
		const proof = Buffer.concat([encoded.subarray(0, 194), count, ...list, signature, made.body]);
		expect(await codeOf(() => protocol.openProof(js, Uint8Array.from(proof)))).toBe("malformed");
	});

	it("cut anywhere, or with something behind it, it is refused", async () => {
		for (let length = 0; length < encoded.length; length++) {
			const code = await codeOf(() => protocol.openProof(js, encoded.subarray(0, length)));
			expect(code, `${length}`).toBe(length < encoded.length - 12 ? "malformed" : "altered");
		}
		expect(await codeOf(() => protocol.openProof(js, Uint8Array.of(...encoded, 0)))).toBe("altered");
	});

	it("the longest there can be opens, a longer one costs no signature", async () => {
		const body = protocol.encodeTextBody("x".repeat(65_000), null);
		const proof = protocol.encodeProof(js, await signed({ body }));
		expect((await protocol.openProof(js, proof)).text).toHaveLength(65_000);
		expect(await codeOf(() => protocol.openProof(js, new Uint8Array(65_536 + 166).fill(1)))).toBe("too-large");
	});

	it("goes through armor as kind 3, in parts too", async () => {
		const messageId = js.hash(encoded);
		for (const maxChars of [null, 300]) {
			const parts = protocol.encodeArmor({ kind: protocol.armorKind.proof, bytes: encoded, messageId, maxChars });
			expect(protocol.findArmor(parts.join(" ")).map(({ kind, state }) => `${kind} ${state}`)).toEqual(
				parts.map(() => "3 whole"),
			);
			const { kind, bytes } = protocol.decodeArmorParts(parts);
			expect(kind).toBe(3);
			expect(hex(bytes)).toBe(hex(encoded));
		}
		const later = protocol.encodeArmor({ kind: 6 as 3, bytes: encoded, messageId, maxChars: null });
		expect(await codeOf(() => protocol.decodeArmorParts(later))).toBe("unsupported-version");
	});
});
