import { describe, expect, it } from "vitest";
import {
	accountsOf,
	apart,
	joined,
	leastTrust,
	mostAccounts,
	type Persons,
	replaced,
} from "../../src/contacts/person.ts";
import type { TrustState } from "../../src/contacts/trust.ts";

const pair: Persons = [["a", "b"]];

describe("accounts that are one person", () => {
	it("are found from each of them; any other account stands for itself", () => {
		expect(accountsOf(pair, "b")).toEqual(["a", "b"]);
		expect(accountsOf(pair, "c")).toEqual(["c"]);
	});

	it("come together with all that were put together with either, and the first names them", () => {
		expect(joined([], "b", "a")).toEqual([["b", "a"]]);
		expect(
			joined(
				[
					["a", "b"],
					["c", "d"],
					["e", "f"],
				],
				"d",
				"b",
			),
		).toEqual([
			["e", "f"],
			["c", "d", "a", "b"],
		]);
		expect(joined(pair, "a", "b")).toBe(pair);
	});

	it("are never more than are kept", () => {
		const full = Array.from({ length: mostAccounts }, (_, at) => `account ${at}`);
		expect(joined([full], "account 0", "new")).toBeNull();
		expect(joined([full.slice(1)], "account 1", "new")).toHaveLength(1);
	});

	it("come apart one by one, and a person of one account is none", () => {
		expect(apart([["a", "b", "c"]], "a")).toEqual([["b", "c"]]);
		expect(apart(pair, "b")).toEqual([]);
		expect(apart(pair, "c")).toBe(pair);
	});

	it("give their place to the account that follows on one of them", () => {
		expect(replaced(pair, "a", "c")).toEqual([["c", "b"]]);
		expect(replaced(pair, "c", "d")).toBe(pair);
	});

	it("that followed on another one of the same person are one less", () => {
		expect(replaced(pair, "a", "b")).toEqual([]);
		expect(replaced([["a", "b", "c"]], "a", "c")).toEqual([["b", "c"]]);
	});

	it("stay where the user put them when two persons would meet", () => {
		expect(
			replaced(
				[
					["a", "b"],
					["c", "d"],
				],
				"a",
				"c",
			),
		).toEqual([["c", "d"]]);
	});

	it.each<[TrustState[], TrustState]>([
		[["verified", "known"], "known"],
		[["known", "new", "verified"], "new"],
		[["new", "changed"], "changed"],
		[["verified", "revoked"], "verified"],
		[["revoked", "revoked"], "revoked"],
	])("of %s have the least of them: %s", (levels, least) => {
		expect(leastTrust(levels)).toBe(least);
	});
});
