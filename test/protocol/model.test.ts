/**
 * People with several devices, the rule for which session to write with, a carrier that does what it likes and recipients who
 * forge. MODEL_RUNS asks for more histories than those of every day.
 */
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { onceOnly, watchSuite } from "../support/watched-suite.ts";
import { js } from "./fixed.ts";
import { trickCount } from "./model/carrier.ts";
import { converges, deliverAll, everythingIsRead, type Step, take } from "./model/history.ts";
import { type Account, createPerson } from "./model/people.ts";
import { createWorld } from "./model/world.ts";

const runs = Number(process.env["MODEL_RUNS"] ?? 150);
const everybody = await Promise.all([
	createPerson("Ann", 2),
	createPerson("Ben", 1),
	createPerson("Cleo", 2),
	createPerson("Mallory", 1),
]);

const place = fc.nat(999);
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant("write" as const),
			by: place,
			to: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 2 }),
			chat: fc.nat(1),
		}),
	},
	{
		weight: 8,
		arbitrary: fc.record({
			do: fc.constant("deliver" as const),
			what: place,
			to: place,
			trick: fc.oneof(fc.constant(0), fc.nat(trickCount - 1)),
			pick: fc.nat(100_000),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant("forge" as const), what: place, by: place, to: place, kind: place }),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant("accept" as const), by: place }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant("talk" as const), by: place, whom: place }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant("forget" as const), by: place, whom: place }) },
);

const met = new Map<string, number>();
let completed = 0;

describe("a hostile carrier and dishonest recipients", () => {
	it(
		"everybody reads what was written to them, by its author, once, and nothing else",
		async () => {
			const history = fc.tuple(
				fc.integer({ min: 2, max: 4 }),
				fc.array(step, { minLength: 12, maxLength: 40, size: "max" }),
				fc.nat(),
			);
			await fc.assert(
				fc.asyncProperty(history, async ([people, steps, seed]) => {
					const world = createWorld(everybody.slice(0, people) as readonly Account[], `model ${seed}`);
					for (const one of steps) await take(world, one);
					await deliverAll(world);
					everythingIsRead(world);
					// The dearest part, so not every time.
					if (seed % 3 === 0) await converges(world);
					completed++;
					for (const [name, count] of world.met) met.set(name, (met.get(name) ?? 0) + count);
				}),
				{ numRuns: runs },
			);
		},
		60_000 + 300 * runs,
	);

	afterAll(() => {
		if (process.env["MODEL_REPORT"]) process.stdout.write(`${JSON.stringify(Object.fromEntries(met), null, 1)}\n`);
		if (completed < runs) return;
		// A model that reaches nothing proves nothing.
		for (const name of ["harmless opened", "slots opened", "core altered", "core malformed", "harmless key-deleted"]) {
			expect(met.get(name) ?? 0, name).toBeGreaterThan(0);
		}
	});
});

describe("the watch", () => {
	it("notices a key and nonce that come twice, whatever the text", () => {
		const suite = watchSuite(js);
		const [key, nonce, nothing] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array(0)];
		suite.sealSlot(key, nonce, nothing, nothing);
		expect(() => suite.sealSlot(key, nonce, nothing, nothing)).toThrow("used twice");
		expect(() => suite.sealPayload(key, nonce, nothing, nothing)).not.toThrow();
		expect(() => suite.sealPayload(key, nonce, nothing, nothing)).toThrow("used twice");
		expect(suite.operations()).toBe(2);
	});

	it("notices randomness that comes twice", () => {
		const stuck = onceOnly((length) => new Uint8Array(length));
		stuck(16);
		expect(() => stuck(16)).toThrow("came twice");
		expect(() => [stuck(4), stuck(4)]).not.toThrow();
	});
});
