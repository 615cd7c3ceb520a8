/** One pair of devices: long chains, newest first, gaps, every bound of waiting keys, and a profile that goes on in two places. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { MAX_GIVEN_UP, MAX_SKIPPED_OF_CHAIN, MAX_SKIPPED_OF_SESSION } from "../../src/protocol/limits.ts";
import { countSkipped } from "../../src/protocol/skipped-keys.ts";
import { onceOnly, watchSuite } from "../support/watched-suite.ts";
import { hex, now, type Person, person, recipients } from "./fixed.ts";
import { takeApart } from "./model/layout.ts";
import { confirmedPair, Talker } from "./model/pair.ts";
import { modelRandom, quick } from "./model/people.ts";

const runs = Number(process.env["MODEL_RUNS"] ?? 700);
const people = (await Promise.all([person("Ann"), person("Ben")])) as unknown as readonly [Person, Person];
const [toBen] = (await recipients([people[1]])) as [protocol.RecipientDevice];

interface Sent {
	readonly envelope: protocol.Bytes;
	readonly text: string;
	readonly by: 0 | 1;
	readonly initial: boolean;
}

describe("one pair of devices", () => {
	it(
		"reads long chains in any order, each message once, and what expired never again",
		async () => {
			const step = fc.oneof(
				{
					weight: 3,
					arbitrary: fc.record({
						do: fc.constant("write" as const),
						by: fc.nat(1),
						count: fc.integer({ min: 1, max: 12 }),
					}),
				},
				{
					weight: 2,
					arbitrary: fc.record({
						do: fc.constant("newest" as const),
						by: fc.nat(1),
						count: fc.integer({ min: 1, max: 6 }),
					}),
				},
				{ weight: 3, arbitrary: fc.record({ do: fc.constant("any" as const), by: fc.nat(1), count: fc.nat(99) }) },
				{ weight: 1, arbitrary: fc.record({ do: fc.constant("expire" as const), by: fc.nat(1), count: fc.nat(3) }) },
			);
			const history = fc.tuple(fc.array(step, { minLength: 4, maxLength: 30, size: "max" }), fc.nat());
			await fc.assert(
				fc.asyncProperty(history, async ([steps, seed]) => {
					const suite = watchSuite(quick);
					const random = onceOnly(modelRandom(`pair ${seed}`));
					const ends = people.map((one) => new Talker(one, { suite, random }));
					const sent: Sent[] = [];
					const read = new Set<Sent>();
					const expired = new Set<Sent>();
					/** When its key began to wait. */
					const waiting = new Map<Sent, number>();
					let clock = now;
					const end = (index: number) => ends[index] as Talker;

					const write = async (by: 0 | 1) => {
						const writer = end(by);
						if (!writer.session && by === 1) return;
						const text = `${sent.length}`;
						const initial = writer.session === null || protocol.nextCarriesStart(writer.session);
						const envelope = writer.session ? await writer.say(text) : await writer.begin(text, toBen);
						sent.push({ envelope, text, by, initial });
					};
					const hear = async (message: Sent) => {
						const reader = end(1 - message.by);
						const before = reader.session && hex(protocol.encodeSession(reader.session));
						const knows = reader.session !== null || message.initial;
						const mayOpen = knows && !read.has(message) && !expired.has(message);
						try {
							expect(await reader.hear(message.envelope, { now: clock })).toBe(message.text);
							expect(mayOpen, "a message opens once, and only while its key is there").toBe(true);
							read.add(message);
							noteWaiting(message.by);
						} catch (error) {
							if (!(error instanceof protocol.ProtocolError)) throw error;
							expect(mayOpen, `${message.text} is refused: ${error.code}`).toBe(false);
							expect(["key-deleted", "not-for-us"]).toContain(error.code);
							expect(reader.session && hex(protocol.encodeSession(reader.session)), "old state stands").toBe(before);
						}
					};
					/** Numbers below one that was read wait now, in chains in the order of writing. */
					const noteWaiting = (by: number) => {
						const count = countSkipped(end(1 - by).session?.ratchet.skipped ?? []);
						const last = sent.findLastIndex((one) => one.by === by && read.has(one));
						const below = sent.filter((one, index) => one.by === by && index < last && !read.has(one));
						for (const one of below) if (!waiting.has(one)) waiting.set(one, clock);
						// Without those of a chain that has ended unseen by now, which only the next message of a later one ends.
						expect(count).toBe(below.filter((one) => !expired.has(one)).length);
					};

					for (const one of steps) {
						clock += 1000;
						const by = one.by === 0 ? 0 : 1;
						if (one.do === "write") for (let i = 0; i < one.count; i++) await write(by);
						if (one.do === "newest")
							for (const message of sent
								.filter((m) => m.by === by)
								.slice(-one.count)
								.reverse())
								await hear(message);
						if (one.do === "any") {
							const message = sent.filter((m) => m.by === by)[one.count];
							if (message) await hear(message);
						}
						if (one.do === "expire") {
							const reader = end(1 - by);
							const before = clock - 4000 * one.count;
							if (!reader.session) continue;
							const ratchet = protocol.expireSkipped(reader.session.ratchet, before);
							reader.session = { ...reader.session, ratchet };
							for (const [message, at] of waiting) {
								if (message.by === by && at < before && !read.has(message)) expired.add(message);
							}
						}
					}
					for (const message of sent.toReversed()) await hear(message);
					// What came before the start now has its session.
					for (const message of sent) if (!read.has(message)) await hear(message);
					expect(read.size + expired.size).toBe(sent.length);
				}),
				{ numRuns: runs },
			);
		},
		60_000 + 200 * runs,
	);
});

