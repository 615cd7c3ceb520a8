/** The blocks of waiting keys against the plainest thing that does the same: one Map. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	addSkipped,
	countSkipped,
	dropSkippedBefore,
	keysOf,
	type SkippedKeys,
	takeSkipped,
} from "../../src/protocol/skipped-keys.ts";
import { hex } from "./fixed.ts";

const key = (seed: number): Uint8Array =>
	new Uint8Array(32).fill(seed & 255).map((byte, at) => byte ^ (seed >> (at % 24)));
const headerKeys = [key(1), key(2), key(3)];

/** `chain number` to key and time. */
type Plain = Map<string, { readonly key: string; readonly at: number }>;

const step = fc.oneof(
	fc.record({
		do: fc.constant("add" as const),
		chain: fc.nat(2),
		// Around the edges of a block, and far apart.
		first: fc.oneof(
			fc.nat(200),
			fc.integer({ min: 60, max: 68 }),
			fc.integer({ min: 2 ** 32 - 300, max: 2 ** 32 - 100 }),
		),
		count: fc.integer({ min: 1, max: 90 }),
		at: fc.nat(50),
	}),
	fc.record({ do: fc.constant("take" as const), chain: fc.nat(2), pick: fc.nat(500), present: fc.boolean() }),
	fc.record({ do: fc.constant("expire" as const), before: fc.nat(50) }),
);

function contents(skipped: SkippedKeys): Plain {
	const all: Plain = new Map();
	for (const chain of skipped) {
		for (const { number, key: waiting, at } of keysOf(chain)) {
			all.set(`${hex(chain.headerKey)} ${number}`, { key: hex(waiting), at });
		}
	}
	return all;
}

const sorted = (plain: Plain) => [...plain].sort(([a], [b]) => (a < b ? -1 : 1));

describe("skipped keys", () => {
	it("are what a plain map would hold, and no state changes in place", () => {
		fc.assert(
			fc.property(fc.array(step, { minLength: 1, maxLength: 25, size: "max" }), (steps) => {
				let skipped: SkippedKeys = [];
				const plain: Plain = new Map();
				let drawn = 0;
				for (const one of steps) {
					const before = skipped;
					const contentsBefore = sorted(contents(before));
					if (one.do === "add") {
						const headerKey = headerKeys[one.chain] as Uint8Array;
						const fresh = Array.from({ length: one.count }, (_, index) => one.first + index)
							.filter((number) => !plain.has(`${hex(headerKey)} ${number}`))
							.map((number) => ({ number, key: key(1000 + drawn++), at: one.at }));
						skipped = addSkipped(skipped, { headerKey, viaPrekey: one.chain === 0 }, fresh);
						for (const { number, key: waiting, at } of fresh) {
							plain.set(`${hex(headerKey)} ${number}`, { key: hex(waiting), at });
						}
					}
					if (one.do === "take") {
						const chain = skipped[one.chain % Math.max(1, skipped.length)];
						if (!chain) continue;
						const numbers = keysOf(chain).map(({ number }) => number);
						const number = one.present ? (numbers[one.pick % numbers.length] as number) : one.pick;
						const name = `${hex(chain.headerKey)} ${number}`;
						const taken = takeSkipped(skipped, chain, number);
						expect(taken ? hex(taken.key) : null).toBe(plain.get(name)?.key ?? null);
						plain.delete(name);
						if (taken) skipped = taken.rest;
					}
					if (one.do === "expire") {
						const left = dropSkippedBefore(skipped, one.before);
						const gone = [...plain].filter(([, { at }]) => at < one.before).map(([name]) => name);
						if (gone.length === 0) expect(left).toBe(skipped);
						for (const name of gone) plain.delete(name);
						skipped = left;
					}
					expect(sorted(contents(skipped))).toEqual(sorted(plain));
					expect(sorted(contents(before)), "the old state stands").toEqual(contentsBefore);
					expect(countSkipped(skipped)).toBe(plain.size);
					for (const chain of skipped) {
						const numbers = keysOf(chain).map(({ number }) => number);
						expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
						expect(chain.count, "a chain without keys goes with its header key").toBe(numbers.length);
						expect(chain.count).toBeGreaterThan(0);
						expect(
							[...chain.blocks.values()].filter(({ size }) => size === 0),
							"empty blocks go",
						).toEqual([]);
						expect(chain.viaPrekey).toBe(hex(chain.headerKey) === hex(headerKeys[0] as Uint8Array));
					}
				}
			}),
			{ numRuns: 200 },
		);
	}, 60_000);

	it("takes one of thousands without copying them all", () => {
		const many = Array.from({ length: 4096 }, (_, number) => ({ number, key: key(number), at: 1 }));
		const [chain] = addSkipped([], { headerKey: key(1), viaPrekey: false }, many);
		if (!chain) throw new Error("no chain");
		const [after] = takeSkipped([chain], chain, 1000)?.rest ?? [];
		const changed = [...chain.blocks].filter(([index, block]) => after?.blocks.get(index) !== block);
		expect(changed).toHaveLength(1);
	});
});
