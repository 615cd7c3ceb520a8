// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bequeath } from "../../src/content/last-will.ts";

/** Timers of the page, which go on when the script's own have ended. */
let pageTimers: Map<number, () => void>;

beforeEach(() => {
	vi.useFakeTimers();
	pageTimers = new Map();
	let last = 0;
	Object.assign(window, {
		wrappedJSObject: {
			Element,
			CSSStyleDeclaration,
			setTimeout: (run: () => void) => {
				last++;
				pageTimers.set(last, run);
				return last;
			},
			clearTimeout: (timer: number) => pageTimers.delete(timer),
		},
	});
});
afterEach(() => {
	vi.useRealTimers();
	Object.assign(window, { wrappedJSObject: undefined });
});

test("while the script lives every step is put off; when it ends the page's own timer does it", () => {
	const element = document.createElement("div");
	document.body.append(element);
	const withdraw = bequeath({ kind: "remove", element });
	const [first] = pageTimers.keys();
	vi.advanceTimersByTime(2500);
	expect([...pageTimers.keys()]).not.toContain(first);
	expect(pageTimers.size).toBe(1);
	for (const run of pageTimers.values()) run();
	expect(element.isConnected).toBe(false);
	withdraw();
});

test("a style goes back to what it was", () => {
	const { style } = document.createElement("p");
	style.setProperty("display", "none", "important");
	const withdraw = bequeath({ kind: "style", style, property: "display", value: "flex", priority: "" });
	for (const run of pageTimers.values()) run();
	expect(style.display).toBe("flex");
	withdraw();
});

test("what the script undid itself leaves no timer behind", () => {
	const withdraw = bequeath({ kind: "remove", element: document.createElement("div") });
	withdraw();
	expect(pageTimers.size).toBe(0);
	expect(vi.getTimerCount()).toBe(0);
});

test("a page whose clearTimeout throws stops nothing of ours", () => {
	const withdraw = bequeath({ kind: "remove", element: document.createElement("div") });
	Object.assign((window as unknown as { wrappedJSObject: object }).wrappedJSObject, {
		clearTimeout: () => {
			throw new Error("no");
		},
	});
	expect(withdraw).not.toThrow();
	expect(vi.getTimerCount()).toBe(0);
});

test("where scripts outlive their extension nothing is left to the page", () => {
	Object.assign(window, { wrappedJSObject: undefined });
	bequeath({ kind: "remove", element: document.createElement("div") });
	expect(vi.getTimerCount()).toBe(0);
});
