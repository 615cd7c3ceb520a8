/** Which fields hold no armor, and why. Judged when the user asks; what the site does with the text later nobody knows. */

import { drawsItself, isField } from "../box/box.ts";
import { closestAcross, firstBelow, matches } from "../dom-tree.ts";

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
