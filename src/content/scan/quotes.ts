/**
 * Whether armor stands in a quotation: an earlier message, said again by somebody else. Mails and forums mark it by an element, by a
 * bar before each line, or by `[quote]`. The page's word: what is quoted loses no warning for it (history/tamper-evidence.ts).
 */
import type { ArmorSpan } from "../../protocol/armor-scan.ts";
import { matches, parentOf } from "../dom-tree.ts";
import { manyMessages, messageEnd } from "./message-bounds.ts";

/** Elements that are for quotations, and the names that mail programs and one forum give theirs. Others' "quote" may be anything. */
export const quotations = "blockquote, q, .gmail_quote, .yahoo_quoted, .protonmail_quote, .bbcode_quote";

/** From the holder up: what is further out is the page, whatever it calls itself. */
const maxLevels = 8;

/** Characters of a line before the armor. */
const maxLine = 200;

const bars = /^[ \t]*(?:[>»|][ \t]*)+$/;
const barWithin = /\n[ \t]*[>»|]/;
/** Right behind the armor, after one before it: the cell of a table drawn with bars. */
const closingBar = /^[ \t]*\|/;
const forumMark = /\[(\/?)quote(?:=[^\]\n]{0,200})?\]/gi;

/** Those of the spans that are quoted, in time linear in the text. `text`: what their offsets are of; spans in order. */
export function quotedIn(holder: Element, spans: readonly ArmorSpan[], text: string): ReadonlySet<ArmorSpan> {
	if (isInQuotation(holder)) return new Set(spans);
	const stretches = forumQuotes(text);
	let next = 0;
	return new Set(
		spans.filter((span) => {
			while ((stretches[next]?.to ?? Number.POSITIVE_INFINITY) < span.end) next++;
			return isBarred(span, text) || (stretches[next]?.from ?? Number.POSITIVE_INFINITY) < span.start;
		}),
	);
}

/** Within its own message: a list that calls itself a quotation quotes nothing. */
function isInQuotation(holder: Element): boolean {
	let element: Element | null = holder;
	for (let level = 0; element !== null && level < maxLevels; level++) {
		if (matches(element, manyMessages)) return false;
		if (matches(element, quotations)) return true;
		if (matches(element, messageEnd)) return false;
		element = parentOf(element);
	}
	return false;
}

/** From each outermost `[quote]` to its `[/quote]`, in order; one without the other is a word. */
function forumQuotes(text: string): readonly { readonly from: number; readonly to: number }[] {
	const found: { from: number; to: number }[] = [];
	const open: number[] = [];
	for (const { 1: end, index } of text.matchAll(forumMark)) {
		if (end === "") {
			open.push(index);
			continue;
		}
		const from = open.pop();
		if (from === undefined) continue;
		while ((found.at(-1)?.from ?? -1) > from) found.pop();
		found.push({ from, to: index });
	}
	return found;
}

/** There is a bar before its lines. */
export function isBarred({ start, end }: ArmorSpan, text: string): boolean {
	if (barWithin.test(text.slice(start, end))) return true;
	const before = text.slice(Math.max(0, start - maxLine - 1), start);
	const line = before.slice(before.lastIndexOf("\n") + 1);
	return line.length <= maxLine && bars.test(line) && !closingBar.test(text.slice(end, end + maxLine));
}
