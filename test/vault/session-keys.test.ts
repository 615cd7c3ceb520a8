import { afterEach, beforeEach, expect, test } from "vitest";
import { closeStorageToContentScripts, createKeyCache } from "../../src/platform/session-keys.ts";

/** storage as browsers have it: session items are JSON in Chromium; only Chromium has access levels. */
function fakeStorage(options: { levels: boolean; refuses?: boolean }) {
	const items = new Map<string, string>();
	const log: string[] = [];
	const level = (area: string) =>
		options.levels
			? {
					async setAccessLevel({ accessLevel }: { accessLevel: string }) {
						if (options.refuses) throw new Error("refused");
						log.push(`${area} ${accessLevel}`);
					},
				}
			: {};
	const session = {
		...level("session"),
		async get(name: string) {
			const found = items.get(name);
			return found === undefined ? {} : { [name]: JSON.parse(found) };
		},
		async set(values: Record<string, unknown>) {
			log.push("set");
			for (const [name, value] of Object.entries(values)) items.set(name, JSON.stringify(value));
		},
		async remove(name: string) {
			items.delete(name);
		},
	};
	return { items, log, storage: { session, local: level("local"), sync: level("sync") } };
}

const scope = globalThis as { browser?: unknown };
let before: unknown;
beforeEach(() => {
	before = scope.browser;
});
afterEach(() => {
	scope.browser = before;
});

const keys = { recordKey: new Uint8Array(32).fill(1), indexKey: Uint8Array.from({ length: 32 }, (_, i) => 255 - i) };

test("keys come back the same, and not after they were dropped", async () => {
	scope.browser = fakeStorage({ levels: true });
	const cache = createKeyCache();
	expect(await cache.read()).toBeNull();
	await cache.write(keys);
	expect(await createKeyCache().read()).toEqual(keys);
	await cache.write(null);
	expect(await cache.read()).toBeNull();
});

test("Chromium: every area is closed to content scripts before a key is written", async () => {
	const fake = fakeStorage({ levels: true });
	scope.browser = fake;
	await createKeyCache().write(keys);
	expect(fake.log).toEqual(["session TRUSTED_CONTEXTS", "local TRUSTED_CONTEXTS", "sync TRUSTED_CONTEXTS", "set"]);
});

test("Chromium: no key is written when an area stays open", async () => {
	const fake = fakeStorage({ levels: true, refuses: true });
	scope.browser = fake;
	const cache = createKeyCache();
	await expect(cache.write(keys)).rejects.toThrow();
	await expect(cache.write(keys)).rejects.toThrow();
	expect(fake.items.size).toBe(0);
});

test("Firefox has no access levels and works without", async () => {
	scope.browser = fakeStorage({ levels: false });
	await closeStorageToContentScripts();
	await createKeyCache().write(keys);
	expect(await createKeyCache().read()).toEqual(keys);
});

test("anything else in session storage counts as locked", async () => {
	const fake = fakeStorage({ levels: false });
	scope.browser = fake;
	await createKeyCache().write(keys);
	const [[name, whole]] = [...fake.items] as [[string, string]];
	const half = { ...JSON.parse(whole), indexKey: "00" };
	for (const found of [half, {}, null, "text", [], { recordKey: 1, indexKey: 2 }]) {
		fake.items.set(name, JSON.stringify(found));
		expect(await createKeyCache().read(), JSON.stringify(found)).toBeNull();
	}
});
