// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";
import { StillButton } from "../../src/ui/components/still-button.tsx";
import { button, press, show } from "./support/surface.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

afterEach(() => {
	vi.unstubAllGlobals();
	Object.defineProperty(window, "top", { value: window, configurable: true });
});

/** A frame of which the browser says that a part is out of sight. */
function partlyOutOfSight(): void {
	class Observer {
		readonly tell: IntersectionObserverCallback;
		constructor(tell: IntersectionObserverCallback) {
			this.tell = tell;
		}
		observe() {
			this.tell([{ intersectionRatio: 0.5 } as IntersectionObserverEntry], this as unknown as IntersectionObserver);
		}
		disconnect() {}
	}
	vi.stubGlobal("IntersectionObserver", Observer);
	vi.stubGlobal("IntersectionObserverEntry", class {});
	Object.defineProperty(window, "top", { value: {}, configurable: true });
}

it("brings all that belongs to a button into view by a press that was in vain", async () => {
	partlyOutOfSight();
	const onPress = vi.fn();
	const onVain = vi.fn();
	const root = await show(
		<div data-still="">
			<p>What it does</p>
			<StillButton onPress={onPress} onVain={onVain}>
				Do it
			</StillButton>
		</div>,
	);
	const seen = vi.fn();
	for (const one of root.querySelectorAll<HTMLElement>("*")) one.scrollIntoView = () => seen(one.tagName);
	await press(button(root, "Do it"));
	expect(onPress).not.toHaveBeenCalled();
	expect(onVain).toHaveBeenCalledWith("unseen");
	expect(seen.mock.calls).toEqual([["DIV"]]);
	await press(button(root, "Do it"), false);
	expect(seen).toHaveBeenCalledOnce();
});
