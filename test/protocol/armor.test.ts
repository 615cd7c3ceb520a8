import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { codeOf, hex } from "./fixed.ts";

const id = new Uint8Array(16).fill(9);
const encode = (bytes: Uint8Array, maxChars: number | null = null, messageId = id) =>
	protocol.encodeArmor({ kind: protocol.armorKind.envelope, bytes, messageId, maxChars });
const anyBytes = (maxLength: number) => fc.uint8Array({ minLength: 1, maxLength });

/** What pages do to long texts; each keeps letters and digits in order. */
const manglings: Record<string, (text: string) => string> = {
	"line breaks": (text) => text.replace(/(.{40})/g, "$1\n"),
	"spaces around": (text) => `  ${text} \n`,
	"zero-width space": (text) => text.replace(/(.{10})/g, "$1\u200b"),
	"soft hyphens": (text) => text.replace(/(.{3})/g, "$1\u00ad"),
	"word joiner": (text) => text.replace(/(.{7})/g, "$1\u2060"),
	"quoted, wrapped": (text) => text.replace(/(.{50})/g, "$1\n> > "),
	"visible hyphens at wraps": (text) => text.replace(/(.{33})/g, "$1-\n"),
	"typographic hyphens at wraps": (text) => text.replace(/(.{33})/g, "$1\u2010\n"),
	"between sentences": (text) => `Ann wrote this on 3 May (see below): ${text} — and then 27 more. Ok?`,
};

