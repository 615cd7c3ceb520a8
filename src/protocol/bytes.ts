/** Bytes: joining, comparing, big-endian integers, UTF-8. What they mean is each module's own concern. */
import { bytesToUtf8, concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { ProtocolError } from "./errors.ts";

export type Bytes = Uint8Array;

/** Random bytes of the platform's generator, or of a fixed one in tests. */
export type Random = (length: number) => Bytes;

export function concat(...parts: readonly Bytes[]): Bytes {
	return concatBytes(...parts);
}

/** Constant time for equal lengths; lengths are public. */
export function equalBytes(a: Bytes, b: Bytes): boolean {
	if (a.length !== b.length) return false;
	let difference = 0;
	for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
	return difference === 0;
}

/** Overwrites secrets that are done with. Copies the engine made are out of reach (SECURITY.md). */
export function zeroize(...secrets: readonly Bytes[]): void {
	for (const secret of secrets) secret.fill(0);
}

/** Big-endian, `length` bytes at most 6. Throws RangeError when the value does not fit: that is a caller's bug. */
export function integer(value: number, length: number): Bytes {
	if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** length) throw new RangeError("integer out of range");
	const bytes = new Uint8Array(length);
	let rest = value;
	for (let i = length - 1; i >= 0; i--) {
		bytes[i] = rest % 256;
		rest = (rest - (rest % 256)) / 256;
	}
	return bytes;
}

export function readInteger(bytes: Bytes): number {
	let value = 0;
	for (const byte of bytes) value = value * 256 + byte;
	return value;
}

/** A lone surrogate becomes U+FFFD. */
export function encodeText(text: string): Bytes {
	return utf8ToBytes(text);
}

const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);

/** Strict: refuses what is not UTF-8 instead of replacing it. The decoder eats one byte order mark; it gets its own. */
export function decodeText(bytes: Bytes): string {
	const text = bytesToUtf8(concat(byteOrderMark, bytes));
	if (!equalBytes(utf8ToBytes(text), bytes)) throw new ProtocolError("malformed");
	return text;
}
