// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { markOwn } from "../../src/content/frames/own-elements.ts";
import { type Guard, startGuard } from "../../src/content/guard/guard.ts";
import { kinOf } from "../../src/content/guard/kin.ts";
import { asTrusted } from "../ui/support/surface.ts";

const link = {
	onSwallowed: vi.fn(),
	onUserLeft: vi.fn(),
	onUserStayed: vi.fn(),
	onWantedBack: vi.fn(),
	onBroken: vi.fn(),
};
const onReturned = vi.fn();
const heard: string[] = [];
const composer = document.createElement("button");
const box = document.createElement("textarea");
const other = document.createElement("input");
const line = document.createElement("p");
markOwn(composer);
let ended: AbortController;
let guard: Guard;
let windowFocused = true;

beforeEach(() => {
	vi.useFakeTimers();
	vi.clearAllMocks();
	windowFocused = true;
	vi.spyOn(Document.prototype, "hasFocus").mockImplementation(() => windowFocused);
	ended = new AbortController();
	guard = startGuard(ended.signal, { onReplaced: () => undefined, onReturned });
	guard.composing(link);
	document.body.replaceChildren(composer, box, other, line);
	composer.focus();
	heard.length = 0;
	window.addEventListener("keydown", (event) => void heard.push(event.key), { capture: true, signal: ended.signal });
});
afterEach(() => {
	ended.abort();
	vi.useRealTimers();
	vi.restoreAllMocks();
});

describe("the composer lost the focus", () => {
	it("to a frame of the page: nobody left", () => {
		guard.stolen();
		vi.advanceTimersByTime(1_000);
		expect(link.onUserLeft).not.toHaveBeenCalled();
	});

	it("to a frame of another site that came meanwhile: it goes at once, unless the user is seen to have left", async () => {
		const frames = [0, 1].map(() => {
			const made = document.body.appendChild(document.createElement("iframe"));
			Object.defineProperty(made, "contentDocument", { value: null });
			return made;
		});
		await vi.advanceTimersByTimeAsync(0);
		for (const [index, thief] of frames.entries()) {
			thief.focus();
			if (index === 1) pointer(line);
			guard.stolen();
			expect(document.body.contains(thief)).toBe(index === 1);
		}
	});

	it("with the whole window: the user left, soon enough to be forgiven, and once", () => {
		windowFocused = false;
		guard.stolen();
		vi.advanceTimersByTime(200);
		expect(link.onUserLeft).toHaveBeenCalledOnce();
		vi.advanceTimersByTime(5_000);
		expect(link.onUserLeft).toHaveBeenCalledOnce();
	});

	it("and nobody had it for a moment, because the page took the stealing frame away: nobody left", () => {
		windowFocused = false;
		guard.stolen();
		vi.advanceTimersByTime(60);
		windowFocused = true;
		vi.advanceTimersByTime(60);
		windowFocused = false;
		vi.advanceTimersByTime(1_000);
		expect(link.onUserLeft).not.toHaveBeenCalled();
	});

	it("and was closed meanwhile: nobody is told", () => {
		windowFocused = false;
		guard.stolen();
		guard.composing(null);
		vi.advanceTimersByTime(1_000);
		expect(link.onUserLeft).not.toHaveBeenCalled();
	});
});

function pointer(on: Element, button = 0): void {
	on.dispatchEvent(asTrusted(new PointerEvent("pointerdown", { bubbles: true, composed: true, button })));
}
function key(on: Element, name = "x"): void {
	on.dispatchEvent(asTrusted(new KeyboardEvent("keydown", { key: name, bubbles: true, composed: true })));
}

describe("a press in the page", () => {
	it("lets keys through to what was pressed, and to nothing else", () => {
		pointer(box);
		box.focus();
		key(box, "a");
		key(other, "b");
		vi.advanceTimersByTime(1_000);
		key(box, "c");
		key(document.body, "d");
		expect(heard).toEqual(["a", "c"]);
		expect(link.onUserLeft).toHaveBeenCalledOnce();
		expect(link.onUserStayed).not.toHaveBeenCalled();
		expect(link.onSwallowed).toHaveBeenCalledTimes(2);
	});

	it("on plain text lets go of no box", () => {
		pointer(line);
		composer.blur();
		key(document.body, "a");
		vi.advanceTimersByTime(1_000);
		key(box, "b");
		expect(heard).toEqual(["a"]);
	});

	it("that left the focus in the composer was none", () => {
		pointer(box);
		vi.advanceTimersByTime(60);
		expect(link.onUserStayed).toHaveBeenCalledOnce();
		box.focus();
		key(box);
		expect(heard).toEqual([]);
	});

	it("after which the page moves the focus elsewhere was none", () => {
		pointer(line);
		box.focus();
		vi.advanceTimersByTime(60);
		expect(link.onUserStayed).toHaveBeenCalledOnce();
		key(document.body);
		expect(heard).toEqual([]);
	});

	it("with another button is none", () => {
		pointer(box, 2);
		box.focus();
		key(box);
		expect(heard).toEqual([]);
		expect(link.onUserLeft).not.toHaveBeenCalled();
	});

	it("is given back what the composer took back before it had heard, once", () => {
		pointer(box);
		box.focus();
		guard.stolen();
		expect(guard.raise()).toEqual({ to: box });
		expect(guard.raise()).toBeNull();
	});

	it("does not keep the user from coming back at once", () => {
		pointer(box);
		box.focus();
		expect(guard.raise()).toBeNull();
		key(box);
		expect(heard).toEqual([]);
	});
});

