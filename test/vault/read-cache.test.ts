/** Records in memory while the vault is open: never older than the disk, never without the vault, never the caller's to change. */
import { describe, expect, it } from "vitest";
import { createBatchingVault } from "../../src/vault/batch.ts";
import type { Change, Table } from "../../src/vault/store.ts";
import { create, passphraseKey, readText, setUp, text } from "./support.ts";

const change = (id: string, value: string | null, table: Table = "settings"): Change => ({
	table,
	id,
	value: value === null ? null : text(value),
});

/** Counts what is asked of the disk; `hold` keeps reads or writes from coming back until it is let go. */
async function opened(records: readonly Change[] = [change("a", "one"), change("b", "two")]) {
	const { store, vault: sealed } = setUp();
	const disk = { reads: 0, beforeRead: async () => {}, afterRead: async () => {}, afterWrite: async () => {} };
	const { get, entries, write } = store;
	store.get = async (table, key) => {
		if (table !== "meta") disk.reads++;
		await disk.beforeRead();
		const value = await get(table, key);
		await disk.afterRead();
		return value;
	};
	store.entries = async (table) => {
		disk.reads++;
		const all = await entries(table);
		await disk.afterRead();
		return all;
	};
	store.write = async (changes) => {
		await write(changes);
		await disk.afterWrite();
	};
	await create(sealed, records);
	return { store, disk, sealed, vault: createBatchingVault(sealed) };
}

const listed = async (vault: { list: ReturnType<typeof createBatchingVault>["list"] }, table: Table = "settings") =>
	(await vault.list(table)).map(({ id, value }) => `${id}=${readText(value)}`).sort();

function gate() {
	let open = () => {};
	const passed = new Promise<void>((done) => {
		open = done;
	});
	return { passed, open };
}

describe("what was read once", () => {
	it("is not asked of the disk again, also not what is not there", async () => {
		const { vault, disk } = await opened();
		for (const _ of [1, 2]) {
			expect(readText(await vault.get("settings", "a"))).toBe("one");
			expect(await vault.get("settings", "none")).toBeNull();
		}
		expect(disk.reads).toBe(2);
		for (const _ of [1, 2]) expect(await listed(vault)).toEqual(["a=one", "b=two"]);
		expect(readText(await vault.get("settings", "b"))).toBe("two");
		expect(await vault.get("settings", "never")).toBeNull();
		expect(disk.reads).toBe(3);
	});

	it.each(["history", "outbox", "origins", "drafts", "sessions", "epochs", "ledger"] as const)(
		"is asked again in %s",
		async (table) => {
			const { vault, disk } = await opened([change("a", "one", table)]);
			for (const _ of [1, 2]) expect(readText(await vault.get(table, "a"))).toBe("one");
			for (const _ of [1, 2]) expect(await listed(vault, table)).toEqual(["a=one"]);
			expect(disk.reads).toBe(4);
		},
	);

	it("cannot be changed by who got it, nor by who wrote it", async () => {
		const { vault } = await opened();
		for (const _ of [1, 2]) (await vault.get("settings", "a"))?.fill(0);
		expect(readText(await vault.get("settings", "a"))).toBe("one");
		for (const _ of [1, 2]) for (const { value } of await vault.list("settings")) value.fill(0);
		expect(await listed(vault)).toEqual(["a=one", "b=two"]);
		const mine = change("a", "three");
		await vault.commit([mine]);
		mine.value?.fill(0);
		expect(readText(await vault.get("settings", "a"))).toBe("three");
	});

	it("cannot be changed by who got it while it waits to be written", async () => {
		const { vault } = await opened();
		await vault.batch([
			async () => {
				await vault.commit([change("a", "three")]);
				(await vault.get("settings", "a"))?.fill(0);
			},
		]);
		expect(readText(await vault.get("settings", "a"))).toBe("three");
	});
});

