import { bytesToHex } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { type Scan, scanProof } from "../../src/protocol/index.ts";
import { VaultError } from "../../src/vault/errors.ts";
import {
	decodeShownCodes,
	encodeShownCodes,
	type Scanned,
	type ShownCode,
	scanned,
	show,
} from "../../src/verification/shown-codes.ts";
import { fixedRandom, js, now } from "../protocol/fixed.ts";
import { ends, minute } from "./support.ts";

const scanBy = (name: string): Scan => ({ shower: ends("Ann").fingerprint, scanner: ends(name).fingerprint });
const af = (name: string) => bytesToHex(ends(name).fingerprint);
const code = (secret: string, reader: string | null = null, way: "screen" | "link" = "screen") => ({
	secret: fixedRandom(secret)(16),
	endsAt: now + 10 * minute,
	way,
	reader,
});
const scan = (codes: readonly ShownCode[], by: string, secret: string, at = now): Scanned =>
	scanned(js, codes, scanBy(by), scanProof(js, fixedRandom(secret)(16), scanBy(by)), at);
const codesOf = (result: Scanned) => ("codes" in result ? result.codes : []);

describe("a code that we show", () => {
	const shown = show([], code("first"), now);

	test("makes sure of the one who scanned it, once", () => {
		const result = scan(shown, "Ben", "first");
		expect(result).toEqual({ kind: "verified", codes: [{ ...code("first"), scannedBy: af("Ben"), scannedAt: now }] });
		expect(scan(codesOf(result), "Ben", "first")).toEqual({ kind: "repeated" });
	});

	test("scanned by a second person, it is nobody's any more, and the first is named", () => {
		const after = codesOf(scan(shown, "Ben", "first"));
		expect(scan(after, "Mallory", "first")).toEqual({ kind: "second", first: af("Ben"), at: now, codes: [] });
	});

	test("does nothing for another secret, or for who only heard of the proof", () => {
		expect(scan(shown, "Ben", "second")).toEqual({ kind: "unknown" });
		const bens = scanProof(js, fixedRandom("first")(16), scanBy("Ben"));
		expect(scanned(js, shown, scanBy("Mallory"), bens, now)).toEqual({ kind: "unknown" });
	});

	test("made for somebody is for nobody else", () => {
		const forBen = show([], code("for Ben", af("Ben")), now);
		expect(scan(forBen, "Mallory", "for Ben")).toEqual({ kind: "other-reader" });
		expect(scan(forBen, "Ben", "for Ben").kind).toBe("verified");
	});

	test("ends", () => {
		expect(scan(shown, "Ben", "first", now + 10 * minute - 1).kind).toBe("verified");
		expect(scan(shown, "Ben", "first", now + 10 * minute)).toEqual({ kind: "unknown" });
		expect(show(shown, code("second"), now + 10 * minute)).toHaveLength(1);
	});

	const names = Array.from({ length: 40 }, (_, index) => `code ${index}`);
	const showAll = (codes: readonly ShownCode[], way: "screen" | "link" = "screen") =>
		names.reduce((all, one) => show(all, code(one, null, way), now), codes);

	test("is one of sixteen; the oldest goes", () => {
		const many = showAll([]);
		expect(many).toHaveLength(16);
		expect(scan(many, "Ben", "code 23")).toEqual({ kind: "unknown" });
		for (const one of names.slice(24)) expect(scan(many, "Ben", one).kind).toBe("verified");
	});

	test("that was handed over, or scanned, does not go for those of tabs that are opened", () => {
		const scannedOnce = codesOf(scan(show([], code("scanned"), now), "Ben", "scanned"));
		const many = showAll(show(scannedOnce, code("handed over", null, "link"), now));
		expect(many).toHaveLength(16);
		expect(scan(many, "Cleo", "handed over").kind).toBe("verified");
		expect(scan(many, "Mallory", "scanned")).toMatchObject({ kind: "second", first: af("Ben") });
		// Only for more of them than anybody hands over.
		const links = showAll(many, "link");
		expect(links).toHaveLength(16);
		expect(scan(links, "Cleo", "code 39").kind).toBe("verified");
	});

	test("is kept whole or not at all", () => {
		const codes = codesOf(scan(show(shown, code("second", af("Cleo")), now), "Ben", "first"));
		expect(decodeShownCodes(encodeShownCodes(codes))).toEqual(codes);
		for (const broken of [
			[{ ...codes[0], secret: new Uint8Array(15) }],
			[{ ...codes[0], scannedBy: "Ben" }],
			[{ ...codes[0], way: "air" }],
			[{ ...codes[0], scannedAt: -1 }],
			Array.from({ length: 17 }, () => codes[0]),
		]) {
			expect(() => decodeShownCodes(encodeShownCodes(broken as readonly ShownCode[]))).toThrow(VaultError);
		}
	});
});
