import { describe, expect, it } from "vitest";
import { createBatchingVault, type InMemory } from "../../src/vault/batch.ts";
import type { Change, Table } from "../../src/vault/store.ts";
import { create, passphraseKey, readText, setUp, text } from "./support.ts";

const change = (id: string, value: string | null, table: Table = "contacts"): Change => ({
	table,
	id,
	value: value === null ? null : text(value),
});

/** Counts up in memory. What the disk holds counts again after `forget`. */
function counter(name: string, heard: string[], also: () => void = () => undefined) {
	let value = 0;
	let version = 0;
	let dirty = false;
	const memory: InMemory = {
		version: () => version,
		async changes() {
			heard.push(`${name} changes`);
			also();
			return dirty ? [change(name, String(value), "settings")] : [];
		},
		written() {
			heard.push(`${name} written`);
			dirty = false;
		},
		forget() {
			heard.push(`${name} forget`);
			value = 0;
			dirty = false;
		},
	};
	const add = () => {
		value++;
		version++;
		dirty = true;
	};
	return { memory, add, value: () => value };
}

async function scene() {
	const { store, vault: plain, restart } = setUp();
	await create(plain, [change("old", "before"), change("doomed", "before")]);
	const vault = createBatchingVault(plain);
	const heard: string[] = [];
	store.writes = 0;
	const read = async (id: string, table: Table = "contacts") => readText(await vault.get(table, id));
	/** What a new worker finds. */
	const onDisk = async (id: string, table: Table = "contacts") => readText(await restart().get(table, id));
	return { store, vault, heard, read, onDisk };
}

const failing = (changes: () => Promise<void>) => async () => {
	await changes();
	throw new Error("gave up");
};
const fulfilled = (value: unknown) => ({ status: "fulfilled", value });
const rejected = (code: string) => ({ status: "rejected", reason: expect.objectContaining({ code }) });
const gaveUp = { status: "rejected", reason: expect.objectContaining({ message: "gave up" }) };

