/** Puts an editor back as it was: by its own undo, else its former text anew, without what was more than text. */

import { textOf } from "../box/box.ts";
import type { Allow } from "../insert/clear-box.ts";
import { beforeInput, pressKey } from "../insert/events.ts";
import { insertText } from "../insert/insert-text.ts";
import { pause } from "../insert/select.ts";

export interface Kept {
	/** As the page has it. */
	readonly text: string;
	/** As people read it. */
	readonly written: string;
}

/** Until an editor has drawn what it did. Milliseconds. */
const drawnMs = 200;

type Undo = (box: HTMLElement, allow: Allow) => void;

const byBrowser: readonly Undo[] = [(box, allow) => allow(() => box.ownerDocument.execCommand("undo"))];

const byEditor: readonly Undo[] = [
	(box) => box.dispatchEvent(beforeInput("historyUndo", null)),
	(box) => pressKey(box, "z", "KeyZ", 90, true),
];

/** `native`: what is to be undone was the browser's own command. */
export async function giveBack(
	find: () => HTMLElement | null,
	kept: Kept,
	native: boolean,
	allow: Allow,
): Promise<boolean> {
	for (const undo of native ? byBrowser : byEditor) {
		const box = find();
		if (box === null) return false;
		undo(box, allow);
		await pause(drawnMs);
		if (isBack(find, kept)) return true;
	}
	await insertText(find, kept.written, allow);
	return isBack(find, kept);
}

function isBack(find: () => HTMLElement | null, { text }: Kept): boolean {
	const box = find();
	return box !== null && isText(box, text);
}

/** Editors write a space as U+00A0 beside an edge, and put U+200B, U+2060 or U+FEFF where a line is empty. */
export function isText(box: HTMLElement, text: string): boolean {
	return plain(textOf(box)) === plain(text);
}

function plain(text: string): string {
	return text.replace(/\u00a0/g, " ").replace(/[\u200b\u2060\ufeff]/g, "");
}
