import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	closesGap,
	emptyLedger,
	type Ledger,
	ledgerChange,
	type MessageFacts,
	maxMessages,
	maxRanges,
	maxStreams,
	missingBefore,
	noteMessage,
	readLedgerOf,
	seenIds,
} from "../../src/history/ledger.ts";
import { create, setUp } from "../vault/support.ts";
import { hexOf } from "./support.ts";

const facts = (id: number, extra: Partial<MessageFacts> = {}): MessageFacts => ({
	id: hexOf(id, 8),
	author: hexOf(1, 32),
	device: hexOf(2, 64),
	recipientSet: hexOf(3, 8),
	counter: id,
	sentAt: 1_700_000_000_000 + id,
	firstSeen: 1_700_000_000_000 + id,
	...extra,
});
const noted = (counters: readonly number[]): Ledger =>
	counters.reduce((ledger, counter) => noteMessage(ledger, facts(counter)), emptyLedger);

describe("counters", () => {
	test("the gap is what never arrived below, in whatever order they come", () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.nat(40), { maxLength: 30 }), fc.nat(41), (counters, at) => {
				const arrived = new Set(counters);
				let gap = 0;
				for (let below = at - 1; below >= 0 && !arrived.has(below); below--) gap++;
				expect(missingBefore(noted(counters), facts(at))).toBe(gap);
			}),
		);
	});

	test("one that comes late closes a gap exactly when a later one missed it", () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.nat(20), { maxLength: 15 }), fc.nat(20), (counters, late) => {
				const [before, after] = [noted(counters), noted([...counters, late])];
				const changes = counters.some((one) => missingBefore(after, facts(one)) < missingBefore(before, facts(one)));
				expect(closesGap(before, facts(late))).toBe(changes);
			}),
		);
	});

	test("run together, one range for each run", () => {
		expect(noted([4, 0, 1, 7, 5]).streams[0]?.received).toEqual([
			[0, 1],
			[4, 5],
			[7, 7],
		]);
		expect(noted([0, 2, 1]).streams[0]?.received).toEqual([[0, 2]]);
	});

	test("belong to one device and one set of people", () => {
		const ledger = noted([0, 1, 2]);
		expect(missingBefore(ledger, facts(3))).toBe(0);
		expect(missingBefore(ledger, facts(3, { device: hexOf(8, 64) }))).toBe(3);
		expect(missingBefore(ledger, facts(3, { recipientSet: hexOf(8, 8) }))).toBe(3);
	});

	test("are bounded: the oldest gap is forgotten, the latest stay", () => {
		const ledger = noted(Array.from({ length: maxRanges + 1 }, (_, index) => 2 * index));
		expect(ledger.streams[0]?.received.length).toBe(maxRanges);
		expect(ledger.streams[0]?.received[0]).toEqual([0, 2]);
		expect(missingBefore(ledger, facts(2))).toBe(0);
		expect(missingBefore(ledger, facts(4))).toBe(1);
	});
});

describe("messages", () => {
	test("are noted once", () => {
		const ledger = noted([3]);
		expect(noteMessage(ledger, facts(3, { firstSeen: 0 }))).toBe(ledger);
	});

	test("and streams: the latest are kept, and nothing of the old ledger changes", () => {
		const before = noted(Array.from({ length: maxMessages }, (_, index) => index));
		const copy = structuredClone(before);
		const after = noteMessage(before, facts(maxMessages));
		expect(before).toEqual(copy);
		expect([after.messages.length, after.messages[0]?.id]).toEqual([maxMessages, hexOf(1, 8)]);
		let many = emptyLedger;
		for (let set = 0; set <= maxStreams; set++) {
			many = noteMessage(many, facts(set, { recipientSet: hexOf(set, 8), counter: 0 }));
			many = noteMessage(many, facts(10_000 + set, { recipientSet: hexOf(0, 8), counter: set }));
		}
		expect(many.streams.length).toBe(maxStreams);
		expect(missingBefore(many, facts(0, { recipientSet: hexOf(0, 8), counter: 5 }))).toBe(0);
		expect(missingBefore(many, facts(0, { recipientSet: hexOf(1, 8), counter: 5 }))).toBe(5);
	});
});

describe("the record", () => {
	async function stored(ledger: Ledger) {
		const { vault } = setUp();
		await create(vault);
		expect(await readLedgerOf(vault, "c")).toEqual(emptyLedger);
		await vault.commit([ledgerChange("c", ledger)]);
		return { vault, read: await readLedgerOf(vault, "c"), size: ledgerChange("c", ledger).value?.length ?? 0 };
	}

	test("comes back as it was, several devices, people and sets in it", async () => {
		let ledger = noted([0, 5, 9]);
		ledger = noteMessage(ledger, facts(20, { device: hexOf(7, 64), author: hexOf(8, 32) }));
		ledger = noteMessage(ledger, facts(21, { recipientSet: hexOf(6, 8) }));
		expect((await stored(ledger)).read).toEqual(ledger);
	});

	test("a full one of two people is at most 32 kB", async () => {
		const full = noted(Array.from({ length: 2 * maxMessages }, (_, index) => 100_000 + 2 * index));
		expect((await stored(full)).size).toBeLessThan(32_000);
	});

	test("that names what it does not hold is damage", async () => {
		const { vault } = await stored(noted([1]));
		const value = JSON.parse(new TextDecoder().decode(ledgerChange("c", noted([1])).value ?? undefined));
		for (const bad of [{ ...value, devices: [] }, { ...value, sets: [] }, { ...value, authors: [] }, []]) {
			await vault.commit([{ table: "ledger", id: "c", value: new TextEncoder().encode(JSON.stringify(bad)) }]);
			await expect(readLedgerOf(vault, "c")).rejects.toMatchObject({ code: "storage-failed" });
		}
	});
});

describe("seen-ids", () => {
	const self = hexOf(50, 32);
	const by = (id: number, author: number, sentAt: number) => facts(id, { author: hexOf(author, 32), sentAt });
	const ledger = [by(1, 1, 10), by(2, 1, 30), by(3, 1, 20), by(4, 2, 25), by(5, 50, 99)].reduce(
		noteMessage,
		emptyLedger,
	);

	test("are the latest of each other author on the screen, newest first", () => {
		const screen = [1, 2, 3, 4, 5, 6].map((id) => hexOf(id, 8));
		expect(seenIds(ledger, screen, self)).toEqual([hexOf(2, 8), hexOf(4, 8)]);
		expect(seenIds(ledger, [hexOf(1, 8), hexOf(3, 8)], self)).toEqual([hexOf(3, 8)]);
		expect(seenIds(ledger, [], self)).toEqual([]);
	});

	test("are four at most", () => {
		const group = Array.from({ length: 6 }, (_, index) => by(index, index, index)).reduce(noteMessage, emptyLedger);
		const screen = group.messages.map(({ id }) => id);
		expect(seenIds(group, screen, self)).toEqual([5, 4, 3, 2].map((id) => hexOf(id, 8)));
	});
});
