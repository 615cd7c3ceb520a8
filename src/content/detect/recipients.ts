/** Whether a box is the text of a letter: its form, or the dialog it stands in, asks for recipients too. */
import { allBelow, closest } from "../dom-tree.ts";
import { isOf, recipientWords, says, toWords } from "./words.ts";

/** Fields looked at; the recipients come first in every form of a letter. */
const maxFields = 30;

const fields = "input:not([type=hidden]), textarea, select, [role=combobox], [role=textbox]";

/** A name in code: `to`, `_cc`, `mail[to]`. */
const named = /(?:^|[^a-z])(?:to|cc|bcc|recipients?)(?:$|[^a-z])/i;

/** `whole`: the box, or the frame it fills. */
export function isAddressed(box: Element, whole: Element): boolean {
	const letter = closest(whole, "form, [role=form], [role=dialog]");
	if (letter === null || asksForRecipients(box)) return false;
	return allBelow(letter, fields)
		.slice(0, maxFields)
		.some((field) => field !== box && asksForRecipients(field));
}

function asksForRecipients(field: Element): boolean {
	const label = field.getAttribute("aria-label") ?? field.getAttribute("placeholder") ?? "";
	if (isOf(label, toWords) || says(label, recipientWords)) return true;
	return named.test(field.getAttribute("name") ?? "") || named.test(field.id);
}
