/**
 * What stands in a message box when the composer opens: text of the user's, and armor that the site has put there, as the quotation of
 * an answer or as a message to be changed. Nothing of it is opened here.
 */
import type { InBox } from "../../messaging/channels.ts";
import { message } from "../../platform/i18n.ts";
import { type ArmorSpan, findArmor, hasArmor } from "../../protocol/armor-scan.ts";
import { holdsMedia, isField, writtenText } from "../box/box.ts";
import { allBelow, closest, parentOf } from "../dom-tree.ts";
import { isBarred, quotations } from "../scan/quotes.ts";

export interface BoxContent {
	/** What the user wrote. */
	readonly text: string;
	/** What gives way to the message that is sent. Null: there is none, or it cannot be told from what may not be lost. */
	readonly inBox: InBox | null;
}

const nothing: BoxContent = { text: "", inBox: null };

/** As the schema of the background takes them. */
const maxParts = 64;
const maxPart = 131_072;
const maxAll = 1_048_576;

export function contentOfBox(box: HTMLElement): BoxContent {
	const written = writtenText(box);
	if (holdsMedia(box)) return nothing;
	if (!hasArmor(written) || findArmor(written).length === 0) return { text: written, inBox: null };
	const outside = withoutQuotes(box, written);
	return outside === null ? nothing : contentOf(outside, armorIn(written));
}

/** What comes first is what is answered: after too much of it the rest is left out. */
function armorIn(written: string): readonly string[] {
	let room = maxAll;
	const found = new Set<string>();
	for (const { text } of findArmor(written)) {
		room -= text.length;
		if (room < 0 || text.length > maxPart || found.size === maxParts) break;
		found.add(text);
	}
	return [...found];
}

/** Where a quotation stood. No text holds it: what is written has no control characters. */
const mark = "\u0001";

/** Null when the text of a quotation is not found in that of the box: what remained would be wrong. */
function withoutQuotes(box: HTMLElement, written: string): string | null {
	let rest = written.replaceAll(mark, "");
	const quotes = isField(box) ? [] : allBelow(box, quotations);
	for (const quote of quotes) {
		const around = parentOf(quote);
		if (!(quote instanceof HTMLElement) || (around !== null && closest(around, quotations) !== null)) continue;
		// biome-ignore lint/performance/useDomNodeTextContent: compared with text of the layout
		const text = quote.innerText.trim();
		const at = text === "" ? -1 : rest.indexOf(text);
		if (text === "") continue;
		if (at < 0) return null;
		rest = `${rest.slice(0, at)}\n${mark}\n${rest.slice(at + text.length)}`;
	}
	return rest;
}

/** `outside`: without the elements that are quotations, each as a mark. `quotable`: the armor with what is in these. */
function contentOf(outside: string, quotable: readonly string[]): BoxContent {
	const spans = findArmor(outside);
	const quoted = outside.includes(mark) || spans.some((span) => isBarred(span, outside)) || /\[quote/i.test(outside);
	const text = ownLines(outside, spans);
	const armor = spans.map((span) => span.text);
	const fits = armor.length <= maxParts && armor.every((part) => part.length <= maxPart);
	const alone = text === "" || text === message("firstMessageLine");
	if (!quoted && fits && alone && armor.length > 0) return { text: "", inBox: { kind: "message", armor } };
	return { text, inBox: { kind: "quote", armor: quotable } };
}

const barred = /^[ \t]*[>»|]/;
const forumMark = /\[\/?quote[^\]\n]{0,200}\]/gi;
/** "On Tuesday, 21:04, Ann wrote:", as mail programs put it above what they quote. */
const attribution = /(?:\d[.:/]\d|\b\d{4}\b|@|\b(?:wrote|schrieb|a écrit|escribió|ha scritto)\b).*[:：]$/i;

function ownLines(outside: string, spans: readonly ArmorSpan[]): string {
	let rest = outside;
	for (const { start, end } of [...spans].reverse()) rest = `${rest.slice(0, start)}${mark}${rest.slice(end)}`;
	const lines = rest.replace(forumMark, mark).split("\n");
	const isQuote = (line: string | undefined) => line !== undefined && (line.includes(mark) || barred.test(line));
	const own = lines.map((line) => (barred.test(line) ? "" : line.replaceAll(mark, "")).trimEnd());
	for (const [at, line] of lines.entries()) {
		if (!isQuote(line) || isQuote(lines[at - 1])) continue;
		let above = at - 1;
		while (above >= 0 && own[above] === "") above--;
		if (above >= 0 && attribution.test(own[above] ?? "")) own[above] = "";
	}
	return own
		.join("\n")
		.replace(/\n{3,}/g, "\n\n")
		.trim();
}
