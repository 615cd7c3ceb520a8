// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hideFrames } from "../../src/content/guard/hide-frames.ts";

let ended: AbortController;
beforeEach(() => {
	vi.useFakeTimers();
	ended = new AbortController();
	document.body.replaceChildren();
});
afterEach(() => {
	ended.abort();
	vi.useRealTimers();
	vi.restoreAllMocks();
});

function frame(parent: Element = document.body): HTMLIFrameElement {
	return parent.appendChild(document.createElement("iframe"));
}
const hide = () => hideFrames(ended.signal, { spare: null, onFight: () => undefined });

test("a frame cannot be kept by a transition or an animation, and gets both back", () => {
	const { style } = frame();
	style.setProperty("transition-property", "display", "important");
	hide();
	expect([style.display, style.transitionProperty, style.animationName]).toEqual(["none", "none", "none"]);
	expect(style.getPropertyPriority("transition-property")).toBe("important");
	ended.abort();
	expect([style.display, style.transitionProperty, style.animationName]).toEqual(["", "display", ""]);
});

test("a frame that stays to be seen is taken out", () => {
	const seen = frame();
	const gone = frame();
	vi.spyOn(window, "getComputedStyle").mockImplementation(
		(element) => ({ display: element === seen ? "block" : "none" }) as CSSStyleDeclaration,
	);
	hide();
	expect([seen.isConnected, gone.isConnected]).toEqual([false, true]);
});

test("after proven thefts frames go that came while composing", async () => {
	const early = frame();
	Object.defineProperty(early, "contentDocument", { value: document });
	const { removeForeign } = hide();
	const late = frame();
	Object.defineProperty(late, "contentDocument", { value: document });
	await vi.advanceTimersByTimeAsync(1_100);
	expect(late.style.display).toBe("none");
	removeForeign();
	expect([early.isConnected, late.isConnected]).toEqual([true, false]);
});

test("and those of this site in which the page listens before the guard", () => {
	const [honest, tainted] = [frame(), frame()];
	for (const [one, first] of [
		[honest, true],
		[tainted, false],
	] as const) {
		Object.defineProperty(one, "contentDocument", { value: document });
		const world = { [Symbol.for("sotto.guard")]: { composing: () => "yes", first: () => first } };
		Object.defineProperty(one, "contentWindow", { value: world });
	}
	hide().removeForeign();
	expect([honest.isConnected, tainted.isConnected]).toEqual([true, false]);
});

describe("the focus was stolen, and a hidden frame is seen to have it", () => {
	/** Of another site, or of this one with a guard in it. */
	function framed(foreign: boolean): HTMLIFrameElement {
		const made = frame();
		Object.defineProperty(made, "contentDocument", { value: foreign ? null : document });
		return made;
	}
	function seize(thief: HTMLElement): void {
		thief.focus();
		expect(document.activeElement).toBe(thief);
	}

	test("one of another site that came while composing goes at once, alone", async () => {
		const { expelThief } = hide();
		const [thief, bystander] = [framed(true), framed(true)];
		await vi.advanceTimersByTimeAsync(0);
		seize(thief);
		expelThief();
		expect([document.body.contains(thief), document.body.contains(bystander)]).toEqual([false, true]);
	});

	test("one that was there before stays, as does one with a guard", async () => {
		const early = framed(true);
		const { expelThief } = hide();
		const guarded = framed(false);
		await vi.advanceTimersByTimeAsync(0);
		for (const one of [early, guarded]) {
			seize(one);
			expelThief();
			await vi.advanceTimersByTimeAsync(100);
			expect(document.body.contains(one)).toBe(true);
		}
	});

	test("it goes too if it is seen a moment later, but not for ever", async () => {
		const { expelThief } = hide();
		const [soon, late] = [framed(true), framed(true)];
		await vi.advanceTimersByTimeAsync(0);
		expelThief();
		await vi.advanceTimersByTimeAsync(500);
		seize(soon);
		await vi.advanceTimersByTimeAsync(5);
		expect(document.body.contains(soon)).toBe(false);
		await vi.advanceTimersByTimeAsync(1_000);
		seize(late);
		await vi.advanceTimersByTimeAsync(100);
		expect(document.body.contains(late)).toBe(true);
	});

	test("nothing goes once composing has ended", async () => {
		const { expelThief } = hide();
		const thief = framed(true);
		await vi.advanceTimersByTimeAsync(0);
		expelThief();
		ended.abort();
		seize(thief);
		await vi.advanceTimersByTimeAsync(100);
		expect(document.body.contains(thief)).toBe(true);
		expect(vi.getTimerCount()).toBe(0);
	});
});

test("fields named like methods do not save the frame beside them", async () => {
	hide();
	const form = document.createElement("form");
	for (const name of ["matches", "querySelectorAll", "shadowRoot", "closest"]) {
		Object.defineProperty(form, name, { value: document.createElement("input") });
	}
	const inside = frame(form);
	document.body.append(form);
	await vi.advanceTimersByTimeAsync(0);
	expect(inside.style.display).toBe("none");
});
