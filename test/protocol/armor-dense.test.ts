/** CJK14, the second body alphabet of armor (docs/protocol.md, Armor): exact, tight, and whole after what pages do to texts. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { codeOf, hex } from "./fixed.ts";

const id = new Uint8Array(16).fill(9);
const encode = (bytes: Uint8Array, maxChars: number | null = null, messageId = id) =>
	protocol.encodeArmor({ kind: protocol.armorKind.envelope, bytes, messageId, maxChars, dense: true });
const anyBytes = (maxLength: number) => fc.uint8Array({ minLength: 1, maxLength });
const ramp = (length: number) => new Uint8Array(length).map((_, at) => at * 7);

/** As docs/protocol.md says it, bit by bit. */
function bySpec(bytes: Uint8Array): string {
	const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
	const digits = bits.match(/.{1,14}/g) ?? [];
	return digits.map((digit) => String.fromCodePoint(0x4e00 + Number.parseInt(digit.padEnd(14, "0"), 2))).join("");
}

const markdown = new MarkdownIt({ html: false, linkify: true, typographer: true, breaks: true });
/** The text content of what a renderer made. */
const textContent = (html: string) => html.replace(/<[^>]*>/g, "").replace(/&amp;/g, "&");

const wrapped = (text: string, every: number, by: string) => text.replace(new RegExp(`(.{${every}})`, "gu"), `$1${by}`);
const manglings: Record<string, (text: string) => string> = {
	NFC: (text) => text.normalize("NFC"),
	NFD: (text) => text.normalize("NFD"),
	NFKC: (text) => text.normalize("NFKC"),
	NFKD: (text) => text.normalize("NFKD"),
	"upper and lower case of the locale": (text) =>
		text.slice(0, 29) + text.slice(29, -10).toUpperCase() + text.slice(-10),
	"line breaks": (text) => wrapped(text, 40, "\n"),
	"line breaks at 72 columns": (text) => wrapped(text, 36, "\r\n"),
	"an ideographic space at wraps": (text) => wrapped(text, 50, "\u3000"),
	"zero-width space": (text) => wrapped(text, 10, "\u200b"),
	"zero-width space after each": (text) => wrapped(text, 1, "\u200b"),
	"word joiner": (text) => wrapped(text, 7, "\u2060"),
	"soft hyphens": (text) => wrapped(text, 3, "\u00ad"),
	"visible hyphens at wraps": (text) => wrapped(text, 33, "-\n"),
	"quoted, wrapped": (text) => wrapped(text, 50, "\n> > "),
	"a space between scripts": (text) =>
		text.replace(/([A-Za-z0-9])([\u4e00-\u8dff])/g, "$1 $2").replace(/([\u4e00-\u8dff])([A-Za-z0-9])/g, "$1 $2"),
	"between sentences": (text) => `Ann wrote this: ${text}。 And then more.`,
	"between words in Chinese": (text) => `你好，${text}。请看`,
	"right after and before ideographs": (text) => `你好${text}请看`,
	"markdown-it": (text) => textContent(markdown.render(text)),
};

