/** What is remembered of removals: for whom, until when, and how much of it at most. */
import { describe, expect, it } from "vitest";
import { removedAt, removedUnder, withRemoved } from "../../src/background/removed-accounts.ts";
import type { Change } from "../../src/vault/store.ts";

/** The one record there is, and names that need no key. */
function vault() {
	let value: Uint8Array | null = null;
	return {
		get: async () => value,
		removedName: async (fingerprint: Uint8Array) => Buffer.from(fingerprint).toString("hex").slice(0, 32),
		write(changes: readonly Change[]) {
			for (const change of changes) value = change.value;
			return changes.length;
		},
		isThere: () => value !== null,
	};
}

const account = (number: number) => Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? number : 9));

describe("a removal", () => {
	it("is found by the account and a prekey that was there", async () => {
		const store = vault();
		expect(await removedAt(store, account(1), 5)).toBeNull();
		store.write(await withRemoved(store, { fingerprint: account(1), at: 100, prekeys: [5, 6] }));
		store.write(await withRemoved(store, { fingerprint: account(2), at: 200, prekeys: [6, 7] }));
		expect(await removedAt(store, account(1), 5)).toBe(100);
		expect(await removedAt(store, account(2), 6)).toBe(200);
		expect(await removedAt(store, account(1), 7)).toBeNull();
		expect(await removedAt(store, account(3), 5)).toBeNull();
	});

	it("that comes twice counts by the later time, with the prekeys that are left", async () => {
		const store = vault();
		store.write(await withRemoved(store, { fingerprint: account(1), at: 300, prekeys: [5, 6] }));
		store.write(await withRemoved(store, { fingerprint: account(1), at: 200, prekeys: [6, 8] }));
		expect(await removedAt(store, account(1), 8)).toBe(300);
		expect(await removedAt(store, account(1), 5)).toBeNull();
	});

	it("is nothing to remember without a prekey that could open an older start", async () => {
		const store = vault();
		expect(await withRemoved(store, { fingerprint: account(1), at: 300, prekeys: [] })).toEqual([]);
	});

	it("is forgotten with the last of its prekeys, and only then written again", async () => {
		const store = vault();
		expect(await removedUnder(store, new Set([5]))).toEqual([]);
		store.write(await withRemoved(store, { fingerprint: account(1), at: 100, prekeys: [5, 6] }));
		store.write(await withRemoved(store, { fingerprint: account(2), at: 200, prekeys: [6] }));
		expect(await removedUnder(store, new Set([5, 6, 7]))).toEqual([]);
		expect(store.write(await removedUnder(store, new Set([5, 7])))).toBe(1);
		expect(await removedAt(store, account(1), 5)).toBe(100);
		expect(await removedAt(store, account(1), 6)).toBeNull();
		expect(await removedAt(store, account(2), 6)).toBeNull();
		expect(store.write(await removedUnder(store, new Set()))).toBe(1);
		expect(store.isThere()).toBe(false);
	});

	it("of the oldest goes where there are more than 128", async () => {
		const store = vault();
		for (let number = 0; number < 130; number++) {
			store.write(await withRemoved(store, { fingerprint: account(number), at: number, prekeys: [5] }));
		}
		expect(await removedAt(store, account(1), 5)).toBeNull();
		expect(await removedAt(store, account(2), 5)).toBe(2);
		expect(await removedAt(store, account(129), 5)).toBe(129);
	});
});
