import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateStrength } from "../../src/ui/passphrase-strength.ts";

describe("the floor", () => {
	test.each([
		["", "empty"],
		["password", "common"],
		["ilovemichael", "common"],
		["Ann Miller 1984", "personal"],
		["aaaaaaaaaaaaaaaaaaaaaaaa", "repeated"],
		["abcdefghijklmnopqrstuvwxyz", "sequence"],
		["1qazxsw23edcvfr4", "common"],
		["7#Kq!9zP", "short"],
	])("refuses %j and says why: %s", (passphrase, reason) => {
		const strength = estimateStrength(passphrase, ["Ann Miller"]);
		expect(strength).toMatchObject({ tooWeak: true, reason });
		expect(strength.score).toBeLessThan(2);
	});

	test.each(["unmarked clatter spoiled donut", "x7#Kq!9zPw2mLd", "Fünf Ziegen malen Türme"])(
		"takes %j",
		(passphrase) => {
			const strength = estimateStrength(passphrase, ["Ann Miller"]);
			expect(strength).toMatchObject({ tooWeak: false, reason: null });
			expect(strength.score).toBeGreaterThanOrEqual(2);
		},
	);

	test("a name the guesser knows counts for little", () => {
		const passphrase = "Wolkenbruchsteiner";
		expect(estimateStrength(passphrase, [passphrase]).bitsEstimate).toBeLessThan(
			estimateStrength(passphrase).bitsEstimate / 3,
		);
	});

	test("asking with a name leaves no trace in the next answer", () => {
		const before = estimateStrength("Wolkenbruchsteiner");
		estimateStrength("Wolkenbruchsteiner", ["Wolkenbruchsteiner"]);
		expect(estimateStrength("Wolkenbruchsteiner")).toEqual(before);
	});
});

test("any text gets an answer whose parts agree", () => {
	fc.assert(
		fc.property(
			fc.string({ unit: "binary", maxLength: 300 }),
			fc.array(fc.string(), { maxLength: 3 }),
			(text, personal) => {
				const { score, bitsEstimate, tooWeak, reason } = estimateStrength(text, personal);
				expect(Number.isFinite(bitsEstimate) && bitsEstimate >= 0).toBe(true);
				expect(tooWeak).toBe(bitsEstimate < 45);
				expect(tooWeak).toBe(score < 2);
				expect(tooWeak).toBe(reason !== null);
			},
		),
		{ numRuns: 60 },
	);
});
