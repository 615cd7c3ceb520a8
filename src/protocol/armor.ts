/**
 * Envelope or card <-> text that survives web pages, whole or as part i of n. Not authenticated: the checksum tells a mangled
 * text from a changed one only for people, the AEAD decides. Where armor is in a page is armor-scan.ts's concern.
 */
import { bytesToUtf8 } from "@noble/ciphers/utils.js";
import { decodeDense, denseBytes, encodeDense } from "./armor-dense.ts";
import {
	ARMOR_DENSE,
	ARMOR_END,
	ARMOR_HEADER_CHARS,
	ARMOR_MAGIC,
	ARMOR_TRAILER_CHARS,
	ARMOR_VERSION,
	type ArmorSpan,
	findArmor,
	MAX_ARMOR_BODY,
	readArmorHeader,
} from "./armor-scan.ts";
import { type Bytes, concat, encodeText } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { MAX_PARTS } from "./limits.ts";
import { sha256 } from "./sha256.ts";

/** `notice`: notice.ts; `code`: contact-code.ts, which never stands in a page. */
export const armorKind: {
	readonly envelope: 1;
	readonly card: 2;
	readonly proof: 3;
	readonly notice: 4;
	readonly code: 5;
} = { envelope: 1, card: 2, proof: 3, notice: 4, code: 5 };
export type ArmorKind = 1 | 2 | 3 | 4 | 5;

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const digitCode = Uint8Array.from(alphabet, (character) => character.charCodeAt(0));
const digitValue = new Uint8Array(128);
for (const [value, code] of digitCode.entries()) digitValue[code] = value;
const BLOCK_BYTES = 32;
const BLOCK_CHARS = 43;
const CHECKSUM_BYTES = 4;
const FRAME_CHARS = ARMOR_HEADER_CHARS + ARMOR_TRAILER_CHARS;

/** Characters for 0..32 bytes: ceil(8 n / log2 62). No two lengths share a number, so the length needs no field. */
const charsFor: readonly number[] = [
	0, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23, 25, 26, 27, 29, 30, 31, 33, 34, 35, 37, 38, 39, 41,
	42, 43,
];

export interface ArmorInput {
	readonly kind: ArmorKind;
	readonly bytes: Bytes;
	/** The first 8 bytes are used: the same in every part, and no two messages of a page share them. */
	readonly messageId: Bytes;
	/** Longest text one message of the site may have, in UTF-16 units; `null` when there is no limit. */
	readonly maxChars: number | null;
	/** The body in CJK14: fewer characters, more bytes. */
	readonly dense?: boolean;
}

/** 1 to 64 parts, each one line of letters and digits, or of ideographs between two such runs. Throws `too-large` when that is not enough for `maxChars`. */
export function encodeArmor(input: ArmorInput): string[] {
	if (input.bytes.length === 0 || input.messageId.length < 8) throw new RangeError("nothing to armor");
	const { bytes, dense = false } = input;
	const count = armorParts(bytes.length, input);
	const room = roomFor(bytes.length, input);
	const message = encodeBase62(input.messageId.slice(0, 8));
	return Array.from({ length: count }, (_, index) => {
		const piece = bytes.subarray(index * room, (index + 1) * room);
		const body = dense ? encodeDense(piece) : encodeBase62(piece);
		const size = dense ? piece.length : body.length;
		if (size > MAX_ARMOR_BODY) throw new ProtocolError("too-large", { limit: MAX_ARMOR_BODY });
		const form = dense ? ARMOR_DENSE : ARMOR_VERSION;
		const head = `${ARMOR_MAGIC}${form}${digitsOf(input.kind, 1)}${message}${digitsOf(index + 1, 2)}${digitsOf(count, 2)}${digitsOf(size, 4)}`;
		return `${head}${body}${checksum(head + body)}${ARMOR_END}`;
	});
}

