/**
 * Which editors take the user's own keys for themselves: they cancel the browser's `beforeinput`, or the `keydown` of a letter. Such
 * an editor has a text of its own. What the browser's own command then does to the page says nothing of that text, which may still be
 * what the user typed before: Enter would send it.
 */
import { frameState } from "../frame-state.ts";
import { boxAround } from "./box.ts";

/** COMPAT: `execCommand` is preceded by a trusted `beforeinput` in Firefox, and by nothing in Chromium (measured). */
export const browserAsksEditor = "wrappedJSObject" in window;

export function keepsOwnText(box: HTMLElement): boolean {
	return frameState().keyTakers.has(box);
}

/** From the start of the frame on: the user may write in a box long before the lock is pressed. Twice does no harm. */
export function watchTyping(signal: AbortSignal): void {
	for (const type of ["keydown", "beforeinput"]) window.addEventListener(type, hear, { capture: true, signal });
}

function hear(event: Event): void {
	if (!event.isTrusted || !writes(event)) return;
	const [target] = event.composedPath();
	const box = target instanceof Element ? boxAround(target) : null;
	// When everybody has heard it.
	if (box !== null) setTimeout(() => note(box, event), 0);
}

/** Signs are left out: pages take them for menus ("/", "@", ":") and leave the letters to the browser. */
function writes(event: Event): boolean {
	if (event instanceof InputEvent) return event.inputType.startsWith("insertText");
	const { key, ctrlKey, metaKey, altKey } = event as KeyboardEvent;
	return /^[\p{L}\p{N}]$/u.test(key) && !ctrlKey && !metaKey && !altKey;
}

/** The last letter counts: at a limit of length, an editor without a text of its own cancels too. */
function note(box: HTMLElement, event: Event): void {
	if (event.defaultPrevented) frameState().keyTakers.add(box);
	else if (event instanceof InputEvent) frameState().keyTakers.delete(box);
}
