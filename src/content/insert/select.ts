/** Focus and selection in a box, and the waits they need. */
import { drawsItself, isField } from "../box/box.ts";
import { pressKey } from "./events.ts";

/** Slate and others follow the DOM's selection at most every 100 ms; text inserted before that lands beside the old one. */
export const selectionMs = 120;

export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Two frames' time, without waiting for a frame: hidden tabs have none. */
export const frameMs = 34;

export function selectAll(box: HTMLElement): void {
	box.focus({ preventScroll: true });
	// No selection of the document's is theirs, and one of the field's would be taken for the user's, who wants less.
	if (drawsItself(box) && selectsByKeys(box)) return;
	if (isField(box)) {
		box.select();
		return;
	}
	const selection = box.ownerDocument.getSelection();
	const range = box.ownerDocument.createRange();
	range.selectNodeContents(box);
	selection?.removeAllRanges();
	selection?.addRange(range);
}

/** Ctrl+A, on Macs Command+A. */
function selectsByKeys(box: HTMLElement): boolean {
	return pressKey(box, "a", "KeyA", 65, true) || pressKey(box, "a", "KeyA", 65, false, true);
}
