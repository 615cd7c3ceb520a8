// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { anyPress, pointedElsewhere, watchGoingOn } from "../../src/content/gone-on.ts";
import { asTrusted } from "../ui/support/surface.ts";

let controller: AbortController;
let look: () => () => boolean;
beforeEach(() => {
	controller = new AbortController();
	look = watchGoingOn(controller.signal, anyPress);
});
afterEach(() => controller.abort());

const key = (init: KeyboardEventInit = {}) => new KeyboardEvent("keydown", { key: "a", bubbles: true, ...init });
const pointer = () => new PointerEvent("pointerdown", { bubbles: true });

test.each([
	["a key", key],
	["a pointer", pointer],
])("%s that is pressed goes on, whatever the page makes of it", (_what, press) => {
	const stop = (event: Event) => event.stopImmediatePropagation();
	document.addEventListener(press().type, stop, { capture: true, signal: controller.signal });
	const hasGoneOn = look();
	document.body.dispatchEvent(press());
	expect(hasGoneOn()).toBe(false);
	document.body.dispatchEvent(asTrusted(press()));
	expect(hasGoneOn()).toBe(true);
});

test("where a composer was asked for, typing on does not", () => {
	const hasGoneOn = watchGoingOn(controller.signal, pointedElsewhere)();
	document.body.dispatchEvent(asTrusted(key()));
	expect(hasGoneOn()).toBe(false);
	document.body.dispatchEvent(asTrusted(pointer()));
	expect(hasGoneOn()).toBe(true);
});

test("the press itself does not, nor its key that is still held", () => {
	let hasGoneOn = (): boolean => true;
	const onKey = () => {
		hasGoneOn = look();
	};
	document.body.addEventListener("keydown", onKey, { once: true });
	document.body.dispatchEvent(asTrusted(key()));
	document.body.dispatchEvent(asTrusted(key({ repeat: true })));
	document.body.dispatchEvent(asTrusted(new KeyboardEvent("keyup", { key: "a", bubbles: true })));
	expect(hasGoneOn()).toBe(false);
});
