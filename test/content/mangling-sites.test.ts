// @vitest-environment happy-dom
/**
 * What real sites were seen to do to whole messages, beyond their renderers (mangling.test.ts): lines cut by bytes, characters
 * that a database drops, a message that becomes several with other people's lines between them.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeArmor } from "../../src/protocol/armor.ts";
import { decodeArmorParts } from "../../src/protocol/index.ts";
import { blob, denseBlob, plainBlob, read, runs, sightings } from "./mangled.ts";
import { escaped } from "./renderers.ts";

const utf8 = new TextEncoder();

/** Pieces of so many bytes, decoded one by one: a character that is cut becomes two marks of damage. */
function pieces(text: string, bytes: number): string[] {
	const all = utf8.encode(text);
	const decoder = new TextDecoder();
	const count = Math.ceil(all.length / bytes);
	return Array.from({ length: count }, (_, index) => decoder.decode(all.subarray(index * bytes, (index + 1) * bytes)));
}

const list = (texts: readonly string[]) => `<ol>${texts.map((text) => `<li>${text}</li>`).join("")}</ol>`;
const rows = (texts: readonly string[]) => texts.map((text) => `<div><p>${text}</p></div>`).join("");
const someoneElse = "<b>Cem</b> 12:04 has anybody seen the blue folder, the one from the cupboard under the stairs";

it("a first line that became a message of its own leaves the armor whole", () => {
	fc.assert(
		fc.property(blob, ({ bytes, armor }) => {
			const texts = `A private message:\n${armor}`.split("\n");
			const found = sightings(list(texts));
			expect(found).toHaveLength(1);
			expect(read(list(texts))).toEqual(bytes);
		}),
		runs,
	);
});

describe("a line cut every 350 bytes into messages of their own", () => {
	const cut = (armor: string) => pieces(armor, 350);

	it.each([
		["next to each other", (texts: readonly string[]) => texts],
		["with other people's lines in between", (texts: readonly string[]) => texts.flatMap((one) => [one, someoneElse])],
	])("%s is told as cut, once", (_, between) => {
		fc.assert(
			fc.property(blob, ({ bytes, armor }) => {
				const texts = cut(armor);
				const seen = read(list(between(texts)));
				if (texts.length === 1) expect(seen).toEqual(bytes);
				else expect(seen).toBe("truncated");
			}),
			runs,
		);
	});

	it.each([
		["one element", (texts: readonly string[]) => texts.join(`<br>${someoneElse}<br>`)],
		["rows without a role", (texts: readonly string[]) => rows(texts.flatMap((one) => [one, someoneElse]))],
	])("in %s with names and times between the lines is told as cut or damaged", (_, shown) => {
		fc.assert(
			fc.property(blob, ({ bytes, armor }) => {
				const texts = cut(armor);
				const seen = read(shown(texts));
				if (texts.length === 1) expect(seen).toEqual(bytes);
				else expect(seen === "truncated" || seen === "damaged", String(seen)).toBe(true);
			}),
			runs,
		);
	});
});

describe("a message in parts of 350 bytes", () => {
	const inParts = fc.tuple(blob, fc.boolean()).map(([{ bytes }, dense]) => {
		const messageId = bytes.slice(0, 8);
		return { bytes, parts: encodeArmor({ kind: 1, bytes, messageId, maxChars: dense ? 120 : 350, dense }) };
	});

	it.each([
		["list items", list],
		["rows without a role", rows],
	])("in %s, in any order and between other people's lines, comes out whole", (_, shown) => {
		fc.assert(
			fc.property(inParts, fc.nat(), ({ bytes, parts }, turn) => {
				const turned = [...parts.slice(turn % parts.length), ...parts.slice(0, turn % parts.length)];
				const found = sightings(shown(turned.flatMap((one) => [one, someoneElse])));
				const texts = found.map(({ spans }) => spans[0]?.text ?? "");
				expect(texts).toEqual(turned);
				expect(decodeArmorParts(texts).bytes).toEqual(bytes);
			}),
			runs,
		);
	});

	it("says which one is missing", () => {
		fc.assert(
			fc.property(inParts, fc.nat(), ({ parts }, any) => {
				if (parts.length === 1) return;
				const lost = any % parts.length;
				const rest = sightings(list(parts.filter((_, index) => index !== lost)));
				const details = { missing: [lost + 1], count: parts.length };
				expect(() => decodeArmorParts(rest.map(({ spans }) => spans[0]?.text ?? ""))).toThrow(
					expect.objectContaining({ code: "part-missing", details }),
				);
			}),
			runs,
		);
	});
});

const broken: Readonly<Record<string, (armor: string) => string>> = {
	"cut at 998 bytes, inside a character": (armor) => pieces(armor, 998).join("\r\n"),
	"of which a site keeps ASCII only": (armor) => armor.replace(/[^ -~]/g, ""),
	"of which a site keeps Latin-1 only": (armor) => armor.replace(/[^ -\u00ff]/g, "?"),
	"as entities that are shown": (armor) => escaped(armor.replace(/[^ -~]/g, (one) => `&#${one.charCodeAt(0)};`)),
};

describe.each(Object.keys(broken))("armor %s", (name) => {
	const mangle = broken[name] as (armor: string) => string;

	it("comes out whole in letters and digits", () => {
		fc.assert(
			fc.property(plainBlob, ({ bytes, armor }) => {
				expect(read(mangle(armor))).toEqual(bytes);
			}),
			runs,
		);
	});

	it("is told as damaged or cut in ideographs", () => {
		fc.assert(
			fc.property(denseBlob, ({ bytes, armor }) => {
				const seen = read(mangle(armor));
				if (mangle(armor) === armor) expect(seen).toEqual(bytes);
				else expect(seen === "truncated" || seen === "damaged", String(seen)).toBe(true);
			}),
			runs,
		);
	});
});

const harmless: Readonly<Record<string, (armor: string) => string>> = {
	"without characters of four bytes": (armor) => `\u{1f389} ${armor} \u{1f389}`.replace(/[\u{10000}-\u{10ffff}]/gu, ""),
	"in lines of quoted-printable that nobody joined": (armor) => armor.replace(/.{75}/g, "$&=\r\n"),
	"in lines that begin with a number": (armor) => `<ol><li>${armor.replace(/.{64}/g, "$&<br>")}</li></ol>`,
	"after a name in an element of its own": (armor) => `<a class="mention" href="/ben"><b>@Ben</b></a>, ${armor}`,
	"in an element of its own within a link": (armor) => `<a href="/x"><code>${armor}</code></a>`,
	"isolated from the direction of the page": (armor) => `\u2068${armor}\u2069`,
	"with a space where scripts meet": (armor) =>
		armor.replace(/(?<=[a-z0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[a-z0-9])/gi, " "),
};

describe.each(Object.keys(harmless))("armor %s", (name) => {
	const mangle = harmless[name] as (armor: string) => string;

	it("comes out whole", () => {
		fc.assert(
			fc.property(blob, ({ bytes, armor }) => {
				expect(read(mangle(armor))).toEqual(bytes);
			}),
			runs,
		);
	});
});

it("a stretch of it that a page wraps (a name, a word that was searched for) leaves it whole", () => {
	fc.assert(
		fc.property(blob, fc.nat(), fc.integer({ min: 1, max: 12 }), ({ bytes, armor }, position, length) => {
			const at = position % armor.length;
			const wrapped = `<mark class="found">${armor.slice(at, at + length)}</mark>`;
			expect(read(armor.slice(0, at) + wrapped + armor.slice(at + length))).toEqual(bytes);
		}),
		runs,
	);
});
