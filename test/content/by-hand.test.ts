// @vitest-environment happy-dom
/** Which editors are known to keep a text of their own, by what they did with the user's keys. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepsOwnText, watchTyping } from "../../src/content/box/by-hand.ts";
import { nativeInsert } from "../../src/content/insert/command.ts";
import { asTrusted } from "../ui/support/surface.ts";

let ended: AbortController;
let box: HTMLElement;
const cancel = (event: Event) => event.preventDefault();

beforeEach(() => {
	vi.useFakeTimers();
	ended = new AbortController();
	document.body.innerHTML = "<div contenteditable=true></div>";
	box = document.querySelector("div") as HTMLElement;
	watchTyping(ended.signal);
});
afterEach(() => {
	ended.abort();
	vi.useRealTimers();
});

function says(event: Event, trusted = true): void {
	box.dispatchEvent(trusted ? asTrusted(event) : event);
	vi.advanceTimersByTime(1);
}
const how = { bubbles: true, cancelable: true, composed: true };
const key = (name: string, more: object = {}) => new KeyboardEvent("keydown", { ...how, key: name, ...more });
const text = () => new InputEvent("beforeinput", { ...how, inputType: "insertText", data: "a" });

test.each([
	["a letter's keydown", key("a")],
	["beforeinput", text()],
])("one that cancels %s keeps its own text", (_what, event) => {
	box.addEventListener(event.type, cancel);
	says(event);
	expect(keepsOwnText(box)).toBe(true);
});

test("one that leaves them to the browser does not, nor one that takes a sign, a shortcut, or an event of a script", () => {
	says(key("a"));
	says(text());
	for (const type of ["keydown", "beforeinput"]) box.addEventListener(type, cancel);
	says(key("/"));
	says(key("b", { ctrlKey: true }));
	says(key("Enter"));
	says(key("a"), false);
	says(text(), false);
	expect(keepsOwnText(box)).toBe(false);
});

test("one that cancelled at its limit and takes the next letter does not", () => {
	box.addEventListener("beforeinput", cancel, { once: true });
	says(text());
	says(text());
	expect(keepsOwnText(box)).toBe(false);
});

test("the browser's command is not used where it goes past the editor", () => {
	const command = vi.fn(() => true);
	document.execCommand = command;
	expect(nativeInsert(box, "armor", (run) => run())).toBe("native");
	box.addEventListener("beforeinput", cancel);
	says(text());
	expect(nativeInsert(box, "armor", (run) => run())).toBeNull();
	expect(command).toHaveBeenCalledOnce();
});

test("an editor that is asked by the command and takes the text has taken it", () => {
	box.addEventListener("beforeinput", cancel);
	document.execCommand = () => !box.dispatchEvent(asTrusted(text()));
	expect(nativeInsert(box, "armor", (run) => run())).toBe(true);
});
