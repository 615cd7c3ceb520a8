// @vitest-environment happy-dom

import { readFileSync } from "node:fs";
import { signal } from "@preact/signals";
import { render } from "preact";
import { act as rendered } from "preact/test-utils";
import { describe, expect, it, vi } from "vitest";
import type { ComparisonReply, ComparisonShown } from "../../src/messaging/channels.ts";
import type { Comparing, ComparingNews } from "../../src/ui/comparison/comparing.ts";
import { ComparisonPanel } from "../../src/ui/comparison/panel.tsx";
import { comparisonPictures } from "../../src/ui/comparison/pictures.ts";
import { ReaderCard } from "../../src/ui/reader/reader-card.tsx";
import { message } from "./support/i18n.ts";
import { ben, messageView } from "./support/people.ts";
import { button, idleActions, press, show, stayStill, words } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

const quiet: ComparingNews = { working: false, refused: null, sent: null, armor: null, error: null };
const endsAt = Date.now() + 600_000;
const attempt = "a".repeat(32);
const code = { method: "pictures", pictures: [0, 1, 2, 35, 46, 47, 63] } as const;
const compare = { kind: "compare", attempt, code, readsFirst: true, endsAt } as const;

async function panel(view: ComparisonReply["view"], news: Partial<ComparingNews> = {}) {
	const act = vi.fn();
	const open = vi.fn();
	const nothing = () => undefined;
	const comparing: Comparing = {
		news: signal({ ...quiet, ...news }),
		act,
		copy: nothing,
		open,
		look: nothing,
		forget: nothing,
	};
	const panelOf = (shown: typeof view) => <ComparisonPanel view={shown} name="Ben" comparing={comparing} />;
	const root = await show(panelOf(view));
	return { root, act, open, turnTo: (next: typeof view) => rendered(() => render(panelOf(next), root)) };
}

describe("a comparison", () => {
	it("shows seven pictures with their names, who reads first, and both answers side by side", async () => {
		const { root, act } = await panel(compare);
		expect(words(root)).toContain("Dog Cat Lion Santa Lock Key Pin Read this aloud to Ben first.");
		await stayStill();
		await press(button(root, "They differ"), false);
		expect(act).not.toHaveBeenCalled();
		await press(button(root, "They differ"));
		expect(act).toHaveBeenCalledWith("differ", attempt);
	});

	it("takes no press of an answer that has just come up, in any window", async () => {
		const { root, act, turnTo } = await panel(compare);
		await press(button(root, "They match"));
		expect(act).not.toHaveBeenCalled();
		expect(words(root)).toContain("Please press again.");
		await stayStill();
		await turnTo({ ...compare, attempt: "b".repeat(32) });
		await press(button(root, "They match"));
		expect(act).not.toHaveBeenCalled();
		await stayStill();
		await press(button(root, "They match"));
		expect(act).toHaveBeenCalledWith("match", "b".repeat(32));
	});

	it("in a frame takes no press while the code or the answers may be covered", async () => {
		let see = (_visible: boolean): void => undefined;
		const observed: Element[] = [];
		class Entry {}
		Object.defineProperty(Entry.prototype, "isVisible", { value: false });
		vi.stubGlobal("IntersectionObserverEntry", Entry);
		vi.stubGlobal(
			"IntersectionObserver",
			class {
				constructor(tell: (entries: readonly object[]) => void) {
					const others = see;
					see = (isVisible) => {
						others(isVisible);
						tell([{ intersectionRatio: 1, isVisible }]);
					};
				}
				observe = (target: Element) => void observed.push(target);
				disconnect = () => undefined;
			},
		);
		const top = Object.getOwnPropertyDescriptor(window, "top");
		Object.defineProperty(window, "top", { value: {}, configurable: true });
		try {
			const { root, act } = await panel(compare);
			for (const target of observed) expect(words(target)).toMatch(/Dog Cat .*They match They differ/u);
			expect(observed).not.toEqual([]);
			await rendered(() => see(false));
			await stayStill();
			await press(button(root, "They match"));
			expect(act).not.toHaveBeenCalled();
			await rendered(() => see(true));
			await stayStill();
			await press(button(root, "They match"));
			expect(act).toHaveBeenCalledWith("match", attempt);
		} finally {
			vi.unstubAllGlobals();
			if (top !== undefined) Object.defineProperty(window, "top", top);
		}
	});

	it.each([
		[{ says: "asked", over: true }, "Ben asked to compare a code. This comparison is over."],
		[{ says: "goes-on", over: true }, "A step of comparing a code. This comparison is over."],
		[{ says: "answered", over: true }, "Ben has compared the code. This comparison is over."],
		[{ says: "stopped", over: true }, "Ben stopped comparing."],
		[{ says: "goes-on", over: false }, "A step of comparing a code."],
	] as const)("that is over is so in each of its messages: %o", async (what, line) => {
		const shown: ComparisonShown = { contact: ben, now: null, ...what };
		const view = messageView({ text: "", comparison: shown });
		const root = await show(<ReaderCard view={view} actions={idleActions} />);
		const [said] = root.querySelectorAll(".reader-line");
		expect(said && words(said as HTMLElement)).toBe(line);
	});

	it("whose time ran out is told of where the next one begins", async () => {
		const { root } = await panel({ kind: "idle", left: 2, again: null, ranOut: true });
		expect(words(root)).toContain("The last comparison is over: its ten minutes have passed. Talk with Ben");
		const { root: first } = await panel({ kind: "idle", left: 3, again: null, ranOut: false });
		expect(words(first)).not.toContain("over");
	});

	it("where a page could cover it leads to a window of ours, and shows neither a code nor answers", async () => {
		const { root, open } = await panel({ kind: "compare-apart", attempt, endsAt });
		expect(words(root)).toContain("Compare the code with Ben in a window of Sotto.");
		expect([...root.querySelectorAll("button")].map(words)).toEqual(["Show the code", "Stop comparing"]);
		await stayStill();
		await press(button(root, "Show the code"));
		expect(open).toHaveBeenCalledOnce();
	});

	it("offers no other attempt after three that failed, and says what is left", async () => {
		const { root } = await panel({ kind: "idle", ranOut: false, left: 0, again: Date.now() + 3_600_000 });
		expect(words(root)).toContain("safety number");
		expect(root.querySelector("button")).toBeNull();
	});

	it("says what became of the step", async () => {
		const waiting = { kind: "waiting", attempt, endsAt } as const;
		expect(words((await panel(waiting, { sent: { outcome: "inserted" } })).root)).toContain("Press the site's send");
		expect(words((await panel(waiting, { error: "contact-not-writable" })).root)).toContain("has to answer");
	});

	it("is a quiet line in a message that it does not go on from", async () => {
		const shown: ComparisonShown = { contact: ben, says: "answered", over: false, now: null };
		const view = messageView({ text: "", comparison: shown });
		const root = await show(<ReaderCard view={view} actions={idleActions} />);
		expect(words(root)).toMatch(/^Ben has compared the code\./u);
		expect(root.querySelector(".message-text, button")).toBeNull();
	});

	it("has the pictures of the protocol in its order", () => {
		const protocol = readFileSync("docs/protocol.md", "utf8");
		const rows = [...protocol.matchAll(/\| (\d+) ([a-z ]+?)(?= \|)/gu)].map(([, number, name]) => [
			Number(number),
			name,
		]);
		const ours = comparisonPictures.map(([key], number) => [number, message(key).toLowerCase()]);
		expect(ours).toHaveLength(64);
		for (const one of ours) expect(rows).toContainEqual(one);
	});
});
