/**
 * Whether armor stands in a quotation: an earlier message, said again by somebody else. Mails and forums mark it by an element, by a
 * bar before each line, or by `[quote]`.
 */
import type { ArmorSpan } from "../../protocol/armor-scan.ts";
import { closestAcross } from "../dom-tree.ts";

export const quotations =
	"blockquote, q, .gmail_quote, .yahoo_quoted, .protonmail_quote, .quote, .quoted, .quotation, .bbcode_quote, [data-quote]";

/** Characters of a line before the armor, and of a text before it with `[quote]` somewhere. */
const maxLine = 200;
const maxBefore = 20_000;

const bars = /^[ \t]*(?:[>»|][ \t]*)+$/;
const barWithin = /\n[ \t]*[>»|]/;

/** `text`: what the span's offsets are of. */
export function isQuoted(holder: Element, span: ArmorSpan, text: string): boolean {
	if (closestAcross(holder, quotations) !== null || isBarred(span, text)) return true;
	const before = text.slice(Math.max(0, span.start - maxBefore), span.start);
	const lower = before.toLowerCase();
	return lower.lastIndexOf("[quote") > lower.lastIndexOf("[/quote]");
}

/** There is a bar before its lines. */
export function isBarred({ start, end }: ArmorSpan, text: string): boolean {
	const before = text.slice(Math.max(0, start - maxLine - 1), start);
	const line = before.slice(before.lastIndexOf("\n") + 1);
	return (line.length <= maxLine && bars.test(line)) || barWithin.test(text.slice(start, end));
}
