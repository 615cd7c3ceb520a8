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
}

/** From here on the lock is offered. */
export const offerScore = 5;
/** From here on "use this box" is not a surprise. */
export const possibleScore = 2;

const typePoints = { rich: 2, area: 2, line: -1 } as const;

export function scoreBox(box: BoxSignals): number {
	if (box.excluded) return Number.NEGATIVE_INFINITY;
	let score: number = typePoints[box.type];
	const add = (points: number, when: boolean) => {
		if (when) score += points;
	};
	add(1, box.editContext);
	add(1, box.roleTextbox);
	add(1, box.multiline);
	add(1, box.knownEditor);
	add(-4, box.codeEditor);
	add(3, box.enterKeyHint === "send");
	add(-5, box.enterKeyHint === "search" || box.enterKeyHint === "go");

	if (says(box.label, messageWords)) score += 3;
	else add(2, says(box.code, messageWords));
	add(-9, says(box.label, searchWords));
	if (says(box.label, otherFieldWords)) score -= 5;
	else add(-3, says(box.code, otherFieldWords));
	add(-3, says(box.label, publicWords));
	add(-6, box.combobox);
	add(-3, box.maxLength > 0 && box.maxLength <= 160);
	add(-5, box.inputMode !== "" && box.inputMode !== "text");

	add(2, box.top >= 0.6 && box.bottom - box.top < 0.4);
	add(-1, box.bottom <= 0.15);
	add(-3, box.bottom - box.top > 0.5);

	add(3, box.buttons.send);
	add(-3, box.buttons.other && !box.buttons.send);
	add(1, box.buttons.few);
	add(2, box.messages === "above");
	add(1, box.messages === "near");
	return score - Math.min(4, 2 * box.otherFields);
}
