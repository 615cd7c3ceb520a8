/**
 * What the menu of the browser was opened on, as it was then: until the user has chosen an item the page may have moved the focus and
 * the selection. For the keyboard: where the user is now.
 */
import { deepActiveElement, matches } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import { boxAround } from "./box.ts";
import { type Standing, standingIn } from "./standing.ts";

export interface Pointed {
	/** Null: nothing that can be written into. */
	readonly at: HTMLElement | null;
	readonly standing: Standing | null;
}

/** Returns what tells what is meant now. `onMenu`: the user may be about to write there. */
export function watchPointed(signal: AbortSignal, onMenu: () => void): () => Pointed {
	let menu: Pointed | null = null;

	const onOpened = (event: Event) => {
		const [target] = event.composedPath();
		if (!event.isTrusted || !(target instanceof Element) || isOwn(target)) return;
		menu = pointedAt(editableAround(target));
		if (menu.at !== null) onMenu();
	};
	/** The menu is gone. */
	const onOther = (event: Event) => {
		if (event.isTrusted) menu = null;
	};
	const options = { capture: true, passive: true, signal };
	window.addEventListener("contextmenu", onOpened, options);
	for (const type of ["pointerdown", "keydown"]) window.addEventListener(type, onOther, options);

	return () => {
		const pointed = menu;
		menu = null;
		if (pointed !== null) return pointed;
		const active = deepActiveElement();
		return pointedAt(active === null || isOwn(active) ? null : editableAround(active));
	};
}

export function pointedAt(editable: HTMLElement | null): Pointed {
	return { at: editable, standing: editable === null ? null : standingIn(editable) };
}

/** The field, of any kind, or the whole editor that the element is in. */
export function editableAround(element: Element | null): HTMLElement | null {
	if (element === null) return null;
	const input = element instanceof HTMLInputElement && !matches(element, buttons) ? element : null;
	return input ?? boxAround(element);
}

const buttons = "[type=button], [type=submit], [type=reset], [type=image], [type=checkbox], [type=radio], [type=file]";