describe("after a write", () => {
	it("the new value is there, and what was deleted is not, without asking the disk", async () => {
		const { vault, disk } = await opened();
		await listed(vault);
		await vault.commit([change("a", "three"), change("b", null), change("c", "four")]);
		const { reads } = disk;
		expect(readText(await vault.get("settings", "a"))).toBe("three");
		expect(await vault.get("settings", "b")).toBeNull();
		expect(await listed(vault)).toEqual(["a=three", "c=four"]);
		expect(disk.reads).toBe(reads);
	});

	it("a table that was not listed is not taken for complete", async () => {
		const { vault } = await opened();
		await vault.get("settings", "a");
		await vault.commit([change("c", "four")]);
		expect(await listed(vault)).toEqual(["a=one", "b=two", "c=four"]);
	});

	it("that failed, the disk is asked", async () => {
		const { vault, store, disk } = await opened();
		await listed(vault);
		store.failWrites = true;
		await expect(vault.commit([change("a", "three")])).rejects.toThrow();
		store.failWrites = false;
		const { reads } = disk;
		expect(await listed(vault)).toEqual(["a=one", "b=two"]);
		expect(disk.reads).toBe(reads + 1);
	});

	it("that failed although the disk has it, the disk is believed", async () => {
		const { vault, disk } = await opened();
		await listed(vault);
		disk.afterWrite = async () => {
			throw new Error("the connection went away");
		};
		await expect(vault.commit([change("a", "three"), change("b", null)])).rejects.toThrow();
		expect(await listed(vault)).toEqual(["a=three"]);
		expect(await vault.get("settings", "b")).toBeNull();
	});

	it.each(["get", "list"] as const)("a %s that began before it and comes back after it is not kept", async (kind) => {
		const { vault, disk } = await opened();
		const { passed, open } = gate();
		disk.afterRead = () => passed;
		const early = kind === "get" ? vault.get("settings", "a") : vault.list("settings");
		await new Promise((done) => setTimeout(done));
		disk.afterRead = async () => {};
		await vault.commit([change("a", "three")]);
		open();
		await early;
		expect(readText(await vault.get("settings", "a"))).toBe("three");
	});

	it("a read from while it was under way is not kept beyond it", async () => {
		const { vault, store, disk } = await opened();
		const { write } = store;
		const [reading, writing] = [gate(), gate()];
		store.write = async (changes) => {
			await writing.passed;
			await write(changes);
		};
		const commit = vault.commit([change("a", "three")]);
		disk.afterRead = () => reading.passed;
		const during = vault.get("settings", "a");
		await new Promise((done) => setTimeout(done));
		writing.open();
		await commit;
		reading.open();
		expect(readText(await during)).toBe("one");
		expect(readText(await vault.get("settings", "a"))).toBe("three");
	});

	it("a read from while it was under way is not kept when it failed, whatever the disk has", async () => {
		const { vault, store } = await opened();
		const { write } = store;
		const { passed, open } = gate();
		store.write = async (changes) => {
			await passed;
			await write(changes);
			throw new Error("the connection went away");
		};
		const commit = vault.commit([change("a", "three")]);
		expect(readText(await vault.get("settings", "a"))).toBe("one");
		open();
		await expect(commit).rejects.toThrow();
		expect(readText(await vault.get("settings", "a"))).toBe("three");
	});

	it("a read from while it was under way that comes back after it failed is not kept", async () => {
		const { vault, store, disk } = await opened();
		const { write } = store;
		const [reading, writing] = [gate(), gate()];
		store.write = async (changes) => {
			await writing.passed;
			await write(changes);
			throw new Error("the connection went away");
		};
		const commit = vault.commit([change("a", "three")]);
		disk.afterRead = () => reading.passed;
		const during = vault.get("settings", "a");
		await new Promise((done) => setTimeout(done));
		writing.open();
		await expect(commit).rejects.toThrow();
		reading.open();
		expect(readText(await during)).toBe("one");
		expect(readText(await vault.get("settings", "a"))).toBe("three");
	});

	it("a read in between sees what the disk has", async () => {
		const { vault, disk } = await opened();
		await listed(vault);
		const { passed, open } = gate();
		disk.afterWrite = () => passed;
		const commit = vault.commit([change("a", "three")]);
		await new Promise((done) => setTimeout(done));
		expect(readText(await vault.get("settings", "a"))).toBe("three");
		open();
		await commit;
	});

	it("of two at a time both are there", async () => {
		const { vault, store } = await opened();
		await listed(vault);
		const { write } = store;
		const { passed, open } = gate();
		let first = true;
		store.write = async (changes) => {
			const waits = first;
			first = false;
			await write(changes);
			if (waits) await passed;
		};
		const slow = vault.commit([change("a", "three")]);
		await new Promise((done) => setTimeout(done));
		await vault.commit([change("b", "four")]);
		open();
		await slow;
		expect(await listed(vault)).toEqual(["a=three", "b=four"]);
	});
});

describe("a locked vault", () => {
	it("gives nothing of what was read before", async () => {
		const { vault } = await opened();
		await listed(vault);
		await vault.lock();
		await expect(vault.get("settings", "a")).rejects.toMatchObject({ code: "locked" });
		await expect(vault.list("settings")).rejects.toMatchObject({ code: "locked" });
	});

	it("gives nothing either when it was not locked through us, and what was held is gone", async () => {
		const { vault, sealed, disk } = await opened();
		await listed(vault);
		await sealed.lock();
		await expect(vault.get("settings", "a")).rejects.toMatchObject({ code: "locked" });
		await expect(vault.list("settings")).rejects.toMatchObject({ code: "locked" });
		await sealed.unlock(passphraseKey);
		const { reads } = disk;
		await vault.get("settings", "a");
		expect(disk.reads).toBe(reads + 1);
	});

	it("leaves nothing in memory: after unlocking the disk is asked", async () => {
		const { vault, disk } = await opened();
		await listed(vault);
		await vault.lock();
		await vault.unlock(passphraseKey);
		const { reads } = disk;
		expect(await listed(vault)).toEqual(["a=one", "b=two"]);
		expect(disk.reads).toBe(reads + 1);
	});

	it("keeps nothing of a read that was under way", async () => {
		const { vault, disk } = await opened();
		const { passed, open } = gate();
		disk.afterRead = () => passed;
		const early = vault.list("settings");
		await new Promise((done) => setTimeout(done));
		await vault.lock();
		open();
		await expect(early).rejects.toMatchObject({ code: "locked" });
		await vault.unlock(passphraseKey);
		const { reads } = disk;
		await vault.get("settings", "a");
		expect(disk.reads).toBe(reads + 1);
	});

	it("counts although the write it came in was kept by the disk", async () => {
		const { vault, disk } = await opened();
		await listed(vault);
		disk.afterWrite = () => vault.lock();
		await expect(vault.commit([change("a", "three")])).rejects.toMatchObject({ code: "locked" });
		disk.afterWrite = async () => {};
		await vault.unlock(passphraseKey);
		expect(await listed(vault)).toEqual(["a=three", "b=two"]);
	});
});

it("a new vault has nothing of what was not there before", async () => {
	const { store, disk, vault } = await opened();
	await vault.get("identity", "self");
	store.rows.clear();
	expect(await vault.state()).toBe("none");
	const { reads } = disk;
	expect(await vault.get("identity", "self")).toBeNull();
	expect(disk.reads).toBe(reads + 1);
	await create(vault, [change("self", "somebody", "identity")]);
	expect(readText(await vault.get("identity", "self"))).toBe("somebody");
});
