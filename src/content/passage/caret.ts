/** Where the caret stands once it is over: proof selects everything, and the next letter would take the place of it. */
import { walk } from "../dom-tree.ts";

/** Behind so many characters of the box's text, in the text itself: at the end of the whole box an editor may begin a new line. */
export function putCaret(box: HTMLElement, offset: number): void {
	const selection = box.ownerDocument.getSelection();
	const texts = walk(box, NodeFilter.SHOW_TEXT);
	let left = offset;
	for (let node = texts.nextNode() as Text | null; node !== null; node = texts.nextNode() as Text | null) {
		if (left <= node.length) {
			selection?.collapse(node, left);
			return;
		}
		left -= node.length;
	}
	selection?.collapseToEnd();
}
