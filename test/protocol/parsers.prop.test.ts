/** Everything that reads untrusted bytes fails with a ProtocolError or not at all. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { pad, paddedLength, unpad } from "../../src/protocol/padding.ts";
import { decodePayload, encodePayload } from "../../src/protocol/payload.ts";
import trust from "../vectors/trust.json";
import {
	codeOf,
	fixedRandom,
	fromBase64,
	fromHex,
	hex,
	js,
	native,
	now,
	person,
	readerOf,
	recipients,
	textPayload,
} from "./fixed.ts";
import { Party } from "./party.ts";

const [ann, ben] = [await person("Ann"), await person("Ben")];
const sealed = await protocol.sealEnvelope(
	js,
	{ author: ann.author, start: await recipients([ben]), sessions: [], payload: textPayload("Hello") },
	fixedRandom("parsers"),
);

const [annsDevice, bensDevice] = [new Party(ann, "parsers Ann"), new Party(ben, "parsers Ben")];
await bensDevice.open((await annsDevice.say("first", { start: [ben] })).envelope);
await annsDevice.open((await bensDevice.say("second", { to: [ann] })).envelope);
const short = await annsDevice.say("third", { to: [ben] });
const confirmed = { sessions: bensDevice.sessions };

/** Random bytes, or a valid input with some bytes changed, cut or added. */
const mutated = (valid: Uint8Array) =>
	fc.oneof(
		fc.uint8Array({ maxLength: 400 }),
		fc.tuple(fc.nat(valid.length - 1), fc.nat(255), fc.nat(3)).map(([at, value, how]) => {
			if (how === 0) return valid.slice(0, at);
			if (how === 1) return Uint8Array.from([...valid.slice(0, at), value, ...valid.slice(at)]);
			const copy = valid.slice();
			copy[at] = value;
			return copy;
		}),
	);

