// @vitest-environment happy-dom
/** Armor in the place of one field's text, or of a selection in it, and of nothing else. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { editableAround, pointedAt, watchPointed } from "../../src/content/box/pointed.ts";
import type { Order } from "../../src/content/insert/deliver.ts";
import { deliverPassage } from "../../src/content/passage/deliver-passage.ts";
import type { Passage } from "../../src/content/passage/passage.ts";
import { isPassage, passageAt } from "../../src/content/passage/passage-at.ts";
import { sight } from "../../src/content/scan/find-armor.ts";
import type { InsertRefusal, InsertVerdict, Place } from "../../src/messaging/channels.ts";
import { asTrusted } from "../ui/support/surface.ts";
import { oneArmor } from "./fake-armor.ts";

const place: Place = { url: "https://forms.example/request", title: "Request", header: "" };
let controller: AbortController;

beforeEach(() => {
	vi.useFakeTimers();
	controller = new AbortController();
	document.execCommand = command;
});
afterEach(() => {
	controller.abort();
	vi.useRealTimers();
	document.body.replaceChildren();
});

/** As browsers do it, without the events. */
function command(name: string, _ui?: boolean, text = ""): boolean {
	const field = document.activeElement;
	if (name !== "insertText") return false;
	if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
		field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
		field.dispatchEvent(new Event("input", { bubbles: true }));
		return true;
	}
	const range = document.getSelection()?.getRangeAt(0);
	range?.deleteContents();
	range?.insertNode(document.createTextNode(text));
	return range !== undefined;
}

const one = <E extends HTMLElement = HTMLTextAreaElement>(markup: string): E => {
	document.body.innerHTML = markup;
	return document.querySelector<E>("[data-it]")!;
};
function passage(editable: HTMLElement, into: Parameters<typeof passageAt>[1]): Passage {
	const found = passageAt(pointedAt(editable), into);
	if (!isPassage(found)) throw new Error(found);
	return found;
}
async function settled<T>(work: Promise<T>): Promise<T> {
	let over = false;
	void work.finally(() => {
		over = true;
	});
	for (let i = 0; !over && i < 400; i++) await vi.advanceTimersByTimeAsync(25);
	return work;
}
function order(armor: string | readonly string[], at = place): Order {
	return { parts: typeof armor === "string" ? [armor] : armor, submit: false, place: at, paceMs: 0 };
}
const ports = { place: () => place, allow: <T>(run: () => T) => run() };
const deliver = (found: Passage, armor: string | readonly string[], at?: Place) =>
	settled(deliverPassage(found, order(armor, at), ports));
const refusal = (reason: InsertRefusal): InsertVerdict => ({ outcome: "refused", reason });

describe("a field", () => {
	test("holds the armor in the place of its text", async () => {
		const field = one(`<textarea data-it>Words for two\nlines</textarea>`);
		const found = passage(field, "field");
		expect(found).toMatchObject({ into: "field", text: "Words for two\nlines", limit: null });
		const armor = oneArmor();
		expect(await deliver(found, armor)).toEqual({ outcome: "inserted" });
		expect(field.value).toBe(armor);
	});

	test("holds the armor in the place of what was selected, and all else as before", async () => {
		const field = one(`<textarea data-it>Dear desk,\n my number is 12 345.\n\tYours</textarea>`);
		field.setSelectionRange(12, 31);
		const found = passage(field, "either");
		expect(found).toMatchObject({ into: "selection", text: "my number is 12 345" });
		const armor = oneArmor();
		field.setSelectionRange(0, 0);
		let changes = 0;
		field.addEventListener("input", () => {
			changes++;
		});
		expect(await deliver(found, armor)).toEqual({ outcome: "inserted" });
		expect(field.value).toBe(`Dear desk,\n ${armor}.\n\tYours`);
		expect(changes, "as typed").toBe(1);
	});

	test("has room for what its limit leaves beside the rest", () => {
		const field = one<HTMLInputElement>(`<input data-it maxlength="1000" value="${"x".repeat(100)}">`);
		field.setSelectionRange(10, 40);
		expect(passage(field, "selection").limit).toBe(930);
		expect(passage(field, "field").limit).toBe(1000);
	});

	test("keeps what somebody wrote meanwhile", async () => {
		const field = one(`<textarea data-it>before</textarea>`);
		const found = passage(field, "field");
		field.value = "before, and more";
		expect(await deliver(found, oneArmor())).toEqual(refusal("changed"));
		expect(field.value).toBe("before, and more");
	});

	test("that takes no such text has its own again", async () => {
		const field = one(`<textarea data-it>keep this</textarea>`);
		field.setSelectionRange(0, 4);
		const found = passage(field, "selection");
		field.addEventListener("input", () => {
			field.value = field.value.slice(0, 60);
		});
		expect(await deliver(found, oneArmor())).toEqual(refusal("not-exact"));
		expect(field.value).toBe("keep this");
	});

	test("that gives nothing back is said to be other than before", async () => {
		const field = one(`<textarea data-it>keep this</textarea>`);
		const found = passage(field, "field");
		field.addEventListener("input", () => {
			field.value = "mine";
		});
		expect(await deliver(found, oneArmor())).toEqual(refusal("not-restored"));
	});

	test("that its framework sets back is written past the framework", async () => {
		const field = one(`<textarea data-it>a b c</textarea>`);
		field.setSelectionRange(2, 3);
		const found = passage(field, "selection");
		let state = "a b c";
		field.addEventListener("input", (event) => {
			if (event instanceof InputEvent) state = field.value;
			field.value = state;
		});
		const armor = oneArmor();
		expect(await deliver(found, armor)).toEqual({ outcome: "inserted" });
		expect(field.value).toBe(`a ${armor} c`);
	});

	test("with the armor in it is read in place, until it is changed", async () => {
		const field = one(`<textarea data-it>read me again</textarea>`);
		await deliver(passage(field, "field"), oneArmor());
		expect(sight(field)).toBeNull();
		field.blur();
		expect(sight(field)?.holder).toBe(field);
		field.value += " ";
		expect(sight(field)).toBeNull();
	});
});

