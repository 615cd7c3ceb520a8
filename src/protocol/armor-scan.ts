/**
 * Where armor starts and ends in a text. This file imports nothing: it is the only part of the protocol that content scripts
 * carry, and it knows no key, no hash and no cipher. What is inside a span is armor.ts's concern.
 *
 *   magic(8) form(1) kind(1) message(11) part(2) count(2) length(4) | body | checksum(6) end(4)                docs/protocol.md, Armor
 *
 * Web pages put foreign characters into long texts: spaces, zero-width characters, soft or visible hyphens, "> ". Armor is
 * letters and digits only (the body of a dense one: ideographs only), so every other character inside the frame is dropped, and
 * length plus end mark say where it stops.
 */

/** Mixed case and no word of any language we know, so that one `includes` rules out nearly every text. */
export const ARMOR_MAGIC = "SOTTOxvQ";
export const ARMOR_END = "QvxZ";
export const ARMOR_VERSION = "1";
/** The same version with its body in CJK14 (armor-dense.ts): `length` is the number of bytes, not of characters. */
export const ARMOR_DENSE = "C";

export const ARMOR_HEADER_CHARS = 29;
export const ARMOR_TRAILER_CHARS = 10;

/** The 2^14 ideographs of a dense body. */
export const DENSE_FIRST = 0x4e00;
const DENSE_LAST = 0x8dff;

/** Characters of one body: the longest envelope there can be (1,100 slots) in base62. */
export const MAX_ARMOR_BODY = 2_200_000;

/** Characters looked at in one text. A chat page's message list is far below; a hostile page may be above. */
const MAX_TEXT = 4_000_000;

/** Spans reported for one text. */
const MAX_SPANS = 512;

/** Foreign characters that may stand between two characters of the magic ("-\n> > > " is 8). */
const MAX_GAP = 16;

/** Letters and digits in one run from which on a run counts as the continuation of cut armor and not as somebody's words. */
const ARMOR_LIKE_RUN = 24;

/** No renderer breaks lines into shorter runs than this; sentences are made of shorter ones. */
const SHORTEST_RUN = 20;

/** Cleaned characters below which a magic is a mention of the magic and not an armor. */
const SHORTEST = 16;

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const UNSEEN = "\\u00ad\\u034f\\u200b-\\u200f\\u2060\\ufeff";

/** What belongs to an armor of one form. In a dense one it is for readArmorHeader and denseParts to say what may stand where. */
interface Form {
	readonly isOwn: (code: number) => boolean;
	/** A run of its characters and of such that no one sees. */
	readonly run: string;
	readonly foreign: RegExp;
}
const plain: Form = { isOwn: isLetterOrDigit, run: `[0-9A-Za-z${UNSEEN}]+`, foreign: /[^0-9A-Za-z]/g };
const dense: Form = {
	isOwn: (code) => isLetterOrDigit(code) || isDense(code),
	run: `[0-9A-Za-z\\u4e00-\\u8dff${UNSEEN}]+`,
	foreign: /[^0-9A-Za-z\u4e00-\u8dff]/g,
};
const startPattern = [...ARMOR_MAGIC].join(`[^0-9A-Za-z]{0,${MAX_GAP}}`);

export interface ArmorSpan {
	/** UTF-16 offsets into the text: the first character of the magic, and the one after the last of the armor. */
	readonly start: number;
	readonly end: number;
	/** Only letters and digits, and ideographs in the body of a dense one. */
	readonly text: string;
	/** armorKind of armor.ts; 0 when the text was cut before it, or when the version is unknown. */
	readonly kind: number;
	/** 1-based. 0 when not known. */
	readonly part: number;
	readonly count: number;
	/** The 11 characters that all parts of one message share; "" when not known. */
	readonly message: string;
	/** `whole` says that the end is here; whether the characters are right is for the checksum to say. */
	readonly state: "whole" | "truncated" | "unknown-version";
}

