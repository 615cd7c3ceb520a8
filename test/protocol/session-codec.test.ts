/** A session's record: every state that a conversation reaches comes back from it, and nothing else is read from bytes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { MAX_SKIPPED_OF_CHAIN, MAX_SKIPPED_OF_SESSION } from "../../src/protocol/limits.ts";
import { keysOf } from "../../src/protocol/skipped-keys.ts";
import { codeOf, hex, type Person, person, recipients } from "./fixed.ts";
import { confirmedPair, Talker } from "./model/pair.ts";
import { modelRandom } from "./model/people.ts";

const people = (await Promise.all([person("Ann"), person("Ben")])) as unknown as readonly [Person, Person];
const [toBen] = (await recipients([people[1]])) as [protocol.RecipientDevice];

/** Comparable whatever the blocks of the waiting keys are. */
const plain = (session: protocol.Session) => ({
	...session,
	ratchet: {
		...session.ratchet,
		skipped: session.ratchet.skipped.map((chain) => ({ ...chain, blocks: keysOf(chain) })),
	},
});

/** A few states of one conversation. */
async function states(seed: number, moves: readonly number[]): Promise<protocol.Session[]> {
	const ends = people.map((one, index) => new Talker(one, { random: modelRandom(`codec ${seed} ${index}`) }));
	const [a, b] = ends as [Talker, Talker];
	let clock = 1_800_000_000_000;
	const wire: { readonly by: number; readonly envelope: Uint8Array }[] = [
		{ by: 0, envelope: await a.begin("0", toBen) },
	];
	const found: protocol.Session[] = [];
	const note = () => found.push(...[a, b].flatMap(({ session }) => (session ? [session] : [])));
	note();
	for (const move of moves) {
		clock += 1 + (move % 3) * 1000;
		const by = move & 1;
		const writer = by === 0 ? a : b;
		if (move % 3 > 0 && writer.session) {
			if (move % 7 === 0) writer.loseMessages(1 + (move % 90));
			wire.push({ by, envelope: await writer.say(`${move}`) });
		} else {
			const message = wire[move % wire.length];
			const reader = message?.by === 0 ? b : a;
			if (message) await reader.refusal(message.envelope, { now: clock });
		}
		note();
	}
	return found;
}

