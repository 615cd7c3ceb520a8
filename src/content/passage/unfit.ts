/** Which fields hold no armor, and why. Judged when the user asks; what the site does with the text later nobody knows. */
import { closestAcross, firstBelow, matches } from "../dom-tree.ts";
import { boxAround, drawsItself, isField } from "../insert/box.ts";

export type Unfit =
	/** Nothing that can be written into. */
	| "no-field"
	| "password"
	/** It takes numbers, addresses, dates, or text of one pattern. */
	| "kind"
	| "locked"
	/** It takes fewer characters than any armor has. */
	| "too-small"
	| "too-long"
	/** An editor whose text cannot be read whole. */
	| "unreadable"
	/** There is more in it than text. */
	| "media"
	| "nothing-selected"
	| "encrypted";

/** What a site fills in or checks by itself: nobody writes a message there. */
const secrets = /password|one-time-code|cc-/;

/** The field, of any kind, or the whole editor that the element is in. */
export function editableAround(element: Element | null): HTMLElement | null {
	if (element === null) return null;
	const input = element instanceof HTMLInputElement && !matches(element, buttons) ? element : null;
	return input ?? boxAround(element);
}

const buttons = "[type=button], [type=submit], [type=reset], [type=image], [type=checkbox], [type=radio], [type=file]";

/** Null: it may hold armor. */
export function unfit(editable: HTMLElement | null): Unfit | null {
	if (editable === null) return "no-field";
	if (matches(editable, "input[type=password]")) return "password";
	if (secrets.test(editable.getAttribute("autocomplete") ?? "")) return "password";
	if (editable instanceof HTMLInputElement && (!isField(editable) || editable.pattern !== "")) return "kind";
	if (isField(editable) && (editable.readOnly || matches(editable, ":disabled"))) return "locked";
	if (editable.getAttribute("aria-readonly") === "true" || closestAcross(editable, "[inert]") !== null) return "locked";
	if (drawsItself(editable)) return "unreadable";
	return !isField(editable) && firstBelow(editable, ".cm-gap") !== null ? "unreadable" : null;
}
