/**
 * Whether armor stands in a quotation: an earlier message, said again by somebody else. Mails and forums mark it by an element, by a
 * bar before each line, or by `[quote]`.
 */
import type { ArmorSpan } from "../../protocol/armor-scan.ts";
import { closestAcross } from "../dom-tree.ts";

const quotations =
	"blockquote, q, .gmail_quote, .yahoo_quoted, .protonmail_quote, .quote, .quoted, .quotation, .bbcode_quote, [data-quote]";

/** Characters of a line before the armor, and of a text before it with `[quote]` somewhere. */
const maxLine = 200;
const maxBefore = 20_000;

const bars = /^[ \t]*(?:[>»|][ \t]*)+$/;
const barWithin = /\n[ \t]*[>»|]/;

/** `text`: what the span's offsets are of. */
export function isQuoted(holder: Element, { start, end }: ArmorSpan, text: string): boolean {
	if (closestAcross(holder, quotations) !== null) return true;
	const before = text.slice(Math.max(0, start - maxBefore), start);
	const line = before.slice(before.lastIndexOf("\n") + 1);
	if (line.length <= maxLine && bars.test(line)) return true;
	if (barWithin.test(text.slice(start, end))) return true;
	const lower = before.toLowerCase();
	return lower.lastIndexOf("[quote") > lower.lastIndexOf("[/quote]");
}
