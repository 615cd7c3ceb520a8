// @vitest-environment happy-dom
/**
 * What web pages do to a text on its way to the other reader, with the renderers that real sites use and the list of what was seen:
 * from the armor to the text in the page to the bytes again. It comes out whole and equal, or is told apart as cut or damaged;
 * never as other bytes.
 */
import DOMPurify from "dompurify";
import fc from "fast-check";
import linkifyHtml from "linkify-html";
import markdownIt from "markdown-it";
import { Marked } from "marked";
import showdown from "showdown";
import { describe, expect, it } from "vitest";
import { findStarts, sight } from "../../src/content/scan/find-armor.ts";
import { encodeArmor } from "../../src/protocol/armor.ts";
import { decodeArmorParts, ProtocolError } from "../../src/protocol/index.ts";

interface Blob {
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
const blob = fc.tuple(bytes, fc.boolean()).map(([content, dense]) => blobOf(content, dense));
const plainBlob = bytes.map((content) => blobOf(content));

/** Runs of each property are this many times as many with `MANGLING_TIMES`; with 1 all of them take about 7 s. */
const times = Number(process.env["MANGLING_TIMES"] ?? 1);
const runs = { numRuns: 3 * times };

/** What is found in the page, opened: the bytes, or the code of why not; null for nothing found. */
function read(markup: string): Uint8Array | string | null {
	document.body.innerHTML = `<div class="row"><b>Ben</b><div class="text">${markup}</div><i>12:00</i></div>`;
	const [found, ...more] = findStarts(document.body)
		.map(sight)
		.filter((one) => one !== null);
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
const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const everything = new showdown.Converter({
	simpleLineBreaks: true,
	emoji: true,
	underline: true,
	strikethrough: true,
	simplifiedAutoLink: true,
	tables: true,
	tasklists: true,
	smartIndentationFix: true,
	ghMentions: true,
	literalMidWordUnderscores: true,
});
const original = new showdown.Converter();
const commonmark = markdownIt("commonmark");
const typographer = markdownIt({ html: true, linkify: true, typographer: true, breaks: true });
const marked = new Marked({ gfm: true, breaks: true });
const pedantic = new Marked({ gfm: false, pedantic: true });
const purify = DOMPurify(window as unknown as Parameters<typeof DOMPurify>[0]);

const renderers: Readonly<Record<string, (text: string) => string>> = {
	"none, escaped": escaped,
	"markdown-it (CommonMark)": (text) => commonmark.render(text),
	"markdown-it (links, typographer, breaks)": (text) => typographer.render(text),
	marked: (text) => String(marked.parse(text)),
	"marked (pedantic)": (text) => String(pedantic.parse(text)),
	showdown: (text) => original.makeHtml(text),
	"showdown (all options)": (text) => everything.makeHtml(text),
	"dompurify over raw markup": (text) => purify.sanitize(text),
	"dompurify over markdown-it": (text) => purify.sanitize(typographer.render(text)),
	"dompurify, text only": (text) => escaped(purify.sanitize(text, { ALLOWED_TAGS: [] })),
	"linkify-html, links cut at 20": (text) => linkifyHtml(escaped(text), { truncate: 20 }),
	"linkify-html over marked": (text) => linkifyHtml(String(marked.parse(text)), { truncate: 20, nl2br: true }),
};

/** Where in a message the armor stands. */
const surroundings: Readonly<Record<string, (armor: string) => string>> = {
	alone: (armor) => armor,
	"after a sentence and its line": (armor) =>
		`This is private, read it with https://sotto.example/about :-)\n\n${armor}`,
	"between emphasis": (armor) => `**look** _here_\n\n${armor}\n\n~~and~~ *there* "quoted" -- (c) ...`,
	quoted: (armor) => `> ${armor}`,
	"in a code block": (armor) => `\`\`\`\n${armor}\n\`\`\``,
	"in a list": (armor) => `- one\n- ${armor}`,
};

describe.each(Object.keys(renderers))("%s", (name) => {
	const render = renderers[name] as (text: string) => string;
	it.each(Object.keys(surroundings))("%s", (place) => {
		const put = surroundings[place] as (armor: string) => string;
		fc.assert(
			fc.property(blob, ({ bytes: wanted, armor }) => {
				expect(read(render(put(armor)))).toEqual(wanted);
			}),
			runs,
		);
	});

	it("tells a message that the site cut at 200 characters", () => {
		fc.assert(
			fc.property(plainBlob, ({ bytes: wanted, armor }) => {
				const seen = read(render(`${armor.slice(0, 200)}…`));
				if (armor.length <= 200) expect(seen).toEqual(wanted);
				else expect(seen).toBe("truncated");
			}),
			runs,
		);
	});

	it("never gives out other bytes, wherever a letter is lost, doubled or changed", () => {
		fc.assert(
			fc.property(blob, fc.nat(), fc.constantFrom("", "xx", "0"), ({ armor, bytes: wanted }, position, instead) => {
				const at = position % armor.length;
				const changed = armor.slice(0, at) + instead + armor.slice(at + 1);
				const seen = read(render(changed));
				if (changed === armor) expect(seen).toEqual(wanted);
				else expect(typeof seen === "string" || seen === null, String(at)).toBe(true);
			}),
			{ numRuns: 6 * times },
		);
	});
});

interface Cut {
	/** Characters between two of them. */
	readonly step: number;
	/** Where the first one is: a line may be half full when the armor begins. */
	readonly first: number;
}

/** The text with something put in between. */
function every({ step, first }: Cut, text: string, between: string): string {
	const pieces = [text.slice(0, first)];
	for (let at = first; at < text.length; at += step) pieces.push(text.slice(at, at + step));
	return pieces.join(between);
}

/** In the magic as often as behind it. */
const first = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 9, max: 60 }));

