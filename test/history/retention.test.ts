import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classLengthMs, dayMs, type Epochs, expired, withoutKeys } from "../../src/history/epochs.ts";
import { closedRows, dueRows, effective, nextDue, openRow, readableUntil, rekey } from "../../src/history/retention.ts";
import { isShorter, type Retention, retentions } from "../../src/history/retention-class.ts";
import { type KeyedRow, rowChange } from "../../src/history/rows.ts";
import { retentions as spoken } from "../../src/messaging/retention.ts";
import { keepCode } from "../../src/protocol/index.ts";
import { closing, contentKey, keepRow, random } from "./support.ts";

const start = 20_000 * dayMs;
const keysOf =
	(epochs: Epochs, tabOpen = true) =>
	(name: string) =>
		epochs.get(name) ?? (tabOpen && name === closing.name ? closing.key : null);
const anyKeep = fc.constantFrom(...retentions);
const anyWish = fc.constantFrom(null, ...Object.values(keepCode));
const wishes = Object.fromEntries(Object.entries(keepCode).map(([name, code]) => [code, name])) as Record<
	number,
	Retention
>;

test("the same list as the surfaces speak", () => {
	expect(retentions).toEqual(spoken);
});

describe("what holds for a message", () => {
	test("the own setting, unless the author asked for less", () => {
		expect(effective("30d", null)).toEqual({ keep: "30d", shortened: false, asked: null });
		expect(effective("30d", keepCode["7d"])).toEqual({ keep: "7d", shortened: true, asked: "7d" });
		expect(effective("24h", keepCode["7d"])).toEqual({ keep: "24h", shortened: false, asked: "7d" });
		expect(effective("7d", keepCode["7d"])).toEqual({ keep: "7d", shortened: false, asked: "7d" });
		expect(effective("forever", keepCode.closed)).toEqual({ keep: "closed", shortened: true, asked: "closed" });
	});

	test("is never longer than either", () => {
		fc.assert(
			fc.property(anyKeep, anyWish, (own, wish) => {
				const { keep, shortened } = effective(own, wish);
				expect(isShorter(own, keep)).toBe(false);
				if (wish !== null) expect(isShorter(wishes[wish] as Retention, keep)).toBe(false);
				expect(shortened).toBe(keep !== own);
			}),
		);
	});
});

describe("when it is over", () => {
	test("counted from when it was first seen", () => {
		const { keyed, epochs } = keepRow(new Map(), "a", "7d", start + 5);
		const end = start + 5 + 7 * dayMs;
		expect(readableUntil(keyed.row)).toBe(end);
		expect(openRow(keyed, keysOf(epochs), end - 1)).toEqual(contentKey);
		expect(openRow(keyed, keysOf(epochs), end)).toBeNull();
		expect(dueRows([keyed], end - 1)).toEqual([]);
		const [due] = dueRows([keyed], end);
		expect(due?.row).toMatchObject({ kind: "deleted", at: end, keep: "7d" });
		expect(dueRows(due ? [due] : [], end)).toEqual([]);
		expect(nextDue([keyed, keepRow(epochs, "b", "forever", start).keyed])).toBe(end);
		expect(nextDue([])).toBeNull();
	});

	test("'forever' and 'until closed' have no date", () => {
		for (const keep of ["forever", "closed"] as const) {
			const { keyed, epochs } = keepRow(new Map(), "a", keep, start);
			expect(readableUntil(keyed.row)).toBeNull();
			expect(dueRows([keyed], Number.MAX_SAFE_INTEGER)).toEqual([]);
			expect(openRow(keyed, keysOf(epochs), Number.MAX_SAFE_INTEGER)).toEqual(contentKey);
		}
	});

	test("'until closed' when the key of its tabs is gone", () => {
		const { keyed, epochs } = keepRow(new Map(), "a", "closed", start);
		const lasting = keepRow(epochs, "b", "forever", start);
		const rows = [keyed, lasting.keyed];
		expect(closedRows(rows, new Set([closing.name]), start + 1)).toEqual([]);
		expect(closedRows(rows, new Set(), start + 1)).toMatchObject([{ key: "a", row: { at: start + 1 } }]);
		expect(openRow(keyed, keysOf(epochs, false), start + 1)).toBeNull();
	});

	test("never readable past due, swept or not; and whatever epoch key is expired, all its rows are due", () => {
		fc.assert(
			fc.property(anyKeep, fc.nat(3 * dayMs), fc.nat(120 * dayMs), (keep, seen, later) => {
				const { keyed, epochs } = keepRow(new Map(), "a", keep, start + seen);
				const now = start + seen + later;
				const due = dueRows([keyed], now).length === 1;
				const timed = keep !== "forever" && keep !== "closed";
				expect(due).toBe(timed && later >= classLengthMs[keep]);
				expect(openRow(keyed, keysOf(epochs), now) === null).toBe(due);
				const gone = expired(epochs, now);
				if (gone.length > 0) expect(due).toBe(true);
			}),
		);
	});

	test("an epoch key that is gone: the row does not open, at any time", () => {
		fc.assert(
			fc.property(anyKeep, fc.nat(200 * dayMs), (keep, later) => {
				const { keyed, epochs } = keepRow(new Map(), "a", keep, start);
				const left = withoutKeys(epochs, [keyed.row.epoch]);
				expect(openRow(keyed, keysOf(left, false), start + later)).toBeNull();
			}),
		);
	});
});

