/** The primitives as the suite gives them, against the numbers of their specifications (sources in test/vectors/README.md). */
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { shake128 } from "@noble/hashes/sha3.js";
import { describe, expect, it } from "vitest";
import published from "../vectors/published.json";
import { fixedRandom, fromHex, hex, js, suites } from "./fixed.ts";

const text = (value: string) => Uint8Array.from(Buffer.from(value, "utf8"));

describe.each(suites)("published vectors, %s", (_, suite) => {
	it.each(published.sha256)("SHA-256 of $message", ({ message, digest }) => {
		expect(hex(suite.hash(text(message)))).toBe(digest);
	});

	it.each(published.hmac)("HMAC: $source", ({ key, message, mac }) => {
		expect(hex(suite.mac(fromHex(key), fromHex(message)))).toBe(mac);
	});

	it.each(published.hkdf)("HKDF: $source", ({ ikm, salt, info, prk, okm }) => {
		expect(hex(suite.hkdf(fromHex(salt), fromHex(ikm), fromHex(info), okm.length / 2))).toBe(okm);
		expect(hex(suite.hkdfExpand(fromHex(prk), fromHex(info), okm.length / 2))).toBe(okm);
	});

	it.each(published.chacha20poly1305)("ChaCha20-Poly1305: $source", ({ key, nonce, additional, plaintext, sealed }) => {
		const [k, n, a] = [fromHex(key), fromHex(nonce), fromHex(additional)];
		expect(hex(suite.sealSlot(k, n, a, text(plaintext)))).toBe(sealed);
		expect(hex(suite.openSlot(k, n, a, fromHex(sealed))!)).toBe(hex(text(plaintext)));
		expect(suite.openSlot(k, n, fromHex(`${additional}00`), fromHex(sealed))).toBeNull();
	});

	it.each(published.aesGcm)("AES-256-GCM: $source", async ({ key, nonce, additional, plaintext, sealed }) => {
		const [k, n, a] = [fromHex(key), fromHex(nonce), fromHex(additional)];
		expect(hex(await suite.sealPayload(k, n, a, fromHex(plaintext)))).toBe(sealed);
		expect(hex((await suite.openPayload(k, n, a, fromHex(sealed)))!)).toBe(plaintext);
		expect(await suite.openPayload(k, n, fromHex(`${additional}00`), fromHex(sealed))).toBeNull();
	});

	it.each(published.x25519)("X25519: $source", async ({ secret, theirs, shared }) => {
		expect(hex(await suite.agree(fromHex(secret), fromHex(theirs)))).toBe(shared);
		expect(hex(await suite.agreeStatic(fromHex(secret), fromHex(theirs)))).toBe(shared);
	});

	it.each(published.x25519Keys)("X25519 key: $source", async ({ secret, publicKey }) => {
		expect(hex((await suite.createAgreementKey(() => fromHex(secret))).publicKey)).toBe(publicKey);
	});

	it.each(published.ed25519)("Ed25519: $source", async ({ secret, publicKey, message, signature }) => {
		expect(hex((await suite.createSigningKey(() => fromHex(secret))).publicKey)).toBe(publicKey);
		expect(hex(await suite.sign(fromHex(secret), fromHex(message)))).toBe(signature);
		expect(await suite.verify(fromHex(publicKey), fromHex(signature), fromHex(message))).toBe(true);
		expect(await suite.verify(fromHex(publicKey), fromHex(signature), fromHex(`${message}00`))).toBe(false);
	});
});

it("ML-KEM-768: 100 rounds of the accumulated vectors", async () => {
	const input = shake128.create({});
	const output = shake128.create({});
	for (let round = 0; round < 100; round++) {
		const seed = input.xof(64);
		const pair = await js.createKemKey(() => seed.slice());
		const message = input.xof(32);
		const { ciphertext, secret } = await js.encapsulate(pair.publicKey, () => message);
		expect(hex(await js.decapsulate(pair.secretKey, ciphertext))).toBe(hex(secret));
		output.update(pair.publicKey).update(ciphertext).update(secret);
		output.update(await js.decapsulate(pair.secretKey, input.xof(1088)));
	}
	expect(hex(output.xof(32))).toBe(published.mlKem768Accumulated100);
});

describe("the fast hash", () => {
	it("is SHA-256, HMAC and HKDF at every length around a block, whole or in pieces", () => {
		const random = fixedRandom("fast hash");
		for (let length = 0; length < 200; length++) {
			const message = random(length);
			const key = random(length % 140);
			const cut = length === 0 ? 0 : (length * 7) % length;
			const pieces = [message.subarray(0, cut), message.subarray(cut)];
			expect(hex(js.hash(...pieces))).toBe(hex(sha256(message)));
			expect(hex(js.mac(key, ...pieces))).toBe(hex(hmac(sha256, key, message)));
			expect(hex(js.hkdf(key, message, pieces[0]!, length + 1))).toBe(
				hex(hkdf(sha256, message, key, pieces[0]!, length + 1)),
			);
		}
		const long = new Uint8Array(100_000).map((_, i) => i * 31);
		expect(hex(js.hash(long.subarray(0, 33), long.subarray(33)))).toBe(hex(sha256(long)));
	});
});