/** Whether there is an armor's beginning in the text. Linear; a plain `includes` when the magic is unbroken. */
export function hasArmor(text: string): boolean {
	const seen = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
	return seen.includes(ARMOR_MAGIC) || new RegExp(startPattern).test(seen);
}

/** All armors of a text in order, none overlapping. An armor that is cut short never reaches into the next one. */
export function findArmor(text: string): ArmorSpan[] {
	const seen = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
	const starts: number[] = [];
	for (const match of seen.matchAll(new RegExp(startPattern, "g"))) {
		starts.push(match.index);
		if (starts.length > MAX_SPANS) break;
	}
	return starts.slice(0, MAX_SPANS).flatMap((start, index) => {
		const span = readSpan(seen, start, starts[index + 1] ?? seen.length);
		return span ? [span] : [];
	});
}

/** `limit`: where the next armor starts, or the end of the text. */
function readSpan(text: string, start: number, limit: number): ArmorSpan | null {
	const version = take(plain, text, start, limit, ARMOR_MAGIC.length + 1).text[ARMOR_MAGIC.length];
	const form = version === ARMOR_DENSE ? dense : plain;
	const known = version === ARMOR_DENSE || version === ARMOR_VERSION;
	const head = take(form, text, start, limit, ARMOR_HEADER_CHARS);
	if (head.text.length >= ARMOR_HEADER_CHARS && known) {
		const header = readArmorHeader(head.text);
		if (!header) return null;
		const total = ARMOR_HEADER_CHARS + header.length + ARMOR_TRAILER_CHARS;
		const whole = take(form, text, start, limit, total);
		const words = holdsWords(form, text.slice(start, whole.end), header.length);
		const ends = whole.text.length === total && whole.text.endsWith(ARMOR_END);
		if (ends && !words && isInPlace(form, whole.text)) return { start, ...whole, ...told(header), state: "whole" };
		// A character too many or too few inside: the end is here, so a larger container would not help.
		const run = armorLike(form, text, start, limit);
		return { start, ...run, ...told(header), state: run.text.endsWith(ARMOR_END) ? "whole" : "truncated" };
	}
	const run = armorLike(form, text, start, limit);
	if (run.text.length < SHORTEST) return null;
	return { start, ...run, kind: 0, part: 0, count: 0, message: "", state: known ? "truncated" : "unknown-version" };
}

const told = ({ kind, part, count, message }: ArmorHeader) => ({ kind, part, count, message });

/** In a dense armor: nothing but ideographs in the body, and none around it. */
function isInPlace(form: Form, cleaned: string): boolean {
	if (form === plain) return true;
	for (let at = 0; at < cleaned.length; at++) {
		const inBody = at >= ARMOR_HEADER_CHARS && at < cleaned.length - ARMOR_TRAILER_CHARS;
		if (isDense(cleaned.charCodeAt(at)) !== inBody) return false;
	}
	return true;
}

export interface ArmorHeader {
	readonly kind: number;
	readonly message: string;
	readonly part: number;
	readonly count: number;
	/** Characters of the body. */
	readonly length: number;
	/** Bytes of a dense body; null in base62, where the characters tell. */
	readonly denseBytes: number | null;
}

/** Reads the fields of a cleaned armor of version 1, `null` when no encoder can have written them. */
export function readArmorHeader(cleaned: string): ArmorHeader | null {
	const kind = readDigits(cleaned, 9, 1);
	const message = cleaned.slice(10, 21);
	const part = readDigits(cleaned, 21, 2);
	const count = readDigits(cleaned, 23, 2);
	const size = readDigits(cleaned, 25, 4);
	for (let at = 0; at < ARMOR_HEADER_CHARS; at++) if (!isLetterOrDigit(cleaned.charCodeAt(at))) return null;
	if (kind < 1 || part < 1 || part > count || count > 64 || size < 1 || size > MAX_ARMOR_BODY) return null;
	const isDenseForm = cleaned[ARMOR_MAGIC.length] === ARMOR_DENSE;
	const length = isDenseForm ? denseChars(size) : size;
	return { kind, message, part, count, length, denseBytes: isDenseForm ? size : null };
}

