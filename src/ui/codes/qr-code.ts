/** QR codes: bytes to modules, and pixels back to bytes. The only file that knows the library. Bytes travel as base64url, as the background has them. */
import { base64urlnopad } from "@scure/base";
import encodeQR from "qr";
import { decodeQR } from "qr/decode.js";

/** Modules of white around it, as the standard has it. */
const border = 4;
/** Bytes from which on as many modules as possible are data: a card makes a large picture anyway. */
const large = 200;

/** Rows of dark (true) and light modules. */
export function modulesOf(qr: string): boolean[][] {
	const bytes = base64urlnopad.decode(qr);
	const ecc = bytes.length > large ? "low" : "medium";
	return encodeQR(toText(bytes), "raw", { encoding: "byte", ecc, border, textEncoder: toBytes });
}

/** Of a canvas: four bytes each. */
export interface Pixels {
	readonly width: number;
	readonly height: number;
	readonly data: Uint8ClampedArray<ArrayBuffer>;
}

export type How = "frame" | "picture";

/** Milliseconds for a picture, which is looked at once; a frame of a camera gets what one frame takes. */
const forPicture = 1500;

/** What the first code in it holds; null: there is none. */
export function codeIn(image: Pixels, how: How): string | null {
	const longer = how === "picture" ? { timeLimit: forPicture, effort: 8 } : {};
	try {
		const bytes = toBytes(decodeQR(image, { textDecoder: toText, ...longer }));
		return bytes.length === 0 ? null : base64urlnopad.encode(bytes);
	} catch {
		return null;
	}
}

/** One character a byte: what a code holds is no text. */
const toText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
const toBytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
