/** The messages of an editor in a frame may come out in the pages around it, where the readers of this frame do not look. */
import { findArmor } from "../../protocol/armor-scan.ts";
import { isField } from "../box/box.ts";
import { documentOf, frameAround, isVisible, rootElementOf } from "../dom-tree.ts";
import { findStarts, sight } from "../scan/find-armor.ts";
import { isPutAway } from "./put-away.ts";

/** Frames within frames. */
const maxPages = 8;

/** A look reads all the text of a page. Milliseconds. */
const lookEveryMs = 500;

/** Whether the armor of this text came into sight there since this was called: as a message, not in a script, in a box or out of sight. */
export function seenAbove(box: Element, text: string): () => boolean {
	const armor = findArmor(text)[0]?.text ?? text;
	const pages = pagesAround(box);
	// What stands there already proves nothing, wherever the page puts it next.
	if (pages.length === 0 || stands(pages, armor)) return () => false;
	let seen = false;
	let lookedAt = performance.now();
	return () => {
		const now = performance.now();
		if (seen || now - lookedAt < lookEveryMs) return seen;
		lookedAt = now;
		seen = stands(pages, armor);
		return seen;
	};
}

function pagesAround(box: Element): readonly Element[] {
	const pages: Element[] = [];
	let frame = frameAround(documentOf(box));
	while (frame !== null && pages.length < maxPages) {
		const around: Document = documentOf(frame);
		const page = rootElementOf(around);
		if (page !== null) pages.push(page);
		frame = frameAround(around);
	}
	return pages;
}

function stands(pages: readonly Element[], armor: string): boolean {
	return pages.some((page) =>
		findStarts(page).some((start) => {
			const found = isField(start) ? null : sight(start);
			if (!found?.spans.some(({ text }) => text === armor)) return false;
			return isVisible(found.holder) || isPutAway(found.holder);
		}),
	);
}
