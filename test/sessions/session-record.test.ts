import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeSession } from "../../src/protocol/index.ts";
import {
	decodeSessionRecord,
	epochOfSession,
	type SessionRecord,
	sessionChange,
	sessionId,
	wasUsed,
	withUsed,
} from "../../src/sessions/session-record.ts";
import { bothEnds, conversation, open, recordOf, seal } from "./support.ts";

const { begun, answered } = await bothEnds();
const damaged = expect.objectContaining({ name: "VaultError", code: "storage-failed" });

function stored(one: SessionRecord): Uint8Array {
	const { value } = sessionChange(one, seal);
	if (value === null) throw new Error("a deletion");
	return value;
}

describe("a session record", () => {
	it("comes back as it was, from either end", () => {
		const used = [{ chain: 7, ranges: [{ from: 0, to: 0 }] }];
		const records = [
			recordOf(begun, { conversation, standing: "superseded" }),
			recordOf(answered, {
				invitation: `conversation:${conversation}`,
				used,
				standing: "pending",
				createdAt: 2 ** 41,
				heardUntil: 2 ** 42,
				heardFrom: 2 ** 41,
			}),
		];
		for (const one of records) {
			expect(sessionChange(one, seal)).toMatchObject({ table: "sessions", id: sessionId(one) });
			const back = decodeSessionRecord(sessionId(one), stored(one), open);
			expect(back).toEqual(one);
		}
		expect(answered.ratchet.skipped.length).toBeGreaterThan(0);
	});

	it("holds its state sealed only, under the epoch that it names", () => {
		const one = recordOf(begun);
		expect(epochOfSession(stored(one))).toBe(seal.epoch);
		const text = Buffer.from(stored(one)).toString("latin1");
		const state = Buffer.from(encodeSession(begun));
		// Whole groups of base64, from a boundary on: this would show if the state lay there as it is.
		for (const encoding of ["base64", "base64url", "hex"] as const) {
			expect(text).not.toContain(state.subarray(30, 60).toString(encoding));
		}
	});

	it("is null once the key of its epoch is gone, and damage is said to be damage", () => {
		const one = recordOf(begun);
		expect(decodeSessionRecord(sessionId(one), stored({ ...one }), () => null)).toBeNull();
		for (const bytes of [new Uint8Array(), new TextEncoder().encode("{}"), stored(one).slice(1)]) {
			expect(() => decodeSessionRecord(sessionId(one), bytes, open)).toThrow(damaged);
		}
	});
});

describe("used numbers", () => {
	const number = fc.integer({ min: 0, max: 60 });
	const position = fc.record({ chain: fc.integer({ min: 1, max: 4 }), number });

	it("are exactly those that were marked, in any order", () => {
		fc.assert(
			fc.property(fc.array(position, { maxLength: 120 }), fc.array(position), (marked, asked) => {
				const model = new Set(marked.map((one) => `${one.chain} ${one.number}`));
				const one = marked.reduce(withUsed, recordOf(begun));
				for (const at of [...marked, ...asked]) {
					expect(wasUsed(one, at)).toBe(model.has(`${at.chain} ${at.number}`));
				}
				for (const { ranges } of one.used) {
					for (const [index, range] of ranges.entries()) {
						expect(range.from).toBeLessThanOrEqual(range.to);
						const next = ranges[index + 1];
						if (next !== undefined) expect(next.from).toBeGreaterThan(range.to + 1);
					}
				}
			}),
		);
	});

	it("stay one range where messages come in order, and change no record in place", () => {
		const before = recordOf(begun);
		let one = before;
		for (let count = 0; count < 5000; count++) one = withUsed(one, { chain: 1, number: count });
		expect(one.used).toEqual([{ chain: 1, ranges: [{ from: 0, to: 4999 }] }]);
		expect(before.used).toEqual([]);
	});

	it("stay within what can be read again, and forget the oldest first", () => {
		let one = recordOf(begun);
		for (let count = 0; count < 200; count++) one = withUsed(one, { chain: 1, number: count * 2 });
		expect(wasUsed(one, { chain: 1, number: 0 })).toBe(false);
		expect(wasUsed(one, { chain: 1, number: 398 })).toBe(true);
		for (let chain = 2; chain < 40; chain++) one = withUsed(one, { chain, number: 0 });
		expect(wasUsed(one, { chain: 1, number: 398 })).toBe(false);
		expect(wasUsed(one, { chain: 39, number: 0 })).toBe(true);
		expect(decodeSessionRecord(sessionId(one), stored(one), open)).toEqual(one);
	});

	it("keep a chain that goes on before those that are silent", () => {
		let one = withUsed(recordOf(begun), { chain: 1, number: 0 });
		for (let chain = 2; chain < 40; chain++) {
			one = withUsed(one, { chain, number: 0 });
			one = withUsed(one, { chain: 1, number: chain });
		}
		expect(wasUsed(one, { chain: 1, number: 0 })).toBe(true);
		expect(wasUsed(one, { chain: 2, number: 0 })).toBe(false);
	});
});
