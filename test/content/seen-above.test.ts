// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { seenAbove } from "../../src/content/readers/seen-above.ts";
import { oneArmor } from "./fake-armor.ts";

const around = vi.hoisted(() => new Map<Document, Element>());
vi.mock(import("../../src/content/dom-tree.ts"), async (original) => ({
	...(await original()),
	frameAround: (of: Document) => around.get(of) ?? null,
}));

let armor: string;
let box: HTMLElement;
let now: number;
beforeEach(() => {
	now = 1000;
	vi.spyOn(performance, "now").mockImplementation(() => now);
	armor = oneArmor();
	document.body.innerHTML = "<main></main><object></object>";
	const inner = document.implementation.createHTMLDocument();
	box = inner.createElement("div");
	inner.body.append(box);
	around.set(inner, document.querySelector("object")!);
});
afterEach(() => {
	vi.restoreAllMocks();
	around.clear();
	document.body.replaceChildren();
});

const show = (markup: string) => {
	document.querySelector("main")!.innerHTML = markup;
};
const later = (seen: () => boolean) => {
	now += 500;
	return seen();
};

test("a message in the page around the frame is seen, with a human line before it too", () => {
	const seen = seenAbove(box, `Written with Sotto: ${armor}`);
	expect(later(seen)).toBe(false);
	show(`<ul><li><p>${armor}</p></li></ul>`);
	expect(later(seen)).toBe(true);
	show("");
	expect(later(seen)).toBe(true);
});

test.each<[string, (armor: string) => string]>([
	["a script", (text) => `<script type="application/json">"${text}"</script>`],
	["a template", (text) => `<noscript>${text}</noscript>`],
	["a draft in a box", (text) => `<div contenteditable="true">${text}</div>`],
	["a draft in a field", (text) => `<textarea>${text}</textarea>`],
	["a cut copy", (text) => `<p>${text.slice(0, -20)}…</p>`],
])("%s is no message", (_, markup) => {
	const seen = seenAbove(box, armor);
	show(markup(armor));
	expect(later(seen)).toBe(false);
});

test("what nobody sees is no message", () => {
	vi.spyOn(Element.prototype, "checkVisibility").mockReturnValue(false);
	const seen = seenAbove(box, armor);
	show(`<p>${armor}</p>`);
	expect(later(seen)).toBe(false);
});

test("what a reader of ours stands for by now is a message, in a part of the page that is in sight", () => {
	vi.spyOn(Element.prototype, "checkVisibility").mockImplementation(function (this: Element) {
		return this.closest("[hidden]") === null && this.localName !== "p";
	});
	const [seen, unseen] = [seenAbove(box, armor), seenAbove(box, armor)];
	show(`<div hidden><p style="display: none !important">${armor}</p></div><p style="display: none">${armor}</p>`);
	expect(later(unseen)).toBe(false);
	show(`<div><p style="display: none !important">${armor}</p></div>`);
	expect(later(seen)).toBe(true);
});

test("what stood there before is not what was sent now", () => {
	show(`<p>${armor}</p>`);
	expect(later(seenAbove(box, armor))).toBe(false);
});

test("the page is read twice a second at most", () => {
	const seen = seenAbove(box, armor);
	show(`<p>${armor}</p>`);
	now += 499;
	expect(seen()).toBe(false);
	now += 1;
	expect(seen()).toBe(true);
});

test("without a page around it there is nothing to see", () => {
	around.clear();
	const seen = seenAbove(box, armor);
	show(`<p>${armor}</p>`);
	expect(later(seen)).toBe(false);
});
