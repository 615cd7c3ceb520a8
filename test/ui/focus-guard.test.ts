// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FocusGuard, guardFocus } from "../../src/ui/composer/focus-guard.ts";
import { asTrusted } from "./support/surface.ts";

let guard: FocusGuard;
let inFocus = true;
let armed = true;
const on = { stolen: vi.fn(), takenBack: vi.fn(), wasTheirs: vi.fn(), focused: vi.fn(), armed: () => armed };
const field = document.createElement("textarea");

beforeEach(() => {
	vi.useFakeTimers();
	vi.clearAllMocks();
	inFocus = true;
	armed = true;
	document.body.replaceChildren(field);
	vi.spyOn(document, "hasFocus").mockImplementation(() => inFocus);
	vi.spyOn(window, "focus").mockImplementation(() => undefined);
	guard = guardFocus(() => field, on);
});
afterEach(() => {
	guard.stop();
	vi.useRealTimers();
	vi.restoreAllMocks();
});

function blur(trusted = true): void {
	inFocus = false;
	const event = new Event("blur");
	window.dispatchEvent(trusted ? asTrusted(event) : event);
}

describe("a blur that nobody announced", () => {
	it("is a theft: told at once, and the focus is taken back at once", () => {
		const focus = vi.spyOn(field, "focus");
		blur();
		expect(on.stolen).toHaveBeenCalledOnce();
		expect(window.focus).toHaveBeenCalledOnce();
		expect(focus).toHaveBeenCalledOnce();
	});

	it("is drawn only when the focus was asked back", () => {
		const focus = vi.spyOn(field, "focus");
		blur();
		expect(on.takenBack).toHaveBeenCalledOnce();
		const order = [on.stolen, vi.mocked(window.focus), focus, on.takenBack].map(
			({ mock }) => mock.invocationCallOrder[0] ?? 0,
		);
		expect(order).toEqual([...order].sort((a, b) => a - b));
	});

	it("is fought until the focus is back, and not longer", () => {
		blur();
		vi.advanceTimersByTime(100);
		const tries = vi.mocked(window.focus).mock.calls.length;
		expect(tries).toBeGreaterThanOrEqual(10);
		inFocus = true;
		vi.advanceTimersByTime(1_000);
		expect(vi.mocked(window.focus).mock.calls.length).toBe(tries);
	});

	it("is not fought for ever", () => {
		blur();
		vi.advanceTimersByTime(10_000);
		const tries = vi.mocked(window.focus).mock.calls.length;
		vi.advanceTimersByTime(10_000);
		expect(vi.mocked(window.focus).mock.calls.length).toBe(tries);
	});
});

describe("a blur of the user's own", () => {
	it("is let go when it was announced", () => {
		guard.userLeft(Date.now());
		blur();
		expect(on.stolen).not.toHaveBeenCalled();
		expect(window.focus).not.toHaveBeenCalled();
	});

	it("is forgiven when the announcement comes a little later", () => {
		const at = Date.now();
		blur();
		vi.advanceTimersByTime(20);
		guard.userLeft(at);
		expect(on.wasTheirs).toHaveBeenCalledOnce();
		const tries = vi.mocked(window.focus).mock.calls.length;
		vi.advanceTimersByTime(1_000);
		expect(vi.mocked(window.focus).mock.calls.length).toBe(tries);
	});

	it("is a theft again once the announcement is old, in either order", () => {
		guard.userLeft(Date.now());
		vi.advanceTimersByTime(300);
		blur();
		expect(on.stolen).toHaveBeenCalledOnce();
		vi.advanceTimersByTime(300);
		guard.userLeft(0);
		expect(on.wasTheirs).not.toHaveBeenCalled();
	});
});

describe("a theft", () => {
	it("is not undone by a press that came after it", () => {
		blur();
		vi.advanceTimersByTime(20);
		guard.userLeft(Date.now());
		expect(on.wasTheirs).not.toHaveBeenCalled();
		const tries = vi.mocked(window.focus).mock.calls.length;
		vi.advanceTimersByTime(100);
		expect(vi.mocked(window.focus).mock.calls.length).toBeGreaterThan(tries);
	});

	it("under cover of a press that did not move the focus is one", () => {
		guard.userLeft(Date.now());
		blur();
		expect(on.stolen).not.toHaveBeenCalled();
		guard.userStayed();
		expect(on.stolen).toHaveBeenCalledOnce();
		expect(window.focus).toHaveBeenCalled();
	});

	it("is forgiven when the whole window lost the focus, whenever that was", () => {
		blur();
		vi.advanceTimersByTime(150);
		guard.userLeft(0);
		expect(on.wasTheirs).toHaveBeenCalledOnce();
	});
});

it("a press that moved nothing announces nothing", () => {
	guard.userLeft(Date.now());
	guard.userStayed();
	expect(on.stolen).not.toHaveBeenCalled();
	blur();
	expect(on.stolen).toHaveBeenCalledOnce();
});

it("believes only the browser, and acts only while there is something to protect", () => {
	blur(false);
	armed = false;
	blur();
	expect(on.stolen).not.toHaveBeenCalled();
	expect(window.focus).not.toHaveBeenCalled();
});