describe("parsers", () => {
	it.each([
		["envelope", sealed.envelope, (bytes: Uint8Array) => protocol.openEnvelope(native, bytes, readerOf(ben))],
		[
			"envelope of a session",
			short.envelope,
			(bytes: Uint8Array) => protocol.openEnvelope(native, bytes, readerOf(ben, confirmed)),
		],
		[
			"repeated start",
			sealed.envelope,
			async (bytes: Uint8Array) => {
				const { session } = await protocol.openEnvelope(js, sealed.envelope, readerOf(ben));
				const sessions = protocol.createSessionIndex(js, [session]);
				await protocol.openEnvelope(js, bytes, readerOf(ben, { sessions }));
			},
		],
		["digest", sealed.envelope, (bytes: Uint8Array) => protocol.envelopeDigest(js, bytes)],
		["origins", sealed.envelope, (bytes: Uint8Array) => protocol.initialOrigins(js, bytes)],
		["card", ben.card, (bytes: Uint8Array) => protocol.openCard(native, bytes)],
		["device keys", protocol.encodeDeviceKeys(ben.device), protocol.decodeDeviceKeys],
		["prekey pair", protocol.encodePrekeyPair(ben.prekey), protocol.decodePrekeyPair],
		["payload", encodePayload(textPayload("Hello")), (bytes: Uint8Array) => protocol.decodeBody(decodePayload(bytes))],
		...trust.statements.map(
			({ what, bytes }) => [what, fromHex(bytes), (some: Uint8Array) => protocol.openStatement(native, some)] as const,
		),
		["notice", fromBase64(trust.carried[1]?.bytes ?? ""), protocol.decodeNotice],
		[
			"verification",
			fromHex(trust.sas[0]?.bodies[1] ?? ""),
			(body: Uint8Array) => protocol.decodeVerification({ kind: 3, body }),
		],
		[
			"contact code",
			fromBase64(trust.codes[2]?.code ?? ""),
			(bytes: Uint8Array) => protocol.openContactCode(native, bytes, now),
		],
		["QR code", fromBase64(trust.carried[3]?.qr ?? ""), protocol.decodeQr],
		[
			"link",
			new TextEncoder().encode(trust.carried[3]?.link),
			(bytes: Uint8Array) => protocol.decodeLinkOrFile(new TextDecoder().decode(bytes)),
		],
	] as const)("%s: mutated input", async (_, valid, open) => {
		await fc.assert(
			fc.asyncProperty(mutated(valid), async (bytes) => {
				await codeOf(() => open(bytes));
			}),
			{ numRuns: 120 },
		);
	});

	it.each(trust.statements)("$what: no byte of it can be changed, added or left out", async ({ bytes }) => {
		const statement = fromHex(bytes);
		for (let at = 0; at < statement.length; at += at < 3 || at > 96 ? 1 : 7) {
			const copy = statement.slice();
			copy[at] = (copy[at] ?? 0) ^ 1;
			expect(await codeOf(() => protocol.openStatement(native, copy))).not.toBe("opened");
		}
		for (const other of [statement.slice(0, -1), Uint8Array.from([...statement, 0])]) {
			expect(await codeOf(() => protocol.openStatement(native, other))).toBe("malformed");
		}
	});

	it("a link has one form: no character of it can be changed, added or left out", async () => {
		const link = trust.carried[3]?.link ?? "";
		for (let at = 0; at < link.length; at++) {
			for (const other of [
				link.slice(0, at) + (link[at] === "a" ? "b" : "a") + link.slice(at + 1),
				link.slice(0, at) + link.slice(at + 1),
				`${link.slice(0, at)}-${link.slice(at)}`,
			]) {
				expect([other, await codeOf(() => protocol.decodeLinkOrFile(other))]).not.toContain("opened");
			}
		}
	});

	it("stored keys come back as they were", () => {
		expect(hex(protocol.encodeDeviceKeys(protocol.decodeDeviceKeys(protocol.encodeDeviceKeys(ben.device))))).toBe(
			hex(protocol.encodeDeviceKeys(ben.device)),
		);
		expect(protocol.decodePrekeyPair(protocol.encodePrekeyPair(ben.prekey))).toEqual(ben.prekey);
		expect(ben.prekey.createdAt).toBe(now);
	});
});

describe("payloads and padding", () => {
	it("every payload comes back", () => {
		const list = fc.uniqueArray(fc.uint8Array({ minLength: 32, maxLength: 32 }), {
			minLength: 1,
			maxLength: 5,
			selector: hex,
		});
		fc.assert(
			fc.property(
				fc.string({ unit: "grapheme" }),
				fc.option(list),
				fc.nat(4),
				fc.nat(2 ** 31),
				(text, people, seen, counter) => {
					const recipients = people?.toSorted((a, b) => Buffer.compare(a, b)) ?? null;
					const ids = Array.from({ length: seen }, (_, i) => new Uint8Array(8).fill(i));
					const payload = textPayload(text, { recipients, counter, seen: ids });
					const back = decodePayload(unpad(pad(encodePayload(payload))));
					expect(back).toEqual(payload);
					expect(protocol.decodeBody(back).text).toBe(text);
				},
			),
		);
	});

	it("text keeps a byte order mark, and a card keeps its text", () => {
		const body = protocol.encodeTextBody("\ufeffHello", ben.card);
		const { text, card } = protocol.decodeBody(textPayload("", { kind: protocol.payloadKind.textWithCard, body }));
		expect(text).toBe("\ufeffHello");
		expect(hex(card!)).toBe(hex(ben.card));
	});

	it("padding hides lengths: at least 64, at most an eighth more, few different ones", () => {
		const seen = new Set<number>();
		for (let length = 1; length < 20_000; length++) {
			const padded = paddedLength(length);
			seen.add(padded);
			expect(padded).toBeGreaterThanOrEqual(Math.max(64, length));
			if (length > 64) expect(padded).toBeLessThanOrEqual(length * 1.125);
			expect(paddedLength(padded)).toBe(padded);
		}
		expect(seen.size).toBeLessThan(120);
	});
});
