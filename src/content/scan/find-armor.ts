/**
 * From a text with armor in it to the element that holds exactly that armor. Knows nothing of readers.
 *
 * Text is read with `textContent` (CSS cannot change it, no layout). Renderers split a line over spans and paragraphs, so from the
 * text node that holds the beginning we climb until the length fits; never out of a message, and never into a second one.
 */
import { ARMOR_MAGIC, type ArmorSpan, findArmor, hasArmor } from "../../protocol/armor-scan.ts";
import { isField } from "../box/box.ts";
import { closestAcross, contentOf, documentOf, isConnected, matches, parentElementOf, walk } from "../dom-tree.ts";
import { isReadableField, textWithArmor } from "./field-armor.ts";
import { manyMessages, messageEnd } from "./message-bounds.ts";
import { quotedIn } from "./quotes.ts";

export interface Sighting {
	readonly holder: Element;
	/** At least one. */
	readonly spans: readonly ArmorSpan[];
	/** Those of them that stand in a quotation. */
	readonly quoted: ReadonlySet<ArmorSpan>;
}

/** Beginnings looked at in one subtree; a page of 500 messages on screen at once would be unreadable. */
const maxStarts = 500;

/** From the text node's parent: span, paragraph, quote, body, bubble, row, and two for good measure. */
const maxLevels = 8;

/** Characters of one container. The longest armor we write is far below. */
const maxContainer = 1_200_000;

/** Text for people to pass on, not a message of the page: stays plain text (docs/protocol.md, Signed messages and proofs). */
const proofKind = 3;

/** Places whose text is not a message, boxes where our own armor waits to be sent among them. */
const unreadable =
	"script, style, noscript, template, head, title, textarea, input, select, option, button, " +
	"[contenteditable]:not([contenteditable='false' i]), [role=textbox], [role=combobox]";

export function isReadable(element: Element): boolean {
	return documentOf(element).designMode !== "on" && closestAcross(element, unreadable) === null;
}

/** Elements right around the text nodes where an armor begins, in document order. `text`: the root's `textContent`. */
export function findStarts(root: Element | ShadowRoot, text = contentOf(root)): Element[] {
	const offsets = beginnings(text);
	if (offsets.length === 0) return [];
	const starts = new Set<Element>();
	const walker = walk(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_CDATA_SECTION);
	let passed = 0;
	let next = 0;
	for (let node = walker.nextNode(); node !== null && next < offsets.length; node = walker.nextNode()) {
		passed += (node as Text).length;
		while (next < offsets.length && (offsets[next] ?? 0) < passed) {
			if (node.parentElement !== null) starts.add(node.parentElement);
			next++;
		}
	}
	return [...starts];
}

function beginnings(text: string): number[] {
	const found: number[] = [];
	for (let at = text.indexOf(ARMOR_MAGIC); at >= 0 && found.length < maxStarts; ) {
		found.push(at);
		at = text.indexOf(ARMOR_MAGIC, at + ARMOR_MAGIC.length);
	}
	// The magic itself may be broken by a soft hyphen or a zero-width space.
	if (found.length === 0 && hasArmor(text)) return findArmor(text).map((span) => span.start);
	return found;
}

/** The smallest container in which the armor is whole; else the first one, with the armor cut short. Null: nothing to show. */
export function sight(start: Element): Sighting | null {
	if (isField(start)) {
		const { value } = start;
		return isReadableField(start) ? sighting({ holder: start, spans: findArmor(value), text: value }) : null;
	}
	if (!isReadable(start)) return null;
	let first: Found | null = null;
	let starts = 0;
	let element: Element | null = start;
	for (let level = 0; element !== null && level < maxLevels; level++) {
		if (level > 0 && matches(element, manyMessages)) break;
		const text = contentOf(element);
		if (text.length > maxContainer) break;
		const spans = findArmor(text);
		if (level === 0) starts = spans.length;
		// Another beginning in there is another message's.
		if (starts > 0 && spans.length > starts) break;
		starts = Math.max(starts, spans.length);
		if (spans.length > 0) {
			const found = { holder: element, spans, text };
			if (spans.every((span) => span.state !== "truncated")) return sighting(found);
			first ??= found;
		}
		if (matches(element, messageEnd)) break;
		element = parentElementOf(element);
	}
	return first === null ? null : sighting(first);
}

interface Found extends Pick<Sighting, "holder" | "spans"> {
	readonly text: string;
}

/** Only of the container that is chosen: what is quoted costs a look at its whole text. */
function sighting({ holder, spans: all, text }: Found): Sighting | null {
	const spans = all.filter(isMessage);
	return spans.length === 0 ? null : { holder, spans, quoted: quotedIn(holder, spans, text) };
}

/** Whether the element still holds these armors and no other: rows of virtual lists are reused for other messages. */
export function stillHolds({ holder, spans }: Pick<Sighting, "holder" | "spans">): boolean {
	if (!isConnected(holder)) return false;
	const now = findArmor(textWithArmor(holder)).filter(isMessage);
	return now.length === spans.length && now.every((span, index) => span.text === spans[index]?.text);
}

function isMessage({ kind }: ArmorSpan): boolean {
	return kind !== proofKind;
}
