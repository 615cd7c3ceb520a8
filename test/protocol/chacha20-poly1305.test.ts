/** Our ChaCha20-Poly1305 against noble's, byte for byte; what Poly1305 must get right at the edges of its modulus. */
import { poly1305 as noblePoly1305 } from "@noble/ciphers/_poly1305.js";
import { chacha20poly1305, xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { describe, expect, it } from "vitest";
import { open, openExtended, seal, sealExtended } from "../../src/protocol/chacha20-poly1305.ts";
import * as poly1305 from "../../src/protocol/poly1305.ts";
import { fixedRandom, fromHex, hex } from "./fixed.ts";

const random = fixedRandom("chacha20-poly1305");
/** Around the ends of blocks of the cipher and of the authenticator, and of a record of two messages. */
const lengths = [0, 1, 3, 4, 5, 15, 16, 17, 31, 32, 33, 40, 63, 64, 65, 79, 80, 81, 127, 128, 129, 191, 192, 193, 450];

function tagOf(key: Uint8Array, message: Uint8Array): string {
	const tag = new Uint8Array(16);
	poly1305.start(key);
	poly1305.take(message, 0, message.length / 16);
	poly1305.finish(tag, 0);
	return hex(tag);
}

describe("with a nonce of 12 bytes", () => {
	it.each(lengths)("%d bytes are sealed and opened as noble does", (length) => {
		for (const extra of [0, 1, 12, 16, 88, 100]) {
			const [key, nonce, additional, plaintext] = [random(32), random(12), random(extra), random(length)];
			const sealed = chacha20poly1305(key, nonce, additional).encrypt(plaintext);
			expect(hex(seal(key, nonce, additional, plaintext))).toBe(hex(sealed));
			expect(hex(open(key, nonce, additional, sealed) ?? random(1))).toBe(hex(plaintext));
		}
	});

	it("nothing opens after a change of one bit anywhere", () => {
		const [key, nonce, additional, plaintext] = [random(32), random(12), random(21), random(37)];
		const sealed = seal(key, nonce, additional, plaintext);
		const inputs = [key, nonce, additional, sealed] as const;
		for (const [which, bytes] of inputs.entries()) {
			for (let at = 0; at < bytes.length; at++) {
				const changed = bytes.slice();
				changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
				const [k, n, a, s] = inputs.map((one, index) => (index === which ? changed : one)) as [
					Uint8Array,
					Uint8Array,
					Uint8Array,
					Uint8Array,
				];
				expect(open(k, n, a, s)).toBeNull();
			}
		}
		expect(open(key, nonce, additional, sealed)).not.toBeNull();
	});

	it("what is shorter than a tag does not open", () => {
		for (let length = 0; length < 16; length++)
			expect(open(random(32), random(12), random(0), random(length))).toBeNull();
	});

	it("parts of larger arrays are sealed and opened where they stand", () => {
		const [around, key, nonce, additional] = [random(301), random(32), random(12), random(50)];
		const sealed = chacha20poly1305(key, nonce, additional.slice(3, 44)).encrypt(around.slice(7, 139));
		const [k, n] = [new Uint8Array([9, ...key]).subarray(1), new Uint8Array([9, ...nonce]).subarray(1)];
		expect(hex(seal(k, n, additional.subarray(3, 44), around.subarray(7, 139)))).toBe(hex(sealed));
		around.set(sealed, 5);
		const opened = open(k, n, additional.subarray(3, 44), around.subarray(5, 5 + sealed.length));
		expect(hex(opened ?? random(1))).toBe(hex(chacha20poly1305(key, nonce, additional.slice(3, 44)).decrypt(sealed)));
	});

	it("what was given stays as it is", () => {
		const inputs = [random(32), random(12), random(20), random(70)] as const;
		const before = inputs.map(hex);
		const sealed = seal(...inputs);
		const sealedBefore = hex(sealed);
		open(inputs[0], inputs[1], inputs[2], sealed);
		expect([...inputs.map(hex), hex(sealed)]).toEqual([...before, sealedBefore]);
	});

	it("keys and nonces of other lengths are refused", () => {
		for (const [key, nonce] of [
			[31, 12],
			[33, 12],
			[32, 11],
			[32, 13],
			[32, 24],
		] as const) {
			expect(() => seal(random(key), random(nonce), random(0), random(1))).toThrow(RangeError);
			expect(() => open(random(key), random(nonce), random(0), random(40))).toThrow(RangeError);
		}
	});
});

describe("with a nonce of 24 bytes", () => {
	it.each(lengths)("%d bytes are sealed and opened as noble does", (length) => {
		for (const extra of [0, 55, 64]) {
			const [key, nonce, additional, plaintext] = [random(32), random(24), random(extra), random(length)];
			const sealed = xchacha20poly1305(key, nonce, additional).encrypt(plaintext);
			expect(hex(sealExtended(key, nonce, additional, plaintext))).toBe(hex(sealed));
			expect(hex(openExtended(key, nonce, additional, sealed) ?? random(1))).toBe(hex(plaintext));
		}
	});

	it("draft-irtf-cfrg-xchacha-03, A.3.1", () => {
		const key = fromHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
		const nonce = fromHex("404142434445464748494a4b4c4d4e4f5051525354555657");
		const additional = fromHex("50515253c0c1c2c3c4c5c6c7");
		const text =
			"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
		const sealed =
			"bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216" +
			"cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13" +
			"b52ec0875924c1c7987947deafd8780acf49";
		expect(hex(sealExtended(key, nonce, additional, new TextEncoder().encode(text)))).toBe(sealed);
	});

	it("nothing opens after a change of one bit, nor with a nonce of another length", () => {
		const [key, nonce, additional, plaintext] = [random(32), random(24), random(9), random(20)];
		const sealed = sealExtended(key, nonce, additional, plaintext);
		for (let at = 0; at < nonce.length; at++) {
			const changed = nonce.slice();
			changed[at] = (changed[at] ?? 0) ^ 1;
			expect(openExtended(key, changed, additional, sealed)).toBeNull();
		}
		for (let at = 0; at < sealed.length; at++) {
			const changed = sealed.slice();
			changed[at] = (changed[at] ?? 0) ^ 128;
			expect(openExtended(key, nonce, additional, changed)).toBeNull();
		}
		expect(openExtended(key, nonce, random(9), sealed)).toBeNull();
		expect(openExtended(key, nonce, additional, sealed.subarray(0, 15))).toBeNull();
		for (const length of [12, 23, 25]) {
			expect(() => sealExtended(key, random(length), additional, plaintext)).toThrow(RangeError);
		}
	});
});

describe("Poly1305", () => {
	const [zeros, ones] = ["00".repeat(16), "ff".repeat(16)];

	// RFC 8439, A.3, test vectors 7 to 11: sums that come out around the modulus, or around 2^128.
	it.each([
		{ r: `02${"00".repeat(15)}`, s: zeros, message: ones, tag: `03${"00".repeat(15)}` },
		{ r: `02${"00".repeat(15)}`, s: ones, message: `02${"00".repeat(15)}`, tag: `03${"00".repeat(15)}` },
		{
			r: `01${"00".repeat(15)}`,
			s: zeros,
			message: `${ones}f0${"ff".repeat(15)}11${"00".repeat(15)}`,
			tag: `05${"00".repeat(15)}`,
		},
		{ r: `01${"00".repeat(15)}`, s: zeros, message: `${ones}fb${"fe".repeat(15)}${"01".repeat(16)}`, tag: zeros },
		{ r: `02${"00".repeat(15)}`, s: zeros, message: `fd${"ff".repeat(15)}`, tag: `fa${"ff".repeat(15)}` },
	])("at the edge of the modulus: $message", ({ r, s, message, tag }) => {
		expect(tagOf(fromHex(r + s), fromHex(message))).toBe(tag);
	});

	it("with the largest numbers there are, over many blocks", () => {
		const key = new Uint8Array(32).fill(0xff);
		for (const blocks of [1, 2, 3, 7, 100]) {
			const message = new Uint8Array(16 * blocks).fill(0xff);
			expect(tagOf(key, message)).toBe(hex(noblePoly1305(message, key)));
		}
	});

	it("with words that are all ones or all zeros, as noble does", () => {
		const pieces = [new Uint8Array(4), new Uint8Array(4).fill(0xff), Uint8Array.of(0xfb, 0xff, 0xff, 0xff)];
		const made = (length: number) => {
			const bytes = new Uint8Array(length);
			for (let at = 0; at < length; at += 4) bytes.set(pieces[(random(1)[0] ?? 0) % 3] ?? [], at);
			return bytes;
		};
		for (let round = 0; round < 2000; round++) {
			const [key, message] = [made(32), made(16 * (1 + (round % 5)))];
			expect(tagOf(key, message)).toBe(hex(noblePoly1305(message, key)));
		}
	});
});