describe("a session's record", () => {
	it("gives back every state that a conversation reaches, in one encoding only", async () => {
		const reached = new Set<string>();
		await fc.assert(
			fc.asyncProperty(
				fc.nat(),
				fc.array(fc.nat(9999), { minLength: 5, maxLength: 25, size: "max" }),
				async (seed, moves) => {
					for (const session of await states(seed, moves)) {
						const { ratchet } = session;
						reached.add(
							[
								session.confirmed,
								session.start,
								ratchet.peerKey,
								ratchet.sending,
								ratchet.receiving,
								ratchet.skipped[0],
							]
								.map((part) => (part ? 1 : 0))
								.join(""),
						);
						const bytes = protocol.encodeSession(session);
						const again = protocol.decodeSession(bytes);
						expect(plain(again)).toEqual(plain(session));
						expect(hex(protocol.encodeSession(again))).toBe(hex(bytes));
					}
				},
			),
			{ numRuns: 60 },
		);
		// A start alone; a responder; a confirmed one; and these with waiting keys.
		for (const state of ["011100", "001110", "101110", "001111", "101111"]) expect([...reached]).toContain(state);
	}, 120_000);

	it("is copied: the record may be overwritten afterwards", async () => {
		const [session] = (await states(1, [])) as [protocol.Session];
		const bytes = protocol.encodeSession(session);
		const again = protocol.decodeSession(bytes);
		bytes.fill(0);
		expect(plain(again)).toEqual(plain(session));
	});

	it("cut anywhere, or longer, is refused as malformed", async () => {
		const all = await states(2, [1, 4, 0, 3, 2, 7, 6, 14, 12, 9, 5, 21, 18, 24, 3, 28, 0]);
		const kinds = new Map(all.map((session) => [protocol.encodeSession(session).length, session]));
		expect(kinds.size).toBeGreaterThan(3);
		for (const session of kinds.values()) {
			const bytes = protocol.encodeSession(session);
			const every = bytes.length > 3000 ? 7 : 1;
			for (let length = 0; length < bytes.length; length += every) {
				expect(await codeOf(() => protocol.decodeSession(bytes.slice(0, length))), `cut at ${length}`).toBe(
					"malformed",
				);
			}
			for (const more of [1, 2, 31, 32, 64]) {
				expect(await codeOf(() => protocol.decodeSession(Uint8Array.from([...bytes, ...new Uint8Array(more)])))).toBe(
					"malformed",
				);
			}
		}
	});

	it("with any byte changed reads as one other session or is refused, and nothing else is thrown", async () => {
		const all = await states(3, [1, 4, 0, 3, 2, 7, 6, 14, 12, 9, 5, 21, 18, 24, 3, 28, 0]);
		// A confirmed one with gaps in two chains: every field but the start is there.
		const { a, b } = await confirmedPair(people, toBen);
		a.loseMessages(2);
		await b.hear(await a.say("after a gap"));
		await a.hear(await b.say("turn"));
		a.loseMessages(1);
		await b.hear(await a.say("after another"));
		a.loseMessages(1);
		await b.hear(await a.say("and another"), { now: 1 });
		expect(b.session?.ratchet.skipped).toHaveLength(2);
		for (const session of [all[0], b.session]) everyByte(protocol.encodeSession(session as protocol.Session));
	}, 60_000);

	function everyByte(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; at++) {
			for (const flip of [0x01, 0x02, 0x80, 0xff]) {
				const changed = bytes.slice();
				changed[at] = (changed[at] ?? 0) ^ flip;
				try {
					const read = protocol.decodeSession(changed);
					// What was read is what is there: no byte means the same as another.
					expect(hex(protocol.encodeSession(read)), `byte ${at}`).toBe(hex(changed));
				} catch (error) {
					if (!(error instanceof protocol.ProtocolError)) throw error;
					expect(["malformed", "unsupported-version"]).toContain(error.code);
				}
			}
		}
	}

	it("never throws anything else on any bytes", () => {
		const header = fc.tuple(fc.constant(1), fc.nat(255)).map(([version, flags]) => Uint8Array.of(version, flags));
		const bytes = fc
			.tuple(header, fc.uint8Array({ maxLength: 3000, size: "max" }))
			.map(([first, rest]) => Uint8Array.from([...first, ...rest]));
		fc.assert(
			fc.property(fc.oneof(bytes, fc.uint8Array({ maxLength: 64 })), (input) => {
				try {
					protocol.decodeSession(input);
				} catch (error) {
					expect(error).toBeInstanceOf(protocol.ProtocolError);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it("has the sizes that are planned for, the largest too", async () => {
		const { a, b } = await confirmedPair(people, toBen);
		const size = () => protocol.encodeSession(b.session as protocol.Session).length;
		const [start] = (await states(4, [])) as [protocol.Session];
		const sizes: Record<string, number> = { start: protocol.encodeSession(start).length, confirmed: size() };
		a.loseMessages(100);
		await b.hear(await a.say("after a gap"));
		sizes["100 waiting"] = size();
		for (let waiting = 100; waiting < MAX_SKIPPED_OF_SESSION; ) {
			await a.hear(await b.say("turn"));
			const left = MAX_SKIPPED_OF_SESSION - waiting;
			const gap = Math.min(left, MAX_SKIPPED_OF_CHAIN);
			a.loseMessages(gap);
			await b.hear(await a.say("gap"));
			waiting += gap;
		}
		sizes["16,384 waiting"] = size();
		expect(sizes).toEqual({ start: 1754, confirmed: 522, "100 waiting": 3769, "16,384 waiting": 525_045 });
	}, 60_000);
});
