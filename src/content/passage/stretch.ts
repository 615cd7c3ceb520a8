/** A stretch of an editor's text: what of it is selected, or all of it. */
import { childNodesOf, contains } from "../dom-tree.ts";
import { textOf } from "../insert/box.ts";
import { selectAll } from "../insert/select.ts";

/** The text of a box in three; `inside` is the passage. */
interface Parts {
	readonly before: string;
	readonly inside: string;
	readonly after: string;
}

export interface Stretch extends Parts {
	/** Selects it again; false: it is not the same any more. */
	readonly select: (box: HTMLElement) => boolean;
	/** It still is, in a box whose text has not changed since. */
	readonly isSelected: (box: HTMLElement) => boolean;
}

/** Null if nothing of this box is selected, or not of this box alone. */
export function selectionIn(box: HTMLElement): Selection | null {
	const root: Node & { getSelection?: () => Selection | null } = Node.prototype.getRootNode.call(box);
	for (const selection of [root.getSelection?.(), box.ownerDocument.getSelection()]) {
		if (!selection || selection.isCollapsed || selection.rangeCount !== 1) continue;
		const { startContainer, endContainer } = selection.getRangeAt(0);
		if (contains(box, startContainer) && contains(box, endContainer)) return selection;
	}
	return null;
}

export function rangeOf(box: HTMLElement): Range {
	const range = box.ownerDocument.createRange();
	range.selectNodeContents(box);
	return range;
}

export function everything(box: HTMLElement): Stretch {
	const select = (now: HTMLElement) => {
		selectAll(now);
		return true;
	};
	const was = { before: "", inside: textOf(box), after: "" };
	return { ...was, select, isSelected: (now) => isSelected(now, was) };
}

/** Kept as it was: a live range would follow the page's changes to somewhere else. */
export function stretchOf(box: HTMLElement, { startContainer, startOffset, endContainer, endOffset }: Range): Stretch {
	const was = split(box, startContainer, startOffset, endContainer, endOffset);
	const select = (now: HTMLElement) => {
		if (!contains(now, startContainer) || !contains(now, endContainer)) return false;
		if (startOffset > lengthOf(startContainer) || endOffset > lengthOf(endContainer)) return false;
		const is = split(now, startContainer, startOffset, endContainer, endOffset);
		if (is.before !== was.before || is.inside !== was.inside || is.after !== was.after) return false;
		now.focus({ preventScroll: true });
		now.ownerDocument.getSelection()?.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
		return true;
	};
	return { ...was, select, isSelected: (now) => isSelected(now, was) };
}

function isSelected(box: HTMLElement, { before, after }: Parts): boolean {
	const range = selectionIn(box)?.getRangeAt(0);
	if (range === undefined) return false;
	const is = split(box, range.startContainer, range.startOffset, range.endContainer, range.endOffset);
	return is.before === before && is.after === after;
}

function split(box: HTMLElement, from: Node, fromOffset: number, to: Node, toOffset: number): Parts {
	const [before, inside, after] = [rangeOf(box), rangeOf(box), rangeOf(box)];
	before.setEnd(from, fromOffset);
	inside.setStart(from, fromOffset);
	inside.setEnd(to, toOffset);
	after.setStart(to, toOffset);
	return { before: before.toString(), inside: inside.toString(), after: after.toString() };
}

function lengthOf(node: Node): number {
	return node.nodeType === Node.TEXT_NODE ? (node as Text).length : (childNodesOf(node)?.length ?? 0);
}