/** How many parts so many bytes make. Throws `too-large` like `encodeArmor`. */
export function armorParts(length: number, how: Pick<ArmorInput, "maxChars" | "dense">): number {
	const room = roomFor(length, how);
	const rest = room < 1 ? 0 : length % room;
	const count = room < 1 ? 0 : (length - rest) / room + (rest === 0 ? 0 : 1);
	if (count < 1 || count > MAX_PARTS) throw new ProtocolError("too-large", { limit: how.maxChars ?? 0 });
	return count;
}

/** Bytes of one part. */
function roomFor(length: number, { maxChars, dense }: Pick<ArmorInput, "maxChars" | "dense">): number {
	if (maxChars === null) return length;
	const chars = maxChars - FRAME_CHARS;
	if (chars < 1) return 0;
	return dense ? denseBytes(chars) : bytesThatFit(chars);
}

/**
 * Joins the parts of one message, given in any order and as they were found (foreign characters inside are dropped, the same
 * part twice is fine). Throws `truncated`, `damaged`, `part-missing` (details: missing, count), `unsupported-version`, and
 * `malformed` for texts without armor or with parts of different messages.
 */
export function decodeArmorParts(parts: readonly string[]): { kind: ArmorKind; bytes: Bytes } {
	const spans = parts.flatMap((part) => findArmor(part));
	const first = spans[0];
	if (!first || spans.length > 2 * MAX_PARTS) throw new ProtocolError("malformed");
	const bodies = new Map<number, Bytes>();
	for (const span of spans) {
		if (span.state === "unknown-version") throw new ProtocolError("unsupported-version");
		if (span.state === "truncated") throw new ProtocolError("truncated");
		const bytes = openSpan(span);
		if (span.kind !== first.kind || span.count !== first.count || span.message !== first.message)
			throw new ProtocolError("malformed");
		bodies.set(span.part, bytes);
	}
	const numbers = Array.from({ length: first.count }, (_, index) => index + 1);
	const missing = numbers.filter((part) => !bodies.has(part));
	if (missing.length > 0) throw new ProtocolError("part-missing", { missing, count: first.count });
	if (!isKind(first.kind)) throw new ProtocolError("unsupported-version", { found: first.kind });
	return { kind: first.kind, bytes: concat(...numbers.map((part) => bodies.get(part) ?? new Uint8Array())) };
}

/** The 8 bytes of a message id as armor headers carry it, 11 characters; `null` for what no encoder can have written. */
export function armorMessageId(chars: string): Bytes | null {
	if (!/^[0-9A-Za-z]{11}$/.test(chars)) return null;
	try {
		return decodeBase62(chars);
	} catch {
		return null;
	}
}

function isKind(kind: number): kind is ArmorKind {
	return kind >= armorKind.envelope && kind <= armorKind.code;
}

function openSpan(span: ArmorSpan): Bytes {
	const header = readArmorHeader(span.text);
	if (!header) throw new ProtocolError("damaged");
	// A length that does not fit moves the checksum away from its place.
	const checked = span.text.slice(0, ARMOR_HEADER_CHARS + header.length);
	if (span.text.slice(checked.length) !== checksum(checked) + ARMOR_END) throw new ProtocolError("damaged");
	const body = checked.slice(ARMOR_HEADER_CHARS);
	return header.denseBytes === null ? decodeBase62(body) : decodeDense(body, header.denseBytes);
}

function checksum(text: string): string {
	return encodeBase62(sha256(encodeText(text)).slice(0, CHECKSUM_BYTES));
}

function bytesThatFit(chars: number): number {
	const blocks = (chars - (chars % BLOCK_CHARS)) / BLOCK_CHARS;
	let rest = 0;
	while ((charsFor[rest + 1] ?? BLOCK_CHARS) <= chars % BLOCK_CHARS) rest++;
	return blocks * BLOCK_BYTES + rest;
}

/**
 * A base62 number over the whole text would take quadratic time; blocks of 32 bytes (43 characters) take linear time. Within a
 * block four digits go at a time: 62^4 times a limb of 24 bits is still exact in a double.
 */
