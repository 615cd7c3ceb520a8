/**
 * Whether a button has been in sight and still for so long that a press on it is meant. A page can put a frame of ours under the
 * pointer in the moment of a click, cover all of it but the button, or make it transparent (clickjacking).
 *
 * | where               | what starts the half second anew                                                             |
 * | ------------------- | -------------------------------------------------------------------------------------------- |
 * | everywhere          | first sight (each view mounts its buttons anew), a hidden tab, a change of size              |
 * | frame in Chromium   | anything but wholly visible: covered, faded, clipped, scaled (IntersectionObserver v2)       |
 * | frame in Firefox    | not wholly in the viewport, or moved on the screen; a cover cannot be seen there             |
 *
 * Chromium by itself drops input to a frame with such an observer for a moment after the frame has moved.
 */

/** Milliseconds. Longer than a double click, shorter than reading the line. */
export const stillMs = 500;
/** Milliseconds between two looks at the place on the screen, and the least delay that the observer takes. */
const lookMs = 100;
/** Borders fall between pixels. */
const wholly = 0.99;

/** `unseen`: the page covers it, or it is not wholly in view. */
export type Stillness = "still" | "waiting" | "unseen";

export interface StillWatch {
	/** As of this moment: also looks whether the frame has moved since the last look. */
	readonly now: () => Stillness;
	readonly stop: () => void;
}

/** `target`: what must be seen whole to know what the press means. `tell` hears of every change; it begins as `waiting`. */
export function watchStill(target: Element, tell: (now: Stillness) => void): StillWatch {
	const ended = new AbortController();
	const { signal } = ended;
	const framed = window !== window.top;
	let state: Stillness = "waiting";
	let seen: boolean | null = framed ? null : true;
	let place = screenPlace();
	let timer: ReturnType<typeof setTimeout> | undefined;

	const set = (next: Stillness) => {
		if (next === state || signal.aborted) return;
		state = next;
		tell(next);
	};
	const restart = () => {
		clearTimeout(timer);
		set(seen === false ? "unseen" : "waiting");
		if (seen === true && document.visibilityState === "visible") timer = setTimeout(() => set("still"), stillMs);
	};
	const look = () => {
		const now = screenPlace();
		if (now === place) return;
		place = now;
		restart();
	};

	document.addEventListener("visibilitychange", restart, { signal });
	window.addEventListener("resize", restart, { signal });
	restart();
	if (framed) {
		const observer = observeSight((now) => {
			seen = now;
			restart();
		});
		observer.observe(target);
		signal.addEventListener("abort", () => observer.disconnect());
		const looks = place === "" ? undefined : setInterval(look, lookMs);
		signal.addEventListener("abort", () => clearInterval(looks));
	}
	return {
		now: () => {
			if (framed) look();
			return state;
		},
		stop: () => {
			ended.abort();
			clearTimeout(timer);
		},
	};
}

function observeSight(tell: (seen: boolean) => void): IntersectionObserver {
	const tellsVisible = "isVisible" in IntersectionObserverEntry.prototype;
	const onEntries: IntersectionObserverCallback = (entries) => {
		const last = entries.at(-1) as (IntersectionObserverEntry & { readonly isVisible?: boolean }) | undefined;
		if (last !== undefined) tell(last.intersectionRatio >= wholly && (!tellsVisible || last.isVisible === true));
	};
	// Version 2 is not in the types yet; a browser without it does not read these two.
	const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = {
		threshold: [0, wholly, 1],
		trackVisibility: true,
		delay: lookMs,
	};
	return new IntersectionObserver(onEntries, options);
}

/** Where this document begins on the screen, CSS px; "" where the browser does not say (all but Firefox). */
function screenPlace(): string {
	const { mozInnerScreenX: x, mozInnerScreenY: y } = window as {
		readonly mozInnerScreenX?: number;
		readonly mozInnerScreenY?: number;
	};
	return x === undefined || y === undefined ? "" : `${x} ${y}`;
}
