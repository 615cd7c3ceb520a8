/** A removal while an answer is on its way: at the other end it still confirms the session that is gone here. */
import { describe, expect, it } from "vitest";
import { hex } from "./fixed.ts";
import type { ModelDevice } from "./model/device.ts";
import { createPerson } from "./model/people.ts";
import { createWorld, type World } from "./model/world.ts";

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

/** Ann removed Ben and began anew; Ben took that up, then read what she had answered before, and wrote. */
async function crossed(seed: number) {
	const world = createWorld(people, `removal ${seed}`);
	const [ann, ben] = world.devices;
	if (!ann || !ben) throw new Error("two devices");
	await (await write(world, ben, ann)).arrive();
	const late = await write(world, ann, ben);
	ann.forget(ben.identity);
	for (const [from, to] of [
		[ann, ben],
		[ben, ann],
	] as const) {
		expect(await (await write(world, from, to)).arrive()).toBe("opened");
	}
	expect(await late.arrive()).toBe("opened");
	expect(await (await write(world, ben, ann)).arrive()).toBe("not-for-us");
	return { world, ann, ben };
}

describe("an answer from before a removal", () => {
	it("may draw the other end back: the next message in the new start asks there, and the yes brings both together", async () => {
		const asked = new Set<boolean>();
		for (let seed = 0; seed < 24 && asked.size < 2; seed++) {
			const { world, ann, ben } = await crossed(seed);
			expect(await (await write(world, ann, ben)).arrive()).toBe("opened");
			const waiting = ben.sessionsWith(ann.identity).filter(({ standing }) => standing === "pending");
			// Which of the two has the lower origin is chance; if it is the new start, nothing has to be asked.
			expect(waiting).toHaveLength(chosen(ann, ben) === chosen(ben, ann) ? 0 : 1);
			asked.add(waiting.length > 0);
			for (const { session } of waiting) ben.accept(hex(session.id));
			expect(await (await write(world, ben, ann)).arrive()).toBe("opened");
			expect(await (await write(world, ann, ben)).arrive()).toBe("opened");
			expect(chosen(ann, ben)).toBe(chosen(ben, ann));
		}
		expect(asked.size).toBe(2);
	});
});
