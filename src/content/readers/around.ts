/**
 * What stands around one armor in the page: its neighbours in document order and the words of its row. The page's word, told with
 * each ticket and used only to warn. A snapshot: a reader does not ask again when messages above it come later, one that is mounted
 * anew does. Reads no layout.
 */
import type { OnPage } from "../../messaging/channels.ts";
import { type ArmorSpan, findArmor } from "../../protocol/armor-scan.ts";
import { contains, isBefore, matches, parentElementOf, walk } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import type { Sighting } from "../scan/find-armor.ts";
import { manyMessages } from "../scan/message-bounds.ts";

/** Neighbours told on each side. */
const maxEachSide = 16;

/** From the holder up: paragraph, bubble, its column, row, and one for good measure. */
const maxLevels = 5;

/** Characters of a row besides its armor, and nodes looked at for them: what is larger is no row of a chat. */
const maxRowChars = 20_000;
const maxRowNodes = 2_000;

const maxLabel = 200;

/** Envelopes; a card is no message of a conversation. */
const envelopeKind = 1;

/** Stands for the armor itself where its header cannot be read. */
const unknownId = "0".repeat(11);
const idPattern = /^[0-9A-Za-z]{11}$/;

export function inPageOrder(sightings: Iterable<Sighting>): readonly Sighting[] {
	return [...sightings].sort((a, b) => (isBefore(a.holder, b.holder) ? -1 : 1));
}

/** `own`: one of the sightings `inOrder`, and `span` one of its spans. */
export function around(span: ArmorSpan, own: Sighting, inOrder: readonly Sighting[]): OnPage {
	const told = { ...neighbours(span, own, inOrder), label: labelOf(own, inOrder) };
	return own.quoted.has(span) ? { ...told, quoted: true } : told;
}

/**
 * All parts of a message, and all copies of it, stand where the first one is; `span` itself and its own copies each where they are:
 * a blob that is there twice is told from one that is there once. What is left of a try that came out cut, or of which parts are
 * missing, shows nothing a second time.
 */
function neighbours(span: ArmorSpan, own: Sighting, inOrder: readonly Sighting[]): Pick<OnPage, "order" | "at"> {
	const itself = idPattern.test(span.message) ? span.message : unknownId;
	const above: string[] = [];
	const below: string[] = [];
	const met = new Set([itself]);
	let passed = false;
	for (const { holder, spans, quoted } of inOrder) {
		for (const other of spans) {
			const isItself = holder === own.holder && other.start === span.start;
			if (isItself) passed = true;
			// Somebody said it again: that it stands there says nothing of the order.
			if (quoted.has(other)) continue;
			const isCopy = !isItself && other.message === itself && isShowing(other, span, inOrder);
			if (other.kind !== envelopeKind || (met.has(other.message) && !isCopy)) continue;
			met.add(other.message);
			(passed ? below : above).push(other.message);
		}
	}
	const near = above.slice(-maxEachSide);
	return { order: [...near, itself, ...below.slice(0, maxEachSide)], at: near.length };
}

/** Whether the message is shown where this armor of it stands: as the same part once more, or as the first of another complete cut. */
function isShowing(other: ArmorSpan, span: ArmorSpan, inOrder: readonly Sighting[]): boolean {
	if (other.state !== "whole") return false;
	if (other.count === span.count) return other.part === span.part;
	if (other.part !== 1) return false;
	const parts = new Set<number>();
	for (const { spans } of inOrder) {
		for (const { message, count, part, state } of spans) {
			if (message === other.message && count === other.count && state === "whole") parts.add(part);
		}
	}
	return parts.size === other.count;
}

function labelOf(own: Sighting, inOrder: readonly Sighting[]): string {
	const index = inOrder.findIndex(({ holder }) => holder === own.holder);
	// Whatever holds another one holds one of the two next to it.
	const next = [inOrder[index - 1], inOrder[index + 1]].flatMap((one) => one?.holder ?? []);
	const most = maxRowChars + own.spans.reduce((sum, { start, end }) => sum + end - start, 0);
	let words = wordsIn(own.holder, most) ?? "";
	let element = parentElementOf(own.holder);
	for (let level = 0; element !== null && level < maxLevels; level++) {
		const row: Element = element;
		if (matches(row, manyMessages) || next.some((other) => contains(row, other))) break;
		const more = wordsIn(row, most);
		if (more === null) break;
		words = more;
		element = parentElementOf(row);
	}
	return words.slice(0, maxLabel);
}

/** One line of the texts in an element besides armor, a space between any two; null when there are more than `most` characters. */
function wordsIn(root: Element, most: number): string | null {
	const walker = walk(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
		isOwn(node) || (node instanceof Element && matches(node, "script, style, noscript, template"))
			? NodeFilter.FILTER_REJECT
			: NodeFilter.FILTER_ACCEPT,
	);
	const texts: string[] = [];
	let nodes = 0;
	let chars = 0;
	for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
		if (node instanceof Text) {
			texts.push(node.data);
			chars += node.data.length;
		}
		nodes++;
		if (nodes > maxRowNodes || chars > most) return null;
	}
	return withoutArmor(texts).join(" ").replace(/\s+/g, " ").trim();
}

/** The same texts without what of them belongs to armor, which may reach over several. */
function withoutArmor(texts: readonly string[]): string[] {
	const spans = findArmor(texts.join(""));
	let at = 0;
	return texts.map((text) => {
		const from = at;
		at += text.length;
		let rest = "";
		let kept = 0;
		for (const { start, end } of spans) {
			if (end <= from || start >= at) continue;
			rest += `${text.slice(kept, Math.max(0, start - from))} `;
			kept = Math.min(text.length, end - from);
		}
		return rest + text.slice(kept);
	});
}
