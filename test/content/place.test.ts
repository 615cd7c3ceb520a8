// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { headerBefore, samePlace, watchPlace, withoutCounter } from "../../src/content/place.ts";

test.each([
	["(3) Ben", "Ben"],
	["[12] Ben · Chat", "Ben · Chat"],
	["Ben (4)", "Ben"],
	["• Ben", "Ben"],
	["5 · Ben", "Ben"],
	["  Ben\n  Chat ", "Ben Chat"],
	["2001: a chat", "a chat"],
	["Ben 2", "Ben 2"],
	["(draft) Ben", "(draft) Ben"],
])("%j -> %j", (title, expected) => {
	expect(withoutCounter(title)).toBe(expected);
});

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([{}] as unknown as DOMRectList);
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

test("the heading is the last one before the box that stands in no list or message", () => {
	document.body.innerHTML = `<h1>Chats</h1><nav><h2>Carol</h2></nav><h2 id=b> Ben  and
		me</h2><div role=log><h3>look at this</h3></div><textarea id=box></textarea><h2>Files</h2>`;
	expect(headerBefore(document.getElementById("box"))).toBe("Ben and me");
	document.body.innerHTML = "<textarea id=box></textarea>";
	expect(headerBefore(document.getElementById("box"))).toBe("");
});

test("any of the three is a change, and it is told once", () => {
	const place = { url: "https://chat.example/1", title: "Ben", header: "Ben" };
	for (const change of [{ url: "https://chat.example/2" }, { title: "Dana" }, { header: "" }]) {
		expect(samePlace(place, { ...place, ...change })).toBe(false);
	}
	const told = vi.fn();
	let now = place;
	watchPlace(place, () => now, new AbortController().signal, told);
	vi.advanceTimersByTime(1000);
	expect(told).not.toHaveBeenCalled();
	now = { ...place, title: "Dana" };
	vi.advanceTimersByTime(2000);
	expect(told).toHaveBeenCalledOnce();
});
