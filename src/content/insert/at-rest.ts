/**
 * Whether what nobody pressed for may have the site's box now. It takes the focus for a moment: not while the user types or presses
 * anything, is in another field or a frame of the page, or has something in the box: armor too that waits there for the site's button.
 */
import { holdsMedia, isEmpty } from "../box/box.ts";
import { holdsOurs, putInto } from "../box/ours.ts";
import { editableAround } from "../box/pointed.ts";
import { untouchedFor } from "../box/touched.ts";
import { deepActiveElement, matches } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import { pause } from "./select.ts";

/** Between two words. Milliseconds. */
const restMs = 1000;
const lookMs = 100;

/** Who writes for longer sends the step with a press, or it comes again (src/background/sending-comparison.ts). */
const patienceMs = 20_000;

/** `parts`: what is to go in, and may stand there from a try before. */
export function isAtRest(box: HTMLElement, parts: readonly string[]): boolean {
	const left = holdsOurs(box) && parts.includes(putInto(box) ?? "");
	if (untouchedFor() < restMs || !(left || (isEmpty(box) && !holdsMedia(box)))) return false;
	const active = deepActiveElement();
	if (active === null || isOwn(active)) return true;
	if (matches(active, "iframe, frame, object, embed, select")) return false;
	const editable = editableAround(active);
	return editable === null || editable === box;
}

/** False: the user was at it all the time. */
export async function comesToRest(isNow: () => boolean, signal: AbortSignal): Promise<boolean> {
	for (let waited = 0; !isNow(); waited += lookMs) {
		if (waited >= patienceMs || signal.aborted) return false;
		await pause(lookMs);
	}
	return !signal.aborted;
}
