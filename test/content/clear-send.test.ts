// @vitest-environment happy-dom
/** What is held, what is let through, and what the answers do. Real key presses and presses are in test/e2e/clear-send.test.ts. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ClearSend, startClearSend } from "../../src/content/clear-send/clear-send.ts";
import { frameState } from "../../src/content/frame-state.ts";
import { deliver } from "../../src/content/insert/deliver.ts";
import { readPlace } from "../../src/content/place.ts";
import { startWriting, type Writing } from "../../src/content/writing/writing.ts";
import type { WritingFile } from "../../src/content/writing-file.ts";
import { ask } from "../../src/messaging/content-client.ts";
import { message } from "../ui/support/i18n.ts";
import { asTrusted } from "../ui/support/surface.ts";
import { oneArmor } from "./fake-armor.ts";
import { closedRoots } from "./support/closed-roots.ts";
import { portsOf } from "./support/deliver-ports.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("../ui/support/i18n.ts"));
vi.mock(import("../../src/messaging/content-client.ts"), () => ({ ask: vi.fn(), onToContent: vi.fn() }));

let roots: ShadowRoot[];
let controller: AbortController;
let clearSend: ClearSend;
let encrypted: HTMLElement[];
/** What the background says; null: the vault is closed. */
let isPrivate: boolean | null;
let asked: string[];
/** What came to the page. */
let heard: string[];
let sent: string[];
/** writing.js: here already, or only when it is asked for; null: it does not come. */
let writing: Writing | null;
let here: boolean;
const file: WritingFile = { here: () => (here ? writing : null), load: async () => writing, warm: vi.fn() };

const heardTypes = ["keydown", "keyup", "pointerdown", "mousedown", "pointerup", "mouseup", "click", "submit"];
const onHeard = (event: Event) => void heard.push(event.type);

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(10, 600, 400, 40));
	roots = closedRoots();
	document.body.innerHTML = `<h1>Ben</h1><form><textarea id="box"></textarea><button id="send">Send</button>
		<button id="attach" type="button">Attach</button></form><textarea id="other"></textarea>`;
	history.replaceState({}, "", "/ben");
	writing = startWriting(frameState());
	here = true;
	isPrivate = true;
	asked = [];
	heard = [];
	sent = [];
	encrypted = [];
	vi.mocked(ask).mockImplementation(async (channel, what) => {
		asked.push(`${channel} ${JSON.stringify(what)}`);
		return isPrivate as never;
	});
	controller = new AbortController();
	clearSend = startClearSend(controller.signal, file);
	for (const type of heardTypes) window.addEventListener(type, onHeard, { capture: true, signal: controller.signal });
	clearSend.serve(controller.signal, {
		boxes: () => [box()],
		offers: (one) => one === box(),
		encrypt: (one) => encrypted.push(one),
		allow: (run) => run(),
	});
	box().addEventListener("keydown", (event) => {
		if (event.key !== "Enter" || event.shiftKey) return;
		event.preventDefault();
		take("enter");
	});
	document.querySelector("form")!.addEventListener("submit", (event) => {
		event.preventDefault();
		take("form");
	});
});
afterEach(() => {
	controller.abort();
	vi.restoreAllMocks();
	vi.useRealTimers();
});

const box = () => document.querySelector<HTMLTextAreaElement>("#box")!;
function putInFormOfItsOwn(): void {
	const [inner, field] = [document.createElement("form"), box()];
	field.replaceWith(inner);
	inner.append(field);
}
const send = () => document.querySelector<HTMLButtonElement>("#send")!;
function take(way: string): void {
	sent.push(`${way}: ${box().value}`);
	box().value = "";
}

async function write(text: string): Promise<void> {
	box().focus();
	box().dispatchEvent(asTrusted(new FocusEvent("focusin", { bubbles: true, composed: true })));
	await type(text);
	heard = [];
}

async function type(text: string): Promise<void> {
	box().value = text;
	box().dispatchEvent(asTrusted(new InputEvent("input", { bubbles: true, composed: true })));
	await vi.advanceTimersByTimeAsync(1);
}

