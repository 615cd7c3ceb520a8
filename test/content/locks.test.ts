// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Locks, startLocks } from "../../src/content/detect/locks.ts";
import { openLockMenu } from "../../src/content/writing/lock-menu.ts";
import type { BoxChoice } from "../../src/messaging/channels.ts";
import { ask } from "../../src/messaging/content-client.ts";
import { asTrusted } from "../ui/support/surface.ts";
import { closedRoots } from "./support/closed-roots.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("../ui/support/i18n.ts"));
vi.mock(import("../../src/messaging/content-client.ts"), () => ({ ask: vi.fn(), onToContent: vi.fn() }));

let roots: ShadowRoot[];
let choices: BoxChoice[];
let opened: HTMLElement[];
let nears: number;
/** Whether writing.js can be had, which has the menu. */
let hasWriting: boolean;
let controller: AbortController;
let locks: Locks;

const page = `<main><form action="/find"><input name="query" type="text" aria-label="Search"></form>
	<div><div role="log"></div><textarea name="body" placeholder="Message"></textarea><button>Send</button></div></main>`;

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(10, 600, 400, 80));
	roots = closedRoots();
	document.body.innerHTML = page;
	choices = [];
	opened = [];
	nears = 0;
	hasWriting = true;
	vi.mocked(ask).mockImplementation(async (_channel, what) => {
		choices.push(what as BoxChoice);
		return null;
	});
	controller = new AbortController();
	locks = startLocks(controller.signal, {
		roots: () => [document],
		choices: () => choices,
		allowed: () => true,
		open: (box) => opened.push(box),
		getReady: () => {
			nears++;
		},
		openMenu: async (...menu) => {
			if (hasWriting) openLockMenu(...menu);
			return hasWriting;
		},
	});
	refresh();
});
afterEach(() => {
	controller.abort();
	vi.restoreAllMocks();
	vi.useRealTimers();
});

function refresh(): void {
	locks.refreshSoon();
	vi.advanceTimersByTime(2000);
}
const field = (name: string) => document.querySelector<HTMLElement>(`[name=${name}]`)!;
const shown = () => roots.filter(({ host }) => host.isConnected);
const lockButton = () => shown()[0]!.querySelector<HTMLButtonElement>("button[aria-label]")!;
const menu = () => shown()[0]!.querySelector("[role=menu]");
const event = (type: string, init: object = {}, trusted = true) => {
	const made = new KeyboardEvent(type, { bubbles: true, cancelable: true, ...init });
	return trusted ? asTrusted(made) : made;
};

test("the lock opens the composer on its box", () => {
	expect(shown()).toHaveLength(1);
	lockButton().dispatchEvent(event("click", {}, false));
	expect(opened).toEqual([]);
	lockButton().dispatchEvent(event("click"));
	expect(opened).toEqual([field("body")]);
});

test.each([
	["right click", "contextmenu", {}],
	["arrow down", "keydown", { key: "ArrowDown" }],
])("%s opens a menu, and its item takes the lock away for good", async (_, type, init) => {
	lockButton().dispatchEvent(event(type, init, false));
	expect(menu()).toBeNull();
	lockButton().dispatchEvent(event(type, init));
	expect(lockButton().getAttribute("aria-expanded")).toBe("true");
	const item = menu()!.querySelector<HTMLElement>("[role=menuitem]")!;
	expect(item.textContent).toBe("Not this box");
	expect(shown()[0]!.activeElement).toBe(item);
	item.dispatchEvent(event("click", {}, false));
	expect(choices).toEqual([]);
	item.dispatchEvent(event("click"));
	expect(document.activeElement).toBe(field("body"));
	expect(shown()).toEqual([]);
	expect(choices).toMatchObject([{ use: false }]);
	refresh();
	expect(shown()).toEqual([]);
	// The page draws it anew.
	document.body.innerHTML = page;
	refresh();
	expect(shown()).toEqual([]);
	expect(opened).toEqual([]);
});

// `all: initial` takes away what is inherited.
test("lock, menu and item say each for itself that they know the dark, and the item stays on one line", () => {
	lockButton().dispatchEvent(event("contextmenu"));
	const item = menu()!.querySelector<HTMLElement>("[role=menuitem]")!;
	for (const one of [lockButton(), menu() as HTMLElement, item]) expect(one.style.colorScheme).toBe("light dark");
	expect(item.style.whiteSpace).toBe("nowrap");
});

