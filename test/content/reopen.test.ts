// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepAlive } from "../../src/content/guard/reopen.ts";
import { noSentinels } from "../../src/content/guard/sentinels.ts";

let listeners: [string, EventListener][];
let open: () => void;
let ended: AbortController;

/** What `document.open()` does to the listeners of the window. */
function erase(): void {
	for (const [type, listener] of listeners) window.removeEventListener(type, listener, { capture: true });
	listeners = [];
}

beforeEach(() => {
	listeners = [];
	ended = new AbortController();
	const add = window.addEventListener.bind(window);
	vi.spyOn(window, "addEventListener").mockImplementation((type: string, listener: unknown, options?: unknown) => {
		listeners.push([type, listener as EventListener]);
		add(type, listener as EventListener, options as AddEventListenerOptions);
	});
	vi.spyOn(document, "open").mockImplementation((() => {
		open();
		return document;
	}) as never);
});
afterEach(() => {
	ended.abort();
	vi.restoreAllMocks();
});

async function replacedDocument(): Promise<boolean> {
	const onReplaced = vi.fn();
	keepAlive(ended.signal, noSentinels(), { reopen: () => true, listen: () => undefined, onReplaced });
	erase();
	document.appendChild(document.createComment("new"));
	await new Promise((resolve) => setTimeout(resolve));
	expect(onReplaced).toHaveBeenCalledOnce();
	return onReplaced.mock.calls[0]?.[0] as boolean;
}

test("the page's listeners are gone if ours went as well", async () => {
	open = erase;
	expect(await replacedDocument()).toBe(true);
});

test("a page that put its own function there keeps them, and that is seen", async () => {
	open = () => undefined;
	expect(await replacedDocument()).toBe(false);
});

test("one that throws, too", async () => {
	open = () => {
		throw new Error("no");
	};
	expect(await replacedDocument()).toBe(false);
});
