// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { findStarts, sight, stillHolds } from "../../src/content/scan/find-armor.ts";
import { encodeArmor } from "../../src/protocol/armor.ts";
import { fakeArmor, oneArmor } from "./fake-armor.ts";

beforeEach(() => document.body.replaceChildren());

function page(markup: string): HTMLElement {
	const root = document.createElement("div");
	root.innerHTML = markup;
	document.body.append(root);
	return root;
}
const sightings = (root: Element) =>
	findStarts(root)
		.map(sight)
		.filter((found) => found !== null);
const thirds = (text: string) => [text.slice(0, 60), text.slice(60, 150), text.slice(150)];

test("the innermost element that holds the armor, and not its message", () => {
	const armor = oneArmor();
	const [found] = sightings(page(`<div class="row"><b>Ben</b><p>${armor}</p><i>12:00</i></div>`));
	expect(found?.holder.localName).toBe("p");
	expect(found?.spans.map((span) => span.text)).toEqual([armor]);
});

test("a line that a renderer split over paragraphs, spans and breaks is climbed to", () => {
	const armor = oneArmor();
	const split = (tag: string) =>
		thirds(armor)
			.map((part) => `<${tag}>${part}</${tag}>`)
			.join("\u200b");
	for (const markup of [split("p"), split("span"), thirds(armor).join("<br>")]) {
		const [found] = sightings(page(`<section>${markup}</section>`));
		expect(found?.spans[0]).toMatchObject({ text: armor, state: "whole" });
	}
});

test("a cut armor never takes the next message into itself", () => {
	const [cut, next] = [oneArmor().slice(0, 150), oneArmor()];
	const root = page(`<div><p>${cut}…</p></div><div><p>${next}</p></div>`);
	const found = sightings(root);
	expect(found.map(({ spans }) => [spans.length, spans[0]?.state])).toEqual([
		[1, "truncated"],
		[1, "whole"],
	]);
	expect(found[1]?.spans[0]?.text).toBe(next);
});

test.each(["ul li", "div article", "div div"])("%s: an armor in two messages is not one armor", (tags) => {
	const [list, item] = tags.split(" ");
	const [armor, next] = [oneArmor(), oneArmor()];
	const row = (text: string) => `<${item}>${text}</${item}>`;
	const found = sightings(page(`<${list}>${row(armor.slice(0, 100))}${row(armor.slice(100))}${row(next)}</${list}>`));
	expect(found[0]?.spans[0]?.state).toBe("truncated");
	expect(found[0]?.holder.localName).toBe(item);
	expect(found[1]?.spans.map((span) => span.text)).toEqual([next]);
});

test("an armor in two articles is none, even if nothing follows", () => {
	const armor = oneArmor();
	const [found] = sightings(page(`<article>${armor.slice(0, 100)}</article><article>${armor.slice(100)}</article>`));
	expect(found?.spans[0]?.state).toBe("truncated");
});

test("several armors in one element are one sighting", () => {
	const parts = fakeArmor(900, 500);
	const [found, ...more] = sightings(page(`<pre>${parts.join("\n")}</pre>`));
	expect(found?.spans.map((span) => span.part)).toEqual(parts.map((_, index) => index + 1));
	expect(more).toEqual([]);
});

test.each([
	"<div contenteditable=true>$</div>",
	"<select><option>$</option></select>",
	"<script type=x>$</script>",
	"<div role=textbox><p>$</p></div>",
])("%s is not read", (markup) => {
	expect(sightings(page(markup.replace("$", oneArmor())))).toEqual([]);
});

test("a reused row no longer holds what was seen there", () => {
	const root = page(`<p>${oneArmor()}</p>`);
	const [found] = sightings(root);
	expect(found && stillHolds(found)).toBe(true);
	root.querySelector("p")!.firstChild!.nodeValue = oneArmor();
	expect(found && stillHolds(found)).toBe(false);
});

test("a proof stays text of the page, whole, split or beside a message", () => {
	const bytes = new Uint8Array(200).fill(5);
	const [proof = ""] = encodeArmor({ kind: 3 as 1, bytes, messageId: bytes, maxChars: null });
	const armor = oneArmor();
	expect(sightings(page(`<p>${proof}</p>`))).toEqual([]);
	expect(
		sightings(
			page(
				`<p>${thirds(proof)
					.map((part) => `<span>${part}</span>`)
					.join("")}</p>`,
			),
		),
	).toEqual([]);
	expect(sightings(page(`<p>${proof.slice(0, 100)}</p>`))).toEqual([]);
	const found = sightings(page(`<div><p>${proof}</p><p>${armor}</p></div>`));
	expect(found.map(({ holder, spans }) => [holder.localName, spans.map(({ text }) => text)])).toEqual([["p", [armor]]]);
	const [both] = sightings(page(`<pre>${proof}\n${armor}</pre>`));
	expect(both?.spans.map(({ text }) => text)).toEqual([armor]);
	expect(both && stillHolds(both)).toBe(true);
});