describe("an editor", () => {
	const rich = (inside: string) => one<HTMLElement>(`<div data-it contenteditable="true">${inside}</div>`);
	function select(from: Node, start: number, to: Node, end: number): void {
		document.getSelection()?.setBaseAndExtent(from, start, to, end);
	}
	const textIn = (selector: string) => document.querySelector(selector)!.firstChild!;

	test("holds the armor in the place of what was selected, and all else as before", async () => {
		const box = rich("<p>One <b>two</b></p><p><i>three</i> four</p>");
		select(textIn("b"), 1, textIn("b"), 3);
		const found = passage(box, "selection");
		expect(found).toMatchObject({ into: "selection", text: "wo", limit: null });
		document.getSelection()?.removeAllRanges();
		const armor = oneArmor();
		expect(await deliver(found, armor)).toEqual({ outcome: "inserted" });
		expect(box.innerHTML).toBe(`<p>One <b>t${armor}</b></p><p><i>three</i> four</p>`);
	});

	test("has the caret behind the armor, and behind what was selected where it took none", async () => {
		const box = rich(`<p>One two</p><p>three${"e".repeat(4000)}</p>`);
		const caret = () => {
			const { anchorNode, anchorOffset, isCollapsed } = document.getSelection()!;
			const range = document.createRange();
			range.setStart(box, 0);
			range.setEnd(anchorNode!, anchorOffset);
			return isCollapsed ? range.toString() : "nothing collapsed";
		};
		select(textIn("p"), 4, textIn("p"), 7);
		const armor = oneArmor();
		await deliver(passage(box, "selection"), armor);
		expect(caret()).toBe(`One ${armor}`);
		document.execCommand = () => false;
		select(textIn("p:last-child"), 0, textIn("p:last-child"), 2);
		expect(await deliver(passage(box, "selection"), oneArmor())).toEqual(refusal("not-exact"));
		expect(caret()).toBe(`One ${armor}th`);
	});

	test("that listens to nothing has it in less than half a second", async () => {
		const box = rich("<p>One two</p>");
		select(textIn("p"), 0, textIn("p"), 3);
		const found = passage(box, "selection");
		const began = performance.now();
		let took = 0;
		const verdict = deliverPassage(found, order(oneArmor()), ports).finally(() => {
			took = performance.now() - began;
		});
		expect(await settled(verdict)).toEqual({ outcome: "inserted" });
		expect(took).toBeLessThan(500);
	});

	test("that moves the selection while it is asked has it selected anew", async () => {
		const box = rich("<p>One two</p>");
		box.addEventListener("beforeinput", () => select(textIn("p"), 0, textIn("p"), 0), { once: true });
		select(textIn("p"), 4, textIn("p"), 7);
		const armor = oneArmor();
		expect(await deliver(passage(box, "selection"), armor)).toEqual({ outcome: "inserted" });
		expect(box.textContent).toBe(`One ${armor}`);
	});

	test("keeps places for the caret with characters that nobody wrote", () => {
		const box = rich(`<p>\ufeffOne${"\u2060".repeat(7)} two${"\u200b".repeat(7)}</p><p>th\u200bree</p>`);
		select(textIn("p"), 0, textIn("p"), textIn("p").textContent!.length);
		expect(passage(box, "selection").text).toBe("One two");
		expect(passage(box, "field").text).toContain("th\u200bree");
	});

	test("gets it into its own model if it takes the event", async () => {
		const box = rich("<p>all in the model</p>");
		let model = "all in the model";
		box.addEventListener("beforeinput", (event) => {
			event.preventDefault();
			model = model.replace("in", event.data ?? "");
			box.querySelector("p")!.textContent = model;
		});
		select(textIn("p"), 4, textIn("p"), 6);
		const found = passage(box, "selection");
		const armor = oneArmor();
		expect(await deliver(found, armor)).toEqual({ outcome: "inserted" });
		expect(model).toBe(`all ${armor} the model`);
	});

	test.each([
		["its text changed", (box: HTMLElement) => box.append("!")],
		[
			"its nodes were made anew",
			(box: HTMLElement) => box.replaceChildren(...[...box.childNodes].map((node) => node.cloneNode(true))),
		],
	])("is left alone if %s", async (_, change) => {
		const box = rich("<p>some words</p>");
		select(textIn("p"), 0, textIn("p"), 4);
		const found = passage(box, "selection");
		change(box);
		const before = box.innerHTML;
		expect(await deliver(found, oneArmor())).toEqual(refusal("changed"));
		expect(box.innerHTML).toBe(before);
	});

	test("that spoils the text has its own again", async () => {
		const box = rich("<p>some words</p>");
		const before = box.innerHTML;
		document.execCommand = ((name: string) => {
			box.innerHTML = name === "undo" ? before : "<p>some</p>";
			return true;
		}) as typeof document.execCommand;
		select(textIn("p"), 5, textIn("p"), 10);
		expect(await deliver(passage(box, "selection"), oneArmor())).toEqual(refusal("not-exact"));
		expect(box.innerHTML).toBe(before);
	});

	test("that shows the text and holds another is not believed", async () => {
		const box = rich("<p>some words</p>");
		box.addEventListener("copy", (event) => {
			event.preventDefault();
			event.clipboardData?.setData("text/plain", "some words");
		});
		select(textIn("p"), 5, textIn("p"), 10);
		const verdict = await deliver(passage(box, "selection"), oneArmor());
		expect(verdict.outcome).toBe("refused");
	});

	test.each([
		["pictures among what is selected", `<p data-a>look <img src="cat.png"> here</p>`, "media"],
		["nothing selected", "<p data-a></p>", "nothing-selected"],
	])("is refused with %s", (_, inside, why) => {
		const box = rich(inside);
		const p = document.querySelector("[data-a]")!;
		select(p, 0, p, p.childNodes.length);
		expect(passageAt(pointedAt(box), "selection")).toBe(why);
	});

	test("is taken for the words beside a picture", () => {
		const box = rich(`<p data-a>look</p><img src="cat.png">`);
		select(textIn("[data-a]"), 0, textIn("[data-a]"), 4);
		expect(passage(box, "selection").text).toBe("look");
	});
});

