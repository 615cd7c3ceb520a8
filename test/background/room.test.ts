/** Cutting to what a site takes, as the site counts it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roomAt } from "../../src/background/learned-room.ts";
import { anyRoom, armored, countOf, cutAnew, cutFor, fits, type Room } from "../../src/background/room.ts";
import { armorKind, decodeArmorParts, findArmor, ProtocolError } from "../../src/protocol/index.ts";

const armor = (bytes: Uint8Array) => ({ kind: armorKind.envelope, bytes, messageId: new Uint8Array(16).fill(7) });
const bytes = fc.uint8Array({ minLength: 1, maxLength: 3_000 });
const rooms = fc.record({
	limit: fc.option(fc.integer({ min: 120, max: 5_000 })),
	counts: fc.constantFrom("characters", "bytes", "weighted"),
	box: fc.option(fc.integer({ min: 120, max: 5_000 })),
	dense: fc.boolean(),
	paceMs: fc.constant(0),
}) as fc.Arbitrary<Room>;
const lines = fc.constantFrom(
	null,
	"",
	"A private message:",
	"Eine verschlüsselte Nachricht über Größe:",
	"一条加密消息：",
	"two\nlines",
);
const isDense = (text: string) => /[\u4e00-\u8dff]/.test(text.slice(text.indexOf("SOTTO")));

describe("parts", () => {
	it("fit however the site counts, come out as one, and are as many as was said", () => {
		fc.assert(
			fc.property(bytes, rooms, lines, (data, room, line) => {
				let parts: readonly string[];
				try {
					parts = armored(armor(data), line, room);
				} catch (error) {
					expect(error).toBeInstanceOf(ProtocolError);
					expect(() => cutFor(data.length, line, room)).toThrow(ProtocolError);
					return;
				}
				expect(cutFor(data.length, line, room).count).toBe(parts.length);
				for (const part of parts) {
					expect(countOf(part, room.counts)).toBeLessThanOrEqual(room.limit ?? Number.POSITIVE_INFINITY);
					expect(part.length).toBeLessThanOrEqual(room.box ?? Number.POSITIVE_INFINITY);
					expect(part).not.toContain("\n");
					if (!room.dense) expect(isDense(part)).toBe(false);
				}
				expect(decodeArmorParts(parts)).toEqual({ kind: 1, bytes: data });
			}),
			{ numRuns: 300 },
		);
	});

	it("are of ideographs only where that makes fewer", () => {
		const long = armor(new Uint8Array(1_500));
		const of = (change: Partial<Room>) => armored(long, null, { ...anyRoom, dense: true, ...change });
		expect(of({ limit: 1_000 }).map(isDense)).toEqual([true]);
		expect(of({ limit: 2_200 }).map(isDense)).toEqual([false]);
		expect(of({ limit: 1_000, dense: false }).map(isDense)).toEqual([false, false, false]);
		expect(of({ limit: 1_000, counts: "bytes" }).some(isDense)).toBe(false);
		expect(of({ limit: 280, counts: "weighted" }).every(isDense)).toBe(true);
		expect(of({ limit: 280, counts: "weighted" }).length).toBeLessThan(of({ limit: 280, dense: false }).length);
		expect(of({}).map(isDense)).toEqual([false]);
	});

	it("carry the line where it leaves room, and go alone where it does not", () => {
		const line = "A private message, for which you need a little helper in your browser:";
		expect(armored(armor(new Uint8Array(100)), line, { ...anyRoom, limit: 400 })[0]).toMatch(/^A private.*: SOTTO/);
		expect(armored(armor(new Uint8Array(100)), line, { ...anyRoom, limit: 130 })[0]).toMatch(/^SOTTO/);
	});
});

describe("cutting anew", () => {
	it("keeps the bytes and the line, and never the number of parts", () => {
		fc.assert(
			fc.property(bytes, rooms, rooms, lines, (data, room, other, line) => {
				let before: readonly string[];
				try {
					before = armored(armor(data), line, room);
				} catch {
					return;
				}
				const after = cutAnew(before, other);
				if (after === before) return;
				expect(after.length).toBeGreaterThan(before.length);
				expect(decodeArmorParts(after)).toEqual({ kind: 1, bytes: data });
				expect(new Set([...before, ...after].map((part) => findArmor(part)[0]?.message)).size).toBe(1);
				for (const part of after) {
					expect(countOf(part, other.counts)).toBeLessThanOrEqual(other.limit ?? Number.POSITIVE_INFINITY);
					expect(part.length).toBeLessThanOrEqual(other.box ?? Number.POSITIVE_INFINITY);
				}
			}),
			{ numRuns: 300 },
		);
	});

	it("leaves alone what cannot be cut so small, and what is no armor", () => {
		const parts = armored(armor(new Uint8Array(3_000)), null, anyRoom);
		expect(cutAnew(parts, { ...anyRoom, limit: 60 })).toBe(parts);
		expect(cutAnew(["no armor"], anyRoom)).toEqual(["no armor"]);
		expect(cutAnew([], anyRoom)).toEqual([]);
	});
});

describe("whether parts fit", () => {
	it("is so for what was cut to that room, and for less than one part too much not", () => {
		fc.assert(
			fc.property(bytes, rooms, lines, (data, room, line) => {
				let parts: readonly string[];
				try {
					parts = armored(armor(data), line, room);
				} catch {
					return;
				}
				expect(fits(parts, room)).toBe(true);
				const most = Math.max(...parts.map((part) => countOf(part, room.counts)));
				expect(fits(parts, { ...room, limit: most })).toBe(true);
				expect(fits(parts, { ...room, limit: most - 1 })).toBe(false);
				const longest = Math.max(...parts.map(({ length }) => length));
				expect(fits(parts, { ...room, box: longest - 1 })).toBe(false);
				expect(fits(parts, { ...room, dense: false })).toBe(!parts.some((part) => /[\u4e00-\u8dff]{20}/.test(part)));
			}),
			{ numRuns: 100 },
		);
	});
});

describe("the room of a site", () => {
	const now = 1_800_000_000_000;
	const from = async (origin: string, box: number | null, learned?: object) => {
		const flags = { get: async (key: string) => (key === `room:${origin}` ? learned : undefined) };
		return roomAt({ ports: { flags, now: () => now } } as never, origin, box);
	};

	it("is what is known, and less where less was learned", async () => {
		expect(await from("https://discord.com", null)).toEqual({
			limit: 2_000,
			counts: "characters",
			box: null,
			dense: true,
			paceMs: 1_100,
		});
		const learned = { limit: 1_500, dense: false, paceMs: 2_000, at: now };
		expect(await from("https://discord.com", 900, learned)).toEqual({
			limit: 1_500,
			counts: "characters",
			box: 900,
			dense: false,
			paceMs: 2_000,
		});
		expect(await from("https://discord.com", null, { limit: 9_000, at: now })).toMatchObject({ limit: 2_000 });
	});

	it("of an unknown site is its box's, where characters are counted", async () => {
		expect(await from("https://other.example", null)).toEqual(anyRoom);
		expect(await from("https://other.example", 999)).toEqual({ ...anyRoom, box: 999, dense: true });
		expect(await from("https://other.example", 999, { limit: 500, at: now })).toMatchObject({
			counts: "bytes",
			limit: 500,
		});
	});

	it("of mail has no ideographs, whatever its box says", async () => {
		expect(await from("https://mail.google.com", 999)).toMatchObject({ dense: false, limit: null });
	});
});