describe("dense armor", () => {
	it("is as the document says, for every length", () => {
		for (let length = 1; length <= 40; length++) {
			for (const bytes of [ramp(length), new Uint8Array(length).fill(255), new Uint8Array(length)]) {
				const [armor = ""] = encode(bytes);
				const body = bySpec(bytes);
				const size = length.toString().padStart(4, "0");
				expect(armor.slice(0, 25)).toBe(`${protocol.ARMOR_MAGIC}C1${armor.slice(10, 21)}0101`);
				if (length < 10) expect(armor.slice(25, 29)).toBe(size);
				expect(armor.slice(29, -10)).toBe(body);
				expect(body.length).toBe(Math.ceil((8 * length) / 14));
				const sum = createHash("sha256").update(armor.slice(0, -10)).digest().subarray(0, 4);
				let number = BigInt(`0x${sum.toString("hex")}`);
				let digits = "";
				for (let i = 0; i < 6; i++, number /= 62n) {
					digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[Number(number % 62n)] + digits;
				}
				expect(armor.slice(-10)).toBe(`${digits}QvxZ`);
				expect(hex(protocol.decodeArmorParts([armor]).bytes)).toBe(hex(bytes));
			}
		}
	});

	it("is as the example in the document", () => {
		const one = {
			kind: protocol.armorKind.envelope,
			bytes: Uint8Array.of(1),
			messageId: new Uint8Array(8),
			maxChars: null,
		};
		const document = readFileSync(join(import.meta.dirname, "../../docs/protocol.md"), "utf8");
		expect(document).toContain(
			`\n${protocol.encodeArmor(one)[0]}\n${protocol.encodeArmor({ ...one, dense: true })[0]}\n`,
		);
	});

	it("uses every character from U+4E00 to U+8DFF and no other", () => {
		const all = Array.from({ length: 2 ** 14 }, (_, value) => value.toString(2).padStart(14, "0")).join("");
		const bytes = Uint8Array.from(all.match(/.{8}/g) ?? [], (bits) => Number.parseInt(bits, 2));
		const body = encode(bytes)[0]?.slice(29, -10) ?? "";
		expect(body).toBe(String.fromCharCode(...Array.from({ length: 2 ** 14 }, (_, value) => 0x4e00 + value)));
		expect(hex(protocol.decodeArmorParts(encode(bytes)).bytes)).toBe(hex(bytes));
	});

	it.each(Object.keys(manglings))("survives %s", (name) => {
		fc.assert(
			fc.property(anyBytes(400), (bytes) => {
				const text = manglings[name]!(encode(bytes)[0]!);
				const found = protocol.findArmor(text);
				expect(found.map(({ state }) => state)).toEqual(["whole"]);
				expect(found[0]!.text).toBe(encode(bytes)[0]);
				expect(hex(protocol.decodeArmorParts([text]).bytes)).toBe(hex(bytes));
			}),
			{ numRuns: 25 },
		);
	});

	it("holds so many bytes that one more would not fit", () => {
		for (let max = 41; max < 60; max++) {
			const fits = Array.from({ length: 40 }, (_, length) => length + 1).filter(
				(length) => encode(ramp(length), max).length === 1,
			);
			const most = fits.at(-1)!;
			expect(encode(ramp(most))[0]!.length).toBeLessThanOrEqual(max);
			expect(encode(ramp(most + 1))[0]!.length).toBeGreaterThan(max);
		}
		expect(encode(ramp(1_700), 1_000)).toHaveLength(2);
		expect(encode(ramp(1_680), 1_000)).toHaveLength(1);
	});

	it("counts its parts before making them", async () => {
		for (const dense of [true, false]) {
			for (const maxChars of [null, 60, 350, 999]) {
				for (const length of [1, 350, 544, 545, 1_681, 3_000]) {
					const how = { maxChars, dense };
					if (maxChars === 60 && length > 544) continue;
					const parts = protocol.encodeArmor({ kind: 1, bytes: ramp(length), messageId: id, ...how });
					expect(protocol.armorParts(length, how)).toBe(parts.length);
				}
			}
			expect(await codeOf(() => protocol.armorParts(5, { maxChars: 39, dense }))).toBe("too-large");
			expect(await codeOf(() => protocol.armorParts(100_000, { maxChars: 350, dense }))).toBe("too-large");
		}
	});

	it("is joined from parts in any order, and never with the other form's bytes changed", () => {
		fc.assert(
			fc.property(anyBytes(900), fc.integer({ min: 60, max: 300 }), (bytes, max) => {
				const parts = encode(bytes, max);
				expect(parts.every((part) => part.length <= max)).toBe(true);
				const page = parts
					.map((part) => `Ben: 好的，明天见\nAnn: ${part}\n`)
					.reverse()
					.join("");
				expect(protocol.findArmor(page)).toHaveLength(parts.length);
				expect(hex(protocol.decodeArmorParts([page]).bytes)).toBe(hex(bytes));
			}),
			{ numRuns: 40 },
		);
	});

	it("tells cut from changed, wherever it happens", async () => {
		const [armor = ""] = encode(ramp(400));
		for (let at = 16; at < armor.length; at += 3) {
			for (const more of at < 29 ? [""] : ["", "… See more", "…展开", " 展开"]) {
				expect(await codeOf(() => protocol.decodeArmorParts([armor.slice(0, at) + more])), `${at}`).toBe("truncated");
			}
		}
		for (let at = 29; at < armor.length - 4; at += 5) {
			for (const other of ["丁", "x", "\u8e00", "", "丁丁"]) {
				if (other === armor[at]) continue;
				const changed = armor.slice(0, at) + other + armor.slice(at + 1);
				expect(await codeOf(() => protocol.decodeArmorParts([changed])), `${at} ${other}`).toBe("damaged");
			}
		}
	});

	it("takes no letter for a digit, although the sum is right", async () => {
		const [armor = ""] = encode(ramp(400));
		const summed = (head: string) => {
			const sum = BigInt(`0x${createHash("sha256").update(head).digest("hex").slice(0, 8)}`);
			const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
			const places = Array.from({ length: 6 }, (_, place) => Number((sum / 62n ** BigInt(5 - place)) % 62n));
			return `${head}${places.map((value) => alphabet[value]).join("")}QvxZ`;
		};
		expect(summed(armor.slice(0, -10))).toBe(armor);
		// Each as the digit of which it has the last fourteen bits: the bytes would be the same.
		for (const letter of ["A", "z", "0"]) {
			const digit = String.fromCharCode(0x4e00 + ((letter.charCodeAt(0) - 0x4e00) & 0x3fff));
			const changed = (at: number, by: string) => summed(armor.slice(0, at) + by + armor.slice(at + 1, -10));
			for (const at of [29, 100, armor.length - 12]) {
				expect(await codeOf(() => protocol.decodeArmorParts([changed(at, digit)]))).toBe("opened");
				expect(await codeOf(() => protocol.decodeArmorParts([changed(at, letter)]))).toBe("malformed");
			}
		}
	});

	it("is cut as bytes with a broken last character and still only cut", async () => {
		const [armor = ""] = encode(ramp(700));
		for (let bytes = 350; bytes < 353; bytes++) {
			const cut = Buffer.from(armor).subarray(0, bytes).toString("utf8");
			expect(await codeOf(() => protocol.decodeArmorParts([cut]))).toBe("truncated");
		}
	});

	it("never takes a cut one and the next message for one", () => {
		const first = encode(ramp(400))[0]!;
		const next = [
			encode(new Uint8Array(50).fill(3))[0]!,
			protocol.encodeArmor({ kind: 1, bytes: new Uint8Array(50).fill(3), messageId: id, maxChars: null })[0]!,
		];
		for (const second of next) {
			const page = `${first.slice(0, 150)}\nBen: 好的 ${second}`;
			const found = protocol.findArmor(page);
			expect(found.map(({ state }) => state)).toEqual(["truncated", "whole"]);
			expect(found[0]!.end).toBe(150);
			expect(hex(protocol.decodeArmorParts([found[1]!.text]).bytes)).toBe("03".repeat(50));
		}
	});

	it("is never whole around somebody's sentences, however well they were counted", () => {
		const words = "亲爱的，请把钱汇到新的账户，不要汇到昨天的那个。谢谢，安";
		const ideographs = words.replace(/[^\u4e00-\u8dff]/g, "").length;
		const real = encode(ramp(Math.floor((ideographs * 14) / 8)))[0]!;
		const forged = `${real.slice(0, 29)} ${words} ${real.slice(-10)}`;
		const [span] = protocol.findArmor(forged);
		expect(span?.state).toBe("truncated");
		expect(forged.slice(0, span?.end)).not.toContain("账户");
		const english = `${real.slice(0, 29)} Dear Ben, the money goes to account 12 ${real.slice(-10)}`;
		expect(protocol.findArmor(english)[0]?.state).toBe("truncated");
	});

	it("stays linear on hostile text", () => {
		const head = encode(ramp(1_000))[0]!.slice(0, 40);
		const started = performance.now();
		for (const text of [
			head.repeat(20_000),
			`${head}${"丁 ".repeat(800_000)}`,
			`${head}${"丁\u200b".repeat(800_000)}`,
		]) {
			expect(protocol.findArmor(text).length).toBeLessThanOrEqual(512);
		}
		expect(performance.now() - started).toBeLessThan(20_000);
	}, 30_000);

	it("never fails with anything but a ProtocolError", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.string({ unit: "binary", maxLength: 60 }),
				anyBytes(80),
				fc.nat(80),
				async (noise, bytes, at) => {
					const [armor = ""] = encode(bytes);
					await codeOf(() => protocol.decodeArmorParts([armor.slice(0, at) + noise + armor.slice(at + 1)]));
				},
			),
			{ numRuns: 100 },
		);
	});
});