function readDigits(text: string, offset: number, length: number): number {
	let value = 0;
	for (let i = offset; i < offset + length; i++) value = value * 62 + digits.indexOf(text.charAt(i));
	return value;
}

function isLetterOrDigit(code: number): boolean {
	return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Characters of so many bytes in CJK14. */
function denseChars(bytes: number): number {
	const rest = (bytes * 4) % 7;
	return (bytes * 4 - rest) / 7 + (rest === 0 ? 0 : 1);
}

/** A digit of a dense body. */
export function isDense(code: number): boolean {
	return code >= DENSE_FIRST && code <= DENSE_LAST;
}

/** The next `wanted` characters of the form from `start` on, and where the last of them ended. */
function take(
	{ isOwn }: Form,
	text: string,
	start: number,
	limit: number,
	wanted: number,
): { text: string; end: number } {
	const pieces: string[] = [];
	let found = 0;
	let at = start;
	let end = start;
	while (at < limit && found < wanted) {
		while (at < limit && !isOwn(text.charCodeAt(at))) at++;
		const from = at;
		while (at < limit && at - from < wanted - found && isOwn(text.charCodeAt(at))) at++;
		if (at === from) break;
		pieces.push(text.slice(from, at));
		found += at - from;
		end = at;
	}
	return { text: pieces.join(""), end };
}

/**
 * Whether there are ordinary words inside: anybody can write a header that claims the length of the sentences after it, and what
 * lies inside an armor is put out of sight. The magic may be broken anywhere, and the last run may be short. Some pages put a space
 * between scripts: around a dense body one is no break.
 */
function holdsWords(form: Form, inside: string, bodyLength: number): boolean {
	const seams = form === dense ? [ARMOR_HEADER_CHARS, ARMOR_HEADER_CHARS + bodyLength] : [];
	let found = 0;
	let short = false;
	let before = 0;
	let end = 0;
	for (const { 0: run, index } of inside.matchAll(new RegExp(form.run, "g"))) {
		const length = run.replace(form.foreign, "").length;
		if (length === 0) continue;
		const atSeam = seams.includes(found) && index - end === 1;
		if (short && !atSeam) return true;
		const joined = atSeam ? before + length : length;
		short = found >= ARMOR_MAGIC.length && joined < SHORTEST_RUN;
		found += length;
		before = joined;
		end = index + run.length;
	}
	return false;
}

/**
 * The part of a cut or unknown armor that is surely armor: from the magic over all long runs of its characters that
 * follow. Words of people after it ("See more", the next message) are short runs and stay outside. Characters that no one
 * sees (zero width, soft hyphen) do not end a run. The last run may be short when it ends with the end mark.
 */
function armorLike(form: Form, text: string, start: number, limit: number): { text: string; end: number } {
	const pieces: string[] = [];
	let found = 0;
	let end = start;
	// Cut before it is matched: a run goes on behind the limit, where each of many starts would read it again.
	for (const { 0: shown, index } of text.slice(start, limit).matchAll(new RegExp(form.run, "g"))) {
		const cleaned = shown.replace(form.foreign, "");
		const inMagic = found < ARMOR_MAGIC.length;
		if (!inMagic && cleaned !== "" && cleaned.length < ARMOR_LIKE_RUN && !cleaned.endsWith(ARMOR_END)) break;
		if (cleaned === "") continue;
		pieces.push(cleaned);
		found += cleaned.length;
		end = start + index + shown.length - trailingForeign(form, shown);
		if (cleaned.endsWith(ARMOR_END)) break;
	}
	return { text: pieces.join(""), end };
}

function trailingForeign({ isOwn }: Form, run: string): number {
	let count = 0;
	while (count < run.length && !isOwn(run.charCodeAt(run.length - 1 - count))) count++;
	return count;
}
