/** People who remove each other at any time, while anything may be on its way: both ends come to one session again. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hex } from "./fixed.ts";
import type { ModelDevice } from "./model/device.ts";
import { converges, deliverAll, everythingIsRead, type Step, take } from "./model/history.ts";
import { createPerson } from "./model/people.ts";
import { createWorld, type World } from "./model/world.ts";

const runs = Number(process.env["MODEL_RUNS"] ?? 150);
const people = await Promise.all([createPerson("Ann", 1), createPerson("Ben", 1)]);

/** Written now; `arrive` says how it opens. */
async function write(world: World, from: ModelDevice, to: ModelDevice) {
	const message = await world.write(from, [to.identity.account], 0);
	return { arrive: () => world.deliver(to, message.envelope, "harmless", message) };
}

const chosen = (one: ModelDevice, other: ModelDevice): string | null => {
	const record = one.choiceFor(other.identity, 0);
	return record && hex(record.session.id);
};

/** Ann answered, removed Ben and began anew, and Ben took that up; `confirmed`: she read his answer to it and wrote again. */
async function crossed(seed: number, confirmed: boolean) {
	const world = createWorld(people, `removal ${seed}`);
	const [ann, ben] = world.devices;
	if (!ann || !ben) throw new Error("two devices");
	await (await write(world, ben, ann)).arrive();
	const late = await write(world, ann, ben);
	ann.forget(ben.identity);
	for (const [from, to] of [[ann, ben], [ben, ann], ...(confirmed ? [[ann, ben] as const] : [])] as const) {
		expect(await (await write(world, from, to)).arrive()).toBe("opened");
	}
	expect(await late.arrive()).toBe("opened");
	return { world, ann, ben };
}

describe("an answer from before a removal that comes late", () => {
	// Which of the two sessions has the lower origin is chance.
	const seeds = Array.from({ length: 12 }, (_, seed) => seed);

	it.each([false, true])(
		"asks about the new start as if it had come after it, and the yes brings both together; it was confirmed: %s",
		async (confirmed) => {
			for (const seed of seeds) {
				const { world, ann, ben } = await crossed(seed, confirmed);
				expect(await (await write(world, ann, ben)).arrive()).toBe("opened");
				const waiting = ben.sessionsWith(ann.identity).filter(({ standing }) => standing === "pending");
				expect(waiting.map(({ session, startedOver }) => [hex(session.id), startedOver])).toEqual([
					[chosen(ann, ben), true],
				]);
				expect(chosen(ben, ann)).not.toBe(chosen(ann, ben));
				ben.accept(hex(waiting[0]?.session.id ?? new Uint8Array()));
				expect(await (await write(world, ben, ann)).arrive()).toBe("opened");
				expect(await (await write(world, ann, ben)).arrive()).toBe("opened");
				expect(chosen(ben, ann)).toBe(chosen(ann, ben));
			}
		},
	);
});

describe("removals at any time", () => {
	const place = fc.nat(999);
	const step: fc.Arbitrary<Step> = fc.oneof(
		{
			weight: 4,
			arbitrary: fc.record({
				do: fc.constant("write" as const),
				by: fc.nat(1),
				to: fc.constant([0, 1]),
				chat: fc.nat(1),
			}),
		},
		{
			weight: 5,
			arbitrary: fc.record({
				do: fc.constant("deliver" as const),
				what: place,
				to: fc.constant(0),
				trick: fc.constant(0),
				pick: fc.constant(0),
			}),
		},
		{ weight: 1, arbitrary: fc.record({ do: fc.constant("forget" as const), by: fc.nat(1), whom: fc.nat(1) }) },
	);

	it(
		"come to one session at both ends, and everything that can be read is read",
		async () => {
			await fc.assert(
				fc.asyncProperty(
					fc.array(step, { minLength: 4, maxLength: 24, size: "max" }),
					fc.nat(),
					async (steps, seed) => {
						const world = createWorld(people, `removals ${seed}`);
						for (const one of steps) await take(world, one);
						await deliverAll(world);
						everythingIsRead(world);
						await converges(world);
					},
				),
				{ numRuns: runs },
			);
		},
		60_000 + 300 * runs,
	);
});
