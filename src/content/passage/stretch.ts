/** A stretch of an editor's text: what of it is selected, or all of it. */
import type { Parts, RichStanding, Selected } from "../box/standing.ts";
import { partsOf, pointsOf, selectionIn } from "../box/standing.ts";
import { childNodesOf, contains } from "../dom-tree.ts";
import { selectAll } from "../insert/select.ts";

/** The text of the box in three; `inside` is the passage. */
export interface Stretch extends Parts {
	/** Selects it again; false: it is not the same any more. */
	readonly select: (box: HTMLElement) => boolean;
	/** It still is, in a box whose text has not changed since. */
	readonly isSelected: (box: HTMLElement) => boolean;
}

export function everything({ text }: RichStanding): Stretch {
	const select = (now: HTMLElement) => {
		selectAll(now);
		return true;
	};
	const was = { before: "", inside: text, after: "" };
	return { ...was, select, isSelected: (now) => isSelected(now, was) };
}

export function stretchOf(was: Selected): Stretch {
	const { from, fromOffset, to, toOffset, before, inside, after } = was;
	const select = (now: HTMLElement) => {
		if (!contains(now, from) || !contains(now, to)) return false;
		if (fromOffset > lengthOf(from) || toOffset > lengthOf(to)) return false;
		const is = partsOf(now, was);
		if (is.before !== before || is.inside !== inside || is.after !== after) return false;
		now.focus({ preventScroll: true });
		now.ownerDocument.getSelection()?.setBaseAndExtent(from, fromOffset, to, toOffset);
		return true;
	};
	return { before, inside, after, select, isSelected: (now) => isSelected(now, was) };
}

function isSelected(box: HTMLElement, { before, after }: Parts): boolean {
	const range = selectionIn(box)?.getRangeAt(0);
	if (range === undefined) return false;
	const is = partsOf(box, pointsOf(range));
	return is.before === before && is.after === after;
}

function lengthOf(node: Node): number {
	return node.nodeType === Node.TEXT_NODE ? (node as Text).length : (childNodesOf(node)?.length ?? 0);
}