const mangles: Readonly<Record<string, (armor: string, cut: Cut) => string>> = {
	"word break opportunities": (armor, cut) => every(cut, armor, "<wbr>"),
	"zero-width spaces": (armor, cut) => every(cut, armor, "\u200b"),
	"soft hyphens": (armor, cut) => every(cut, armor, "\u00ad"),
	"zero-width joiners and byte order marks": (armor, cut) => every(cut, armor, "\u2060\ufeff\u200d"),
	"hard newlines": (armor, cut) => every(cut, armor, "\n"),
	"carriage returns and format-flowed spaces": (armor, cut) => every(cut, armor, " \r\n"),
	"line breaks": (armor, cut) => every(cut, armor, "<br>"),
	spaces: (armor, cut) => every(cut, armor, " "),
	spans: (armor, cut) => `<span>${every(cut, armor, "</span><span>")}</span>`,
	paragraphs: (armor, cut) => `<p>${every(cut, armor, "</p><p>")}</p>`,
	"nested spans": (armor, cut) => `<span>${every(cut, armor, "<span>")}`,
	"visible hyphens at wraps": (armor, cut) => every(cut, armor, "-\n"),
	quoting: (armor, cut) => escaped(`> ${every(cut, armor, "\n> ")}`),
	"quoting three times over": (armor, cut) => escaped(`> > > ${every(cut, armor, "\n> > > ")}`),
	"quoting with bars and hyphens": (armor, cut) => escaped(`| ${every(cut, armor, "-\n| ")}`),
	highlighting: (armor, cut) => every(cut, armor, "<mark></mark>"),
	comments: (armor, cut) => every(cut, armor, "<!-- -->"),
	"CRLF in pre": (armor, cut) => `<pre>${every(cut, armor, "\r\n")}</pre>`,
};

describe.each(Object.keys(mangles))("%s", (name) => {
	const mangle = mangles[name] as (armor: string, cut: Cut) => string;

	it("at any width from 40 on leave it whole", () => {
		fc.assert(
			fc.property(blob, fc.integer({ min: 40, max: 998 }), first, (one, step, at) => {
				expect(read(mangle(one.armor, { step, first: at }))).toEqual(one.bytes);
			}),
			{ numRuns: 5 * times },
		);
	});
});

it.each(["<wbr>", "\u200b", "\u00ad", "</b><b>"])("%s between any two characters leaves it whole", (between) => {
	fc.assert(
		fc.property(blob, fc.integer({ min: 1, max: 30 }), ({ armor, bytes: wanted }, step) => {
			expect(read(`<b>${every({ step, first: step }, armor, between)}</b>`)).toEqual(wanted);
		}),
		runs,
	);
});

it.each([
	["forced to lower case", (armor: string) => armor.toLowerCase()],
	["forced to upper case", (armor: string) => armor.toUpperCase()],
	["reversed", (armor: string) => [...armor].reverse().join("")],
])("%s it is nothing of ours, and never other bytes", (_, mangle) => {
	fc.assert(
		fc.property(blob, ({ armor }) => {
			expect(read(mangle(armor))).toBeNull();
		}),
		runs,
	);
});

it.each(["NFC", "NFD", "NFKC", "NFKD"])("%s changes nothing", (form) => {
	fc.assert(
		fc.property(blob, ({ armor, bytes: wanted }) => {
			expect(read(armor.normalize(form))).toEqual(wanted);
		}),
		runs,
	);
});

it("cut anywhere it is told as cut, or is nothing yet", () => {
	fc.assert(
		fc.property(
			blob,
			fc.nat(),
			fc.constantFrom("", "…", "... See more", " [Read more]"),
			({ armor }, position, end) => {
				const seen = read(escaped(armor.slice(0, position % armor.length) + end));
				expect(seen === "truncated" || seen === null || seen === "damaged", String(seen)).toBe(true);
				if (position % armor.length > 60) expect(seen).toBe("truncated");
			},
		),
		{ numRuns: 60 * times },
	);
});
