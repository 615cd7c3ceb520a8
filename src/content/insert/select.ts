/** Focus and selection in a box, and the waits they need. */
import { closestAcross } from "../dom-tree.ts";
import { drawsItself, isField } from "./box.ts";
import { pressKey } from "./events.ts";

/** Slate and others follow the DOM's selection at most every 100 ms; text inserted before that lands beside the old one. */
export const selectionMs = 120;

export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Two frames' time, without waiting for a frame: hidden tabs have none. */
export const frameMs = 34;

/** Monaco and EditContext editors have no DOM selection of their own. */
const withoutSelection = ".monaco-editor";

export function selectAll(box: HTMLElement): void {
	box.focus({ preventScroll: true });
	if (isField(box)) {
		box.select();
		return;
	}
	const selection = box.ownerDocument.getSelection();
	const range = box.ownerDocument.createRange();
	range.selectNodeContents(box);
	selection?.removeAllRanges();
	selection?.addRange(range);
	if (closestAcross(box, withoutSelection) !== null || drawsItself(box)) {
		pressKey(box, "a", "KeyA", 65, true);
	}
}
