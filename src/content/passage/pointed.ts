/**
 * What the menu of the browser was opened on, as it was then: until the user has chosen an item the page may have moved the focus and
 * the selection. For the keyboard: where the user is now.
 */
import { deepActiveElement } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import type { Passage } from "./passage.ts";
import { passageIn } from "./passage-at.ts";
import { editableAround, type Unfit } from "./unfit.ts";

type Into = Passage["into"] | "either";

export interface Asked {
	readonly found: Passage | Unfit;
	/** Where to say so if it is none. */
	readonly at: HTMLElement | null;
}

/** Returns what tells what is meant now. */
export function watchPointed(signal: AbortSignal): (into: Into) => Asked {
	let menu: ((into: Into) => Asked) | null = null;

	const onMenu = (event: Event) => {
		const [target] = event.composedPath();
		if (!event.isTrusted || !(target instanceof Element) || isOwn(target)) return;
		const at = editableAround(target);
		const [field, selection] = [passageIn(at, "field"), passageIn(at, "selection")];
		menu = (into) => ({
			at,
			found: into === "field" || (into === "either" && selection === "nothing-selected") ? field : selection,
		});
	};
	/** The menu is gone. */
	const onOther = (event: Event) => {
		if (event.isTrusted) menu = null;
	};
	const options = { capture: true, passive: true, signal };
	window.addEventListener("contextmenu", onMenu, options);
	for (const type of ["pointerdown", "keydown"]) window.addEventListener(type, onOther, options);

	return (into) => {
		const pointed = menu?.(into);
		menu = null;
		if (pointed !== undefined) return pointed;
		const active = deepActiveElement();
		const at = active === null || isOwn(active) ? null : editableAround(active);
		return { at, found: passageIn(at, into) };
	};
}
