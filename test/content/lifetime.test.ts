import { afterEach, expect, test, vi } from "vitest";
import { claimFrame, endWithExtension } from "../../src/content/lifetime.ts";

afterEach(() => vi.useRealTimers());

test("a second script in the same frame does not start", () => {
	const scope = {};
	expect(claimFrame(() => true, scope)).not.toBeNull();
	expect(claimFrame(() => true, scope)).toBeNull();
});

test("an orphan of an earlier version is stopped by the next script", () => {
	const scope = {};
	let alive = true;
	const orphan = claimFrame(() => alive, scope);
	alive = false;
	const next = claimFrame(() => true, scope);
	expect(orphan?.signal.aborted).toBe(true);
	expect(next?.signal.aborted).toBe(false);
});

test("a script ends by itself soon after its extension is gone", () => {
	vi.useFakeTimers();
	const controller = new AbortController();
	let alive = true;
	endWithExtension(controller, () => alive);
	vi.advanceTimersByTime(10_000);
	expect(controller.signal.aborted).toBe(false);
	alive = false;
	vi.advanceTimersByTime(2000);
	expect(controller.signal.aborted).toBe(true);
	expect(vi.getTimerCount()).toBe(0);
});
