/**
 * Whether the box got the focus a moment ago while armor goes into it. We give it the focus ourselves, and editors take it once more
 * when they draw what they took. Neither is a theft; a page that gives the focus to anything else still is one.
 */

/** The news of a theft comes over a port. Milliseconds. */
const recentMs = 250;

export interface BoxFocus {
	/** Until the function it returns is called. */
	readonly watch: (find: () => HTMLElement | null) => () => void;
	readonly isRecent: () => boolean;
}

export function boxFocus(): BoxFocus {
	let focusedAt = Number.NEGATIVE_INFINITY;
	return {
		watch: (find) => {
			const controller = new AbortController();
			const onFocus = (event: Event): void => {
				const box = find();
				if (box !== null && event.composedPath().includes(box)) focusedAt = performance.now();
			};
			window.addEventListener("focusin", onFocus, { capture: true, signal: controller.signal });
			return () => controller.abort();
		},
		isRecent: () => performance.now() - focusedAt < recentMs,
	};
}
