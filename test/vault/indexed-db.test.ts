import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { createSealedStore } from "../../src/platform/indexed-db.ts";
import { type Table, tables } from "../../src/vault/store.ts";
import { createVault } from "../../src/vault/vault.ts";
import { countingRandom, create, memoryCache, passphraseKey, readText, text } from "./support.ts";

let databases = 0;
const freshName = () => `test-${++databases}`;

test("has a place for every table", async () => {
	const store = createSealedStore(freshName());
	for (const table of tables) {
		await store.write([{ table, key: "k", value: text(table) }]);
		expect(readText((await store.get(table, "k")) ?? null)).toBe(table);
		expect(await store.entries(table)).toEqual([{ key: "k", value: text(table) }]);
	}
});

/** Tables of the first release. */
const firstTables: readonly Table[] = tables.slice(0, 10);

function openVersion1(name: string): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		const opening = indexedDB.open(name, 1);
		opening.onupgradeneeded = () => {
			for (const table of firstTables) opening.result.createObjectStore(table);
		};
		opening.onsuccess = () => resolve(opening.result);
		opening.onerror = () => reject(opening.error);
	});
}

test("a database of version 1 keeps what it holds and gets the new tables", async () => {
	const name = freshName();
	const old = await openVersion1(name);
	await new Promise<void>((resolve, reject) => {
		const transaction = old.transaction([...firstTables], "readwrite");
		for (const table of firstTables) transaction.objectStore(table).put(text(`old ${table}`), "k");
		transaction.oncomplete = () => resolve();
		transaction.onerror = () => reject(transaction.error);
	});
	old.close();

	const store = createSealedStore(name);
	for (const table of firstTables) expect(readText((await store.get(table, "k")) ?? null)).toBe(`old ${table}`);
	for (const table of ["sessions", "epochs", "ledger"] as const) {
		await store.write([{ table, key: "k", value: text(table) }]);
		expect(readText((await store.get(table, "k")) ?? null)).toBe(table);
	}
});

test("a write over several tables is all or nothing", async () => {
	const store = createSealedStore(freshName());
	await store.write([{ table: "drafts", key: "a", value: text("old") }]);
	const unclonable = (() => undefined) as unknown as Uint8Array;
	const write = store.write([
		{ table: "drafts", key: "a", value: text("new") },
		{ table: "outbox", key: "b", value: text("new") },
		{ table: "history", key: "c", value: unclonable },
	]);
	await expect(write).rejects.toThrow();
	expect(readText((await store.get("drafts", "a")) ?? null)).toBe("old");
	expect(await store.get("outbox", "b")).toBeUndefined();
	await store.write([{ table: "drafts", key: "a", value: null }]);
	expect(await store.get("drafts", "a")).toBeUndefined();
});

test("many are read in one transaction, in their order", async () => {
	const store = createSealedStore(freshName());
	await store.write(["a", "b", "c"].map((key) => ({ table: "history" as const, key, value: text(key) })));
	let transactions = 0;
	const original = IDBDatabase.prototype.transaction;
	IDBDatabase.prototype.transaction = function (...options) {
		transactions++;
		return original.apply(this, options);
	};
	try {
		const found = await store.getMany("history", ["c", "none", "a"]);
		expect(found.map((value) => value && readText(value))).toEqual(["c", undefined, "a"]);
	} finally {
		IDBDatabase.prototype.transaction = original;
	}
	expect(transactions).toBe(1);
});

test("a write that the database gives up is not there, and says so", async () => {
	const store = createSealedStore(freshName());
	await store.write([{ table: "drafts", key: "a", value: text("old") }]);
	const original = IDBTransaction.prototype.commit;
	IDBTransaction.prototype.commit = function () {
		this.abort();
	};
	try {
		await expect(store.write([{ table: "drafts", key: "a", value: text("new") }])).rejects.toThrow();
	} finally {
		IDBTransaction.prototype.commit = original;
	}
	expect(readText((await store.get("drafts", "a")) ?? null)).toBe("old");
});

test("writes ask for strict durability", async () => {
	const asked: (string | undefined)[] = [];
	const original = IDBDatabase.prototype.transaction;
	IDBDatabase.prototype.transaction = function (stores, mode, options) {
		if (mode === "readwrite") asked.push(options?.durability);
		return original.call(this, stores, mode, options);
	};
	try {
		await createSealedStore(freshName()).write([{ table: "drafts", key: "a", value: text("1") }]);
	} finally {
		IDBDatabase.prototype.transaction = original;
	}
	expect(asked).toEqual(["strict"]);
});

test("reopens after another context took the database away", async () => {
	const name = freshName();
	const store = createSealedStore(name);
	await store.write([{ table: "drafts", key: "a", value: text("1") }]);
	await new Promise((resolve, reject) => {
		const deleting = indexedDB.deleteDatabase(name);
		deleting.onsuccess = resolve;
		deleting.onerror = reject;
		deleting.onblocked = () => reject(new Error("blocked"));
	});
	expect(await store.get("drafts", "a")).toBeUndefined();
	await store.write([{ table: "drafts", key: "a", value: text("2") }]);
	expect(readText((await store.get("drafts", "a")) ?? null)).toBe("2");
});

test("a vault on it outlives its worker and its browser", async () => {
	const name = freshName();
	const open = (keys = memoryCache()) =>
		createVault({ store: createSealedStore(name), keys, random: countingRandom() });
	await create(open(), [{ table: "identity", id: "self", value: text("device keys") }]);
	const later = open();
	expect(await later.state()).toBe("locked");
	await later.unlock(passphraseKey);
	expect(readText(await later.get("identity", "self"))).toBe("device keys");
});