function key(name: string, init: KeyboardEventInit = {}, trusted = true): KeyboardEvent {
	const target = document.activeElement ?? document.body;
	const event = new KeyboardEvent("keydown", { key: name, bubbles: true, composed: true, cancelable: true, ...init });
	target.dispatchEvent(trusted ? asTrusted(event) : event);
	const up = new KeyboardEvent("keyup", { ...init, key: name, bubbles: true, composed: true, cancelable: true });
	(document.activeElement ?? document.body).dispatchEvent(trusted ? asTrusted(up) : up);
	return event;
}

/** A press with the mouse, as far as the page lets it come. */
function press(target: Element, types = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]): void {
	for (const type of types) {
		const Kind = type.startsWith("pointer") ? PointerEvent : MouseEvent;
		const event = asTrusted(new Kind(type, { bubbles: true, composed: true, cancelable: true, button: 0 }));
		const passed = target.dispatchEvent(event);
		if (type === "click" && passed && target === send()) submit();
	}
}

function submit(): void {
	const event = new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter: send() });
	document.querySelector("form")!.dispatchEvent(asTrusted(event));
}

const question = () =>
	roots.find(({ host }) => host.isConnected)?.querySelector<HTMLElement>("[role=alertdialog]") ?? null;
const isAsked = () => question() !== null;

async function answer(name: string, trusted = true, after = 500): Promise<void> {
	await vi.advanceTimersByTimeAsync(after);
	const button = [...question()!.querySelectorAll("button")].find((one) => one.textContent === message(name))!;
	const event = new MouseEvent("click", { bubbles: true, composed: true, cancelable: true });
	button.dispatchEvent(trusted ? asTrusted(event) : event);
	await vi.advanceTimersByTimeAsync(1);
}
const yes = "clearSendYes";

describe("while writing.js is on its way", () => {
	let arrive: (writing: Writing | null) => void;
	beforeEach(() => {
		here = false;
		vi.spyOn(file, "load").mockImplementation(
			() =>
				new Promise((resolve) => {
					arrive = resolve;
				}),
		);
	});
	const note = () => roots.find(({ host }) => host.isConnected)?.querySelector("[role=alert]")?.textContent ?? null;

	it("clear text is held already, and asked about when it is here", async () => {
		await write("see you at six");
		expect([key("Enter").defaultPrevented, isAsked(), sent]).toEqual([true, false, []]);
		// Once more, with the key that is still down or out of impatience.
		expect([key("Enter").defaultPrevented, sent, heard]).toEqual([true, [], []]);
		expect(file.load).toHaveBeenCalledOnce();
		arrive(writing);
		await answer(yes);
		expect([isAsked(), sent]).toEqual([false, ["enter: see you at six"]]);
	});

	it.each([true, false])("what was changed meanwhile is not spoken of (it comes: %s)", async (comes) => {
		await write("see you");
		key("Enter");
		await type("see you at six");
		arrive(comes ? writing : null);
		await vi.advanceTimersByTimeAsync(1);
		expect([isAsked(), note(), sent]).toEqual([false, null, []]);
	});

	it("and does not come, nothing is sent, and the user reads why; the next press tries again", async () => {
		await write("see you at six");
		key("Enter");
		arrive(null);
		await vi.advanceTimersByTimeAsync(1);
		expect([isAsked(), sent, note()]).toEqual([false, [], message("clearSendNotAsked")]);
		expect([key("Enter").defaultPrevented, sent]).toEqual([true, []]);
		arrive(writing);
		await vi.advanceTimersByTimeAsync(1);
		expect(isAsked()).toBe(true);
	});

	it("it is asked for as soon as somebody is in a message box", async () => {
		vi.mocked(file.warm).mockClear();
		document.querySelector<HTMLElement>("#other")!.focus();
		window.dispatchEvent(asTrusted(new FocusEvent("focusin")));
		expect(file.warm).not.toHaveBeenCalled();
		await write("");
		expect(file.warm).toHaveBeenCalled();
	});
});

