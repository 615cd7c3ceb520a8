import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lookAlike, lookalikesOf, mixesAlphabets } from "../../src/contacts/lookalike.ts";

describe("look alike", () => {
	test.each([
		["Ann", "Ann", "the same"],
		["Ann", "ANN", "case"],
		["Bill", "BILL", "case, of a letter that looks like another"],
		["Ann Miller", "Ann  Miller.", "spaces and punctuation"],
		["Ann Miller", "AnnMiller", "no space"],
		["Anna", "\u0410nn\u0430", "Cyrillic letters in Latin"],
		["pacea", "\u0440\u0430\u0441\u0435\u0430", "all Cyrillic"],
		["Alice", "\u0391lice", "a Greek capital"],
		["Bill", "BiII", "capital I for l"],
		["Bill", "Bi11", "ones for l"],
		["Bob", "B0b", "a zero for o"],
		["Tom", "Torn", "rn for m"],
		["Ann", "A\u200bnn", "zero width"],
		["Ann", "\u202eAnn\u202c", "bidi overrides"],
		["Ann", "A\u00adnn", "a soft hyphen"],
		["Ann", "\uff21\uff4e\uff4e", "full width"],
		["Ann", "\ud835\udc00\ud835\udc27\ud835\udc27", "mathematical letters"],
		["Zoe", "Zo\u00eb", "an accent"],
		["Zo\u00eb", "Zoe\u0308", "composed and not"],
		["Ann", "\u1eaenn", "two accents"],
		["\u674e", "\u2f4a", "not these two"],
		["\u4e00", "\u30fc", "an ideograph and a long vowel"],
	])("%s and %s: %s", (one, other, why) => {
		expect(lookAlike(one, other)).toBe(!why.startsWith("not"));
		expect(lookAlike(other, one)).toBe(!why.startsWith("not"));
	});

	test.each([
		["Ann", "Anna"],
		["Ann", "Ben"],
		["Ann Miller", "Ann Muller"],
		["\u041c\u0430\u0440\u0438\u044f", "Ben"],
		["\u674e", "\u738b"],
		["\u0645\u0631\u064a\u0645", "\u0645\u0631\u0648\u0627\u0646"],
		["\u0939\u0930\u093f", "\u0939\u0930\u0940"],
		["", ""],
		["\u200b", "\u202e"],
		["!", "?"],
	])("%s and %s do not", (one, other) => {
		expect(lookAlike(one, other)).toBe(false);
	});

	test("names of marks alone are compared as they are", () => {
		expect(lookAlike("...", "...")).toBe(true);
		expect(lookAlike("\ud83d\ude00", "\ud83d\ude00")).toBe(true);
		expect(lookAlike("\ud83d\ude00", "\ud83d\ude01")).toBe(false);
	});

	test("whatever comes, it is mutual, and a name that can be seen looks like itself", () => {
		const some = fc.array(fc.nat(0x2ffff), { maxLength: 30 }).map((points) => String.fromCodePoint(...points));
		fc.assert(
			fc.property(some, some, (one, other) => {
				expect(lookAlike(one, other)).toBe(lookAlike(other, one));
				expect(lookAlike(`A${one}`, `A${one}`)).toBe(true);
			}),
			{ numRuns: 200 },
		);
	}, 30_000);

	test("of many, those that could be meant", () => {
		const people = [{ name: "Ann" }, { name: "\u0410nn" }, { name: "Ben" }, { name: "ann." }];
		expect(lookalikesOf("Ann", people)).toEqual([people[0], people[1], people[3]]);
		expect(lookalikesOf("Cleo", people)).toEqual([]);
	});
});

describe("written to deceive", () => {
	test.each([
		["Ann", false],
		["A\u043dn", true],
		["\u0391nn Miller", true],
		["Ann \u0418\u0432\u0430\u043d\u043e\u0432\u0430", false],
		["Ann-\u0418\u0432\u0430\u043d\u043e\u0432\u0430", false],
		["\u041c\u0430\u0440\u0438\u044f", false],
		["\u0645\u0631\u064a\u0645\u200f", false],
		["\u0646\u06cc\u0644\u200c\u0648\u0641\u0631", false],
		["\u674eTom", false],
		["Ann\u202e \u0391b", true],
	])("%j", (claimed, mixed) => {
		expect(mixesAlphabets(claimed)).toBe(mixed);
	});
});
