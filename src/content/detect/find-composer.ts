/** Which boxes of this frame are offered the lock. A user can pick any other by hand ("use this box"). */

import { allBelow } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import { boxAround, focusedBox, isField } from "../insert/box.ts";
import { offerScore, possibleScore, scoreBox } from "./score.ts";
import { readSignals } from "./signals.ts";

const candidates = "textarea, input[type=text], input:not([type]), [contenteditable]:not([contenteditable='false' i])";

/** Editable elements looked at in one tree; a spreadsheet has thousands. */
const maxCandidates = 60;

/** Lock buttons in one frame. */
const maxOffers = 3;

export interface Scored {
	readonly box: HTMLElement;
	readonly score: number;
}

/** Boxes worth at least `possibleScore`, best first. */
export function rankBoxes(roots: readonly (Document | ShadowRoot)[]): readonly Scored[] {
	const boxes = new Set<HTMLElement>();
	for (const root of roots) {
		let looked = 0;
		for (const element of allBelow(root, candidates)) {
			if (isOwn(element) || ++looked > maxCandidates) continue;
			const box = isField(element) ? element : boxAround(element);
			if (box !== null) boxes.add(box);
		}
	}
	return [...boxes]
		.map((box) => ({ box, score: scoreBox(readSignals(box)) }))
		.filter(({ score }) => score >= possibleScore)
		.sort((a, b) => b.score - a.score);
}

export function offeredBoxes(roots: readonly (Document | ShadowRoot)[]): readonly HTMLElement[] {
	return rankBoxes(roots)
		.filter(({ score }) => score >= offerScore)
		.slice(0, maxOffers)
		.map(({ box }) => box);
}

/** By hand: the box the user is in, whatever it looks like; else the best one there is. */
export function chosenBox(roots: readonly (Document | ShadowRoot)[]): HTMLElement | null {
	return focusedBox() ?? rankBoxes(roots)[0]?.box ?? null;
}
