/** Bytes as text, for ids, tickets and replies. */
import { base64urlnopad } from "@scure/base";
import { Fault } from "./fault.ts";

export function toHex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** For hex that was checked already (a schema, a record of ours). */
export function fromHex(hex: string): Uint8Array {
	return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

export const toBase64url = (bytes: Uint8Array): string => base64urlnopad.encode(bytes);

/** @throws Fault `bad-request` for anything but canonical text. */
export function base64urlBytes(text: string): Uint8Array {
	try {
		return base64urlnopad.decode(text);
	} catch {
		throw new Fault("bad-request");
	}
}

/** @throws Fault `bad-request` for anything but the canonical text of exactly `length` bytes. */
export function fromBase64url(text: string, length: number): Uint8Array {
	const bytes = base64urlBytes(text);
	if (bytes.length !== length) throw new Fault("bad-request");
	return bytes;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** The same people, in whatever order. */
export function sameSet(a: readonly string[], b: readonly string[]): boolean {
	const all = new Set(a);
	return all.size === new Set(b).size && b.every((one) => all.has(one));
}
