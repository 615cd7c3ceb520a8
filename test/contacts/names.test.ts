import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanName, displayName } from "../../src/contacts/names.ts";

describe("names", () => {
	test.each([
		["  Ann \t\n  Miller ", "Ann Miller"],
		["Ann\u202Ennb", "Annnnb"],
		["\u2066Ann\u2069", "Ann"],
		["A\u200Bn\u200Dn\uFEFF\u2060", "Ann"],
		["Ann\u0000\u001b[31m", "Ann[31m"],
		["Ann\u00ad\u034f\u3164\u2800", "Ann"],
		["Ann\ue000\ud800", "Ann"],
		["Ann\u{e0041}\u{e007f}", "Ann"],
		["Ann\u2028Ben", "Ann Ben"],
		["Zoe\u0308", "Zo\u00eb"],
		["\u200b \u202e", ""],
		["Мария Zoë 李", "Мария Zoë 李"],
	])("%j is shown as %j", (raw, shown) => {
		expect(cleanName(raw)).toBe(shown);
	});

	test("are cut at 64 code points, never inside one", () => {
		expect(cleanName("😀".repeat(100))).toBe("😀".repeat(64));
		expect(cleanName(`${"a".repeat(63)} b`)).toBe("a".repeat(63));
	});

	test("piles of combining marks become small", () => {
		expect(cleanName(`Z${"\u0336".repeat(50)}oe`).length).toBeLessThan(8);
	});

	test("the user's own name for them comes first, unless nothing of it can be seen", () => {
		expect(displayName({ nameClaimed: "Ann", nameGiven: "Ann from work" })).toBe("Ann from work");
		expect(displayName({ nameClaimed: "Ann", nameGiven: "\u200b" })).toBe("Ann");
		expect(displayName({ nameClaimed: "\u202eAnn", nameGiven: null })).toBe("Ann");
	});

	test("whatever comes, what is shown has no invisible character and is stable", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 200 }), (raw) => {
				const shown = cleanName(raw);
				expect([...shown].length).toBeLessThanOrEqual(64);
				expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]|\s\s|^\s|\s$/u);
				expect(cleanName(shown)).toBe(shown);
			}),
			{ numRuns: 500 },
		);
	});
});