describe("clear text in a private chat", () => {
	it("is held at Enter, whole, and asked about", async () => {
		await write("see you at six");
		const event = key("Enter");
		expect([event.defaultPrevented, heard, sent, box().value]).toEqual([true, [], [], "see you at six"]);
		expect(isAsked()).toBe(true);
		expect(document.activeElement).toBe(roots.at(-1)!.host);
		expect(roots.at(-1)!.activeElement?.textContent).toBe(message("encrypt"));
	});

	it("goes after a yes, once: the same words again are asked about again", async () => {
		for (const _ of ["first", "again"]) {
			await write("ok");
			key("Enter");
			await answer(yes);
			expect([isAsked(), sent.splice(0)]).toEqual([false, ["enter: ok"]]);
			expect(document.activeElement).toBe(box());
			await vi.advanceTimersByTimeAsync(200);
		}
	});

	it("that the site could not send is not asked about again, until it is another text", async () => {
		await write("ok");
		key("Enter");
		await answer(yes);
		box().value = "ok";
		key("Enter");
		expect([isAsked(), sent]).toEqual([false, ["enter: ok", "enter: ok"]]);
		await type("ok then");
		key("Enter");
		expect(isAsked()).toBe(true);
	});

	it("goes into the composer by the first answer, and stays by the last", async () => {
		await write("for Ben");
		key("Enter");
		await answer("clearSendNo");
		expect([isAsked(), sent, box().value, document.activeElement]).toEqual([false, [], "for Ben", box()]);
		key("Enter");
		await answer("encrypt");
		expect([isAsked(), sent, encrypted]).toEqual([false, [], [box()]]);
	});

	it("takes answers from the user only, and not from the second click of a double click", async () => {
		await write("ok");
		key("Enter");
		await answer(yes, false);
		expect([isAsked(), sent]).toEqual([true, []]);
		key("Escape");
		key("Enter");
		await answer(yes, true, 100);
		expect([isAsked(), sent]).toEqual([true, []]);
	});

	it("is answered by keyboard, and the page hears none of it", async () => {
		await write("ok");
		key("Enter");
		const at = () => roots.at(-1)!.activeElement?.textContent;
		const seen = [at()];
		for (const shiftKey of [false, false, false, true]) {
			expect(key("Tab", { shiftKey }).defaultPrevented).toBe(true);
			seen.push(at());
		}
		const [first, second, third] = ["encrypt", yes, "clearSendNo"].map((name) => message(name));
		expect(seen).toEqual([first, second, third, first, third]);
		expect(key("Enter", { repeat: true }).defaultPrevented).toBe(true);
		expect(key("Enter").defaultPrevented).toBe(false);
		key("Escape");
		expect([isAsked(), heard, document.activeElement]).toEqual([false, [], box()]);
	});

	it("is held at the button, from the first event to the click, and pressed again", async () => {
		await write("ok");
		press(send());
		expect([heard, sent, isAsked()]).toEqual([[], [], true]);
		press(roots.at(-1)!.host, ["pointerdown", "mousedown", "pointerup", "mouseup"]);
		expect(heard).toEqual([]);
		await answer(yes);
		expect([sent, isAsked()]).toEqual([["form: ok"], false]);
		expect(heard).toEqual(["click", "pointerdown", "mousedown", "pointerup", "mouseup", "click", "submit"]);
	});

	it("is held at a click without a pointer, and at no other button", async () => {
		await write("ok");
		press(document.querySelector("#attach")!);
		expect([isAsked(), heard.length]).toEqual([false, 5]);
		heard = [];
		press(send(), ["click"]);
		expect([isAsked(), heard]).toEqual([true, []]);
	});

	it("is held at a button far from the box where none near it sends, as in mail programs", async () => {
		document.body.insertAdjacentHTML(
			"beforeend",
			`<form id="search"><button type="button">Send it</button></form><nav><button>Send</button></nav>`,
		);
		const [elsewhere, far] = [...document.querySelectorAll("#search button, nav button")] as [Element, Element];
		await write("ok");
		press(far);
		expect([isAsked(), heard.splice(0).length]).toEqual([false, 5]);
		send().remove();
		for (const other of [elsewhere, document.querySelector("#attach")!]) press(other);
		expect([isAsked(), heard.splice(0).length]).toEqual([false, 10]);
		press(far);
		expect([isAsked(), heard]).toEqual([true, []]);
		await answer(yes);
		expect([isAsked(), heard]).toEqual([false, ["click", "pointerdown", "mousedown", "pointerup", "mouseup", "click"]]);
	});

	it.each([
		["is disabled", () => send().setAttribute("disabled", "")],
		["says that it is disabled", () => send().setAttribute("aria-disabled", "true")],
		["belongs to another form", putInFormOfItsOwn],
	])("is held at a far button where the one near it %s", async (_what, change) => {
		document.body.insertAdjacentHTML("beforeend", `<nav><button>Send</button></nav>`);
		const far = document.querySelector("nav button")!;
		await write("ok");
		press(far);
		expect([isAsked(), heard.splice(0).length]).toEqual([false, 5]);
		change();
		await write("ok");
		press(far);
		expect([isAsked(), heard]).toEqual([true, []]);
	});

	it("is not asked about when the pointer leaves the button", async () => {
		await write("ok");
		press(send(), ["pointerdown", "mousedown"]);
		press(document.body, ["pointerup", "mouseup", "click"]);
		expect([isAsked(), heard, sent]).toEqual([false, ["click"], []]);
	});

	it("is held when its form is submitted", async () => {
		await write("ok");
		submit();
		expect([isAsked(), heard, sent]).toEqual([true, [], []]);
		const submitted: unknown[] = [];
		vi.spyOn(HTMLFormElement.prototype, "requestSubmit").mockImplementation((by) => void submitted.push(by));
		await answer(yes);
		expect(submitted).toEqual([send()]);
	});

	it("is a line break where the page leaves Enter to the browser, and is asked about there no more", async () => {
		box().replaceWith(box().cloneNode());
		document.execCommand = (_command, _ui, text) => {
			box().value += text ?? "";
			return true;
		};
		await write("Dear Ben,");
		key("Enter");
		await answer(yes);
		await vi.advanceTimersByTimeAsync(2000);
		expect([box().value, sent]).toEqual(["Dear Ben,\n", []]);
		await type("Dear Ben,\nhello");
		key("Enter");
		expect(isAsked()).toBe(false);
		press(send());
		expect(isAsked()).toBe(true);
	});

	it("in one line goes by the form, as the browser would send it", async () => {
		const line = document.createElement("input");
		line.id = "box";
		box().replaceWith(line);
		await write("ok");
		key("Enter");
		await answer(yes);
		expect(sent).toEqual([]);
		await vi.advanceTimersByTimeAsync(200);
		expect(sent).toEqual(["form: ok"]);
	});

	it("is not held where the user or a script does something else", async () => {
		await write("ok");
		key("Enter", { shiftKey: true });
		key("Enter", { altKey: true });
		key("Enter", { isComposing: true });
		key("Enter", { keyCode: 229 });
		key("a");
		expect(isAsked()).toBe(false);
		sent = [];
		await write("ok");
		key("Enter", {}, false);
		expect([isAsked(), sent]).toEqual([false, ["enter: ok"]]);
	});

	it("is held with Ctrl or Cmd as well", async () => {
		for (const init of [{ ctrlKey: true }, { metaKey: true }]) {
			await write("ok");
			key("Enter", init);
			expect(isAsked()).toBe(true);
			key("Escape");
		}
	});

	it("is text of the message box only", async () => {
		await write("");
		key("Enter");
		document.querySelector<HTMLTextAreaElement>("#other")!.value = "elsewhere";
		document.querySelector<HTMLTextAreaElement>("#other")!.focus();
		key("Enter");
		press(send());
		expect(isAsked()).toBe(false);
	});

	it("is no question any more when the text or the chat is another one, or the user goes on", async () => {
		await write("ok");
		const again = async () => {
			box().focus();
			key("Enter");
			expect(isAsked()).toBe(true);
		};
		await again();
		box().focus();
		await type("ok then");
		expect(isAsked()).toBe(false);
		await again();
		press(document.body, ["pointerdown"]);
		expect(isAsked()).toBe(false);
		await again();
		history.replaceState({}, "", "/carol");
		await vi.advanceTimersByTimeAsync(400);
		expect(isAsked()).toBe(false);
	});

	it("is never another text than the one that was asked about", async () => {
		await write("ok");
		key("Enter");
		box().value = "something else";
		await answer(yes);
		expect([isAsked(), sent]).toEqual([false, []]);
	});
});

