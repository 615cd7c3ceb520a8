// @vitest-environment happy-dom
import { beforeAll, beforeEach, expect, test } from "vitest";

/** What layout would say of an element. */
interface Measures {
	height: number;
	room: number;
	top: number;
}
const measured = new WeakMap<Element, Measures>();

/** As a browser clamps it. */
function scrollTo(element: Element, top: number): void {
	const all = measured.get(element);
	if (all) all.top = Math.max(0, Math.min(top, all.height - all.room));
}

let keepEnd: typeof import("../../src/content/readers/list-end.ts").keepEnd;
let noteEnd: typeof import("../../src/content/readers/list-end.ts").noteEnd;

beforeAll(async () => {
	const define = (name: string, of: (all: Measures) => number) =>
		Object.defineProperty(Element.prototype, name, {
			configurable: true,
			get(this: Element) {
				const all = measured.get(this);
				return all ? of(all) : 0;
			},
		});
	define("scrollHeight", ({ height, room }) => Math.max(height, room));
	define("clientHeight", ({ room }) => room);
	define("scrollTop", ({ top }) => top);
	Element.prototype.scrollTo = function (this: Element, to?: ScrollToOptions | number) {
		scrollTo(this, typeof to === "object" ? (to.top ?? 0) : 0);
	};
	// The getters are taken from the prototypes when the module is loaded.
	({ keepEnd, noteEnd } = await import("../../src/content/readers/list-end.ts"));
});

let list: HTMLElement;
let message: HTMLElement;
let size: Measures;
beforeEach(() => {
	document.body.innerHTML = `<div style="overflow-y: auto"><ol><li>armor</li></ol></div>`;
	list = document.querySelector("div") as HTMLElement;
	message = document.querySelector("li") as HTMLElement;
	size = { height: 1000, room: 300, top: 700 };
	measured.set(list, size);
});

const change = (by: number) => () => {
	size.height += by;
	scrollTo(list, size.top);
};
const fromEnd = () => Math.max(size.height, size.room) - size.room - size.top;
const turn = () => new Promise((resolve) => setTimeout(resolve));

test("a list that stood at its end stands there again", () => {
	keepEnd(message, change(60));
	keepEnd(message, change(60));
	expect([size.height, fromEnd()]).toEqual([1120, 0]);
});

test("one that was scrolled back is left where it is", () => {
	size.top = 400;
	keepEnd(message, change(60));
	expect(size.top).toBe(400);
});

test.each([250, 310])("one at its beginning is, though everything fits, or nearly so: %i of 300 px", (height) => {
	Object.assign(size, { height, top: 0 });
	keepEnd(message, change(200));
	expect(size.top).toBe(0);
});

test("one that stood at its end is known again after armor went out of sight and all fitted", async () => {
	noteEnd(message);
	change(-800)();
	expect(size.top).toBe(0);
	await turn();
	keepEnd(message, change(80));
	keepEnd(message, change(80));
	expect([size.height, fromEnd()]).toEqual([360, 0]);
});

test("and no more once somebody scrolled back in it", async () => {
	noteEnd(message);
	await turn();
	size.top = 100;
	keepEnd(message, change(60));
	expect(size.top).toBe(100);
	scrollTo(list, 0);
	change(-900)();
	keepEnd(message, change(500));
	expect(size.top).toBe(0);
});

test("what overflows without scrolling is no list", () => {
	const bubble = document.querySelector("ol") as HTMLElement;
	measured.set(bubble, { height: 90, room: 40, top: 0 });
	keepEnd(message, change(60));
	expect(fromEnd()).toBe(0);
});
