import { describe, expect, test } from "vitest";
import { decodeHeader, headerPrefix } from "../../src/vault/header.ts";
import { deriveKeys, deriveWrapKey, unwrap } from "../../src/vault/keys.ts";
import { accountSecret, contains, create, passphraseKey, readText, salt, setUp, text } from "./support.ts";

const failsWith = (code: string) => expect.objectContaining({ name: "VaultError", code });

describe("life of a vault", () => {
	test("none, then unlocked, then locked, then unlocked by the right passphrase key", async () => {
		const { vault, restart } = setUp();
		expect(await vault.state()).toBe("none");
		await expect(vault.kdfParams()).rejects.toEqual(failsWith("no-vault"));
		await expect(vault.unlock(passphraseKey)).rejects.toEqual(failsWith("no-vault"));

		await create(vault, [{ table: "identity", id: "self", value: text("device keys") }]);
		expect(await vault.state()).toBe("unlocked");
		expect(await vault.kdfParams()).toEqual({ salt, profile: 1 });
		expect(readText(await vault.get("identity", "self"))).toBe("device keys");

		await vault.lock();
		expect(await vault.state()).toBe("locked");
		expect(await restart().state()).toBe("locked");

		const { accountSecret: opened } = await vault.unlock(passphraseKey);
		expect(opened).toEqual(accountSecret);
		expect(readText(await vault.get("identity", "self"))).toBe("device keys");
	});

	test("stays unlocked when the worker is killed, and locked when the browser was closed", async () => {
		const { vault, restart, keys } = setUp();
		await create(vault, [{ table: "settings", id: "a", value: text("1") }]);
		const revived = restart();
		expect(await revived.state()).toBe("unlocked");
		expect(readText(await revived.get("settings", "a"))).toBe("1");
		await keys.write(null);
		expect(await restart().state()).toBe("locked");
	});

	test("a second vault is refused and the first stands, also for two at once", async () => {
		const { vault } = setUp();
		const results = await Promise.allSettled([create(vault), create(vault)]);
		expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
		await vault.commit([{ table: "settings", id: "a", value: text("kept") }]);
		await expect(create(vault)).rejects.toEqual(failsWith("vault-exists"));
		expect(readText(await vault.get("settings", "a"))).toBe("kept");
	});

	test("a wrong passphrase key opens nothing and leaves the vault locked", async () => {
		const { vault, keys } = setUp();
		await create(vault);
		await vault.lock();
		for (const wrong of [new Uint8Array(32), passphraseKey.slice(1), new Uint8Array(0)]) {
			await expect(vault.unlock(wrong)).rejects.toEqual(failsWith("wrong-passphrase"));
		}
		expect(await vault.state()).toBe("locked");
		expect(await keys.read()).toBeNull();
	});

	test("an unknown KDF profile is refused at creation", async () => {
		const { vault } = setUp();
		const creating = vault.create({ passphraseKey, salt, profile: 2, accountSecret, records: [] });
		await expect(creating).rejects.toEqual(failsWith("vault-too-new"));
		expect(await vault.state()).toBe("none");
	});
});