describe("an order", () => {
	test("of the place where the user was is obeyed, of another one not", async () => {
		const field = one(`<textarea data-it>here</textarea>`);
		const elsewhere = { ...place, title: "Another" };
		expect(await deliver(passage(field, "field"), oneArmor(), elsewhere)).toEqual(refusal("place-changed"));
		expect(field.value).toBe("here");
	});

	test.each([
		["in parts", [oneArmor(), oneArmor()]],
		["longer than the field takes", oneArmor(800)],
	])("%s is refused", async (_, armor) => {
		const field = one<HTMLInputElement>(`<input data-it value="here" maxlength="400">`);
		expect(await deliver(passage(field, "field"), armor)).toEqual(refusal("too-long"));
		expect(field.value).toBe("here");
	});

	test("that comes again, from a background that was killed, is carried out once", async () => {
		const field = one(`<textarea data-it>here</textarea>`);
		const found = passage(field, "field");
		const armor = oneArmor();
		const both = Promise.all([deliverPassage(found, order(armor), ports), deliverPassage(found, order(armor), ports)]);
		expect(await settled(both)).toEqual([{ outcome: "inserted" }, { outcome: "inserted" }]);
		expect(await deliver(found, armor)).toEqual({ outcome: "inserted" });
		expect(field.value).toBe(armor);
		expect(await deliver(found, oneArmor())).toEqual(refusal("changed"));
		expect(field.value).toBe(armor);
	});

	test("never mixes with another", async () => {
		const field = one(`<textarea data-it>here</textarea>`);
		const found = passage(field, "field");
		const first = oneArmor();
		const both = Promise.all([
			deliverPassage(found, order(first), ports),
			deliverPassage(found, order(oneArmor()), ports),
		]);
		expect(await settled(both)).toEqual([{ outcome: "inserted" }, refusal("busy")]);
		expect(field.value).toBe(first);
	});
});

