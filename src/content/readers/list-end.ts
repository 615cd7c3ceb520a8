/**
 * A reader is higher than the room that is kept for it, and a chat stands at its end: what grows there would push the newest messages
 * out of sight. So a list that stood at its end stands there again.
 */
import { clientHeightOf, parentOf, rootElementOf, scrollHeightOf, scrollTopOf } from "../dom-tree.ts";

/** As near as this is at the end. CSS px. */
const slack = 16;
/** From a message up to its list. */
const maxLevels = 24;

/** Lists that stood at their end; where armor went out of sight they may have nothing to scroll for a moment. */
const stood = new WeakSet<Element>();
let noted = false;

const scrollTo: (this: Element, options: ScrollToOptions) => void = Element.prototype.scrollTo;

/** To be called before armor goes out of sight. Reads layout, so only once for all messages of one turn. */
export function noteEnd(message: Element): void {
	if (noted) return;
	noted = true;
	queueMicrotask(() => {
		noted = false;
	});
	listAtEnd(message);
}

export function keepEnd(message: Element, grow: () => void): void {
	const list = listAtEnd(message);
	grow();
	if (list === null) return;
	scrollTo.call(list, { top: scrollHeightOf(list) ?? 0, behavior: "instant" });
}

/** The list around this message, if it stands at its end. Where all fits and always did there is no end: a page is read from its top. */
function listAtEnd(message: Element): Element | null {
	let element = parentOf(message);
	for (let level = 0; element !== null && level < maxLevels; level++) {
		const list: Element = element;
		const [height, room, top] = [scrollHeightOf(list) ?? 0, clientHeightOf(list) ?? 0, scrollTopOf(list) ?? 0];
		if (stood.has(list) || (height > room && scrolls(list))) {
			if (height - room - top > slack) stood.delete(list);
			else if (top > 0) stood.add(list);
			return stood.has(list) ? list : null;
		}
		element = parentOf(list);
	}
	return null;
}

function scrolls(element: Element): boolean {
	if (element === rootElementOf(document)) return true;
	return /auto|scroll/.test(getComputedStyle(element).overflowY);
}
