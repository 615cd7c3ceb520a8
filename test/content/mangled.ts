/** For the tests of mangling: armor made at random, the ways a text is pulled apart, and what is read of it in a page. */
import fc from "fast-check";
import { expect } from "vitest";
import { findStarts, type Sighting, sight } from "../../src/content/scan/find-armor.ts";
import { encodeArmor } from "../../src/protocol/armor.ts";
import { decodeArmorParts, ProtocolError } from "../../src/protocol/index.ts";

export interface Blob {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly armor: string;
}

function blobOf(bytes: Uint8Array, dense = false): Blob {
	const messageId = Uint8Array.from({ length: 8 }, (_, index) => bytes[index] ?? 0);
	const copy = Uint8Array.from(bytes);
	const [armor = ""] = encodeArmor({ kind: 1, bytes: copy, messageId, maxChars: null, dense });
	return { bytes: copy, armor };
}
const sizes = [48, 300, 1200];
const bytes = fc.oneof(...sizes.map((length) => fc.uint8Array({ minLength: length, maxLength: length })));
export const blob = fc.tuple(bytes, fc.boolean()).map(([content, dense]) => blobOf(content, dense));
export const plainBlob = bytes.map((content) => blobOf(content));
export const denseBlob = bytes.map((content) => blobOf(content, true));

/** Runs of each property are this many times as many with `MANGLING_TIMES`. */
export const times = Number(process.env["MANGLING_TIMES"] ?? 1);
export const runs = { numRuns: 3 * times };

/** Every armor found in the page. */
export function sightings(markup: string): Sighting[] {
	document.body.innerHTML = `<div class="row"><b>Ben</b><div class="text">${markup}</div><i>12:00</i></div>`;
	return findStarts(document.body)
		.map(sight)
		.filter((one) => one !== null);
}

/** The only one, opened: the bytes, or the code of why not; null for nothing found. */
export function read(markup: string): Uint8Array | string | null {
	const [found, ...more] = sightings(markup);
	if (found === undefined) return null;
	expect(more).toEqual([]);
	expect(found.spans).toHaveLength(1);
	try {
		return decodeArmorParts([found.spans[0]?.text ?? ""]).bytes;
	} catch (error) {
		if (error instanceof ProtocolError) return error.code;
		throw error;
	}
}
export interface Cut {
	/** Characters between two of them. */
	readonly step: number;
	/** Where the first one is: a line may be half full when the armor begins. */
	readonly first: number;
}

/** The text with something put in between. */
export function every({ step, first }: Cut, text: string, between: string): string {
	const pieces = [text.slice(0, first)];
	for (let at = first; at < text.length; at += step) pieces.push(text.slice(at, at + step));
	return pieces.join(between);
}

/** In the magic as often as behind it. */
export const first = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 9, max: 60 }));