describe("a batch", () => {
	it("writes once, after all its work, and resolves after that", async () => {
		const { store, vault, onDisk } = await scene();
		const writesSeen: number[] = [];
		const work = ["a", "b", "c"].map((id) => async () => {
			await vault.commit([change(id, `text ${id}`)]);
			writesSeen.push(store.writes);
			return id;
		});
		const results = vault.batch(work).then((all) => {
			writesSeen.push(store.writes);
			return all;
		});
		expect(await results).toEqual(["a", "b", "c"].map(fulfilled));
		expect(writesSeen).toEqual([0, 0, 0, 1]);
		for (const id of ["a", "b", "c"]) expect(await onDisk(id)).toBe(`text ${id}`);
	});

	it("shows its work what is staged, in every way of looking, and nobody the deleted", async () => {
		const { store, vault, read, onDisk } = await scene();
		const seen: unknown[] = [];
		const look = async () => {
			const listed = (await vault.list("contacts")).map(({ id, value }) => [id, readText(value)]).sort();
			const there = await Promise.all(["new", "old", "doomed"].map((id) => vault.hasRecord("contacts", id)));
			seen.push({ get: [await read("new"), await read("old"), await read("doomed")], listed, there });
		};
		await vault.batch<unknown>([
			async () => {
				await vault.commit([change("new", "staged"), change("old", "changed"), change("doomed", null)]);
				await vault.commit([change("old", "changed again"), change("old", "other table", "settings")]);
				await look();
			},
			look,
		]);
		const expected = {
			get: ["staged", "changed again", null],
			listed: [
				["new", "staged"],
				["old", "changed again"],
			],
			there: [true, true, false],
		};
		expect(seen).toEqual([expected, expected]);
		await look();
		expect(seen[2]).toEqual(expected);
		expect(store.writes).toBe(1);
		expect([await onDisk("old"), await onDisk("doomed"), await onDisk("old", "settings")]).toEqual([
			"changed again",
			null,
			"other table",
		]);
	});

	it("takes back what failed work has staged, to what the work before it left, and goes on", async () => {
		const { vault, read, onDisk } = await scene();
		const seen: unknown[] = [];
		const results = await vault.batch<unknown>([
			() => vault.commit([change("x", "first")]),
			failing(() => vault.commit([change("x", "half done"), change("old", null), change("y", "half done")])),
			async () => void seen.push(await read("x"), await read("old"), await read("y")),
		]);
		expect(results).toEqual([fulfilled(undefined), gaveUp, fulfilled(undefined)]);
		expect(seen).toEqual(["first", "before", null]);
		expect([await onDisk("x"), await onDisk("old"), await onDisk("y")]).toEqual(["first", "before", null]);
	});

	it("fails all of its work with a write that fails, keeps the disk as it was, and makes followers forget", async () => {
		const { store, vault, heard, read, onDisk } = await scene();
		const one = counter("one", heard);
		vault.follow(one.memory);
		store.failWrites = true;
		const results = await vault.batch<unknown>([
			async () => {
				one.add();
				await vault.commit([change("old", "after")]);
			},
			failing(async () => undefined),
			async () => "nothing staged",
		]);
		expect(results).toEqual([rejected("storage-failed"), gaveUp, rejected("storage-failed")]);
		expect([...new Set(heard)]).toEqual(["one changes", "one forget"]);
		expect(one.value()).toBe(0);
		store.failWrites = false;
		expect([await read("old"), await onDisk("old")]).toEqual(["before", "before"]);
		// And the next one begins with nothing of it.
		expect(await vault.batch<unknown>([() => vault.commit([change("next", "1")])])).toEqual([fulfilled(undefined)]);
		expect([await onDisk("next"), await onDisk("old"), await onDisk("one", "settings")]).toEqual(["1", "before", null]);
	});

	it("asks followers in their order, once, and writes what they give with the rest", async () => {
		const { store, vault, heard, onDisk } = await scene();
		const two = counter("two", heard);
		// Asking one may change those after it: sealing a session may begin a new key.
		const one = counter("one", heard, two.add);
		vault.follow(one.memory);
		vault.follow(two.memory);
		await vault.batch(
			Array.from({ length: 50 }, (_, n) => async () => {
				one.add();
				await vault.commit([change(`m${n}`, "read")]);
			}),
		);
		expect(heard).toEqual(["one changes", "two changes", "one written", "two written"]);
		expect([await onDisk("one", "settings"), await onDisk("two", "settings")]).toEqual(["50", "1"]);
		expect(store.writes).toBe(1);
	});

	it("counts nothing of it when work failed after it had changed what is held in memory", async () => {
		const { store, vault, heard, onDisk } = await scene();
		const one = counter("one", heard);
		vault.follow(one.memory);
		let ran = false;
		const results = await vault.batch<unknown>([
			() => vault.commit([change("x", "first")]),
			failing(async () => one.add()),
			async () => {
				ran = true;
			},
		]);
		expect(results).toEqual([gaveUp, gaveUp, gaveUp]);
		expect([heard, one.value(), store.writes, ran]).toEqual([["one forget"], 0, 0, false]);
		expect(await onDisk("x")).toBeNull();
	});

	it("fails as a whole, and leaves nothing, when a follower cannot say what to write", async () => {
		const { store, vault, heard, onDisk } = await scene();
		const broken = counter("broken", heard, () => {
			throw new Error("gave up");
		});
		vault.follow(broken.memory);
		expect(await vault.batch<unknown>([() => vault.commit([change("x", "first")])])).toEqual([gaveUp]);
		expect([store.writes, heard.at(-1), await onDisk("x")]).toEqual([0, "broken forget", null]);
	});

	it("that is locked in the middle gives nothing staged, writes nothing and forgets", async () => {
		const { store, vault, heard, read, onDisk } = await scene();
		const one = counter("one", heard);
		vault.follow(one.memory);
		const shown: unknown[] = [];
		const results = await vault.batch<unknown>([
			async () => {
				one.add();
				await vault.commit([change("x", "secret")]);
				return "shown";
			},
			async () => {
				await vault.lock();
				expect(one.value()).toBe(0);
			},
			async () => void shown.push(await read("x")),
			async () => void shown.push(await vault.list("contacts")),
			async () => void shown.push(await vault.hasRecord("contacts", "x")),
			() => vault.commit([change("y", "too late")]),
		]);
		expect(results).toEqual(results.map(() => rejected("locked")));
		expect(shown).toEqual([]);
		expect(store.writes).toBe(0);
		await vault.unlock(passphraseKey);
		expect([await read("x"), await onDisk("y")]).toEqual([null, null]);
		expect(heard).not.toContain("one written");
	});

	it("that is locked and opened again in the middle writes nothing either", async () => {
		const { store, vault, heard, read, onDisk } = await scene();
		const one = counter("one", heard);
		vault.follow(one.memory);
		const seen: unknown[] = [];
		const results = await vault.batch<unknown>([
			async () => {
				one.add();
				await vault.commit([change("before", "worked out with what is forgotten now")]);
			},
			async () => {
				await vault.lock();
				await vault.unlock(passphraseKey);
				seen.push(one.value());
			},
			async () => {
				one.add();
				await vault.commit([change("after", "1")]);
			},
		]);
		expect(results).toEqual(results.map(() => rejected("locked")));
		expect(seen).toEqual([0]);
		expect(heard.at(-1)).toBe("one forget");
		expect(heard).not.toContain("one written");
		expect([one.value(), store.writes]).toEqual([0, 0]);
		expect([await read("before"), await onDisk("before"), await onDisk("after")]).toEqual([null, null, null]);
		// The next one is as good as any.
		expect(await vault.batch<unknown>([() => vault.commit([change("next", "1")])])).toEqual([fulfilled(undefined)]);
		expect(await onDisk("next")).toBe("1");
	});
});