describe("the bounds of waiting keys", () => {
	it("a gap in a chain: the longest that opens, and one more", async () => {
		const { a, b } = await confirmedPair(people, toBen);
		const first = [await a.say("first"), await a.say("second")];
		a.loseMessages(MAX_SKIPPED_OF_CHAIN - 2);
		const [longest, beyond] = [a.copy(), a.copy()];
		expect(await b.copy().hear(await longest.say("at the bound"))).toBe("at the bound");

		beyond.loseMessages(1);
		const far = await beyond.say("beyond it");
		const before = b.session;
		await expect(b.hear(far)).rejects.toMatchObject({ code: "too-many-skipped", details: { skipped: 1 } });
		expect(b.session).toBe(before);
		expect(await b.hear(far, { giveUpOlder: true })).toBe("beyond it");
		expect(await b.refusal(first[0] as Uint8Array)).toBe("key-deleted");
		expect(await b.hear(first[1] as Uint8Array)).toBe("second");
	});

	it("several gaps in one chain wait together, and the record they make can be read again", async () => {
		const { a, b } = await confirmedPair(people, toBen);
		let gaps = 0;
		for (; gaps < 5; gaps++) {
			a.loseMessages(MAX_SKIPPED_OF_CHAIN / 2);
			if ((await b.refusal(await a.say(`gap ${gaps}`))) !== "opened") break;
		}
		expect(gaps).toBe(2);
		expect(countSkipped(b.session?.ratchet.skipped ?? [])).toBe(MAX_SKIPPED_OF_CHAIN);
	}, 30_000);

	it("gaps over all chains of a session", async () => {
		const { a, b } = await confirmedPair(people, toBen);
		const chains = MAX_SKIPPED_OF_SESSION / MAX_SKIPPED_OF_CHAIN;
		for (let chain = 0; chain < chains; chain++) {
			a.loseMessages(MAX_SKIPPED_OF_CHAIN);
			await b.hear(await a.say(`end of chain ${chain}`));
			await a.hear(await b.say("turn"));
		}
		const kept = b.session;
		expect(countSkipped(kept?.ratchet.skipped ?? [])).toBe(MAX_SKIPPED_OF_SESSION);
		await expect(b.hear(await a.say("nothing skipped"))).resolves.toBe("nothing skipped");
		a.loseMessages(3);
		const last = await a.say("no room");
		await expect(b.hear(last)).rejects.toMatchObject({ code: "too-many-skipped", details: { skipped: 3 } });
		expect(await b.hear(last, { giveUpOlder: true })).toBe("no room");
		expect(countSkipped(b.session?.ratchet.skipped ?? [])).toBe(MAX_SKIPPED_OF_SESSION);
	}, 60_000);

	it("the rest of an ended chain counts like a gap", async () => {
		const { a, b } = await confirmedPair(people, toBen);
		await b.hear(await a.say("in the old chain"));
		a.loseMessages(MAX_SKIPPED_OF_CHAIN + 1);
		await a.hear(await b.say("turn"));
		const next = await a.say("in the new chain");
		await expect(b.hear(next)).rejects.toMatchObject({ code: "too-many-skipped", details: { skipped: 1 } });
		expect(await b.hear(next, { giveUpOlder: true })).toBe("in the new chain");
		expect(countSkipped(b.session?.ratchet.skipped ?? [])).toBe(MAX_SKIPPED_OF_CHAIN);
	});

	it("how far one message may move a chain at all", async () => {
		const { a, b } = await confirmedPair(people, toBen);
		a.loseMessages(MAX_GIVEN_UP);
		const [at, beyond] = [a.copy(), a.copy()];
		beyond.loseMessages(1);
		const far = await beyond.say("beyond");
		await expect(b.hear(far, { giveUpOlder: true })).rejects.toMatchObject({ code: "too-many-skipped", details: {} });
		expect(await b.hear(await at.say("at the bound"), { giveUpOlder: true })).toBe("at the bound");
	}, 30_000);
});

