/** Which boxes of this frame are offered the lock: those that look like it, and first of all what the user said of a box. */
import type { BoxChoice } from "../../messaging/channels.ts";
import { boxAround, focusedBox, isField } from "../box/box.ts";
import { allBelow } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import { marksAmong } from "./box-mark.ts";
import { offerScore, possibleScore, scoreBox } from "./score.ts";
import { boxSelector, readSignals } from "./signals.ts";

type Roots = readonly (Document | ShadowRoot)[];

/** Editable elements looked at in one tree; a spreadsheet has thousands. */
const maxCandidates = 60;

/** Lock buttons in one frame that nobody asked for. */
const maxOffers = 3;

export interface Judged {
	readonly box: HTMLElement;
	readonly score: number;
	/** What the user said of it on this site, if anything. */
	readonly chosen: "use" | "not" | null;
}

/** All boxes there are, best first: what the user chose, then by score. */
export function judgeBoxes(roots: Roots, choices: readonly BoxChoice[]): readonly Judged[] {
	const boxes = findBoxes(roots);
	const chosen = choicesFor(boxes, choices);
	return boxes
		.map((box) => ({ box, score: scoreBox(readSignals(box)), chosen: chosen.get(box) ?? null }))
		.sort((a, b) => Number(b.chosen === "use") - Number(a.chosen === "use") || b.score - a.score);
}

function findBoxes(roots: Roots): HTMLElement[] {
	const boxes = new Set<HTMLElement>();
	for (const root of roots) {
		let looked = 0;
		for (const element of allBelow(root, boxSelector)) {
			if (isOwn(element) || ++looked > maxCandidates) continue;
			const box = isField(element) ? element : boxAround(element);
			if (box !== null) boxes.add(box);
		}
	}
	return [...boxes];
}

/** Of two choices that mean one box, the later counts. */
function choicesFor(boxes: readonly HTMLElement[], choices: readonly BoxChoice[]): Map<HTMLElement, "use" | "not"> {
	const chosen = new Map<HTMLElement, "use" | "not">();
	if (choices.length === 0) return chosen;
	const marked = marksAmong(boxes);
	for (const { mark, use } of choices) {
		for (const box of marked(mark)) chosen.set(box, use ? "use" : "not");
	}
	return chosen;
}

export function offered(judged: readonly Judged[]): readonly HTMLElement[] {
	const asked = judged.filter(({ box, chosen }) => chosen === "use" && isUsable(box));
	const likely = judged.filter(({ score, chosen }) => chosen === null && score >= offerScore).slice(0, maxOffers);
	return [...asked, ...likely].map(({ box }) => box);
}

export function offeredBoxes(roots: Roots, choices: readonly BoxChoice[] = []): readonly HTMLElement[] {
	return offered(judgeBoxes(roots, choices));
}

/** The box that "the message box" means where nobody pointed at one. */
export function bestOf(judged: readonly Judged[]): HTMLElement | null {
	const likely = judged.find(({ box, score, chosen }) => {
		return chosen === "use" ? isUsable(box) : chosen === null && score >= possibleScore;
	});
	return likely?.box ?? null;
}

/** By hand: the box the user is in, whatever it looks like; else the best one there is. */
export function chosenBox(roots: Roots, choices: readonly BoxChoice[] = []): HTMLElement | null {
	return focusedBox() ?? bestOf(judgeBoxes(roots, choices));
}

function isUsable(box: HTMLElement): boolean {
	return !isField(box) || !(box.disabled || box.readOnly);
}
