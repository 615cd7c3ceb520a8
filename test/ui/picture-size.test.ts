import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pictureSize } from "../../src/ui/codes/picture-size.ts";

const bytes = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));
const join = (...parts: (string | readonly number[])[]) =>
	Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...bytes(part)] : part)));

const png = join([0x89], "PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR", [0, 0, 2, 1, 0, 0, 1, 3], [8, 6, 0, 0, 0]);
const webp = (kind: string, ...rest: number[]) => join("RIFF", [0, 0, 0, 0], "WEBP", kind, [0, 0, 0, 0], rest);
/** A profile, fill bytes, tables that are no frame, then the frame. */
const jpeg = (frame: number) =>
	join(
		[0xff, 0xd8, 0xff, 0xe0, 0, 6, 0xff, 0xc0, 1, 2],
		[0xff, 0xff, 0xc4, 0, 3, 9],
		[0xff, frame, 0, 11, 8, 1, 3, 2, 1, 1],
	);

describe("the size of a picture", () => {
	it.each<[string, Uint8Array]>([
		["PNG", png],
		["JPEG", jpeg(0xc0)],
		["JPEG, progressive", jpeg(0xc2)],
		["WebP", webp("VP8 ", 0, 0, 0, 0x9d, 1, 0x2a, 1, 0x42, 3, 0x41)],
		["WebP without loss", webp("VP8L", 0x2f, 0x00, 0x82, 0x40, 0x00)],
		["WebP with more in it", webp("VP8X", 0, 0, 0, 0, 0, 2, 0, 2, 1, 0)],
	])("of a %s is 513 by 259", (_, head) => {
		expect(pictureSize(head)).toEqual({ width: 513, height: 259 });
	});

	it.each<[string, Uint8Array]>([
		["nothing", new Uint8Array()],
		["a text", bytes("<svg width='1' height='1'></svg>")],
		["a GIF", bytes("GIF89a\x01\x00\x01\x00 and so on")],
		["a WebP of another kind", webp("VP9 ", ...new Uint8Array(20))],
		["a JPEG that goes on without a size", join([0xff, 0xd8, 0xff, 0xda, 0, 2, 0xff, 0xc0, 0, 11, 8, 1, 1, 1, 1])],
		["a JPEG with something else between", join([0xff, 0xd8, 0, 0xff, 0xc0, 0, 11, 8, 1, 1, 1, 1])],
	])("of %s is not known", (_, head) => {
		expect(pictureSize(head)).toBeNull();
	});

	it("of one that ends too early is not known, and any bytes are looked at to an end", () => {
		for (const head of [png, jpeg(0xc1)]) {
			for (let length = 0; length < head.length - 6; length += 1) {
				expect(pictureSize(head.subarray(0, length)), String(length)).toBeNull();
			}
		}
		const start = fc.constantFrom(png.subarray(0, 16), jpeg(0xc0).subarray(0, 4), webp("VP8X").subarray(0, 16));
		fc.assert(
			fc.property(start, fc.uint8Array({ maxLength: 200 }), (head, rest) => {
				const size = pictureSize(Uint8Array.from([...head, ...rest]));
				expect(size === null || (size.width >= 0 && size.height >= 0)).toBe(true);
			}),
		);
	});
});
