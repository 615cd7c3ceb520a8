import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeHeader, encodeHeader, headerPrefix } from "../../src/vault/header.ts";
import { accountSecret, create, passphraseKey, readText, setUp, text } from "./support.ts";

const failsWith = (code: string) => expect.objectContaining({ name: "VaultError", code });

async function twoRecords() {
	const setup = setUp();
	await create(setup.vault, [
		{ table: "contacts", id: "ann", value: text("trusted") },
		{ table: "contacts", id: "eve", value: text("revoked") },
	]);
	const [first, second] = [...setup.store.rows.keys()].filter((row) => row.startsWith("contacts/"));
	if (!first || !second) throw new Error("two rows expected");
	return { ...setup, first, second };
}

describe("records", () => {
	test("swapped, they do not open", async () => {
		const { vault, store, first, second } = await twoRecords();
		const [a, b] = [store.rows.get(first), store.rows.get(second)] as [Uint8Array, Uint8Array];
		store.rows.set(first, b).set(second, a);
		await expect(vault.get("contacts", "ann")).rejects.toEqual(failsWith("storage-failed"));
		await expect(vault.list("contacts")).rejects.toEqual(failsWith("storage-failed"));
	});

	test("moved to another table under the same key, they do not open", async () => {
		const { vault, store, first } = await twoRecords();
		const key = first.slice("contacts/".length);
		store.rows.set(`drafts/${key}`, store.rows.get(first) as Uint8Array);
		await expect(vault.list("drafts")).rejects.toEqual(failsWith("storage-failed"));
	});

	test("with any bit changed or any end cut off, they do not open", async () => {
		const { vault, store, first, second } = await twoRecords();
		store.rows.delete(second);
		const whole = store.rows.get(first) as Uint8Array;
		for (let at = 0; at < whole.length; at++) {
			const changed = whole.slice();
			changed[at] = (changed[at] ?? 0) ^ 1;
			store.rows.set(first, changed);
			await expect(vault.list("contacts"), `byte ${at}`).rejects.toEqual(failsWith("storage-failed"));
			store.rows.set(first, whole.subarray(0, at));
			await expect(vault.list("contacts"), `cut at ${at}`).rejects.toEqual(failsWith("storage-failed"));
		}
		store.rows.set(first, whole);
		expect(await vault.list("contacts")).toHaveLength(1);
	});

	test("from another vault, they do not open", async () => {
		const one = await twoRecords();
		const other = setUp({ random: (length) => new Uint8Array(length).fill(6) });
		await create(other.vault);
		for (const [row, bytes] of one.store.rows) {
			if (row.startsWith("contacts/")) other.store.rows.set(row, bytes);
		}
		await expect(other.vault.list("contacts")).rejects.toEqual(failsWith("storage-failed"));
	});

	test("arbitrary bytes never open and never throw anything else", async () => {
		const { vault, store, first, second } = await twoRecords();
		store.rows.delete(second);
		await fc.assert(
			fc.asyncProperty(fc.oneof(fc.uint8Array(), fc.uint8Array({ minLength: 43, maxLength: 90 })), async (garbage) => {
				store.rows.set(first, garbage);
				const code = garbage.length >= 43 && (garbage[0] ?? 0) > 1 ? "vault-too-new" : "storage-failed";
				await expect(vault.list("contacts")).rejects.toEqual(failsWith(code));
			}),
		);
	});
});

describe("header", () => {
	test("with any byte changed or any end cut off, the passphrase opens nothing", async () => {
		const { vault, store } = setUp();
		await create(vault);
		await vault.lock();
		const whole = store.rows.get("meta/header") as Uint8Array;
		for (let at = 0; at < whole.length; at++) {
			const changed = whole.slice();
			changed[at] = (changed[at] ?? 0) ^ 0x80;
			store.rows.set("meta/header", changed);
			await expect(vault.unlock(passphraseKey), `byte ${at}`).rejects.toMatchObject({ name: "VaultError" });
			store.rows.set("meta/header", whole.subarray(0, at));
			await expect(vault.unlock(passphraseKey), `cut at ${at}`).rejects.toMatchObject({ name: "VaultError" });
		}
		expect(await vault.state()).toBe("locked");
		store.rows.set("meta/header", whole);
		expect((await vault.unlock(passphraseKey)).accountSecret).toEqual(accountSecret);
	});

	test("says which: newer version, unknown profile, changed salt, damage", async () => {
		const { vault, store } = setUp();
		await create(vault);
		await vault.lock();
		const whole = store.rows.get("meta/header") as Uint8Array;
		const outcome = async (at: number, value: number) => {
			const changed = whole.slice();
			changed[at] = value;
			store.rows.set("meta/header", changed);
			return vault.unlock(passphraseKey).then(
				() => "opened",
				(error) => error.code,
			);
		};
		expect(await outcome(0, 2)).toBe("vault-too-new");
		expect(await outcome(0, 0)).toBe("storage-failed");
		expect(await outcome(1, 77)).toBe("wrong-passphrase");
		expect(await outcome(2, 2)).toBe("vault-too-new");
		await expect(vault.kdfParams()).rejects.toEqual(failsWith("vault-too-new"));
		expect(await outcome(3, 1)).toBe("wrong-passphrase");
		expect(await outcome(92, 255)).toBe("storage-failed");
	});

	test("round trip, and garbage is refused by a VaultError", () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ minLength: 16, maxLength: 16 }),
				fc.uint8Array({ minLength: 72, maxLength: 72 }),
				fc.uint8Array({ minLength: 41, maxLength: 4096 + 40 }),
				fc.nat(255),
				(salt, wrappedVaultKey, sealedAccountSecret, createdVersion) => {
					const header = { createdVersion, profile: 1, salt, wrappedVaultKey, sealedAccountSecret };
					const encoded = encodeHeader(header);
					expect(decodeHeader(encoded)).toEqual(header);
					expect(headerPrefix(header)).toEqual(encoded.subarray(0, 19));
					expect(() => decodeHeader(Uint8Array.of(...encoded, 0))).toThrow(failsWith("storage-failed"));
				},
			),
		);
		fc.assert(
			fc.property(fc.oneof(fc.uint8Array(), fc.uint8Array({ minLength: 130, maxLength: 300 })), (garbage) => {
				try {
					const header = decodeHeader(garbage);
					expect(encodeHeader(header)).toEqual(garbage);
				} catch (error) {
					expect(error).toMatchObject({ name: "VaultError" });
				}
			}),
		);
	});
});

test("the sealed record is not longer than it has to be: 1 + 24 + 2 + id + value + 16", async () => {
	const { store, first, second } = await twoRecords();
	expect(store.rows.get(first)).toHaveLength(43 + 3 + 7);
	expect(readText(store.rows.get(second) ?? null)).not.toContain("revoked");
});
