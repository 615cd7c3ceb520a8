// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { around, inPageOrder } from "../../src/content/readers/around.ts";
import { mountReader } from "../../src/content/readers/mount-reader.ts";
import { findStarts, type Sighting, sight } from "../../src/content/scan/find-armor.ts";
import { quotedIn } from "../../src/content/scan/quotes.ts";
import { schemas } from "../../src/messaging/schemas.ts";
import { findArmor } from "../../src/protocol/armor-scan.ts";
import { oneArmor } from "./fake-armor.ts";

beforeEach(() => document.body.replaceChildren());

function sightings(markup: string): readonly Sighting[] {
	document.body.innerHTML = markup;
	return inPageOrder(
		findStarts(document.body)
			.map(sight)
			.filter((found) => found !== null),
	);
}
const wrapped = (armor: string, between: string) => armor.match(/.{1,70}/g)!.join(between);

test.each<[string, (armor: string) => string]>([
	["a blockquote", (armor) => `<blockquote><p>${armor}</p></blockquote>`],
	[
		"a blockquote around everything",
		(armor) => `<blockquote><div><div><p>Ann wrote</p><p>${armor}</p></div></div></blockquote>`,
	],
	["a mail's own mark", (armor) => `<div class="gmail_quote"><div>On Monday Ann wrote:</div><div>${armor}</div></div>`],
	["a bar before it", (armor) => `<p>&gt; ${armor}</p>`],
	["a bar before each line", (armor) => `<pre>On Monday:\n&gt; ${wrapped(armor, "\n&gt; ")}\n\nmy answer</pre>`],
	["three bars", (armor) => `<pre>&gt;&gt; &gt; ${wrapped(armor, "\n&gt;&gt; &gt; ")}</pre>`],
	["bars at the breaks only", (armor) => `<pre>${wrapped(armor, "\n| ")}</pre>`],
	["a forum's mark", (armor) => `<p>[quote="Ann"]${armor}[/quote] I agree</p>`],
	["a second quotation", (armor) => `<p>[quote]a[/quote] b [QUOTE=Ann] ${armor} [/quote]</p>`],
	["one within another", (armor) => `<p>[quote=Ann][quote]a[/quote] ${armor} [quote]b[/quote][/quote] c</p>`],
	["one after a stray mark", (armor) => `<p>[quote] a [quote]${armor}[/quote]</p>`],
	["a mail's own mark in a row", (armor) => `<ul><li><blockquote><p>${armor}</p></blockquote>yes</li></ul>`],
])("%s makes it a quotation", (_, markup) => {
	const armor = oneArmor();
	const [found] = sightings(markup(armor));
	expect(found?.spans.map(({ text }) => text)).toEqual([armor]);
	expect(found?.quoted.size).toBe(1);
	const told = around(found!.spans[0]!, found!, [found!]);
	expect(told.quoted).toBe(true);
	const ask = { mount: "0".repeat(32), armor: [armor], place: { url: "", title: "", header: "" }, onPage: told };
	expect(schemas["content/request-reader"].safeParse(ask).success).toBe(true);
});

test.each<[string, (armor: string) => string]>([
	["nothing around it", (armor) => `<p>${armor}</p>`],
	["a sentence before it", (armor) => `<p>3 > 2, you know: ${armor}</p>`],
	["a quotation that has ended", (armor) => `<p>[quote]a[/quote] ${armor}</p>`],
	["a quotation of words above it", (armor) => `<div><blockquote>what is new</blockquote><p>${armor}</p></div>`],
	["quoted words above it in one text", (armor) => `<pre>&gt; what is new\n\n${armor}</pre>`],
	["a list in a quotation", (armor) => `<blockquote><ul><li><p>${armor}</p></li></ul></blockquote>`],
	["a row that calls itself one", (armor) => `<blockquote><div role="row"><p>${armor}</p></div></blockquote>`],
	["a page of that name", (armor) => `<div class="quote" data-quote><p>${armor}</p></div>`],
	["one far around it", (armor) => `<blockquote>${"<div>".repeat(9)}${armor}${"</div>".repeat(9)}</blockquote>`],
	["a cell of a table of bars", (armor) => `<pre>| ${armor} | Ann |</pre>`],
	["a stray mark before it", (armor) => `<p>[quote what you like: ${armor}</p>`],
	["a mark that never ends", (armor) => `<p>[quote] ${armor}</p>`],
	["a quotation around words before and after", (armor) => `<p>[quote]a[/quote] ${armor} [quote]b[/quote]</p>`],
	["breaks without bars", (armor) => `<pre>${wrapped(armor, "\n")}</pre>`],
])("%s makes it none", (_, markup) => {
	const [found] = sightings(markup(oneArmor()));
	expect(found?.quoted.size).toBe(0);
	expect(around(found!.spans[0]!, found!, [found!])).not.toHaveProperty("quoted");
});

test("many armors among many marks are judged in one go through the text", () => {
	const text = `${"[quote]a[/quote]".repeat(20)}${`[quote=Ann]${oneArmor()}[/quote]`}${oneArmor()} `.repeat(250);
	document.body.innerHTML = `<p>${text}</p>`;
	const holder = document.querySelector("p")!;
	const spans = findArmor(text);
	expect(spans).toHaveLength(500);
	const read = vi.spyOn(String.prototype, "slice");
	const search = vi.spyOn(RegExp.prototype, "exec");
	const quoted = quotedIn(holder, spans, text);
	const looked = read.mock.results.reduce((sum, { value }) => sum + (value as string).length, 0);
	const calls = search.mock.calls.length;
	vi.restoreAllMocks();
	expect(quoted.size).toBe(250);
	expect(looked).toBeLessThan(5 * text.length);
	const marks = 250 * 42;
	expect(calls).toBeLessThan(marks + 5 * spans.length);
});

test("a quoted message does not stand among its neighbours", () => {
	const [old, first, answer] = [oneArmor(), oneArmor(), oneArmor()];
	const all = sightings(`<div><p>${first}</p></div><div><blockquote>${old}</blockquote><p>${answer}</p></div>`);
	const own = all.find(({ spans }) => spans[0]?.text === answer)!;
	const ids = [first, answer].map((armor) => armor.slice(10, 21));
	expect(around(own.spans[0]!, own, all)).toEqual({ order: ids, at: 1, label: "" });
});

test("of two in one text only the quoted one is", () => {
	const [old, answer] = [oneArmor(), oneArmor()];
	const [found] = sightings(`<pre>&gt; ${wrapped(old, "\n&gt; ")}\n\n${answer}</pre>`);
	expect(found?.spans.map((span) => found.quoted.has(span))).toEqual([true, false]);
});

test("what a site's reply, quote, edit or copy can read of a message is its armor and nothing else", () => {
	const armor = oneArmor();
	document.body.innerHTML = `<div class="row"><b>Ben</b><p>${armor}</p></div>`;
	const row = document.querySelector(".row")!;
	const mounted = mountReader(sight(findStarts(document.body)[0]!)!, {
		ticket: async () => null,
		onRefused: () => undefined,
		onLost: () => undefined,
		onPressed: () => undefined,
	});
	expect(mounted.views).toHaveLength(1);
	expect(row.textContent).toBe(`Ben${armor}`);
	const copy = row.cloneNode(true) as Element;
	expect(copy.textContent).toBe(`Ben${armor}`);
	expect(copy.querySelectorAll("iframe, [src], slot, template")).toHaveLength(0);
	const ours = [...copy.children].filter(({ localName }) => localName === "div");
	expect(ours.map(({ innerHTML, attributes }) => [innerHTML, attributes.length])).toEqual([["", 1]]);
});