describe("armor", () => {
	const armor = oneArmor();

	it.each([
		["alone", armor],
		["after the line of an invitation", `${message("invitationLine")} ${armor}`],
		["after the line of a first message", `${message("firstMessageLine")}\n${armor}`],
		["of several", `${armor}\n${armor}`],
	])("%s is not held", async (_, text) => {
		await write(text);
		key("Enter");
		expect([isAsked(), sent]).toEqual([false, [`enter: ${text}`]]);
	});

	it("with words of the user's beside it is", async () => {
		await write(`${armor} and by the way`);
		key("Enter");
		expect(isAsked()).toBe(true);
	});

	it("that we put in with whatever line is not held", async () => {
		await write("");
		document.execCommand = (_command, _ui, text) => {
			box().value = text ?? "";
			return true;
		};
		const place = readPlace(box());
		const part = `A line of another language: ${armor}`;
		const verdict = deliver({ parts: [part], submit: false, place, paceMs: 0 }, portsOf(box, place));
		await vi.advanceTimersByTimeAsync(3000);
		expect([await verdict, box().value]).toEqual([{ outcome: "inserted" }, part]);
		await write(part);
		key("Enter");
		expect(isAsked()).toBe(false);
	});
});

describe("whether a chat is private", () => {
	it("is asked for the place alone, and a chat that is not is left alone", async () => {
		isPrivate = false;
		await write("ok");
		key("Enter");
		expect([isAsked(), sent]).toEqual([false, ["enter: ok"]]);
		expect(asked[0]).toBe(`content/asks-clear ${JSON.stringify({ place: readPlace(box()) })}`);
		expect(asked.join()).not.toContain("ok");
	});

	it("is as it was last said while the vault is closed, and without an answer nothing is held", async () => {
		await write("ok");
		isPrivate = null;
		await write("ok");
		key("Enter");
		expect(isAsked()).toBe(true);
		key("Escape");
		history.replaceState({}, "", "/carol");
		await write("ok");
		key("Enter");
		expect(isAsked()).toBe(false);
	});

	it("is asked again when the box gets the focus, while typing now and then, and in another chat", async () => {
		await write("o");
		const before = asked.length;
		for (let i = 0; i < 20; i++) {
			await type("o".repeat(i));
			await vi.advanceTimersByTimeAsync(300);
		}
		expect(asked.length - before).toBeGreaterThanOrEqual(2);
		expect(asked.length - before).toBeLessThanOrEqual(4);
		isPrivate = false;
		await write("ok");
		key("Enter");
		expect(isAsked()).toBe(false);
		history.replaceState({}, "", "/carol");
		writing = startWriting(frameState());
		here = true;
		isPrivate = true;
		await vi.advanceTimersByTimeAsync(600);
		await type("okay");
		key("Enter");
		expect(isAsked()).toBe(true);
	});

	it("does not change with a title that flashes", async () => {
		await write("ok");
		document.title = "Ben has written to you";
		key("Enter");
		expect(isAsked()).toBe(true);
		document.title = "Chat";
		await vi.advanceTimersByTimeAsync(400);
		await answer(yes);
		expect(sent).toEqual(["enter: ok"]);
	});
});

it("nothing is held before anything is known of the site, nor after the end", async () => {
	controller.abort();
	controller = new AbortController();
	clearSend = startClearSend(controller.signal, file);
	await write("ok");
	key("Enter");
	expect([isAsked(), sent]).toEqual([false, ["enter: ok"]]);
});
