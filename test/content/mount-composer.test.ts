// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Composers, startComposers } from "../../src/content/composer/mount-composer.ts";
import type { Guard } from "../../src/content/guard/guard.ts";
import type { Order } from "../../src/content/insert/deliver.ts";
import { readPlace } from "../../src/content/place.ts";
import { ask } from "../../src/messaging/content-client.ts";

vi.mock("../../src/messaging/content-client.ts", () => ({ ask: vi.fn(async () => null) }));

const box = () => document.querySelector<HTMLTextAreaElement>("#box");
const guard = {
	obstacle: () => null,
	allow: <T>(run: () => T): T => run(),
	composing: () => undefined,
	hold: () => undefined,
} as unknown as Guard;

let ends: AbortController;
let composers: Composers;

beforeEach(() => {
	vi.useFakeTimers();
	vi.mocked(ask).mockClear();
	document.body.innerHTML = '<div><textarea id="box"></textarea></div>';
	// As a browser does it: what is selected gives way.
	Object.assign(document, {
		execCommand: (_: string, __?: boolean, text = "") => {
			if (box() === null) return false;
			box()!.value = text;
			return true;
		},
	});
	ends = new AbortController();
	composers = startComposers(ends.signal, {
		guard,
		limit: () => null,
		here: () => readPlace(box()),
		seenAt: () => 0,
		holders: () => ({ whole: [], begun: new Map() }),
		bestBox: box,
	});
});
afterEach(() => {
	ends.abort();
	vi.useRealTimers();
});

const order = (): Order => ({ parts: ["step"], submit: true, unasked: true, place: readPlace(box()), paceMs: 0 });
const taken = () =>
	vi.mocked(ask).mock.calls.flatMap(([name, what]) => (name === "content/request-composer" ? [what] : []));

test("a composer that is opened while a step goes through the box takes the user's text, not the step", async () => {
	const inserted = composers.insert("mount", order());
	await vi.advanceTimersByTimeAsync(50);
	expect(box()!.value).toBe("step");
	void composers.open(box()!);
	void composers.open(box()!);
	await vi.advanceTimersByTimeAsync(50);
	expect(taken()).toEqual([]);
	await vi.advanceTimersByTimeAsync(30_000);
	expect(await inserted).toMatchObject({ outcome: "refused" });
	expect(taken()).toMatchObject([{ taken: "" }]);
	expect(box()!.value).toBe("");
});

test("while a composer is about to open no step has the box", async () => {
	let answer: (ticket: null) => void = () => undefined;
	const asked = new Promise<null>((resolve) => {
		answer = resolve;
	});
	vi.mocked(ask).mockReturnValueOnce(asked);
	const opened = composers.open(box()!);
	const inserted = composers.insert("mount", order());
	await vi.advanceTimersByTimeAsync(500);
	expect(box()!.value).toBe("");
	answer(null);
	await opened;
	await vi.advanceTimersByTimeAsync(150);
	expect(box()!.value).toBe("step");
	await vi.advanceTimersByTimeAsync(30_000);
	await inserted;
});