describe("locked", () => {
	test("every access is refused", async () => {
		const { vault } = setUp();
		await create(vault, [{ table: "drafts", id: "a", value: text("x") }]);
		await vault.lock();
		await expect(vault.get("drafts", "a")).rejects.toEqual(failsWith("locked"));
		await expect(vault.list("drafts")).rejects.toEqual(failsWith("locked"));
		await expect(vault.hasRecord("drafts", "a")).rejects.toEqual(failsWith("locked"));
		await expect(vault.commit([{ table: "drafts", id: "a", value: null }])).rejects.toEqual(failsWith("locked"));
		await expect(vault.getMany("drafts", ["a"])).rejects.toEqual(failsWith("locked"));
		await expect(vault.requireOpen()).rejects.toEqual(failsWith("locked"));
		await expect(vault.historyKey(new Uint8Array(32))).rejects.toEqual(failsWith("locked"));
		await vault.unlock(passphraseKey);
		await expect(vault.requireOpen()).resolves.toBeUndefined();
	});

	test("a lock wins over a reading under way", async () => {
		const { vault } = setUp();
		await create(vault, [{ table: "drafts", id: "a", value: text("x") }]);
		const reading = vault.get("drafts", "a");
		const refused = expect(reading).rejects.toEqual(failsWith("locked"));
		await vault.lock();
		await refused;
	});

	test("a lock right after the start is not undone by keys still being fetched", async () => {
		const { vault, restart } = setUp();
		await create(vault, [{ table: "drafts", id: "a", value: text("x") }]);
		const revived = restart();
		const reading = expect(revived.get("drafts", "a")).rejects.toEqual(failsWith("locked"));
		const locking = revived.lock();
		await reading;
		await locking;
		expect(await revived.state()).toBe("locked");
	});

	test("stays locked in this worker when session memory refuses to forget, and says so", async () => {
		const { vault, keys } = setUp();
		await create(vault);
		keys.failWrites = true;
		await expect(vault.lock()).rejects.toEqual(failsWith("storage-failed"));
		await expect(vault.list("drafts")).rejects.toEqual(failsWith("locked"));
	});

	test("no session memory, no unlocking: the vault exists, is locked, and opens later", async () => {
		const { vault, keys } = setUp();
		keys.failWrites = true;
		await expect(create(vault)).rejects.toEqual(failsWith("storage-failed"));
		expect(await vault.state()).toBe("locked");
		await expect(vault.unlock(passphraseKey)).rejects.toEqual(failsWith("storage-failed"));
		expect(await vault.state()).toBe("locked");
		keys.failWrites = false;
		expect((await vault.unlock(passphraseKey)).accountSecret).toEqual(accountSecret);
	});

	test("unlock and lock one after the other end locked", async () => {
		const { vault } = setUp();
		await create(vault);
		await vault.lock();
		await Promise.all([vault.unlock(passphraseKey), vault.lock()]);
		expect(await vault.state()).toBe("locked");
	});
});