describe("armor", () => {
	it("is one run of letters and digits with the magic in front", () => {
		const [armor = ""] = encode(new Uint8Array(100).fill(255));
		expect(armor).toMatch(new RegExp(`^${protocol.ARMOR_MAGIC}[0-9A-Za-z]+$`));
		expect(protocol.ARMOR_MAGIC).toMatch(/^[A-Za-z]{8}$/);
	});

	it.each(Object.keys(manglings))("survives %s", (name) => {
		fc.assert(
			fc.property(anyBytes(300), (bytes) => {
				const text = manglings[name]!(encode(bytes)[0]!);
				expect(protocol.hasArmor(text)).toBe(true);
				expect(protocol.findArmor(text)).toHaveLength(1);
				expect(hex(protocol.decodeArmorParts([text]).bytes)).toBe(hex(bytes));
			}),
			{ numRuns: 40 },
		);
	});

	it("joins parts in any order, with other people's armor and words in between", () => {
		fc.assert(
			fc.property(
				anyBytes(900),
				fc.integer({ min: 120, max: 400 }),
				fc.infiniteStream(fc.nat(99)),
				(bytes, max, picks) => {
					const parts = encode(bytes, max);
					expect(parts.every((part) => part.length <= max)).toBe(true);
					const other = encode(new Uint8Array(60), null, new Uint8Array(8).fill(1))[0]!;
					const shuffled = parts
						.map((part) => ({ part, key: picks.next().value as number }))
						.sort((a, b) => a.key - b.key)
						.map(({ part }) => part);
					const page = shuffled.map((part) => `Ben: lunch at 12?\n${other}\nAnn: ${part}\n`).join("");
					const message = protocol.findArmor(parts[0]!)[0]!.message;
					const found = protocol.findArmor(page);
					expect(found).toHaveLength(2 * parts.length);
					const ours = found.filter((span) => span.message === message);
					expect(hex(protocol.decodeArmorParts(ours.map((span) => span.text)).bytes)).toBe(hex(bytes));
					for (const span of found) {
						const shown = page.slice(span.start, span.end);
						expect(shown).toBe(span.text);
					}
				},
			),
			{ numRuns: 60 },
		);
	});

	it("names the missing parts", () => {
		const parts = encode(new Uint8Array(600), 300);
		try {
			protocol.decodeArmorParts([parts[1]!]);
			expect.unreachable();
		} catch (error) {
			expect((error as protocol.ProtocolError).details).toEqual({ missing: [1, 3, 4], count: 4 });
		}
	});

	it("tells cut from changed, wherever it happens", async () => {
		const [armor = ""] = encode(new Uint8Array(400).map((_, i) => i * 7));
		for (let at = 30; at < armor.length; at += 11) {
			expect(await codeOf(() => protocol.decodeArmorParts([`${armor.slice(0, at)}… See more`]))).toBe("truncated");
		}
		for (let at = 39; at < armor.length - 4; at += 7) {
			const other = armor[at] === "x" ? "y" : "x";
			const changed = armor.slice(0, at) + other + armor.slice(at + 1);
			expect(await codeOf(() => protocol.decodeArmorParts([changed])), `at ${at}`).toBe("damaged");
		}
	});

	it("never takes a cut armor and the next message for one", () => {
		const [first = "", second = ""] = [encode(new Uint8Array(400))[0], encode(new Uint8Array(50).fill(3))[0]];
		const found = protocol.findArmor(`${first.slice(0, 300)} See more\nBen: ${second}`);
		expect(found.map((span) => span.state)).toEqual(["truncated", "whole"]);
		expect(found[0]!.end).toBe(300);
		expect(hex(protocol.decodeArmorParts([found[1]!.text]).bytes)).toBe(hex(new Uint8Array(50).fill(3)));
	});

	it("is never whole around somebody's words, however well they were counted", () => {
		const words = "Dear Ben, the money goes to account 12 34 56 and not to the one of yesterday. Ann";
		const [real = ""] = encode(new Uint8Array(words.replace(/[^0-9A-Za-z]/g, "").length));
		const length = protocol.findArmor(real)[0]!.text.length - 39;
		const letters = words.replace(/[^0-9A-Za-z]/g, "").length;
		const filled = `${words} ${"x".repeat(length - letters)}`;
		for (const inside of [filled, `${"x".repeat(length - letters)} ${words}`]) {
			const forged = `${real.slice(0, 29)} ${inside} ${real.slice(-10)}`;
			const [span] = protocol.findArmor(forged);
			expect(span?.state).toBe("truncated");
			expect(forged.slice(0, span?.end)).not.toContain("Ben");
		}
	});

	it("does not take a mention of the magic for armor", () => {
		for (const text of [
			protocol.ARMOR_MAGIC,
			`${protocol.ARMOR_MAGIC} is how it starts`,
			`${protocol.ARMOR_MAGIC}1 what is this?`,
		]) {
			expect(protocol.findArmor(text)).toEqual([]);
		}
	});

	it("splits into at most 64 parts and says when that is not enough", async () => {
		expect(encode(new Uint8Array(64 * 32), 39 + 43)).toHaveLength(64);
		expect(await codeOf(() => encode(new Uint8Array(64 * 32 + 1), 39 + 43))).toBe("too-large");
		expect(await codeOf(() => encode(new Uint8Array(5), 40))).toBe("too-large");
	});

	it("stays linear on hostile text", () => {
		const [armor = ""] = encode(new Uint8Array(1000));
		const hostile = [
			armor.slice(0, 60).repeat(20_000),
			`${protocol.ARMOR_MAGIC}${"\u200b".repeat(2_000_000)}`,
			"S ".repeat(1_000_000),
			"SOTTO".repeat(400_000),
		];
		const started = performance.now();
		for (const text of hostile) expect(protocol.findArmor(text).length).toBeLessThanOrEqual(512);
		// Quadratic work on two million characters would take minutes.
		expect(performance.now() - started).toBeLessThan(20_000);
	}, 30_000);

	it("reads a long run after many beginnings once", () => {
		const run = "a".repeat(1_200_000);
		const took = (text: string) => {
			const started = performance.now();
			protocol.findArmor(text);
			return performance.now() - started;
		};
		const quickest = (text: string) => Math.min(took(text), took(text), took(text));
		const one = quickest(protocol.ARMOR_MAGIC + run);
		// Each of them reading it would take 512 times as long.
		expect(quickest(protocol.ARMOR_MAGIC.repeat(512) + run)).toBeLessThan(30 * one + 30);
	}, 60_000);

	it("never fails with anything but a ProtocolError", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.string({ unit: "binary", maxLength: 200 }),
				anyBytes(80),
				fc.nat(140),
				async (noise, bytes, at) => {
					const [armor = ""] = encode(bytes);
					for (const text of [noise, protocol.ARMOR_MAGIC + noise, armor.slice(0, at) + noise + armor.slice(at + 1)]) {
						await codeOf(() => protocol.decodeArmorParts([text]));
					}
				},
			),
			{ numRuns: 100 },
		);
	}, 20_000);
});

describe("the message id in a header", () => {
	it("is the first 8 bytes of the id the armor was made with", () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (bytes) => {
				const [span] = protocol.findArmor(encode(new Uint8Array(4), null, bytes)[0] ?? "");
				expect(protocol.armorMessageId(span?.message ?? "")).toEqual(bytes);
			}),
		);
	});

	it("is null for what no encoder writes", () => {
		for (const chars of ["", "0000000000", "000000000000", "zzzzzzzzzzz", "0000000000-", "0000000000é"]) {
			expect(protocol.armorMessageId(chars), chars).toBeNull();
		}
		expect(protocol.armorMessageId("00000000001")).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1));
	});
});
