/**
 * Whether the site's editor really has the text. The text in the page proves nothing: in 20 of 332 measured cases it was right while
 * the editor's own model still held the old text, which Enter would have sent. What counts:
 *
 *   the editor cancelled our event AND the page shows the text and nothing else
 *   or the editor itself copies out exactly this text
 *   or the browser's own command did it, no editor had claimed an earlier step, and none has taken the user's own keys (by-hand.ts)
 */

import { drawsItself, isEmpty, norm, notDrawn, textOf } from "../box/box.ts";
import { keepsOwnText } from "../box/by-hand.ts";
import { firstBelow } from "../dom-tree.ts";
import { copied } from "./blank.ts";
import type { Taken } from "./command.ts";
import { pause } from "./select.ts";

type Find = () => HTMLElement | null;

export type Verdict = "ok" | "nothing" | "wrong";

const pollMs = 25;

export function shows(find: Find, text: string): boolean {
	const box = find();
	return box !== null && norm(textOf(box)) === norm(text);
}

/** Waits for it, where the page is going to show all of it. */
export async function comesToShow(find: Find, text: string, withinMs: number): Promise<boolean> {
	for (let waited = 0; !shows(find, text); waited += pollMs) {
		const box = find();
		if (waited >= withinMs || box === null || firstBelow(box, notDrawn) !== null) return false;
		await pause(pollMs);
	}
	return true;
}

export async function judge(find: Find, text: string, taken: Taken, claimed: boolean): Promise<Verdict> {
	const box = find();
	if (box === null) return "wrong";
	const shown = shows(find, text);
	if (!drawsItself(box)) {
		if (taken === true && shown) return "ok";
		if (!shown && taken !== true) return isEmpty(box) ? "nothing" : "wrong";
		// Slate copies from the DOM and not from its model: no witness.
		if (box.matches("[data-slate-editor]")) return "wrong";
	}
	const held = await copied(find, shown || drawsItself(box) ? text : undefined);
	if (held !== null) return norm(held) === norm(text) ? "ok" : "wrong";
	if (drawsItself(box)) return "wrong";
	return taken === "native" && !claimed && !keepsOwnText(box) && shows(find, text) ? "ok" : "wrong";
}