describe("Tab", () => {
	it("is no way out while the page has the keyboard", () => {
		box.focus();
		key(box, "Tab");
		key(box, "a");
		expect(heard).toEqual([]);
		expect(link.onUserLeft).not.toHaveBeenCalled();
		expect(link.onWantedBack).toHaveBeenCalledOnce();
	});
});

describe("after the composer was torn out", () => {
	it.each(["here", "in another frame"])(
		"%s, keys are swallowed until a press, and all frames are told of it",
		(where) => {
			guard.composing(null);
			if (where === "here") guard.composing("broken-off");
			else guard.brokenOff();
			guard.composingElsewhere(false);
			key(box, "a");
			pointer(box);
			key(box, "b");
			expect(heard).toEqual(["b"]);
			expect(onReturned).toHaveBeenCalledOnce();
		},
	);

	it("the press may be in any frame", () => {
		guard.composing("broken-off");
		guard.returned(false);
		key(box, "a");
		expect(heard).toEqual(["a"]);
	});

	it("Tab does it too, but not in the middle of typing", () => {
		guard.composing("broken-off");
		vi.advanceTimersByTime(1_500);
		key(box, "a");
		vi.advanceTimersByTime(1_500);
		key(box, "Tab");
		expect(heard).toEqual([]);
		vi.advanceTimersByTime(2_500);
		key(box, "Tab");
		key(box, "b");
		expect(heard).toEqual(["Tab", "b"]);
	});
});

describe("a new frame", () => {
	beforeEach(() => {
		ended.abort();
		ended = new AbortController();
		vi.spyOn(window, "top", "get").mockReturnValue({} as Window & typeof globalThis);
		guard = startGuard(ended.signal, { onReplaced: () => undefined, onReturned });
		window.addEventListener("keydown", (event) => void heard.push(event.key), { capture: true, signal: ended.signal });
	});

	it("gets no key before it is known whether somebody composes", () => {
		key(box, "a");
		guard.composingElsewhere(false);
		key(box, "b");
		expect(heard).toEqual(["b"]);
	});

	it("gets none while somebody does", () => {
		guard.composingElsewhere(true);
		key(box, "a");
		expect(heard).toEqual([]);
	});
});

describe("a new frame whose parent's guard is in reach", () => {
	/** The keys it gets before the background has answered, and whether it then lets go. */
	function beside(composing: string): string[] {
		ended.abort();
		ended = new AbortController();
		const around = { [Symbol.for("sotto.guard")]: { composing: () => composing, first: () => true } };
		vi.spyOn(window, "top", "get").mockReturnValue({} as Window & typeof globalThis);
		vi.spyOn(window, "parent", "get").mockReturnValue(around as unknown as Window & typeof globalThis);
		guard = startGuard(ended.signal, { onReplaced: () => undefined, onReturned });
		window.addEventListener("keydown", (event) => void heard.push(event.key), { capture: true, signal: ended.signal });
		key(box, "a");
		guard.composingElsewhere(false);
		key(box, "b");
		return heard;
	}

	it("knows at once that nobody composes", () => expect(beside("no")).toEqual(["a", "b"]));
	it("knows at once that somebody does", () => expect(beside("yes")).toEqual(["b"]));
	it("swallows like it after a composer was torn out", () => expect(beside("broken-off")).toEqual([]));
	it("waits where the parent does not know", () => expect(beside("unknown")).toEqual(["b"]));
});

