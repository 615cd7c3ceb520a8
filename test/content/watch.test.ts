// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watch } from "../../src/content/scan/watch.ts";
import { oneArmor } from "./fake-armor.ts";

let controller: AbortController;
let now: number;
beforeEach(() => {
	vi.useFakeTimers();
	controller = new AbortController();
	now = 0;
	vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
	controller.abort();
	vi.restoreAllMocks();
	vi.useRealTimers();
	document.body.replaceChildren();
});

/** The ids of the elements that were read, one list for each turn the page had to wait for. */
function readInTurns(costMs: number): string[][] {
	const turns: string[][] = [[]];
	watch(controller.signal, {
		onArmor: (starts) => {
			now += costMs;
			for (const { id } of starts) turns.at(-1)!.push(id);
		},
		onChanged: () => undefined,
		onDoubted: () => undefined,
		onRemoved: () => undefined,
		onAdded: () => undefined,
		isKnown: () => false,
	});
	for (let turn = 0; turn < 4; turn++) {
		vi.advanceTimersToNextTimer();
		turns.push([]);
	}
	return turns.filter((turn) => turn.length > 0);
}

test("what is costly to read takes several turns, in page order, and the rest of it waits", () => {
	document.body.innerHTML = ["a", "b", "c"].map((id) => `<p id="${id}">${oneArmor()}</p>`).join("");
	expect(readInTurns(100)).toEqual([["a"], ["b"], ["c"]]);
});

test("what is cheap is read in one", () => {
	document.body.innerHTML = ["a", "b", "c"].map((id) => `<p id="${id}">${oneArmor()}</p>`).join("");
	expect(readInTurns(1)).toEqual([["a", "b", "c"]]);
});

test("known elements that change are looked at once each, for a slice; the rest is doubted before anything is painted, and waits", async () => {
	document.body.innerHTML = Array.from({ length: 30 }, (_, at) => `<p id="${at}">x</p>`).join("");
	const changed: string[] = [];
	const doubted: string[] = [];
	watch(controller.signal, {
		onArmor: () => undefined,
		onChanged: ({ id }) => {
			now += 1;
			changed.push(id);
		},
		onDoubted: ({ id }) => void doubted.push(id),
		onRemoved: () => undefined,
		onAdded: () => undefined,
		isKnown: (element) => element.localName === "p",
	});
	const ids = [...document.querySelectorAll("p")].map((one) => {
		for (const data of ["a", "b", "c"]) one.firstChild!.nodeValue = data;
		one.append("more");
		return one.id;
	});
	await Promise.resolve();
	expect(changed).toEqual(ids.slice(0, 8));
	expect(doubted).toEqual(ids.slice(8));
	const turns: number[] = [];
	while (changed.length < 30 && turns.length < 10) {
		const before = changed.length;
		vi.advanceTimersToNextTimer();
		if (changed.length > before) turns.push(changed.length - before);
	}
	expect(changed).toEqual(ids);
	expect(Math.max(...turns)).toBeLessThanOrEqual(8);
});
