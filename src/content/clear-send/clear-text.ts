/** Whether what stands in a box is clear text: anything but armor and the lines for people that we put in front of it. */
import { message } from "../../platform/i18n.ts";
import { findArmor, hasArmor } from "../../protocol/armor-scan.ts";
import { norm, textOf } from "../box/box.ts";
import { holdsOurs } from "../box/ours.ts";

/** Texts of ours for people without Sotto, by their names in `_locales`. */
const ownLines = ["firstMessageLine", "invitationLine"];

/** The whole text of the box for comparing, or "" if none of it is in clear. */
export function clearTextOf(box: HTMLElement): string {
	const text = textOf(box);
	if (norm(text) === "" || holdsOurs(box)) return "";
	return hasArmor(text) && isOurs(besideArmor(text)) ? "" : norm(text);
}

function besideArmor(text: string): string {
	let rest = "";
	let from = 0;
	for (const { start, end } of findArmor(text)) {
		rest += text.slice(from, start);
		from = end;
	}
	return norm(rest + text.slice(from));
}

/** Also after a reload, when the site gives back a draft that we put in before. */
function isOurs(rest: string): boolean {
	return rest === "" || ownLines.some((line) => norm(message(line)) === rest);
}
