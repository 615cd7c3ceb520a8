/** How much a box looks like a chat's message box. Pure: what is seen of the box comes in as a plain object. */
import { messageWords, otherFieldWords, publicWords, says, searchWords } from "./words.ts";

export interface BoxSignals {
	readonly type: "rich" | "area" | "line";
	/** It cannot be a message box: password, autocomplete, read-only, hidden, tiny. */
	readonly excluded: boolean;
	readonly editContext: boolean;
	readonly roleTextbox: boolean;
	readonly multiline: boolean;
	readonly knownEditor: boolean;
	readonly codeEditor: boolean;
	readonly enterKeyHint: string;
	/** aria-label, placeholder and their kin. */
	readonly label: string;
	/** id, class and name. */
	readonly code: string;
	readonly combobox: boolean;
	/** Characters, or 0 for none. */
	readonly maxLength: number;
	readonly inputMode: string;
	/** Edges as shares of the window's height. */
	readonly top: number;
	readonly bottom: number;
	readonly buttons: { readonly send: boolean; readonly other: boolean; readonly few: boolean };
	readonly messages: "above" | "near" | "none";
	readonly otherFields: number;
	/** It is the text of a letter: beside it stands a field for its recipients. */
	readonly addressed: boolean;
}

/** From here on the lock is offered. */
export const offerScore = 5;
/** From here on "use this box" is not a surprise. */
export const possibleScore = 2;

const typePoints = { rich: 2, area: 2, line: -1 } as const;

/** One line of the judgement, in words for the diagnosis page; nothing of the page is in it. */
export interface Reason {
	readonly why: string;
	readonly points: number;
}

export function scoreBox(box: BoxSignals): number {
	if (box.excluded) return Number.NEGATIVE_INFINITY;
	return scoreReasons(box).reduce((sum, { points }) => sum + points, 0);
}

/** What counts for and against it. An excluded box has points too, but no score. */
export function scoreReasons(box: BoxSignals): readonly Reason[] {
	const reasons: Reason[] = [];
	const add = (why: string, points: number, when: boolean) => {
		if (when) reasons.push({ why, points });
	};
	add(`type ${box.type}`, typePoints[box.type], true);
	add("edit context", 1, box.editContext);
	add("role textbox", 1, box.roleTextbox);
	add("multiline", 1, box.multiline);
	add("known editor", 1, box.knownEditor);
	add("code editor", -4, box.codeEditor);
	add("enter key sends", 3, box.enterKeyHint === "send");
	add("enter key searches", -5, box.enterKeyHint === "search" || box.enterKeyHint === "go");

	const labelled = says(box.label, messageWords);
	add("label says message", 3, labelled);
	add("name says message", 2, !labelled && says(box.code, messageWords));
	add("label says search", -9, says(box.label, searchWords));
	const other = says(box.label, otherFieldWords);
	add("label says another field", -5, other);
	add("name says another field", -3, !other && says(box.code, otherFieldWords));
	add("label says public", -3, says(box.label, publicWords));
	add("combobox or search", -6, box.combobox);
	add("short limit", -3, box.maxLength > 0 && box.maxLength <= 160);
	add("input mode", -5, box.inputMode !== "" && box.inputMode !== "text");

	add("low on the screen", 2, box.top >= 0.6 && box.bottom - box.top < 0.4);
	add("at the top", -1, box.bottom <= 0.15);
	const letter = box.addressed && box.type !== "line";
	add("text of a letter", 3, letter);
	add("tall", -3, !letter && box.bottom - box.top > 0.5);

	add("button sends", 3, box.buttons.send);
	add("button does something else", -3, box.buttons.other && !box.buttons.send);
	add("few buttons", 1, box.buttons.few);
	add("messages above", 2, box.messages === "above");
	add("messages near", 1, box.messages === "near");
	add("other fields in the form", -Math.min(4, 2 * box.otherFields), !letter && box.otherFields > 0);
	return reasons;
}