describe("what is read ahead of a batch", () => {
	const ahead = { table: "history", ids: ["there", "not there"] } as const;

	async function prepared() {
		const all = await scene();
		await all.vault.commit([change("there", "row", "history"), change("other", "row", "history")]);
		const asked: string[] = [];
		const { get, getMany } = all.store;
		all.store.get = (table, key) => {
			if (table !== "meta") asked.push("get");
			return get(table, key);
		};
		all.store.getMany = (table, keys) => {
			asked.push(`${keys.length} of ${table}`);
			return Promise.all(keys.map((key) => get(table, key)));
		};
		return { ...all, asked, getMany };
	}

	it("is asked of the disk once, also what is not there, and nothing else is taken for it", async () => {
		const { vault, read, asked } = await prepared();
		const seen: unknown[] = [];
		const look = async () => {
			for (const id of ["there", "not there"]) seen.push(await read(id, "history"));
		};
		await vault.batch([look, look], ahead);
		expect(seen).toEqual(["row", null, "row", null]);
		expect(asked).toEqual(["2 of history"]);
		await vault.batch([async () => void seen.push(await read("other", "history"), await read("there"))], ahead);
		expect(seen.slice(4)).toEqual(["row", null]);
		expect(asked.slice(1)).toEqual(["2 of history", "get", "get"]);
	});

	it("gives way to what is staged, and cannot be changed by who got it", async () => {
		const { vault, read } = await prepared();
		const seen: unknown[] = [];
		await vault.batch(
			[
				async () => void (await vault.get("history", "there"))?.fill(0),
				async () => void seen.push(await read("there", "history")),
				() => vault.commit([change("there", null, "history"), change("not there", "now", "history")]),
				async () => void seen.push(await read("there", "history"), await read("not there", "history")),
			],
			ahead,
		);
		expect(seen).toEqual(["row", null, "now"]);
	});

	it("counts no longer than the batch, whether or not it could be written", async () => {
		const { store, vault, read } = await prepared();
		await vault.batch([async () => undefined], ahead);
		await vault.commit([change("there", "newer", "history"), change("not there", "now", "history")]);
		expect([await read("there", "history"), await read("not there", "history")]).toEqual(["newer", "now"]);
		store.failWrites = true;
		await vault.batch([() => vault.commit([change("x", "1")])], ahead);
		store.failWrites = false;
		await vault.commit([change("there", "newest", "history")]);
		expect(await read("there", "history")).toBe("newest");
	});

	it("is asked one by one when it cannot be read together", async () => {
		const { store, vault, read } = await prepared();
		store.getMany = async () => {
			throw new Error("unreadable");
		};
		const work = async () => [await read("there", "history"), await read("not there", "history")];
		expect(await vault.batch([work], ahead)).toEqual([fulfilled(["row", null])]);
	});

	it("is nothing to ask for when there is nothing", async () => {
		const { vault, asked } = await prepared();
		await vault.batch([async () => undefined], { table: "history", ids: [] });
		expect(asked).toEqual([]);
	});

	it("is not given out once the vault is locked", async () => {
		const { vault, read } = await prepared();
		const shown: unknown[] = [];
		const results = await vault.batch<unknown>(
			[async () => void (await vault.lock()), async () => void shown.push(await read("there", "history"))],
			ahead,
		);
		expect(results).toEqual([rejected("locked"), rejected("locked")]);
		expect(shown).toEqual([]);
	});
});

describe("a commit outside of a batch", () => {
	it("writes at once, with what followers hold", async () => {
		const { store, vault, heard, onDisk } = await scene();
		const one = counter("one", heard);
		vault.follow(one.memory);
		one.add();
		await vault.commit([]);
		expect([store.writes, await onDisk("one", "settings")]).toEqual([1, "1"]);
		await vault.commit([]);
		expect(store.writes).toBe(1);
	});

	it("is not written when the vault was locked and opened again while followers were asked", async () => {
		const { store, vault, heard, onDisk } = await scene();
		const two = counter("two", heard);
		let reopened: Promise<unknown> | null = null;
		const one = counter("one", heard, () => {
			reopened ??= vault.lock().then(() => vault.unlock(passphraseKey));
		});
		for (const { memory } of [one, two]) vault.follow(memory);
		one.add();
		two.add();
		await expect(vault.commit([change("x", "1")])).rejects.toMatchObject({ code: "locked" });
		await reopened;
		expect([store.writes, await onDisk("x"), one.value(), two.value()]).toEqual([0, null, 0, 0]);
		await vault.commit([change("x", "2")]);
		expect(await onDisk("x")).toBe("2");
	});

	it("makes followers forget when it fails, and says so", async () => {
		const { store, vault, heard } = await scene();
		const one = counter("one", heard);
		vault.follow(one.memory);
		one.add();
		store.failWrites = true;
		await expect(vault.commit([change("x", "1")])).rejects.toMatchObject({ code: "storage-failed" });
		expect([heard, one.value()]).toEqual([["one changes", "one forget"], 0]);
	});
});
