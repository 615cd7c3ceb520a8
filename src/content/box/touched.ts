/** When the user last did something in this frame, with a key or a pointer: what nobody pressed for waits for a pause. */
import { frameState } from "../frame-state.ts";

const touches = ["keydown", "compositionupdate", "pointerdown", "drop"] as const;

/** From the start of the frame on. Twice does no harm. */
export function watchTouches(signal: AbortSignal): void {
	const { touch } = frameState();
	const note = (event: Event) => {
		if (event.isTrusted) touch.at = performance.now();
	};
	for (const type of touches) window.addEventListener(type, note, { capture: true, passive: true, signal });
}

/** Milliseconds. */
export function untouchedFor(): number {
	return performance.now() - frameState().touch.at;
}
