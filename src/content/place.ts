/**
 * Where the user is, as the page shows it: address, title, heading of the conversation. Nothing of it is trusted; it says
 * whether the page turned to another conversation between the first key and the insertion.
 */
import type { Place } from "../messaging/channels.ts";
import { allBelow, closest, contentOf, documentOf, isBefore, titleOf, topDocument } from "./dom-tree.ts";

const maxUrl = 16_000;
const maxText = 200;

/** What the schema of the background takes, and what a person could tell apart. */
function clean(text: string): string {
	return text.replace(/\s+/g, " ").trim().slice(0, maxText);
}

/** "(3) Ben", "[3] Ben", "3 · Ben", "Ben (3)", "• Ben" -> "Ben": counters change with every message that arrives. */
export function withoutCounter(title: string): string {
	return clean(title)
		.replace(/^(?:[([{]\s*[\d.,]+\+?\s*[)\]}]|[\d.,]+\+?\s*[·•|:–—-]|[•●*!]+)\s*/u, "")
		.replace(/\s*(?:[([{]\s*[\d.,]+\+?\s*[)\]}]|[•●*]+)$/u, "");
}

const headings = "h1, h2, h3, h4, h5, h6, [role=heading]";

/** Headings in there belong to messages or to lists of other conversations. */
const lists = "[role=log], [role=feed], [role=list], [role=listbox], [aria-live], ul, ol, li, article, aside, nav";

/** The last heading before `anchor` (the box, or the messages) in document order, or "". */
export function headerBefore(anchor: Element | null, scope: Document = document): string {
	let found: Element | undefined;
	for (const heading of allBelow(scope, headings)) {
		if (closest(heading, lists) !== null || Element.prototype.getClientRects.call(heading).length === 0) continue;
		if (anchor !== null && documentOf(anchor) === scope) {
			if (!isBefore(heading, anchor)) continue;
		}
		found = heading;
	}
	return clean(found === undefined ? "" : contentOf(found));
}

/** `anchor` in a frame: the heading is looked for there, then in the top document. */
export function readPlace(anchor: Element | null): Place {
	const top = topDocument() ?? document;
	const header = headerBefore(outermostHost(anchor)) || (top === document ? "" : headerBefore(null, top));
	return { url: top.location.href.slice(0, maxUrl), title: withoutCounter(titleOf(top)), header };
}

/** Document order is only told among nodes of one tree. */
function outermostHost(anchor: Element | null): Element | null {
	let element = anchor;
	for (;;) {
		const root: Node | null = element === null ? null : Node.prototype.getRootNode.call(element);
		if (!(root instanceof ShadowRoot)) return element;
		element = root.host;
	}
}

export function samePlace(a: Place, b: Place): boolean {
	return a.url === b.url && a.title === b.title && a.header === b.header;
}

/** Seldom enough to cost nothing, often enough that nobody types two words into another conversation. */
const pollMs = 250;

/** Calls `onChange` once when `read()` is no longer `place`. */
export function watchPlace(place: Place, read: () => Place, signal: AbortSignal, onChange: () => void): void {
	const timer = setInterval(() => {
		if (samePlace(place, read())) return;
		clearInterval(timer);
		onChange();
	}, pollMs);
	signal.addEventListener("abort", () => clearInterval(timer));
}
