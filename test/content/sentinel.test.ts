// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isOwn } from "../../src/content/frames/own-elements.ts";
import { hideFrames } from "../../src/content/guard/hide-frames.ts";
import { type Kin, showKin } from "../../src/content/guard/kin.ts";
import { isOwnSentinel, isSentinel, standSentinel } from "../../src/content/guard/sentinel.ts";
import { noSentinels, type Sentinels } from "../../src/content/guard/sentinels.ts";
import { asTrusted } from "../ui/support/surface.ts";

let ended: AbortController;
let sentinels: Sentinels;
let roots: ShadowRoot[];
let erased: boolean;
const onUnload = vi.fn<(first: boolean) => void>();

/** The window is that of a frame without an address, or of the sentinel itself. */
function within(frame: Element | null): void {
	vi.stubGlobal("frameElement", frame);
}

beforeEach(() => {
	ended = new AbortController();
	sentinels = noSentinels();
	roots = [];
	erased = false;
	onUnload.mockClear();
	document.body.replaceChildren();
	vi.stubGlobal("top", {});
	vi.stubGlobal("location", { protocol: "about:" });
	within(document.createElement("iframe"));
	const windows = new WeakMap<object, Window>();
	vi.spyOn(HTMLIFrameElement.prototype, "contentWindow", "get").mockImplementation(function (this: object) {
		const own = windows.get(this) ?? (new EventTarget() as Window);
		windows.set(this, own);
		return own;
	});
	const { attachShadow } = Element.prototype;
	vi.spyOn(Element.prototype, "attachShadow").mockImplementation(function (this: Element, init) {
		const root = attachShadow.call(this, init);
		roots.push(root);
		return root;
	});
	const kin: Kin = { composing: () => "no", first: () => true, late: false, isSentinel: sentinels.inPlace };
	showKin(kin, ended.signal);
});
afterEach(() => {
	ended.abort();
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
	window.name = "";
});

function stood(): HTMLIFrameElement {
	standSentinel(ended.signal, sentinels, { erased: () => erased, onUnload });
	const frame = roots.at(-1)?.querySelector("iframe");
	if (!frame) throw new Error("no sentinel");
	return frame;
}
function unload(frame: HTMLIFrameElement): void {
	frame.contentWindow?.dispatchEvent(asTrusted(new Event("pagehide")));
}
/** What it says of itself when the document is emptied. */
function firstAfter(act: (frame: HTMLIFrameElement) => void): unknown {
	const frame = stood();
	act(frame);
	erased = true;
	unload(frame);
	return onUnload.mock.calls[0]?.[0];
}

test("has a name of its own each time, which nobody guesses", () => {
	const names = [stood(), stood()].map(({ name }) => name);
	expect(names[0]).toMatch(/^sotto-sentinel-[0-9a-f]{32}$/);
	expect(names[0]).not.toBe(names[1]);
});

test("knows itself by the guard around it, not by its name", () => {
	const frame = stood();
	within(frame);
	expect([isOwnSentinel(), isSentinel()]).toEqual([true, true]);
	within(document.body.appendChild(document.createElement("iframe")));
	window.name = frame.name;
	expect([isOwnSentinel(), isSentinel()]).toEqual([false, true]);
	window.name = "sotto-sentinel";
	expect(isSentinel()).toBe(false);
});

test.each<[string, (frame: HTMLIFrameElement) => void]>([
	["put elsewhere", (frame) => document.body.append(frame)],
	["whose host was put elsewhere", (frame) => document.body.append((frame.getRootNode() as ShadowRoot).host)],
	["unloaded", unload],
])("one that was %s is a frame of the page", (_how, act) => {
	const frame = stood();
	within(frame);
	act(frame);
	expect(isOwnSentinel()).toBe(false);
});

test("put elsewhere it is hidden like every frame of the page", () => {
	const frame = stood();
	expect(isOwn(frame)).toBe(false);
	document.body.append(frame);
	hideFrames(ended.signal, { spare: null, onFight: () => undefined });
	expect(frame.style.display).toBe("none");
});

test("its host is told from what else is ours", () => {
	const { host } = stood().getRootNode() as ShadowRoot;
	expect([isOwn(host), sentinels.isHost(host), sentinels.isHost(document.body)]).toEqual([true, true, false]);
});

test.each<[string, boolean, (frame: HTMLIFrameElement) => void]>([
	["nothing happened to it", true, () => undefined],
	["it loaded once", true, (frame) => frame.dispatchEvent(new Event("load"))],
	["it got a child", false, (frame) => frame.append(document.createElement("iframe"))],
	["it got an address", false, (frame) => frame.setAttribute("srcdoc", "")],
	["it got a companion", false, (frame) => frame.after(document.createElement("iframe"))],
	["it was put elsewhere", false, (frame) => document.body.append(frame)],
	["something came before it", false, () => document.documentElement.prepend(document.createElement("iframe"))],
])("is the first to hear if %s: %s", (_what, first, act) => {
	expect(firstAfter(act)).toBe(first);
});

test("is not the first if it loaded more than once", () => {
	const again = (frame: HTMLIFrameElement) => {
		for (let times = 0; times < 2; times++) frame.dispatchEvent(new Event("load"));
	};
	expect(firstAfter(again)).toBe(false);
});
