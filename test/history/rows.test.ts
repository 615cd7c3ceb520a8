import { describe, expect, test } from "vitest";
import {
	clockAhead,
	findRow,
	type KeptRow,
	listRows,
	type Row,
	rowChange,
	rowsOf,
	tombstone,
	withoutRow,
} from "../../src/history/rows.ts";
import { encodeJson } from "../../src/vault/json.ts";
import { create, setUp } from "../vault/support.ts";
import { hexOf, keepRow } from "./support.ts";

const kept = keepRow(new Map(), "a", "7d", 1_700_000_000_000).keyed.row;
const full: KeptRow = {
	...kept,
	trusted: false,
	newDevice: true,
	way: "invitation",
	invitation: "contact:1",
	prekeyId: 12,
	asked: "7d",
	shortened: true,
	signed: true,
	startedOver: true,
	session: null,
};

async function vaultWith(...rows: readonly (readonly [string, Row])[]) {
	const { vault } = setUp();
	await create(vault);
	await vault.commit(rows.map(([key, row]) => rowChange(key, row)));
	return vault;
}

describe("rows", () => {
	test("come back as they were written, each field of them", async () => {
		const rows: (readonly [string, Row])[] = [
			["a", kept],
			["b", full],
			["c", { ...full, device: null, way: "own", asked: null }],
			["d", tombstone(full, 99)],
		];
		const vault = await vaultWith(...rows);
		for (const [key, row] of rows) expect(await findRow(vault, key)).toEqual(row);
		expect(await findRow(vault, "e")).toBeNull();
		expect(new Map((await listRows(vault)).map(({ key, row }) => [key, row]))).toEqual(new Map(rows));
	});

	test("each flag is its own bit", async () => {
		const off = { trusted: false, newDevice: false, shortened: false, signed: false, startedOver: false };
		for (const flag of Object.keys(off)) {
			const row: KeptRow = { ...kept, ...off, [flag]: true };
			expect(await findRow(await vaultWith(["a", row]), "a")).toEqual(row);
		}
	});

	test("a kept row of a session is at most 450 bytes, a tombstone 240", () => {
		expect(rowChange("a", kept).value?.length).toBeLessThanOrEqual(450);
		expect(rowChange("a", tombstone(kept, 1_700_000_000_000)).value?.length).toBeLessThanOrEqual(240);
	});

	test("a tombstone keeps no key and no time of the message", () => {
		expect(Object.keys(tombstone(full, 1)).sort()).toEqual([
			"at",
			"author",
			"conversation",
			"device",
			"keep",
			"kind",
			"session",
		]);
	});

	test("damage opens as a failure and never half", async () => {
		const { vault } = setUp();
		await create(vault);
		const whole = JSON.parse(new TextDecoder().decode(rowChange("a", full).value ?? undefined)) as unknown[];
		const bad: object[] = [
			{},
			[],
			["k"],
			whole.slice(0, -1),
			[...whole, null],
			whole.with(0, "x"),
			whole.with(1, "state:3"),
			whole.with(1, "7d"),
			whole.with(2, "AAAA"),
			whole.with(10, 32),
			["d", 1, "1d", whole[3], null, whole[5], null],
		];
		for (const value of bad) {
			await vault.commit([{ table: "history", id: "a", value: encodeJson(value) }]);
			await expect(findRow(vault, "a"), JSON.stringify(value)).rejects.toMatchObject({ code: "storage-failed" });
		}
		await vault.commit([{ table: "history", id: "a", value: encodeJson(whole) }]);
		expect(await findRow(vault, "a")).toEqual(full);
	});

	test("cannot be written under the key of another class", () => {
		expect(() => rowChange("a", { ...kept, keep: "forever" })).toThrow(RangeError);
	});

	test("of one author go together, tombstones too", async () => {
		const other = { ...kept, author: hexOf(77, 32) };
		const vault = await vaultWith(["a", kept], ["b", other], ["c", tombstone(kept, 1)]);
		await vault.commit((await rowsOf(vault, kept.author)).map(withoutRow));
		expect((await listRows(vault)).map(({ key }) => key)).toEqual(["b"]);
	});

	test("tell how far the clock of their author was ahead, at most", () => {
		const row = (sentAt: number, firstSeen: number) => ({ key: "a", row: { ...kept, sentAt, firstSeen } });
		expect(clockAhead([])).toBe(0);
		expect(clockAhead([row(5, 9)])).toBe(0);
		expect(clockAhead([row(12, 9), row(20, 10), row(25, 20), { key: "b", row: tombstone(kept, 1) }])).toBe(10);
	});
});