describe("frames in which the page may listen first", () => {
	const frame = { closed: false, [Symbol.for("sotto.guard")]: kinOf(window) as object };
	const top = (of: object) => vi.spyOn(window, "top", "get").mockReturnValue(of as Window & typeof globalThis);
	beforeEach(() => {
		const shown = { composing: () => "no", first: () => false };
		Object.assign(frame, { closed: false, [Symbol.for("sotto.guard")]: shown });
		vi.spyOn(document, "readyState", "get").mockReturnValue("loading");
		guard = startGuard(ended.signal, { onReplaced: () => undefined, onReturned });
		above = { late: false };
		top({
			[Symbol.for("sotto.guard.exposed")]: new Map([[frame, shown]]),
			get [Symbol.for("sotto.guard")]() {
				return above;
			},
		});
	});
	let above: { late: boolean } | undefined;

	it("stop every composer of the tab", () => expect(guard.obstacle()).toBe("opened"));
	it("do so no longer when they have gone", () => {
		frame.closed = true;
		expect(guard.obstacle()).toBeNull();
	});
	it("nor when they show another document", () => {
		Object.assign(frame, { [Symbol.for("sotto.guard")]: {} });
		expect(guard.obstacle()).toBeNull();
	});
	it("are all of them where the top frame has no guard, or a late one", () => {
		frame.closed = true;
		above = undefined;
		expect(guard.obstacle()).toBe("late");
		above = { late: true };
		expect(guard.obstacle()).toBe("late");
		above = { late: false };
		expect(guard.obstacle()).toBeNull();
	});
	it("are not asked for in a tab of another site", () => {
		top(
			new Proxy(
				{},
				{
					get: () => {
						throw new Error("SecurityError");
					},
				},
			),
		);
		expect(guard.obstacle()).toBeNull();
	});
});

it("a guard is in reach of its frames, and says what it knows, until it ends", () => {
	const shown = () => kinOf(window)?.composing();
	expect(shown()).toBe("yes");
	guard.composing(null);
	expect(shown()).toBe("no");
	guard.composing("broken-off");
	expect(shown()).toBe("broken-off");
	ended.abort();
	expect(shown()).toBeUndefined();
});

describe("a press in a reader of ours", () => {
	const reader = document.createElement("button");
	const foreign = document.createElement("iframe");
	markOwn(reader);
	beforeEach(() => document.body.append(reader, foreign));
	const visit = () => guard.visit({ focus: () => reader.focus() }, 7);

	it("is announced to the composer, and leaves the guard up", () => {
		visit();
		expect(link.onUserLeft).toHaveBeenCalledExactlyOnceWith(7);
		reader.focus();
		key(box);
		expect(heard).toEqual([]);
	});

	it("gives the reader the focus that the composer took back", () => {
		visit();
		composer.focus();
		guard.raise();
		vi.advanceTimersByTime(60);
		expect(document.activeElement).toBe(reader);
		vi.advanceTimersByTime(5_000);
		expect(link.onWantedBack).not.toHaveBeenCalled();
	});

	it("gives the composer what the page takes from the reader, until it has it", () => {
		visit();
		reader.focus();
		vi.advanceTimersByTime(1_000);
		foreign.focus();
		document.body.focus();
		box.focus();
		vi.advanceTimersByTime(200);
		expect(link.onWantedBack.mock.calls.length).toBeGreaterThan(1);
		composer.focus();
		guard.raise();
		link.onWantedBack.mockClear();
		box.focus();
		vi.advanceTimersByTime(1_000);
		expect(link.onWantedBack).not.toHaveBeenCalled();
	});

	it("ends with a press in the page, and when the box gets the armor", () => {
		for (const end of [() => pointer(box), () => guard.hold(), () => guard.composing(link)]) {
			visit();
			reader.focus();
			vi.advanceTimersByTime(1_000);
			end();
			box.focus();
			vi.advanceTimersByTime(1_000);
			expect(link.onWantedBack).not.toHaveBeenCalled();
		}
	});

	it("is nothing to bring back while another window has the keyboard", () => {
		visit();
		vi.advanceTimersByTime(60);
		windowFocused = false;
		reader.blur();
		vi.advanceTimersByTime(1_000);
		expect(link.onWantedBack).not.toHaveBeenCalled();
	});

	it("means nothing while nobody composes", () => {
		guard.composing(null);
		visit();
		vi.advanceTimersByTime(1_000);
		expect(document.activeElement).not.toBe(reader);
	});

	const afar = () => {
		const frame = document.createElement("iframe");
		Object.defineProperty(frame, "contentDocument", { value: null });
		document.body.append(frame);
		return frame;
	};

	it("is no theft, whichever is heard first", () => {
		const frame = afar();
		for (let times = 0; times < 5; times++) {
			guard.stolen();
			vi.advanceTimersByTime(5);
			visit();
			vi.advanceTimersByTime(1_000);
			visit();
			vi.advanceTimersByTime(5);
			guard.stolen();
			vi.advanceTimersByTime(1_000);
		}
		expect(frame.isConnected).toBe(true);
	});

	it("excuses no theft after it", () => {
		const frame = afar();
		visit();
		vi.advanceTimersByTime(1_000);
		guard.stolen();
		vi.advanceTimersByTime(1_000);
		expect(frame.isConnected).toBe(true);
		guard.stolen();
		vi.advanceTimersByTime(1_000);
		expect(frame.isConnected).toBe(false);
	});
});