const GROUP = 4;
const GROUP_VALUE = 62 ** GROUP;
const LIMB_VALUE = 2 ** 24;
const limbs = new Float64Array(11);

function encodeBase62(bytes: Bytes): string {
	const rest = bytes.length % BLOCK_BYTES;
	const chars = new Uint8Array(((bytes.length - rest) / BLOCK_BYTES) * BLOCK_CHARS + (charsFor[rest] ?? 0));
	for (let at = 0, to = 0; at < bytes.length; at += BLOCK_BYTES, to += BLOCK_CHARS) {
		encodeBlock(bytes.subarray(at, at + BLOCK_BYTES), chars.subarray(to, to + BLOCK_CHARS));
	}
	return bytesToUtf8(chars);
}

/** At most 32 bytes as a big-endian number, most significant digit first, padded with "0". */
function encodeBlock(block: Bytes, chars: Bytes): void {
	let count = 0;
	for (let end = block.length; end > 0; end -= 3) {
		limbs[count++] = (byteAt(block, end - 3) << 16) | (byteAt(block, end - 2) << 8) | byteAt(block, end - 1);
	}
	for (let end = chars.length; end > 0; end -= GROUP) {
		let rest = 0;
		for (let i = count - 1; i >= 0; i--) {
			const value = rest * LIMB_VALUE + (limbs[i] as number);
			const quotient = (value / GROUP_VALUE) | 0;
			limbs[i] = quotient;
			rest = (value - quotient * GROUP_VALUE) | 0;
		}
		while (count > 0 && limbs[count - 1] === 0) count--;
		for (let i = end - 1; i >= 0 && i >= end - GROUP; i--) {
			const quotient = (rest / 62) | 0;
			chars[i] = digitCode[rest - quotient * 62] as number;
			rest = quotient;
		}
	}
}

function decodeBase62(text: string): Bytes {
	const rest = charsFor.indexOf(text.length % BLOCK_CHARS);
	if (rest < 0) throw new ProtocolError("malformed");
	const blocks = (text.length - (text.length % BLOCK_CHARS)) / BLOCK_CHARS;
	const bytes = new Uint8Array(blocks * BLOCK_BYTES + rest);
	for (let at = 0, to = 0; at < text.length; at += BLOCK_CHARS, to += BLOCK_BYTES) {
		decodeBlock(text.slice(at, at + BLOCK_CHARS), bytes.subarray(to, to + BLOCK_BYTES));
	}
	return bytes;
}

/** Throws `malformed` for a number the bytes cannot hold: every byte string has one text only. */
function decodeBlock(text: string, bytes: Bytes): void {
	limbs.fill(0);
	let used = 0;
	// The first group is the short one, so that all others are whole.
	for (let at = text.length % GROUP || GROUP, from = 0; from < text.length; from = at, at += GROUP) {
		let carry = 0;
		for (let i = from; i < at; i++) carry = carry * 62 + (digitValue[text.charCodeAt(i)] as number);
		for (let i = 0; i < used || (carry > 0 && i < limbs.length); i++) {
			const value = (limbs[i] as number) * GROUP_VALUE + carry;
			carry = (value / LIMB_VALUE) | 0;
			limbs[i] = value - carry * LIMB_VALUE;
			if (i >= used) used = i + 1;
		}
	}
	for (let i = 0; i < limbs.length; i++) {
		const limb = limbs[i] as number;
		for (let byte = 0; byte < 3; byte++) {
			const at = bytes.length - 1 - 3 * i - byte;
			const value = (limb >> (8 * byte)) & 255;
			if (at >= 0) bytes[at] = value;
			else if (value !== 0) throw new ProtocolError("malformed");
		}
	}
}

function byteAt(bytes: Bytes, index: number): number {
	return bytes[index] ?? 0;
}

function digitsOf(value: number, width: number): string {
	let text = "";
	let rest = value;
	for (let i = 0; i < width; i++) {
		text = alphabet.charAt(rest % 62) + text;
		rest = (rest - (rest % 62)) / 62;
	}
	return text;
}
