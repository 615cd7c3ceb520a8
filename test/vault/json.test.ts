/** Byte arrays in records: base64url without padding, as @scure/base writes it, and read back strictly. */
import { base64urlnopad } from "@scure/base";
import { expect, test } from "vitest";
import { bytes, decodeJson, encodeJson, record } from "../../src/vault/json.ts";
import { readText } from "./support.ts";

const read = record<{ readonly data: Uint8Array }>({ data: bytes() });

test.each([0, 1, 2, 3, 4, 5, 6, 16, 31, 32, 33, 64, 72, 1000])("%d bytes", (length) => {
	for (let round = 0; round < 20; round++) {
		const data = Uint8Array.from({ length }, (_, index) => (index * 37 + round * 101 + (index >> 8)) & 0xff);
		const encoded = encodeJson({ data });
		expect(readText(encoded)).toBe(`{"data":"${base64urlnopad.encode(data)}"}`);
		expect(decodeJson(encoded, read)).toEqual({ data });
	}
});

test("every value a byte has, at every place of three", () => {
	for (let value = 0; value < 256; value++) {
		for (let place = 0; place < 3; place++) {
			const data = new Uint8Array(place + 1);
			data[place] = value;
			expect(readText(encodeJson({ data }))).toBe(`{"data":"${base64urlnopad.encode(data)}"}`);
		}
	}
});
