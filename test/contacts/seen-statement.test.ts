import { describe, expect, test } from "vitest";
import { seenStatement } from "../../src/contacts/seen-statement.ts";
import { openStatement } from "../../src/protocol/index.ts";
import { fromHex, js } from "../protocol/fixed.ts";
import trust from "../vectors/trust.json";

const opened = await Promise.all(trust.statements.map(({ bytes }) => openStatement(js, fromHex(bytes))));
// An appointment says nothing to others: the type keeps it away from here.
const [revocation, named, both, byOld, byRecovery] = opened.flatMap((statement) =>
	statement.kind === "appointment" ? [] : [statement],
);
if (!revocation || !named || !both || !byOld || !byRecovery) throw new Error("no statements");
const hash = fromHex(trust.keys.recoveryHash);
const other = new Uint8Array(32).fill(1);

describe("a statement as evidence", () => {
	test("a revocation is one, whoever made it", () => {
		for (const one of [revocation, named]) {
			expect(seenStatement(js, one, hash, 5)).toEqual(seenStatement(js, one, null, 5));
			expect(seenStatement(js, one, null, 5)).toMatchObject({ kind: "revocation" });
		}
	});

	test("a move counts the recovery key only if it is the one that the card named", () => {
		const signed = (statement: typeof both, recoveryHash: Uint8Array | null) => {
			const seen = seenStatement(js, statement, recoveryHash, 5);
			return seen.kind === "move" ? [seen.byOld, seen.byRecovery] : [];
		};
		expect(signed(both, hash)).toEqual([true, true]);
		expect(signed(both, other)).toEqual([true, false]);
		expect(signed(both, null)).toEqual([true, false]);
		expect(signed(byOld, hash)).toEqual([true, false]);
		expect(signed(byRecovery, hash)).toEqual([false, true]);
		expect(signed(byRecovery, other)).toEqual([false, false]);
	});
});
