// @vitest-environment happy-dom
/** In which boxes Enter is taken for sending, before and after it was seen what it does there. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type EnterKey, enterKey, isEnter } from "../../src/content/clear-send/enter-key.ts";

const controller = new AbortController();
let enter: EnterKey;
let height: number;

beforeEach(() => {
	vi.useFakeTimers();
	height = 40;
	vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(() => new DOMRect(0, 0, 400, height));
	enter = enterKey(controller.signal);
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

function show(markup: string, text = "hello"): HTMLElement {
	document.body.innerHTML = `<form>${markup}</form>`;
	const box = document.querySelector<HTMLElement>("#box")!;
	if (box instanceof HTMLTextAreaElement || box instanceof HTMLInputElement) box.value = text;
	return box;
}
const plain = new KeyboardEvent("keydown", { key: "Enter" });
const control = new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true });
const command = new KeyboardEvent("keydown", { key: "Enter", metaKey: true });
const area = (more = "") => `<textarea id="box" ${more}></textarea>`;

it("is Enter alone or with Ctrl or Cmd, and not the one that ends a composition", () => {
	expect([plain, control, command].map(isEnter)).toEqual([true, true, true]);
	const others = [{ shiftKey: true }, { altKey: true }, { isComposing: true }, { keyCode: 229 }, { key: "a" }];
	for (const init of others) expect(isEnter(new KeyboardEvent("keydown", { key: "Enter", ...init }))).toBe(false);
});

describe("a box nobody has pressed Enter in", () => {
	it.each([
		["a low box", area(), 40, "", true],
		["a box for a letter", area(), 300, "", false],
		["a tall box that its text fills", area(), 300, "line\n".repeat(8), true],
		["a tall box that its long lines fill", area(), 300, "x".repeat(400), true],
		["a tall box that says it sends", area('enterkeyhint="send"'), 300, "", true],
		["a low box that says it does not", area('enterkeyhint="enter"'), 40, "", false],
		["one line", `<input id="box">`, 300, "", true],
		["a send button with a chord", `${area()}<button aria-label="Send (Ctrl-Enter)"></button>`, 40, "", false],
		["a German one", `${area()}<button title="Senden (Strg + Eingabe)"></button>`, 40, "", false],
		["another button with a chord", `${area()}<button title="Bold (Ctrl-B), Send">Send</button>`, 40, "", true],
		["an open list", area('aria-activedescendant="one"'), 40, "", false],
		["an open list, said otherwise", area('aria-expanded="true"'), 40, "", false],
		["a closed list", area('aria-expanded="false" aria-activedescendant=""'), 40, "", true],
	])("%s", (_, markup, tall, text, sends) => {
		height = tall;
		expect(enter.maySend(plain, show(markup, text))).toBe(sends);
	});

	it("sends with a chord wherever it is", () => {
		height = 300;
		for (const chord of [control, command]) expect(enter.maySend(chord, show(area()))).toBe(true);
	});
});

describe("what was seen in a box", () => {
	/** Enter goes to the page, which does this. */
	async function seen(box: HTMLElement, event: KeyboardEvent, does: (box: HTMLTextAreaElement) => void): Promise<void> {
		enter.watch(event, () => box);
		does(box as HTMLTextAreaElement);
		await vi.advanceTimersByTimeAsync(1500);
	}
	const breaks = (box: HTMLTextAreaElement) => {
		box.value += "\n";
	};
	const empties = (box: HTMLTextAreaElement) => {
		box.value = "";
	};

	it("a line that was broken: Enter alone is no question any more, in all boxes that look the same", async () => {
		const box = show(area());
		await seen(box, plain, breaks);
		expect([plain, control].map((event) => enter.maySend(event, box))).toEqual([false, true]);
		expect(enter.maySend(plain, show(area()))).toBe(false);
		expect(enter.maySend(plain, show(area('name="another"')))).toBe(true);
	});

	it("a chord that broke one", async () => {
		const box = show(area());
		await seen(box, control, breaks);
		expect([plain, control].map((event) => enter.maySend(event, box))).toEqual([true, false]);
	});

	it("a box for a letter that was emptied", async () => {
		height = 300;
		const box = show(area(), "hi");
		expect(enter.maySend(plain, box)).toBe(false);
		await seen(box, plain, empties);
		expect(enter.maySend(plain, box)).toBe(true);
	});

	it("a list that is open for ever, and the box is emptied all the same", async () => {
		const box = show(area('aria-expanded="true"'));
		await seen(box, plain, () => undefined);
		expect(enter.maySend(plain, box)).toBe(false);
		await seen(box, plain, empties);
		expect(enter.maySend(plain, box)).toBe(true);
	});

	it("a list that something was picked from teaches nothing", async () => {
		height = 300;
		const box = show(area(), "@b");
		await seen(box, plain, (one) => {
			one.value = "hello Ben";
		});
		expect(enter.maySend(plain, box)).toBe(false);
		height = 40;
		expect(enter.maySend(plain, show(area()))).toBe(true);
	});

	it("a new paragraph of a rich editor", async () => {
		const box = show(`<div id="box" contenteditable="true"><p>hello</p></div>`);
		await seen(box, plain, () => box.append(document.createElement("p")));
		expect(enter.maySend(plain, box)).toBe(false);
	});
});
