// @vitest-environment happy-dom
/** What is said beside a box or field where there is no composer to say it in. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { showNote } from "../../src/content/note.ts";
import { refusalWords } from "../../src/content/passage/refusal-words.ts";
import { closedRoots } from "./support/closed-roots.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("../ui/support/i18n.ts"));

let roots: ShadowRoot[];
let controller: AbortController;

beforeEach(() => {
	vi.useFakeTimers();
	roots = closedRoots();
	controller = new AbortController();
});
afterEach(() => {
	controller.abort();
	vi.restoreAllMocks();
	vi.useRealTimers();
});

const shown = () => roots.filter(({ host }) => host.isConnected).map((root) => root.textContent);
const texts = [
	...Object.values(refusalWords),
	"needsReload",
	"pageListensFirst",
	"writingNotLoaded",
	"clearSendNotAsked",
];

test("each reason has words of its own, and one is shown at a time", () => {
	const said = texts.map((key) => {
		showNote(key, null, controller.signal);
		expect(shown()).toHaveLength(1);
		return shown()[0] ?? "";
	});
	expect(new Set(said).size).toBe(texts.length);
	for (const text of said) expect(text).toMatch(/^[A-Z].+ .+\.$/);
});

test("it is an alert, and out of the page's reach", () => {
	showNote("unfitPassword", null, controller.signal);
	expect(roots[0]?.mode).toBe("closed");
	expect(roots[0]?.querySelector("[role=alert]")).not.toBeNull();
});

test.each(["pointerdown", "keydown", "wheel"])("it goes with %s", (type) => {
	showNote("unfitKind", null, controller.signal);
	window.dispatchEvent(new Event(type));
	expect(shown()).toEqual([]);
});

test("it goes by itself, and with the script", () => {
	showNote("unfitKind", null, controller.signal);
	vi.advanceTimersByTime(9_000);
	expect(shown()).toHaveLength(1);
	vi.advanceTimersByTime(2_000);
	expect(shown()).toEqual([]);
	showNote("unfitKind", null, controller.signal);
	controller.abort();
	expect(shown()).toEqual([]);
	showNote("unfitKind", null, controller.signal);
	expect(shown()).toEqual([]);
});
