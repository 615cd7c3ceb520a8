// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type BoxFocus, boxFocus } from "../../src/content/composer/box-focus.ts";

let focus: BoxFocus;
const box = () => document.querySelector<HTMLElement>("#box");

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["performance"] });
	document.body.innerHTML = '<div id="box" tabindex="0"><p id="inside" tabindex="0"></p></div><input id="other">';
	focus = boxFocus();
});
afterEach(() => vi.useRealTimers());

test("the focus of the box counts for a moment, and only while armor goes in", () => {
	box()!.focus();
	expect(focus.isRecent()).toBe(false);
	box()!.blur();
	const stop = focus.watch(box);
	document.querySelector<HTMLElement>("#inside")!.focus();
	expect(focus.isRecent()).toBe(true);
	vi.advanceTimersByTime(260);
	expect(focus.isRecent()).toBe(false);
	stop();
	box()!.focus();
	expect(focus.isRecent()).toBe(false);
});

test("the focus of anything else is a theft still", () => {
	focus.watch(box);
	document.querySelector<HTMLElement>("#other")!.focus();
	expect(focus.isRecent()).toBe(false);
	focus.watch(() => null);
	box()!.focus();
	expect(boxFocus().isRecent()).toBe(false);
});