test.each([
	["password", "<input data-it type=password>"],
	["password", "<input data-it autocomplete='cc-number'>"],
	["password", "<input data-it autocomplete='one-time-code'>"],
	...["number", "email", "tel", "url", "date"].map((type) => ["kind", `<input data-it type=${type}>`]),
	["kind", "<input data-it pattern='[0-9]+'>"],
	["locked", "<textarea data-it readonly></textarea>"],
	["locked", "<input data-it disabled>"],
	["too-small", "<input data-it maxlength=80>"],
	["unreadable", "<div class='monaco-editor'><textarea data-it></textarea></div>"],
	["encrypted", `<textarea data-it>${oneArmor()}</textarea>`],
	["nothing-selected", "<textarea data-it>words</textarea>"],
])("%s is why %s holds no armor", (why, markup) => {
	const element = one<HTMLElement>(markup);
	expect(editableAround(element)).toBe(element);
	expect(passageAt(pointedAt(element), why === "nothing-selected" ? "selection" : "field")).toBe(why);
});

test("a button is no field", () => {
	expect(editableAround(one("<input data-it type=submit>"))).toBeNull();
	expect(passageAt(pointedAt(null), "field")).toBe("no-field");
});

describe("the menu", () => {
	const trusted = (event: Event) => asTrusted(event);
	function openMenu(on: HTMLElement): void {
		on.dispatchEvent(trusted(new MouseEvent("contextmenu", { bubbles: true, composed: true })));
	}

	const menus = vi.fn();
	/** As when an item of it is chosen. */
	function pointing(): (into: Parameters<typeof passageAt>[1]) => {
		readonly at: Element | null;
		readonly found: unknown;
	} {
		menus.mockClear();
		const pointed = watchPointed(controller.signal, menus);
		return (into) => {
			const meant = pointed();
			return { at: meant.at, found: passageAt(meant, into) };
		};
	}

	test("means what was selected when it opened", () => {
		const field = one(`<textarea data-it>first second</textarea>`);
		const meant = pointing();
		field.setSelectionRange(0, 5);
		openMenu(field);
		field.setSelectionRange(6, 12);
		expect(meant("selection")).toMatchObject({ at: field, found: { into: "selection", text: "first" } });
	});

	test("means the field it was opened on, of any kind, and not the one with the focus", () => {
		document.body.innerHTML = `<textarea id="a">a</textarea><input id="n" type="number">`;
		const [area, number] = [document.querySelector<HTMLElement>("#a")!, document.querySelector<HTMLElement>("#n")!];
		const meant = pointing();
		area.focus();
		openMenu(number);
		expect(menus).toHaveBeenCalledOnce();
		expect(meant("field")).toEqual({ at: number, found: "kind" });
		expect(meant("field")).toMatchObject({ at: area, found: { text: "a" } });
	});

	test("that was left means nothing to a key", () => {
		const field = one(`<textarea data-it>first second</textarea>`);
		const meant = pointing();
		field.focus();
		field.setSelectionRange(0, 5);
		openMenu(field);
		field.setSelectionRange(6, 12);
		field.dispatchEvent(trusted(new KeyboardEvent("keydown", { bubbles: true, key: "E" })));
		expect(meant("either")).toMatchObject({ found: { text: "second" } });
	});

	test("of a script means nothing", () => {
		const field = one(`<textarea data-it>words</textarea>`);
		const meant = pointing();
		field.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, composed: true }));
		document.body.dispatchEvent(trusted(new MouseEvent("contextmenu", { bubbles: true, composed: true })));
		expect(menus).not.toHaveBeenCalled();
		expect(meant("field")).toEqual({ at: null, found: "no-field" });
	});
});
