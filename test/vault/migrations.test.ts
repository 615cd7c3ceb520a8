import { describe, expect, test } from "vitest";
import { schema } from "../../src/vault/migrations/index.ts";
import type { Schema } from "../../src/vault/schema.ts";
import { create, readText, setUp, text } from "./support.ts";

const failsWith = (code: string) => expect.objectContaining({ name: "VaultError", code });

const ofVersion = (current: number, migrations: Schema["migrations"] = []): Schema => ({ current, migrations });
const contactsOnly =
	(suffix: string) =>
	({ table, value }: { table: string; value: Uint8Array }): Uint8Array =>
		table === "contacts" ? text(`${readText(value)}${suffix}`) : value;

/** A profile of a fabricated version 0, opened by a fabricated version 2. */
const steps: Schema["migrations"] = [
	{ from: 0, apply: contactsOnly(" one") },
	{ from: 1, apply: contactsOnly(" two") },
];

async function profileOfVersion(version: number, next: Schema) {
	const old = setUp({ schema: ofVersion(version) });
	await create(old.vault, [
		{ table: "contacts", id: "ann", value: text("zero") },
		{ table: "settings", id: "a", value: text("same") },
	]);
	const today = setUp({ schema: next, store: old.store, keys: old.keys });
	return { old, vault: today.vault };
}

describe("records of older versions", () => {
	test("are lifted step by step when they are read", async () => {
		const { vault } = await profileOfVersion(0, ofVersion(2, steps));
		expect(readText(await vault.get("contacts", "ann"))).toBe("zero one two");
		expect((await vault.list("contacts")).map(({ value }) => readText(value))).toEqual(["zero one two"]);
		expect(readText(await vault.get("settings", "a"))).toBe("same");
	});

	test("are not lifted twice once written again", async () => {
		const { vault } = await profileOfVersion(0, ofVersion(2, steps));
		const value = await vault.get("contacts", "ann");
		await vault.commit([{ table: "contacts", id: "ann", value }]);
		expect(readText(await vault.get("contacts", "ann"))).toBe("zero one two");
	});

	test("start in the middle of the chain", async () => {
		const { vault } = await profileOfVersion(1, ofVersion(2, steps));
		expect(readText(await vault.get("contacts", "ann"))).toBe("zero two");
	});

	test("do not open when a step is missing", async () => {
		const { vault } = await profileOfVersion(0, ofVersion(2, steps.slice(1)));
		await expect(vault.get("contacts", "ann")).rejects.toEqual(failsWith("storage-failed"));
	});

	test("cannot be passed off as another version", async () => {
		const { old, vault } = await profileOfVersion(0, ofVersion(2, steps));
		for (const [row, bytes] of old.store.rows) {
			if (row.startsWith("contacts/")) old.store.rows.set(row, Uint8Array.of(1, ...bytes.subarray(1)));
		}
		await expect(vault.get("contacts", "ann")).rejects.toEqual(failsWith("storage-failed"));
	});
});

test("records of a newer version say vault-too-new and are left alone", async () => {
	const { old, vault } = await profileOfVersion(3, ofVersion(2, steps));
	const before = new Map(old.store.rows);
	await expect(vault.get("contacts", "ann")).rejects.toEqual(failsWith("vault-too-new"));
	await expect(vault.list("contacts")).rejects.toEqual(failsWith("vault-too-new"));
	expect(old.store.rows).toEqual(before);
});

test("the shipped chain reaches today's version from every version since 1", () => {
	const from = schema.migrations.map((migration) => migration.from);
	expect(from).toEqual(Array.from({ length: schema.current - 1 }, (_, index) => index + 1));
});
