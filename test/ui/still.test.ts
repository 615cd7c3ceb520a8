// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Stillness, type StillWatch, stillMs, watchStill } from "../../src/ui/still.ts";

/** Plays the browser's part: what it sees of the target, and whether it can tell covered from visible. */
class Sight {
	static version: 1 | 2 = 2;
	static last: Sight | null = null;
	readonly tell: IntersectionObserverCallback;
	readonly options: IntersectionObserverInit | undefined;
	watching = false;

	constructor(tell: IntersectionObserverCallback, options?: IntersectionObserverInit) {
		this.tell = tell;
		this.options = options;
		Sight.last = this;
	}
	observe() {
		this.watching = true;
	}
	disconnect() {
		this.watching = false;
	}
	static see(intersectionRatio: number, isVisible: boolean): void {
		const entry = Sight.version === 2 ? { intersectionRatio, isVisible } : { intersectionRatio };
		Sight.last?.tell([entry as unknown as IntersectionObserverEntry], Sight.last as unknown as IntersectionObserver);
	}
}

const button = document.createElement("button");
const told: Stillness[] = [];
let watch: StillWatch;

function start(where: "frame" | "window", version: 1 | 2 = 2): void {
	Sight.version = version;
	class Entry {}
	if (version === 2) Object.defineProperty(Entry.prototype, "isVisible", { value: false });
	vi.stubGlobal("IntersectionObserver", Sight);
	vi.stubGlobal("IntersectionObserverEntry", Entry);
	Object.defineProperty(window, "top", { value: where === "frame" ? {} : window, configurable: true });
	watch = watchStill(button, (now) => told.push(now));
}
function showTab(visibility: DocumentVisibilityState): void {
	vi.spyOn(document, "visibilityState", "get").mockReturnValue(visibility);
	document.dispatchEvent(new Event("visibilitychange"));
}
const pass = (ms: number) => vi.advanceTimersByTime(ms);

beforeEach(() => {
	vi.useFakeTimers();
	told.length = 0;
	Sight.last = null;
});
afterEach(() => {
	watch.stop();
	vi.useRealTimers();
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
	Object.defineProperty(window, "top", { value: window, configurable: true });
});

describe("a button in a frame", () => {
	it("is still half a second after the browser has seen it whole, not after it was made", () => {
		start("frame");
		pass(5_000);
		expect(watch.now()).toBe("waiting");
		Sight.see(1, true);
		pass(stillMs - 1);
		expect(watch.now()).toBe("waiting");
		pass(1);
		expect(watch.now()).toBe("still");
		expect(told).toEqual(["still"]);
	});

	it("asks the browser for real visibility, as often as it may", () => {
		start("frame");
		expect(Sight.last?.options).toMatchObject({ trackVisibility: true, delay: 100 });
	});

	it.each([
		["covered or faded", 1, false],
		["clipped", 0.9, true],
	])("starts anew when it is %s for a moment", (_how, ratio, visible) => {
		start("frame");
		Sight.see(1, true);
		pass(stillMs);
		Sight.see(ratio, visible);
		expect(watch.now()).toBe("unseen");
		pass(5_000);
		expect(watch.now()).toBe("unseen");
		Sight.see(1, true);
		expect(watch.now()).toBe("waiting");
		pass(stillMs);
		expect(watch.now()).toBe("still");
	});

	it("makes do with being in view where the browser cannot tell more", () => {
		start("frame", 1);
		Sight.see(0.5, false);
		pass(stillMs);
		expect(watch.now()).toBe("unseen");
		Sight.see(1, false);
		pass(stillMs);
		expect(watch.now()).toBe("still");
	});

	it("starts anew when the frame moves on the screen, noticed at the press at the latest", () => {
		const screen = window as { mozInnerScreenX?: number; mozInnerScreenY?: number };
		Object.assign(screen, { mozInnerScreenX: 10, mozInnerScreenY: 20 });
		start("frame", 1);
		Sight.see(1, false);
		pass(stillMs);
		expect(watch.now()).toBe("still");
		screen.mozInnerScreenY = 21;
		expect(watch.now()).toBe("waiting");
		pass(stillMs);
		expect(watch.now()).toBe("still");
		screen.mozInnerScreenX = 300;
		pass(100);
		expect(told.at(-1)).toBe("waiting");
		delete screen.mozInnerScreenX;
		delete screen.mozInnerScreenY;
	});
});

describe.each(["frame", "window"] as const)("in a %s", (where) => {
	beforeEach(() => {
		start(where);
		if (where === "frame") Sight.see(1, true);
		pass(stillMs);
		expect(watch.now()).toBe("still");
	});

	it("a change of size starts anew", () => {
		window.dispatchEvent(new Event("resize"));
		expect(watch.now()).toBe("waiting");
		pass(stillMs);
		expect(watch.now()).toBe("still");
	});

	it("time in a hidden tab does not count", () => {
		showTab("hidden");
		pass(5_000);
		expect(watch.now()).toBe("waiting");
		showTab("visible");
		pass(stillMs - 1);
		expect(watch.now()).toBe("waiting");
		pass(1);
		expect(watch.now()).toBe("still");
	});

	it("asking does not start anew", () => {
		window.dispatchEvent(new Event("resize"));
		for (let asked = 0; asked < 5; asked++) {
			pass(stillMs / 5);
			watch.now();
		}
		expect(watch.now()).toBe("still");
	});
});

it("a stopped watch tells nothing more and lets the observer go", () => {
	start("frame");
	watch.stop();
	Sight.see(1, true);
	pass(stillMs);
	expect(told).toEqual([]);
	expect(Sight.last?.watching).toBe(false);
});

it("a window of ours is not asked what covers it", () => {
	start("window");
	expect(Sight.last).toBeNull();
});