describe("records", () => {
	test("are written, listed, replaced, deleted", async () => {
		const { vault } = setUp();
		await create(vault);
		await vault.commit([
			{ table: "contacts", id: "ann", value: text("1") },
			{ table: "contacts", id: "ben", value: text("2") },
			{ table: "history", id: "ann", value: text("3") },
		]);
		const listed = await vault.list("contacts");
		expect(new Map(listed.map(({ id, value }) => [id, readText(value)]))).toEqual(
			new Map([
				["ann", "1"],
				["ben", "2"],
			]),
		);
		await vault.commit([
			{ table: "contacts", id: "ann", value: null },
			{ table: "contacts", id: "ben", value: text("new") },
		]);
		expect(await vault.get("contacts", "ann")).toBeNull();
		expect(await vault.hasRecord("contacts", "ann")).toBe(false);
		expect(await vault.hasRecord("contacts", "ben")).toBe(true);
		expect(readText(await vault.get("contacts", "ben"))).toBe("new");
		expect(readText(await vault.get("history", "ann"))).toBe("3");
	});

	test("are read together; what does not open is left to be asked for by itself", async () => {
		const { vault, store } = setUp();
		await create(vault, [{ table: "drafts", id: "ann", value: text("other table") }]);
		await vault.commit([{ table: "history", id: "ann", value: text("1") }]);
		const names = new Set(store.rows.keys());
		await vault.commit([{ table: "history", id: "ben", value: text("2") }]);
		const bens = [...store.rows.keys()].find((name) => !names.has(name)) ?? "";
		const found = async () =>
			[...(await vault.getMany("history", ["ben", "none", "ann"]))].map(([id, value]) => [id, readText(value)]);
		expect(await found()).toEqual([
			["ben", "2"],
			["none", null],
			["ann", "1"],
		]);
		store.rows.get(bens)?.fill(0, 30);
		expect(await found()).toEqual([
			["none", null],
			["ann", "1"],
		]);
		await expect(vault.get("history", "ben")).rejects.toEqual(failsWith("storage-failed"));
		store.failReads = true;
		await expect(vault.getMany("history", ["ann"])).rejects.toEqual(failsWith("storage-failed"));
	});

	test("meta holds records next to the header", async () => {
		const { vault } = setUp();
		await create(vault, [{ table: "meta", id: "header", value: text("not the header") }]);
		expect((await vault.list("meta")).map(({ id }) => id)).toEqual(["header"]);
		expect(await vault.kdfParams()).toEqual({ salt, profile: 1 });
	});

	test("one transaction a commit; none for nothing", async () => {
		const { vault, store } = setUp();
		await create(vault, [
			{ table: "identity", id: "a", value: text("1") },
			{ table: "settings", id: "b", value: text("2") },
		]);
		expect(store.writes).toBe(1);
		await vault.commit([]);
		expect(store.writes).toBe(1);
	});

	test("a failed write says storage-failed and the old state stands", async () => {
		const { vault, store } = setUp();
		await create(vault, [{ table: "drafts", id: "a", value: text("old") }]);
		const before = new Map(store.rows);
		store.failWrites = true;
		const commit = vault.commit([
			{ table: "drafts", id: "a", value: text("new") },
			{ table: "outbox", id: "b", value: text("new") },
		]);
		await expect(commit).rejects.toEqual(failsWith("storage-failed"));
		expect(store.rows).toEqual(before);
		expect(readText(await vault.get("drafts", "a"))).toBe("old");
	});

	test("a vault whose first write fails does not exist", async () => {
		const { vault, store } = setUp();
		store.failWrites = true;
		await expect(create(vault)).rejects.toEqual(failsWith("storage-failed"));
		store.failWrites = false;
		expect(await vault.state()).toBe("none");
		await create(vault);
		expect(await vault.state()).toBe("unlocked");
	});

	test("a failed read says storage-failed", async () => {
		const { vault, store } = setUp();
		await create(vault);
		store.failReads = true;
		await expect(vault.get("drafts", "a")).rejects.toEqual(failsWith("storage-failed"));
		await expect(vault.list("drafts")).rejects.toEqual(failsWith("storage-failed"));
		await expect(vault.state()).rejects.toEqual(failsWith("storage-failed"));
	});

	test("a record too large is refused before anything is written", async () => {
		const { vault, store } = setUp();
		await create(vault);
		const writes = store.writes;
		const large = new Uint8Array(4 * 1024 * 1024 + 1);
		await expect(vault.commit([{ table: "drafts", id: "a", value: large }])).rejects.toThrow(RangeError);
		expect(store.writes).toBe(writes);
	});

	test("history row names depend on the vault, not only on the public blob", async () => {
		const one = setUp();
		await create(one.vault);
		const digest = new Uint8Array(32).fill(3);
		const name = await one.vault.historyKey(digest);
		expect(name).toMatch(/^[0-9a-f]{32}$/);
		expect(await one.restart().historyKey(digest)).toBe(name);
		expect(await one.vault.historyKey(new Uint8Array(32).fill(4))).not.toBe(name);
		const other = setUp({ random: (length) => new Uint8Array(length).fill(5) });
		await create(other.vault);
		expect(await other.vault.historyKey(digest)).not.toBe(name);
	});

	test("what stands for a removed account depends on the vault, not only on the account", async () => {
		const one = setUp();
		await create(one.vault);
		const fingerprint = new Uint8Array(32).fill(3);
		const name = await one.vault.removedName(fingerprint);
		expect(name).toMatch(/^[0-9a-f]{32}$/);
		expect(await one.restart().removedName(fingerprint)).toBe(name);
		expect(await one.vault.removedName(new Uint8Array(32).fill(4))).not.toBe(name);
		expect(await one.vault.historyKey(fingerprint)).not.toBe(name);
		const other = setUp({ random: (length) => new Uint8Array(length).fill(5) });
		await create(other.vault);
		expect(await other.vault.removedName(fingerprint)).not.toBe(name);
		await one.vault.lock();
		await expect(one.vault.removedName(fingerprint)).rejects.toEqual(failsWith("locked"));
	});
});

