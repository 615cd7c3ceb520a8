/** Length hiding: Padmé (Nikitin et al., PURBs, 2019) with a floor. Overhead at most 12%, then falling; lengths leak log log. */
import { type Bytes, equalBytes } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import { MAX_PAYLOAD, PADDING_FLOOR } from "./limits.ts";

/** The padded length of `length` bytes, marker included. */
export function paddedLength(length: number): number {
	if (length <= PADDING_FLOOR) return PADDING_FLOOR;
	const exponent = floorLog2(length);
	const step = 2 ** (exponent - (floorLog2(exponent) + 1));
	const over = length % step;
	return over === 0 ? length : length + step - over;
}

/** Appends 0x80 and zeros (ISO/IEC 7816-4). Throws `too-large`. */
export function pad(plaintext: Bytes): Bytes {
	const length = paddedLength(plaintext.length + 1);
	if (length > MAX_PAYLOAD) throw new ProtocolError("too-large", { limit: MAX_PAYLOAD });
	const padded = new Uint8Array(length);
	padded.set(plaintext);
	padded[plaintext.length] = 0x80;
	return padded;
}

/** Throws `malformed` unless `pad` could have made exactly this. */
export function unpad(padded: Bytes): Bytes {
	const marker = padded.lastIndexOf(0x80);
	const zeros = padded.subarray(marker + 1);
	if (marker < 0 || !equalBytes(zeros, new Uint8Array(zeros.length))) throw new ProtocolError("malformed");
	if (paddedLength(marker + 1) !== padded.length) throw new ProtocolError("malformed");
	return padded.subarray(0, marker);
}

function floorLog2(value: number): number {
	let log = 0;
	for (let rest = value; rest >= 2; rest /= 2) log++;
	return log;
}
