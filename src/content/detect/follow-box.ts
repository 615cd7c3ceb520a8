/** Keeps something of ours where a box of the page is. */
import { closest } from "../dom-tree.ts";

/** Layout moves without any event (a message comes in above). Milliseconds. */
const pollMs = 400;

/** Calls `onMove` in an animation frame whenever the box may have moved, and with null while it is not on screen. */
export function followBox(
	box: () => HTMLElement | null,
	signal: AbortSignal,
	onMove: (rect: DOMRect | null) => void,
): void {
	let scheduled = false;
	let last = "";

	function place(): void {
		scheduled = false;
		if (signal.aborted) return;
		const rect = box()?.getBoundingClientRect() ?? null;
		const shown = rect !== null && rect.width > 0 && rect.bottom > 0 && rect.top < window.innerHeight ? rect : null;
		const now =
			shown === null ? "" : [shown.left, shown.top, shown.width, shown.height, innerWidth, innerHeight].join();
		if (now === last && shown !== null) return;
		last = now;
		onMove(shown);
	}
	function schedule(): void {
		if (scheduled || signal.aborted) return;
		scheduled = true;
		requestAnimationFrame(place);
	}

	const options = { capture: true, passive: true, signal };
	window.addEventListener("scroll", schedule, options);
	window.addEventListener("resize", schedule, options);
	window.addEventListener("input", schedule, options);
	const sizes = new ResizeObserver(schedule);
	const element = box();
	if (element !== null) sizes.observe(element);
	const timer = setInterval(schedule, pollMs);
	signal.addEventListener("abort", () => {
		sizes.disconnect();
		clearInterval(timer);
	});
	place();
}

/** Where something above the page is put so that it can be used: a modal dialog makes everything outside it inert. */
export function overlayParent(box: Element): Element {
	const top = closest(box, "dialog[open], [popover]:popover-open");
	return top ?? document.fullscreenElement ?? document.documentElement;
}
