// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mountReader } from "../../src/content/readers/mount-reader.ts";
import { noteEncrypted } from "../../src/content/scan/encrypted-here.ts";
import { watchFields } from "../../src/content/scan/field-armor.ts";
import { findStarts, sight, stillHolds } from "../../src/content/scan/find-armor.ts";
import { oneArmor } from "./fake-armor.ts";

let controller: AbortController;
beforeEach(() => {
	vi.useFakeTimers();
	controller = new AbortController();
});
afterEach(() => {
	controller.abort();
	vi.restoreAllMocks();
	vi.useRealTimers();
	document.body.replaceChildren();
});

function page<E extends HTMLElement = HTMLTextAreaElement>(markup: string): E {
	document.body.innerHTML = markup;
	return document.querySelector<E>("textarea, input")!;
}
const mountOf = (holder: Element) =>
	mountReader(sight(holder)!, {
		ticket: async () => null,
		onRefused: () => undefined,
		onLost: () => undefined,
		onPressed: () => undefined,
	});

test.each([
	["a disabled text area", (armor: string) => `<textarea disabled>${armor}</textarea>`],
	["a read-only line", (armor: string) => `<input readonly value="${armor}">`],
	["a field of a disabled group", (armor: string) => `<fieldset disabled><input value="note: ${armor}"></fieldset>`],
	[
		"a form that shows what was saved",
		(armor: string) => `<form><textarea name="notes">Hello\n${armor}</textarea></form>`,
	],
])("%s is read", (_, markup) => {
	const armor = oneArmor();
	const field = page(markup(armor));
	const found = sight(field);
	expect(found?.holder).toBe(field);
	expect(found?.spans.map(({ text, state }) => [text, state])).toEqual([[armor, "whole"]]);
});

test("a locked field gives its place to the reader, one that can be written into stays in sight", () => {
	const locked = page(`<textarea disabled>${oneArmor()}</textarea>`);
	mountOf(locked);
	expect(locked.style.display).toBe("none");
	expect(locked.nextElementSibling).not.toBeNull();
	const saved = page(`<textarea>${oneArmor()}</textarea>`);
	mountOf(saved);
	expect(saved.style.display).toBe("");
	expect(saved.nextElementSibling).not.toBeNull();
});

test("what somebody is writing is not read", () => {
	const typed = page("<textarea></textarea>");
	typed.value = oneArmor();
	expect(sight(typed)).toBeNull();
	const saved = page(`<textarea>${oneArmor()}</textarea>`);
	saved.focus();
	expect(sight(saved)).toBeNull();
	saved.blur();
	expect(sight(saved)).not.toBeNull();
});

/** As React does: the attribute follows the value. */
function writeAs(field: HTMLTextAreaElement, value: string, told = true): void {
	field.value = value;
	field.defaultValue = value;
	if (told) field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
}
const watching = () => watchFields(controller.signal, { roots: () => [document], onFields: () => undefined });

test("what was written is not read where the default value follows the value, nor when the field is drawn anew", () => {
	const field = page("<textarea></textarea>");
	watching();
	writeAs(field, `A private message: ${oneArmor()}`);
	expect(sight(field)).toBeNull();
	const again = field.cloneNode() as HTMLTextAreaElement;
	writeAs(again, field.value, false);
	field.replaceWith(again);
	expect(sight(again)).toBeNull();
	writeAs(again, oneArmor(), false);
	expect(sight(again)).not.toBeNull();
});

test("what the user had encrypted in a field is read, also when the field is drawn anew", () => {
	const field = page("<textarea></textarea>");
	watching();
	writeAs(field, oneArmor());
	noteEncrypted(field);
	expect(sight(field)).not.toBeNull();
	const again = field.cloneNode() as HTMLTextAreaElement;
	writeAs(again, field.value, false);
	field.replaceWith(again);
	expect(sight(again)).not.toBeNull();
	writeAs(again, `${field.value} and more`);
	expect(sight(again)).toBeNull();
});

test("a message box that the site filled with its draft is not read", () => {
	vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(10, 600, 400, 80));
	const armor = oneArmor();
	const draft = page(
		`<div role="log"></div><div><textarea placeholder="Message Ben">${armor}</textarea><button>Send</button></div>`,
	);
	expect(sight(draft)).toBeNull();
	page(`<form><input name="name"><textarea name="notes">${armor}</textarea><button>Save</button></form>`);
	expect(sight(document.querySelector("textarea")!)).not.toBeNull();
});

test("a field that nobody sees is not read until it is seen", () => {
	const seen = vi.spyOn(Element.prototype, "checkVisibility").mockReturnValue(false);
	const field = page(`<textarea>${oneArmor()}</textarea>`);
	const heard: (readonly HTMLElement[])[] = [];
	watchFields(controller.signal, { roots: () => [document], onFields: (fields) => heard.push(fields) });
	expect(sight(field)).toBeNull();
	seen.mockReturnValue(true);
	vi.advanceTimersByTime(2000);
	expect(heard).toEqual([[field], [field]]);
	expect(sight(field)).not.toBeNull();
});

test("a field that holds another value now no longer holds what was read", () => {
	const field = page(`<textarea readonly>${oneArmor()}</textarea>`);
	const found = sight(field)!;
	expect(stillHolds(found)).toBe(true);
	field.value = oneArmor();
	expect(stillHolds(found)).toBe(false);
});

test("fields are told of when they come, when their value changes and when they may be read, and not again", () => {
	const armor = oneArmor();
	const field = page(`<textarea readonly>${armor}</textarea><input value="short">`);
	const heard: (readonly HTMLElement[])[] = [];
	watchFields(controller.signal, { roots: () => [document], onFields: (fields) => heard.push(fields) });
	expect(heard).toEqual([[field]]);
	vi.advanceTimersByTime(10_000);
	expect(heard).toHaveLength(1);
	field.value = oneArmor();
	vi.advanceTimersByTime(2000);
	expect(heard).toHaveLength(2);
	field.value = "nothing any more";
	vi.advanceTimersByTime(2000);
	expect(heard).toHaveLength(3);
	const later = document.createElement("textarea");
	later.defaultValue = armor;
	document.body.append(later);
	later.focus();
	vi.advanceTimersByTime(2000);
	later.blur();
	window.dispatchEvent(new Event("focusout"));
	vi.advanceTimersByTime(0);
	expect(heard.slice(3)).toEqual([[later], [later]]);
	controller.abort();
	field.value = armor;
	vi.advanceTimersByTime(4000);
	expect(heard).toHaveLength(5);
});

test.each(["td", "th", "div role=gridcell"])("a cell (%s) is read, and its reader stays inside it", (cell) => {
	const armor = oneArmor();
	document.body.innerHTML =
		cell === "div role=gridcell"
			? `<div role="grid"><div role="row"><div role="gridcell">Ann</div><div role="gridcell">${armor}</div></div></div>`
			: `<table><tbody><tr><${cell}>Ann</${cell}><${cell}>${armor}</${cell}></tr></tbody></table>`;
	const row = document.querySelector("tr, [role=row]")!;
	const holder = row.children[1]!;
	const found = findStarts(document.body).map(sight);
	expect(found.map((one) => one?.holder)).toEqual([holder]);
	mountOf(findStarts(document.body)[0]!);
	expect(row.children).toHaveLength(2);
	expect(holder.lastElementChild?.localName).toBe("div");
});
