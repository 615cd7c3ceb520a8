/** What sends from a box, as the page says: buttons near it, its form and what Enter in a field of that form presses. */
import { labelOf, nearButtons } from "../detect/near-buttons.ts";
import { otherButtonWords, says, sendWords } from "../detect/words.ts";
import { closest, firstBelow, outermostOf } from "../dom-tree.ts";
import { isField } from "./box.ts";

/** Those near the box that say so. */
export function sendButtons(box: HTMLElement): HTMLElement[] {
	return nearButtons(box).filter(saysSend);
}

export function saysSend(button: Element): boolean {
	const label = labelOf(button);
	return says(label, sendWords) && !says(label, otherButtonWords) && label.length <= 80;
}

/** The form that the box belongs to. It may be an instance of another frame's classes: see outermostOf(). */
export function formOf(box: HTMLElement): Element | null {
	return isField(box) ? box.form : closest(outermostOf(box), "form");
}

/** What Enter in a field of this form presses. */
export function submitButton(form: Element): HTMLElement | null {
	return firstBelow(form, "button[type=submit], button:not([type]), input[type=submit]") as HTMLElement | null;
}
