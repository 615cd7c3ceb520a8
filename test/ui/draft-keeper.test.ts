import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ask } from "../../src/messaging/client.ts";
import { type ComposerState, initialComposer } from "../../src/ui/composer/composer-state.ts";
import { keepDrafts } from "../../src/ui/composer/draft-keeper.ts";

vi.mock(import("../../src/messaging/client.ts"), () => ({ ask: vi.fn() }));

const plain = { signed: false, disappears: null };
const open = { vault: "unlocked" } as NonNullable<ComposerState["view"]>;
const state = signal<ComposerState>(initialComposer("frame"));
let stop: () => void;
const told = () => vi.mocked(ask).mock.calls.map(([, draft]) => (draft as { text: string }).text);
const now = (change: Partial<ComposerState>) => {
	state.value = { ...state.peek(), ...change };
};

beforeEach(() => {
	vi.useFakeTimers();
	vi.clearAllMocks();
	state.value = initialComposer("frame");
	stop = keepDrafts(state);
	now({ handle: "h", view: open, draft: "came along" });
});
afterEach(() => {
	stop();
	vi.useRealTimers();
});

test("what came along is known already", () => {
	vi.advanceTimersByTime(1_000);
	expect(told()).toEqual([]);
});

test("text is told soon, also of somebody who never pauses, and nothing twice", () => {
	for (let letters = 1; letters <= 20; letters++) {
		now({ draft: "x".repeat(letters) });
		vi.advanceTimersByTime(100);
	}
	vi.advanceTimersByTime(1_000);
	expect(told().length).toBeGreaterThan(4);
	expect(told().length).toBeLessThan(9);
	expect(told().at(-1)).toBe("x".repeat(20));
	now({ notice: { kind: "letters-missed" } });
	vi.advanceTimersByTime(1_000);
	expect(told().at(-1)).not.toBe(told().at(-2));
});

test("options are told at once, with the text of the moment", () => {
	now({ draft: "to sign" });
	now({ options: { ...plain, signed: true } });
	expect(ask).toHaveBeenCalledExactlyOnceWith("composer/keep-draft", {
		handle: "h",
		text: "to sign",
		options: { ...plain, signed: true },
	});
	vi.advanceTimersByTime(1_000);
	expect(told()).toHaveLength(1);
});

test("what is on its way is not told, what is written after it is", () => {
	now({ draft: "on its way" });
	const send = { kind: "send", sendId: "s", text: "on its way", recipients: [], submit: true, options: plain } as const;
	now({ job: send, step: "working" });
	vi.advanceTimersByTime(1_000);
	expect(told()).toEqual([]);
	now({ job: null, step: "write", draft: "" });
	vi.advanceTimersByTime(1_000);
	expect(told()).toEqual([""]);
});

test("a lock empties the screen and not the draft", () => {
	now({ draft: "begun" });
	vi.advanceTimersByTime(1_000);
	now({ view: { ...open, vault: "locked" }, draft: "" });
	vi.advanceTimersByTime(1_000);
	now({ view: open, draft: "begun" });
	vi.advanceTimersByTime(1_000);
	expect(told()).toEqual(["begun"]);
});

test.each(["host-removed", "closed"] as const)("a composer that is over (%s) tells nothing", (aborted) => {
	now({ aborted, draft: "" });
	vi.advanceTimersByTime(1_000);
	expect(told()).toEqual([]);
});