describe("when the setting changes", () => {
	const change = (rows: readonly KeyedRow[], epochs: Epochs, own: Retention, now = start, tab = true) =>
		rekey({ rows, own, epochs, keyOf: keysOf(epochs), closing: tab ? closing : null, now, random });

	test("shorter: wrapped again under the shorter class, by the day it was first seen", () => {
		const { keyed, epochs } = keepRow(new Map(), "a", "forever", start);
		const after = change([keyed], epochs, "7d", start + 2 * dayMs);
		const [changed] = after.rows;
		expect(changed?.row).toMatchObject({ kind: "kept", keep: "7d", epoch: "7d:20000", firstSeen: start });
		expect(changed && openRow(changed, keysOf(after.epochs), start + 3 * dayMs)).toEqual(contentKey);
		const left = withoutKeys(after.epochs, ["forever:20000"]);
		expect(changed && openRow(changed, keysOf(left), start + 3 * dayMs)).toEqual(contentKey);
	});

	test("shorter than it is old: deleted at once", () => {
		const { keyed, epochs } = keepRow(new Map(), "a", "forever", start);
		const now = start + 7 * dayMs;
		expect(change([keyed], epochs, "7d", now).rows).toMatchObject([{ row: { kind: "deleted", at: now } }]);
	});

	test("longer: not beyond what the author asked for, even if that was not less then", () => {
		const { keyed, epochs } = keepRow(new Map(), "a", "24h", start, { asked: "7d" });
		expect(change([keyed], epochs, "forever").rows).toMatchObject([{ row: { keep: "7d", shortened: true } }]);
	});

	test("longer: what is over or does not open stays over", () => {
		const { keyed, epochs } = keepRow(new Map(), "a", "24h", start);
		const late = change([keyed], epochs, "forever", start + dayMs);
		expect(late.rows).toMatchObject([{ row: { kind: "deleted" } }]);
		const keyGone = change([keyed], new Map(), "forever", start + 1);
		expect(keyGone.rows).toMatchObject([{ row: { kind: "deleted" } }]);
	});

	test("until closed: under the key of its tabs, and deleted when there is no tab", () => {
		const { keyed, epochs } = keepRow(new Map(), "a", "7d", start);
		expect(change([keyed], epochs, "closed").rows).toMatchObject([{ row: { keep: "closed", epoch: closing.name } }]);
		expect(change([keyed], epochs, "closed", start, false).rows).toMatchObject([{ row: { kind: "deleted" } }]);
	});

	test("only what the reader says of it changes when the class stays", () => {
		const { keyed, epochs } = keepRow(new Map(), "a", "7d", start, { asked: "7d" });
		const after = change([keyed], epochs, "30d");
		expect(after.rows).toMatchObject([{ row: { keep: "7d", shortened: true, epoch: keyed.row.epoch } }]);
		expect(after.epochs).toBe(epochs);
		expect(change([keyed], epochs, "7d").rows).toEqual([]);
	});

	test("through any number of changes: never longer than the wish, never past due, always one class one key", () => {
		const steps = fc.array(fc.tuple(anyKeep, fc.nat(20 * dayMs)), { maxLength: 6 });
		fc.assert(
			fc.property(anyKeep, anyWish, steps, (own, wish, settings) => {
				const first = effective(own, wish);
				let { epochs, keyed }: { epochs: Epochs; keyed: KeyedRow } = keepRow(new Map(), "a", first.keep, start, first);
				let now = start;
				let ended = false;
				for (const [setting, later] of settings) {
					now += later;
					const opened = openRow(keyed, keysOf(epochs), now) !== null;
					ended ||= !opened;
					const after = change([keyed], epochs, setting, now);
					epochs = after.epochs;
					keyed = after.rows[0] ?? keyed;
					const { row } = keyed;
					if (ended) expect(row.kind).toBe("deleted");
					if (row.kind === "deleted") {
						ended = true;
						continue;
					}
					rowChange("a", row);
					expect(row.firstSeen).toBe(start);
					expect(isShorter(setting, row.keep)).toBe(false);
					if (wish !== null) expect(isShorter(wishes[wish] as Retention, row.keep)).toBe(false);
					expect(openRow(keyed, keysOf(epochs), now)).toEqual(contentKey);
				}
			}),
		);
	});
});
