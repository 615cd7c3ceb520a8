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
