/**
 * What stands in something that can be written into, and what of it is selected, at one moment: until the user has chosen an item of a
 * menu the page may have moved the focus and the selection.
 */
import { contains } from "../dom-tree.ts";
import { isField, mediaIn, textOf, withoutFillers, writtenText } from "./box.ts";

export type Standing = FieldStanding | RichStanding;

export interface FieldStanding {
	readonly kind: "field";
	readonly held: string;
	readonly start: number | null;
	readonly end: number | null;
}

export interface RichStanding {
	readonly kind: "rich";
	/** As the page has it, and as people read it. */
	readonly text: string;
	readonly written: string;
	/** There is more in it than text. */
	readonly media: boolean;
	readonly selected: Selected | null;
}

/** Two points, and not a live range, which would follow the page's changes to somewhere else. */
export interface Points {
	readonly from: Node;
	readonly fromOffset: number;
	readonly to: Node;
	readonly toOffset: number;
}

export interface Selected extends Points, Parts {
	/** As people read it. */
	readonly written: string;
	readonly media: boolean;
}

/** The text of an editor in three. */
export interface Parts {
	readonly before: string;
	readonly inside: string;
	readonly after: string;
}

export function standingIn(editable: HTMLElement): Standing {
	if (isField(editable)) {
		const { value, selectionStart, selectionEnd } = editable;
		return { kind: "field", held: value, start: selectionStart, end: selectionEnd };
	}
	const media = mediaIn(editable);
	return {
		kind: "rich",
		text: textOf(editable),
		written: writtenText(editable),
		media: media.length > 0,
		selected: selectedIn(editable, media),
	};
}

function selectedIn(box: HTMLElement, media: readonly Element[]): Selected | null {
	const selection = selectionIn(box);
	if (selection === null) return null;
	const range = selection.getRangeAt(0);
	const points = pointsOf(range);
	return {
		...points,
		...partsOf(box, points),
		written: withoutFillers(selection.toString()),
		media: media.some((one) => range.intersectsNode(one)),
	};
}

/** Null if nothing of this box is selected, or not of this box alone. */
export function selectionIn(box: HTMLElement): Selection | null {
	const root: Node & { getSelection?: () => Selection | null } = Node.prototype.getRootNode.call(box);
	for (const selection of [root.getSelection?.(), box.ownerDocument.getSelection()]) {
		if (!selection || selection.isCollapsed || selection.rangeCount !== 1) continue;
		const { from, to } = pointsOf(selection.getRangeAt(0));
		if (contains(box, from) && contains(box, to)) return selection;
	}
	return null;
}

export function pointsOf({ startContainer, startOffset, endContainer, endOffset }: Range): Points {
	return { from: startContainer, fromOffset: startOffset, to: endContainer, toOffset: endOffset };
}

export function partsOf(box: HTMLElement, { from, fromOffset, to, toOffset }: Points): Parts {
	const [before, inside, after] = [rangeOf(box), rangeOf(box), rangeOf(box)];
	before.setEnd(from, fromOffset);
	inside.setStart(from, fromOffset);
	inside.setEnd(to, toOffset);
	after.setStart(to, toOffset);
	return { before: before.toString(), inside: inside.toString(), after: after.toString() };
}

function rangeOf(box: HTMLElement): Range {
	const range = box.ownerDocument.createRange();
	range.selectNodeContents(box);
	return range;
}
