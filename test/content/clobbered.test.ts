// @vitest-environment happy-dom
/** A form answers with its field of that name, a document with an image of that name (src/content/dom-tree.ts). */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { boxAround, drawsItself, trackBox } from "../../src/content/box/box.ts";
import { frameAround, outermostOf } from "../../src/content/dom-tree.ts";
import { readPlace } from "../../src/content/place.ts";
import { around, inPageOrder } from "../../src/content/readers/around.ts";
import { mountReader } from "../../src/content/readers/mount-reader.ts";
import { findStarts, sight, stillHolds } from "../../src/content/scan/find-armor.ts";
import { oneArmor } from "./fake-armor.ts";

/** Not among them: what happy-dom asks of its own elements (`textContent`, `parentElement`, `parentNode`, `getRootNode`). */
const names =
	"matches closest contains querySelector querySelectorAll compareDocumentPosition checkVisibility childNodes nodeType ownerDocument isConnected style append after".split(
		" ",
	);

function clobber(target: Element | Document, some: readonly string[]): void {
	const value = document.createElement("input");
	for (const name of some) Object.defineProperty(target, name, { value, configurable: true });
}

beforeEach(() => document.body.replaceChildren());
afterEach(() => vi.restoreAllMocks());

function clobberedPage(markup: (armor: string) => string) {
	const armors = [oneArmor(), oneArmor()];
	document.body.innerHTML = armors.map(markup).join("");
	for (const form of document.querySelectorAll("form")) clobber(form, names);
	const starts = findStarts(document.body);
	return { armors, found: starts.map(sight).filter((one) => one !== null) };
}

test.each([
	["its row", (armor: string) => `<form class="row"><b>Ben</b><p>${armor}</p></form>`, "p"],
	["its holder", (armor: string) => `<div class="row"><b>Ben</b><form>${armor}</form></div>`, "form"],
])("armor is found, and what stands around it told, when %s answers with its fields", (_what, markup, holder) => {
	const { armors, found } = clobberedPage(markup);
	expect(found.map((one) => one.holder.localName)).toEqual([holder, holder]);
	expect(found.every(stillHolds)).toBe(true);
	const inOrder = inPageOrder(found);
	const told = found.map((own) => around(own.spans[0]!, own, inOrder));
	const order = armors.map((armor) => armor.slice(10, 21));
	expect(told).toEqual([
		{ order, at: 0, label: "Ben" },
		{ order, at: 1, label: "Ben" },
	]);
});

test.each(["div", "li"])("a holder in a %s that answers with its fields is put away and comes back", (tag) => {
	const { found } = clobberedPage(
		(armor) => `<${tag}><form role="${tag === "li" ? "row" : ""}">${armor}</form></${tag}>`,
	);
	const [own] = found;
	const before = document.body.innerHTML;
	const mounted = mountReader(own!, {
		ticket: async () => null,
		onRefused: () => undefined,
		onLost: () => undefined,
		onPressed: () => undefined,
	});
	expect(document.body.innerHTML).not.toBe(before);
	expect(mounted.views[0]!.host.element.isConnected).toBe(true);
	expect(mounted.intact()).toBe(true);
	mounted.remove();
	mounted.restore();
	expect(document.body.innerHTML.replaceAll(/ style="[^"]*"/g, "")).toBe(before);
});

test("the place is read from a document that answers with its images", () => {
	vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([{}] as unknown as DOMRectList);
	document.title = "(3) Ben";
	document.body.innerHTML = "<h2>Garden</h2><textarea></textarea>";
	const box = document.querySelector("textarea");
	clobber(document, ["title", "querySelectorAll", "createTreeWalker", "nodeType"]);
	try {
		expect(readPlace(box)).toMatchObject({ title: "Ben", header: "Garden" });
	} finally {
		for (const name of ["title", "querySelectorAll", "createTreeWalker", "nodeType"])
			Reflect.deleteProperty(document, name);
	}
});

test("a document that answers with a frame of that name stands in no other", () => {
	document.body.innerHTML = "<div contenteditable=true></div>";
	const frame = document.createElement("div");
	Object.defineProperty(document, "defaultView", { value: { frameElement: frame }, configurable: true });
	try {
		expect(frameAround(document)).toBeNull();
		expect(outermostOf(document.body)).toBe(document.body);
	} finally {
		Reflect.deleteProperty(document, "defaultView");
	}
});

test("a form that answers with its fields is no box, and a box in it is found and tracked", () => {
	document.body.innerHTML = "<form><div contenteditable=true class=box><p>a</p></div></form>";
	const [form, box] = [document.querySelector("form")!, document.querySelector<HTMLElement>(".box")!];
	clobber(form, ["editContext", "isContentEditable", "children", "isConnected"]);
	expect([boxAround(form), drawsItself(form)]).toEqual([null, false]);
	expect(boxAround(box.firstElementChild)).toBe(box);
	const find = trackBox(box);
	const again = box.cloneNode() as HTMLElement;
	box.replaceWith(again);
	expect(find()).toBe(again);
});
