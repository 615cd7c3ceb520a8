// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { notePut } from "../../src/content/box/ours.ts";
import { type HeldKeys, holdKeys } from "../../src/content/insert/held-keys.ts";
import { asTrusted } from "../ui/support/surface.ts";

let held: HeldKeys;
const at = (id: string) => document.querySelector<HTMLElement>(`#${id}`)!;
const box = () => document.querySelector<HTMLTextAreaElement>("#box");
const textIn = (id: string) => (at(id) as HTMLInputElement).value;
const allow = <T>(run: () => T): T => run();

/** What a browser does with it: whatever has the focus is written into. */
function execCommand(command: string, _: boolean, text: string): boolean {
	const active = document.activeElement;
	if (!(active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement)) return false;
	active.value = command === "delete" ? active.value.slice(0, -1) : active.value + text;
	return true;
}

const page = `<textarea id="box"></textarea><input id="search"><input id="secret" type="password">
	<button id="button"></button><iframe id="other"></iframe>`;

beforeEach(() => {
	vi.useFakeTimers();
	document.body.innerHTML = page;
	Object.assign(document, { execCommand });
});
afterEach(() => {
	held.release();
	vi.useRealTimers();
});

function type(text: string): void {
	for (const key of text.split("")) down(key);
}

function down(key: string): KeyboardEvent {
	const event = asTrusted(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, composed: true }));
	(document.activeElement ?? document.body).dispatchEvent(event);
	return event;
}

/** The browser moves the focus after the page has heard of it. */
function pressOn(id: string): void {
	at(id).dispatchEvent(asTrusted(new MouseEvent("mousedown", { bubbles: true })));
	at(id).focus();
	vi.advanceTimersByTime(1);
}

/** As a browser tells it: no press of there is heard here. */
function enterFrame(): void {
	at("other").focus();
	window.dispatchEvent(asTrusted(new Event("blur")));
	vi.advanceTimersByTime(1);
}

function hold(from: string): void {
	at(from).focus();
	held = holdKeys(box, allow);
	at("box").focus();
}

describe("keys of a user in the box", () => {
	it("come back in order, once", () => {
		hold("box");
		type("ab");
		down("Backspace");
		expect(textIn("box")).toBe("");
		held.release();
		held.release();
		expect(textIn("box")).toBe("a");
		expect(down("x").defaultPrevented).toBe(false);
	});

	it("come into the box that the site has drawn anew, and nowhere else", () => {
		hold("box");
		type("walnut");
		const another = document.createElement("textarea");
		another.id = "box";
		at("box").replaceWith(another);
		at("search").focus();
		held.release();
		expect(textIn("box")).toBe("walnut");
		expect(textIn("search")).toBe("");
	});

	it("come nowhere when the page moves the focus once more", () => {
		hold("box");
		type("walnut");
		at("box").addEventListener("focus", () => at("search").focus());
		at("search").focus();
		held.release();
		expect(textIn("search")).toBe("");
	});

	it("come nowhere when the box is gone", () => {
		hold("box");
		type("walnut");
		at("box").remove();
		at("search").focus();
		held.release();
		expect(textIn("search")).toBe("");
	});

	it("stay away from armor that is still there", () => {
		hold("box");
		notePut(at("box"), "armor");
		(at("box") as HTMLTextAreaElement).value = "armor";
		type("walnut");
		held.release();
		expect(textIn("box")).toBe("armor");
	});
});

describe("a user who goes somewhere else in that moment", () => {
	it("has in each field what was typed for it", () => {
		hold("box");
		type("here");
		pressOn("search");
		at("box").focus();
		type("there");
		held.release();
		expect(textIn("box")).toBe("here");
		expect(textIn("search")).toBe("there");
		expect(document.activeElement?.id).toBe("search");
	});

	it("is with the first letter too, which a busy browser brings before any timer", () => {
		hold("box");
		at("search").dispatchEvent(asTrusted(new MouseEvent("mousedown", { bubbles: true })));
		at("search").focus();
		type("here");
		held.release();
		expect([textIn("search"), textIn("box")]).toEqual(["here", ""]);
	});

	it("has a password where it belongs, with no selection of before around it", () => {
		hold("box");
		const selection = document.getSelection()!;
		selection.collapse(document.body, 0);
		pressOn("secret");
		at("box").focus();
		type("walnut");
		const moved = vi.spyOn(selection, "addRange");
		held.release();
		expect(moved).not.toHaveBeenCalled();
		expect(textIn("secret")).toBe("walnut");
		expect(textIn("box")).toBe("");
	});

	it("with Tab is followed", () => {
		hold("box");
		at("box").addEventListener("keydown", () => setTimeout(() => at("search").focus(), 0), { once: true });
		expect(down("Tab").defaultPrevented).toBe(false);
		at("search").focus();
		vi.advanceTimersByTime(1);
		at("box").focus();
		type("walnut");
		held.release();
		expect(textIn("search")).toBe("walnut");
		expect(textIn("box")).toBe("");
	});

	it("in a frame of another site keeps the focus there, and none of its letters come into the box", () => {
		hold("box");
		type("here");
		enterFrame();
		at("box").focus();
		type("walnut");
		held.release();
		expect(textIn("box")).toBe("here");
		expect(document.activeElement?.id).toBe("other");
	});

	it("to another window is still where they were", () => {
		hold("search");
		window.dispatchEvent(asTrusted(new Event("blur")));
		vi.advanceTimersByTime(1);
		type("walnut");
		held.release();
		expect(textIn("search")).toBe("walnut");
		expect(textIn("box")).toBe("");
	});
});

it("what only a script says is not held, and moves nobody", () => {
	hold("search");
	at("box").dispatchEvent(new KeyboardEvent("keydown", { key: "x", bubbles: true, cancelable: true }));
	at("secret").dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
	at("other").focus();
	window.dispatchEvent(new Event("blur"));
	vi.advanceTimersByTime(1);
	held.release();
	expect(textIn("search")).toBe("");
	expect(document.activeElement?.id).toBe("search");
});