describe("what the keys can do", () => {
	test("session memory never holds the vault key or the account secret, and does not lead to them", async () => {
		const drawn: Uint8Array[] = [];
		let next = 0;
		const { vault, keys, store } = setUp({
			random: (length) => {
				const bytes = Uint8Array.from({ length }, () => ++next & 0xff);
				drawn.push(bytes.slice());
				return bytes;
			},
		});
		await create(vault);
		await vault.lock();
		await vault.unlock(passphraseKey);
		const vaultKey = drawn.find(({ length }) => length === 32);
		expect(vaultKey).toBeDefined();
		const seen = keys.history.flatMap((written) => (written ? [written.recordKey, written.indexKey] : []));
		expect(seen).toHaveLength(4);
		const header = decodeHeader(store.rows.get("meta/header") as Uint8Array);
		for (const key of seen) {
			expect(key).toHaveLength(32);
			expect(contains(key, vaultKey as Uint8Array)).toBe(false);
			expect(contains(key, passphraseKey)).toBe(false);
			expect(() => unwrap(key, header.sealedAccountSecret, headerPrefix(header))).toThrow();
			expect(() => unwrap(key, header.wrappedVaultKey, headerPrefix(header))).toThrow();
		}
		expect(() => unwrap(vaultKey as Uint8Array, header.sealedAccountSecret, headerPrefix(header))).toThrow();
	});

	test("every purpose has its own key", async () => {
		const { recordKey, indexKey } = deriveKeys(new Uint8Array(32).fill(1));
		const vaultWrap = deriveWrapKey(passphraseKey, salt, "vault wrap");
		const accountWrap = deriveWrapKey(passphraseKey, salt, "account wrap");
		const otherSalt = deriveWrapKey(passphraseKey, new Uint8Array(16), "account wrap");
		const all = [passphraseKey, recordKey, indexKey, vaultWrap, accountWrap, otherSalt].map((key) => key.join());
		expect(new Set(all).size).toBe(all.length);
	});

	test("nothing on the disk shows an id, a value, a key or the account secret", async () => {
		const { vault, store, keys } = setUp();
		await create(vault);
		await vault.commit([{ table: "contacts", id: "canary-id", value: text("canary-value") }]);
		const held = await keys.read();
		for (const [name, bytes] of store.rows) {
			expect(name).not.toContain("canary");
			for (const secret of [text("canary"), accountSecret, passphraseKey, held?.recordKey, held?.indexKey]) {
				expect(contains(bytes, secret as Uint8Array)).toBe(false);
			}
		}
	});

	test("the same id in two tables lies under two names", async () => {
		const { vault, store } = setUp();
		await create(vault);
		await vault.commit([
			{ table: "contacts", id: "a", value: text("1") },
			{ table: "drafts", id: "a", value: text("1") },
		]);
		const names = [...store.rows.keys()].filter((row) => !row.startsWith("meta/")).map((row) => row.split("/")[1]);
		expect(new Set(names).size).toBe(2);
	});

	test("no nonce comes twice, with many commits at once", async () => {
		const { vault, store } = setUp({ random: (length) => crypto.getRandomValues(new Uint8Array(length)) });
		const nonces = new Set<string>();
		let sealed = 0;
		const write = store.write;
		store.write = async (changes) => {
			for (const { key, value } of changes) {
				if (!value || key === "header") continue;
				sealed++;
				nonces.add(value.subarray(1, 25).join());
			}
			return write(changes);
		};
		await create(vault);
		await Promise.all(
			Array.from({ length: 200 }, (_, i) =>
				vault.commit([
					{ table: "drafts", id: "same", value: text("same") },
					{ table: "outbox", id: `${i}`, value: text("same") },
				]),
			),
		);
		expect(sealed).toBe(400);
		expect(nonces.size).toBe(400);
	});
});