test("a menu that cannot be had leaves the lock as it was, to be asked again", async () => {
	hasWriting = false;
	lockButton().dispatchEvent(event("contextmenu"));
	await vi.advanceTimersByTimeAsync(0);
	expect([menu(), lockButton().getAttribute("aria-expanded")]).toEqual([null, "false"]);
	hasWriting = true;
	lockButton().dispatchEvent(event("contextmenu"));
	await vi.advanceTimersByTimeAsync(0);
	expect([menu() === null, lockButton().getAttribute("aria-expanded")]).toEqual([false, "true"]);
});

test.each(["pointerenter", "focus"])("%s on the lock makes ready for a press", (type) => {
	expect(nears).toBe(0);
	lockButton().dispatchEvent(new Event(type));
	expect(nears).toBe(1);
});

test("escape goes back to the lock and changes nothing", () => {
	lockButton().dispatchEvent(event("contextmenu"));
	menu()!.firstElementChild!.dispatchEvent(event("keydown", { key: "Escape" }));
	expect([menu(), shown()[0]!.activeElement, choices]).toEqual([null, lockButton(), []]);
});

test("a finger that rests opens the menu, and lifting it opens no composer", () => {
	const pointer = (type: string, pointerType: string) =>
		asTrusted(new PointerEvent(type, { pointerType, bubbles: true }));
	lockButton().dispatchEvent(pointer("pointerdown", "touch"));
	vi.advanceTimersByTime(600);
	expect(menu()).not.toBeNull();
	lockButton().dispatchEvent(pointer("pointerup", "touch"));
	lockButton().dispatchEvent(event("click"));
	expect(opened).toEqual([]);
	lockButton().dispatchEvent(pointer("pointerdown", "touch"));
	lockButton().dispatchEvent(pointer("pointerup", "touch"));
	lockButton().dispatchEvent(event("click"));
	expect(opened).toHaveLength(1);
});

function touch(box: HTMLElement, trusted = true): void {
	box.addEventListener("focusin", locks.touch);
	box.dispatchEvent(trusted ? asTrusted(new Event("focusin", { composed: true })) : new Event("focusin"));
}

test("a box the user points at is used, and nothing is remembered that was not said in its menu", () => {
	touch(field("query"));
	expect(locks.use(false)).toBe(field("query"));
	expect(choices).toEqual([]);
	refresh();
	expect(shown()).toHaveLength(1);
});

test("a box used from its own menu is remembered, and has its lock when the page is drawn anew", () => {
	touch(field("query"));
	expect(locks.use(true)).toBe(field("query"));
	expect(choices).toMatchObject([{ use: true }]);
	document.body.innerHTML = page;
	refresh();
	expect(shown()).toHaveLength(2);
	for (const root of shown()) root.querySelector<HTMLElement>("button[aria-label]")!.dispatchEvent(event("click"));
	expect(new Set(opened)).toEqual(new Set([field("query"), field("body")]));
});

test("pointing at a box that has a lock teaches nothing", () => {
	touch(field("body"));
	expect(locks.use(true)).toBe(field("body"));
	expect(choices).toEqual([]);
});

test("a box that was ruled out comes back when it is pointed at", () => {
	lockButton().dispatchEvent(event("contextmenu"));
	menu()!.querySelector("[role=menuitem]")!.dispatchEvent(event("click"));
	touch(field("body"));
	expect(locks.use(true)).toBe(field("body"));
	refresh();
	expect(shown()).toHaveLength(1);
});

test("a script's focus points at nothing", () => {
	touch(field("query"), false);
	expect(locks.use(true)).toBe(field("body"));
	expect(choices).toEqual([]);
});

test("without a box of the user's the best one there is", () => {
	expect(locks.best()).toBe(field("body"));
	expect(locks.locked()).toBe(field("body"));
});

test("what is said of several boxes of a site has one salt, and another site another", () => {
	touch(field("query"));
	locks.use(true);
	lockButton().dispatchEvent(event("contextmenu"));
	menu()!.querySelector("[role=menuitem]")!.dispatchEvent(event("click"));
	const [first, second] = choices;
	expect(first?.mark.salt).toMatch(/^[0-9a-f]{32}$/);
	expect(second?.mark.salt).toBe(first?.mark.salt);
	choices.length = 0;
	touch(field("query"));
	locks.use(true);
	expect(choices[0]?.mark.salt).not.toBe(first?.mark.salt);
});
