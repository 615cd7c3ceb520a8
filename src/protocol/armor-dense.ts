/**
 * CJK14: 14 bits a character, for sites that count characters. Digit v is U+4E00 + v, up to U+8DFF: Unified Ideographs only, so no
 * case, no emoji, no direction, and the same under every normal form of Unicode. Bits go most significant first; the last
 * character is filled with zero bits. The number of bytes is the frame's to say.
 */
import { DENSE_FIRST, isDense } from "./armor-scan.ts";
import type { Bytes } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";

const BITS = 14;
const MASK = 2 ** BITS - 1;

/** Bytes that fit into so many characters. */
export function denseBytes(chars: number): number {
	const bits = chars * BITS;
	return (bits - (bits % 8)) / 8;
}

export function encodeDense(bytes: Bytes): string {
	const chars: string[] = [];
	let bits = 0;
	let held = 0;
	for (const byte of bytes) {
		held = (held << 8) | byte;
		bits += 8;
		if (bits < BITS) continue;
		bits -= BITS;
		chars.push(String.fromCharCode(DENSE_FIRST + (held >> bits)));
		held &= 2 ** bits - 1;
	}
	if (bits > 0) chars.push(String.fromCharCode(DENSE_FIRST + ((held << (BITS - bits)) & MASK)));
	return chars.join("");
}

/**
 * `text` is exactly the characters of `length` bytes (the scanner counted them).
 * @throws ProtocolError `malformed` when one of them is no digit, or when bits are left over that are not zero: every byte string has
 * one text only.
 */
export function decodeDense(text: string, length: number): Bytes {
	const bytes = new Uint8Array(length);
	let bits = 0;
	let held = 0;
	let to = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (!isDense(code)) throw new ProtocolError("malformed");
		held = (held << BITS) | (code - DENSE_FIRST);
		bits += BITS;
		while (bits >= 8 && to < length) {
			bits -= 8;
			bytes[to++] = held >> bits;
			held &= 2 ** bits - 1;
		}
	}
	if (to !== length || held !== 0) throw new ProtocolError("malformed");
	return bytes;
}