describe("a profile that was copied and goes on in two places", () => {
	const watchedPair = async (name: string) => {
		const suite = watchSuite(quick);
		const random = onceOnly(modelRandom(name));
		return { suite, ...(await confirmedPair(people, toBen, { suite, random })) };
	};

	it("seals two texts under one message key with two nonces; the reader opens one and names the other's place", async () => {
		const { a, b } = await watchedPair("copied");
		const twin = a.copy();
		const [one, two] = [await a.say("from here"), await twin.say("from there")];
		const opened = await b.open(one);
		await b.hear(one);
		// The watch would have failed had key and nonce been the same; the place shows that the key was.
		await expect(b.hear(two)).rejects.toMatchObject({
			code: "key-deleted",
			details: { position: opened.position },
		});
		const digests = [one, two].map((envelope) => hex(protocol.envelopeDigest(quick, envelope).slice(0, 12)));
		expect(new Set(digests).size).toBe(2);
		const slots = [one, two].map((envelope) => takeApart(envelope).ratchet[0] as Uint8Array);
		const same = (from: number, to: number) =>
			hex(slots[0]?.slice(from, to) ?? slots[1]!) === hex(slots[1]!.slice(from, to));
		expect([same(0, 8), same(8, 64), same(64, 112)]).toEqual([false, false, false]);
		// The other one first works as well: neither is the right one.
		const { a: c, b: d } = await watchedPair("copied again");
		const other = c.copy();
		const first = await c.say("from here");
		expect(await d.hear(await other.say("from there"))).toBe("from there");
		expect(await d.refusal(first)).toBe("key-deleted");
	});

	it("a copy that turns by itself makes other keys; the peer follows the one it met first and loses nothing of it", async () => {
		const { a, b } = await watchedPair("copied and turned");
		const twin = a.copy();
		const question = await b.say("to both");
		await a.hear(question);
		await twin.hear(question);
		const [one, two] = [await a.say("from here"), await twin.say("from there")];
		expect(await b.hear(one)).toBe("from here");
		expect(await b.refusal(two)).toBe("altered");
		expect(await a.hear(await b.say("still yours"))).toBe("still yours");
		expect(await b.hear(await a.say("and mine"))).toBe("and mine");
	});
});
