// @vitest-environment happy-dom
/**
 * What web pages do to a text on its way to the other reader, with the renderers that real sites use and the list of what was seen:
 * from the armor to the text in the page to the bytes again. It comes out whole and equal, or is told apart as cut or damaged;
 * never as other bytes.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blob, type Cut, every, first, plainBlob, read, runs, times } from "./mangled.ts";
import { escaped, renderers } from "./renderers.ts";

/** Where in a message the armor stands. */
const surroundings: Readonly<Record<string, (armor: string) => string>> = {
	alone: (armor) => armor,
	"after a sentence and its line": (armor) =>
		`This is private, read it with https://sotto.example/about :-)\n\n${armor}`,
	"between emphasis": (armor) => `**look** _here_\n\n${armor}\n\n~~and~~ *there* "quoted" -- (c) ...`,
	quoted: (armor) => `> ${armor}`,
	"in a code block": (armor) => `\`\`\`\n${armor}\n\`\`\``,
	"in a list": (armor) => `- one\n- ${armor}`,
	"between emoji": (armor) => `\u{1f389} :tada: \u2764\ufe0f\n\n${armor}\n\n\u{1f44d}\u{1f3fd} :-)`,
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
