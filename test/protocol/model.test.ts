/**
 * People, a carrier that loses, repeats, reorders and mixes, and a recipient who forges with every content key it learns. The
 * suite is watched: no AEAD key seals twice under one nonce, no random draw comes twice.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coreDigest, sealCore } from "../../src/protocol/core.ts";
import * as protocol from "../../src/protocol/index.ts";
import { fixedRandom, hex, native, type Person, person, readerOf, recipients, textPayload } from "./fixed.ts";
import { join } from "./forge.ts";

/** Wraps a suite: fails when a key and nonce seal two things. */
function watched(suite: protocol.Suite): protocol.Suite & { readonly sealed: () => number } {
	const used = new Map<string, string>();
	const note = (kind: string, key: Uint8Array, nonce: Uint8Array, additional: Uint8Array, plaintext: Uint8Array) => {
		const name = `${kind} ${hex(key)} ${hex(nonce)}`;
		if (used.has(name)) throw new Error(`key and nonce used twice: ${kind}`);
		used.set(name, hex(additional) + hex(plaintext));
	};
	return {
		...suite,
		sealSlot(key, nonce, additional, plaintext) {
			note("slot", key, nonce, additional, plaintext);
			return suite.sealSlot(key, nonce, additional, plaintext);
		},
		sealPayload(key, nonce, additional, plaintext) {
			note("payload", key, nonce, additional, plaintext);
			return suite.sealPayload(key, nonce, additional, plaintext);
		},
		sealed: () => used.size,
	};
}

function onceOnly(random: protocol.Random): protocol.Random {
	const drawn = new Set<string>();
	return (length) => {
		const bytes = random(length);
		if (length >= 16 && drawn.has(hex(bytes))) throw new Error("randomness came twice");
		drawn.add(hex(bytes));
		return bytes;
	};
}

const everybody = await Promise.all(["Ann", "Ben", "Cleo", "Mallory"].map((name) => person(name)));
const named = (index: number): Person => everybody[index] as Person;

interface Sent {
	readonly author: number;
	readonly to: readonly number[];
	readonly text: string;
	readonly envelope: Uint8Array;
}

describe("a hostile carrier and a dishonest recipient", () => {
	it("everybody reads exactly what was written to them, by whom it was written, once", async () => {
		const step = fc.record({
			author: fc.nat(3),
			to: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }),
			text: fc.string({ maxLength: 40 }),
			copies: fc.integer({ min: 0, max: 3 }),
			forge: fc.nat(2),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), fc.nat(), async (steps, seed) => {
				const suite = watched(native);
				const random = onceOnly(fixedRandom(`model ${seed}`));
				const sent: Sent[] = [];
				const wire: Uint8Array[] = [];
				for (const { author, to, text, copies, forge } of steps) {
					const input = {
						author: named(author).author,
						recipients: await recipients(to.map(named), native),
						payload: textPayload(text),
					};
					const result = await protocol.sealEnvelope(suite, input, random);
					sent.push({ author, to, text, envelope: result.envelope });
					for (let i = 0; i < copies; i++) wire.push(result.envelope);
					// The dishonest recipient has the content key and writes another payload under the same slots.
					const head = result.envelope.slice(0, 3);
					const fingerprint = named(author).fingerprint;
					const other = { head, contentKey: result.contentKey, author: fingerprint, payload: textPayload("forged") };
					const core = await sealCore(native, other);
					const slots = result.envelope.slice(35, 38 + 1409 * to.length);
					if (forge === 1) wire.push(join(head, core.commitment, slots, core.payload));
					if (forge === 2)
						wire.push(result.envelope.map((byte, at) => (at === seed % result.envelope.length ? byte ^ 1 : byte)));
					expect(hex(coreDigest(native, core))).not.toBe(hex(result.digest));
				}
				wire.sort((a, b) => (hex(a.slice(3, 20)) < hex(b.slice(3, 20)) ? -1 : 1));

				const read: string[] = [];
				for (const [index, reader] of everybody.entries()) {
					const origins = new Map<string, { digest: Uint8Array }>();
					for (const envelope of wire) {
						const lookup = readerOf(reader, { origins: (origin) => origins.get(hex(origin)) });
						try {
							const opened = await protocol.openEnvelope(suite, envelope, lookup);
							origins.set(hex(opened.origin), { digest: opened.digest });
							const author = everybody.findIndex((one) => hex(one.fingerprint) === hex(opened.author.fingerprint));
							read.push(JSON.stringify([author, index, protocol.decodeBody(opened.payload).text]));
						} catch (error) {
							if (!(error instanceof protocol.ProtocolError)) throw error;
						}
					}
				}
				const written = sent.flatMap(({ author, to, text }) => to.map((one) => JSON.stringify([author, one, text])));
				const left = [...written];
				for (const one of read) {
					const at = left.indexOf(one);
					expect(at, `${one} was never written`).toBeGreaterThanOrEqual(0);
					left.splice(at, 1);
				}
				const arrived = steps.every(({ copies }) => copies > 0);
				if (arrived) expect(read.toSorted()).toEqual(written.toSorted());
				expect(suite.sealed()).toBe(sent.length + 3 * written.length);
			}),
			{ numRuns: 25 },
		);
	}, 60_000);

	it("the watch itself notices a reused key", async () => {
		const suite = watched(native);
		const [key, nonce, nothing] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array(0)];
		suite.sealSlot(key, nonce, nothing, nothing);
		expect(() => suite.sealSlot(key, nonce, nothing, Uint8Array.of(1))).toThrow("used twice");
		expect(() => onceOnly(() => new Uint8Array(16))(16)).not.toThrow();
		const stuck = onceOnly(() => new Uint8Array(16));
		stuck(16);
		expect(() => stuck(16)).toThrow("came twice");
	});
});
