/** The browser's own command, which writes into the page whether the editor listens or not. */
import { browserAsksEditor, keepsOwnText } from "../box/by-hand.ts";

/** Lets our own trusted events through the guard. */
export type Allow = <T>(run: () => T) => T;

/** True: the editor took the text. "native": the browser's own command put it in, and no editor said a word. */
export type Taken = boolean | "native";

/** Replaces the selection. Null where the editor would not hear of it and has a text of its own. */
export function nativeInsert(box: HTMLElement, text: string, allow: Allow): Taken | null {
	if (keepsOwnText(box) && !browserAsksEditor) return null;
	let asked: Event | null = null;
	const hear = (event: Event) => {
		if (event.isTrusted) asked = event;
	};
	const target = box.ownerDocument.defaultView ?? window;
	target.addEventListener("beforeinput", hear, { capture: true });
	const done = allow(() => box.ownerDocument.execCommand("insertText", false, text));
	target.removeEventListener("beforeinput", hear, { capture: true });
	if ((asked as Event | null)?.defaultPrevented) return true;
	return done ? "native" : false;
}
