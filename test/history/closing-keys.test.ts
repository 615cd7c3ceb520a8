import { bytesToHex } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { type ClosingMemory, closedEpoch, createClosingKeys } from "../../src/history/closing-keys.ts";
import { unwrap, wrap } from "../../src/history/epochs.ts";
import { countingRandom } from "../vault/support.ts";
import { contentKey } from "./support.ts";

const here = "0123456789abcdef0123456789abcdef";
const there = "fedcba9876543210fedcba9876543210";

function setUp() {
	const held = new Map<string, unknown>([["ticket:1", { armor: "x" }]]);
	const memory: ClosingMemory = {
		get: async (key) => held.get(key),
		all: async () => Object.fromEntries(held),
		// As Chromium does it.
		set: async (key, value) => void held.set(key, JSON.parse(JSON.stringify(value))),
		remove: async (keys) => {
			for (const key of typeof keys === "string" ? [keys] : keys) held.delete(key);
		},
	};
	const vault = { key: new Uint8Array(32).fill(8) as Uint8Array | null };
	const unlocked = (): Uint8Array => {
		if (vault.key === null) throw new Error("locked");
		return vault.key;
	};
	const random = countingRandom();
	const make = () =>
		createClosingKeys({
			memory,
			seal: async (name, secret) => wrap(name, unlocked(), "", secret, random),
			open: async (name, sealed) => unwrap(name, unlocked(), "", sealed),
			random,
		});
	return { held, vault, keys: make(), restart: make };
}

describe("the key of a conversation", () => {
	test("is one for all its tabs, also when they come at once and after the worker died", async () => {
		const { keys, restart } = setUp();
		const [one, two] = await Promise.all([keys.keyFor(here, 1), keys.keyFor(here, 2)]);
		expect(two).toEqual(one);
		expect(closedEpoch(one.name)?.conversation).toBe(here);
		expect(await restart().keyOf(one.name)).toEqual(one.key);
		expect((await keys.keyFor(there, 1)).key).not.toEqual(one.key);
	});

	test("goes with the last tab, and a later one is another", async () => {
		const { keys, held } = setUp();
		const one = await keys.keyFor(here, 1);
		await keys.keyFor(here, 2);
		await keys.keyFor(there, 2);
		await keys.tabClosed(1);
		expect(await keys.keyOf(one.name)).toEqual(one.key);
		expect((await keys.living()).size).toBe(2);
		await keys.tabClosed(2);
		expect(await keys.keyOf(one.name)).toBeNull();
		expect(await keys.living()).toEqual(new Set());
		expect([...held.keys()]).toEqual(["ticket:1"]);
		const later = await keys.keyFor(here, 1);
		expect(later.name).not.toBe(one.name);
		expect(later.key).not.toEqual(one.key);
		expect(await keys.keyOf(one.name)).toBeNull();
	});

	test("goes when its tabs went while nobody listened, and when it is dropped", async () => {
		const { keys } = setUp();
		const one = await keys.keyFor(here, 1);
		const two = await keys.keyFor(there, 2);
		await keys.keepOnly(new Set([2, 3]));
		expect(await keys.living()).toEqual(new Set([two.name]));
		expect(await keys.keyOf(one.name)).toBeNull();
		await keys.drop(there);
		expect(await keys.living()).toEqual(new Set());
	});

	test("is not in the memory in clear, and a tab closes while the vault is locked", async () => {
		const { keys, held, vault } = setUp();
		const { name, key } = await keys.keyFor(here, 1);
		expect(JSON.stringify([...held])).not.toContain(bytesToHex(key));
		vault.key = null;
		await expect(keys.keyOf(name)).rejects.toThrow("locked");
		await expect(keys.keyFor(here, 2)).rejects.toThrow("locked");
		await keys.tabClosed(1);
		expect((await keys.living()).size).toBe(0);
	});

	test("is made anew when what lies there does not open or fit", async () => {
		const { keys, held, vault } = setUp();
		const one = await keys.keyFor(here, 1);
		vault.key = new Uint8Array(32).fill(9);
		expect(await keys.keyOf(one.name)).toBeNull();
		const two = await keys.keyFor(here, 1);
		expect(two.name).not.toBe(one.name);
		expect(await keys.keyOf(two.name)).toEqual(two.key);
		for (const damage of [null, 3, {}, { instance: "00", sealed: "zz", tabs: [] }]) {
			held.set(`closing:${here}`, damage);
			expect((await keys.keyFor(here, 1)).key.length).toBe(32);
		}
	});

	test("opens what was wrapped under it only as long as it lives", async () => {
		const { keys } = setUp();
		const { name, key } = await keys.keyFor(here, 1);
		const wrapped = wrap(name, key, "row", contentKey, countingRandom());
		expect(unwrap(name, await keys.keyOf(name), "row", wrapped)).toEqual(contentKey);
		await keys.tabClosed(1);
		await keys.keyFor(here, 1);
		expect(unwrap(name, await keys.keyOf(name), "row", wrapped)).toBeNull();
	});

	test("has no name for what is not a conversation", async () => {
		const { keys } = setUp();
		await expect(keys.keyFor("a:b", 1)).rejects.toThrow(RangeError);
		expect(closedEpoch("7d:3")).toBeNull();
		expect(await keys.keyOf("7d:3")).toBeNull();
	});
});
