// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { createHost } from "../../src/content/frames/own-host.ts";
import { around, inPageOrder } from "../../src/content/readers/around.ts";
import { findStarts, type Sighting, sight } from "../../src/content/scan/find-armor.ts";
import { schemas } from "../../src/messaging/schemas.ts";
import { encodeArmor } from "../../src/protocol/armor.ts";
import { fakeArmor, oneArmor } from "./fake-armor.ts";

beforeEach(() => document.body.replaceChildren());

/** Shuffled as mounts are: whatever came first. */
function mounted(markup: string): Sighting[] {
	document.body.innerHTML = markup;
	return findStarts(document.body)
		.map(sight)
		.filter((found) => found !== null)
		.reverse();
}
const idOf = (armor: string) => armor.slice(10, 21);
const holding = (sightings: readonly Sighting[], armor: string) =>
	sightings.find(({ spans }) => spans.some(({ text }) => text === armor))!;
function onPage(sightings: readonly Sighting[], armor: string) {
	const own = holding(sightings, armor);
	const told = around(own.spans.find(({ text }) => text === armor)!, own, inPageOrder(sightings));
	const ask = { mount: "0".repeat(32), armor: [armor], place: { url: "", title: "", header: "" }, onPage: told };
	expect(schemas["content/request-reader"].safeParse(ask).success).toBe(true);
	return told;
}
const rows = (armors: readonly string[]) => armors.map((armor) => `<div class="row"><p>${armor}</p></div>`).join("");
const cardArmor = (byte: number) =>
	encodeArmor({
		kind: 2,
		bytes: new Uint8Array(200).fill(byte),
		messageId: new Uint8Array(8).fill(byte),
		maxChars: null,
	})[0]!;

test("all messages in the order of the page, and which one it is", () => {
	const armors = [oneArmor(), oneArmor(), oneArmor()];
	const sightings = mounted(`<section>${rows(armors)}</section>`);
	for (const [at, armor] of armors.entries()) {
		expect(onPage(sightings, armor)).toEqual({ order: armors.map(idOf), at, label: "" });
	}
});

test("at most 16 on each side", () => {
	const armors = Array.from({ length: 40 }, () => oneArmor());
	const sightings = mounted(`<section>${rows(armors)}</section>`);
	expect(onPage(sightings, armors[20]!)).toMatchObject({ order: armors.slice(4, 37).map(idOf), at: 16 });
	expect(onPage(sightings, armors[2]!)).toMatchObject({ order: armors.slice(0, 19).map(idOf), at: 2 });
	expect(onPage(sightings, armors[39]!)).toMatchObject({ order: armors.slice(23).map(idOf), at: 16 });
});

test("several in one element stand in the order of its text", () => {
	const armors = [oneArmor(), oneArmor()];
	const sightings = mounted(`<pre>${armors.join("\n")}</pre>`);
	expect(sightings).toHaveLength(1);
	expect(onPage(sightings, armors[1]!)).toMatchObject({ order: armors.map(idOf), at: 1 });
});

test("the parts of a message, and copies of it, are one", () => {
	const parts = fakeArmor(900, 500);
	const [before, after] = [oneArmor(), oneArmor()];
	const sightings = mounted(`<section>${rows([before, ...parts, before, after])}</section>`);
	const order = [before, parts[0]!, after].map(idOf);
	expect(parts.length).toBeGreaterThan(1);
	expect(onPage(sightings, after)).toMatchObject({ order, at: 2 });
	expect(onPage(sightings, parts.at(-1)!)).toMatchObject({ order, at: 1 });
});

test("of a blob that stands there twice, each says where the other is", () => {
	const [before, twice, after] = [oneArmor(), oneArmor(), oneArmor()];
	const sightings = mounted(`<section>${rows([before, twice, after, twice])}</section>`);
	const order = [before, twice, after, twice].map(idOf);
	const both = inPageOrder(sightings).filter(({ spans }) => spans[0]?.text === twice);
	const told = both.map((own) => around(own.spans[0]!, own, inPageOrder(sightings)));
	expect(told).toMatchObject([
		{ order, at: 1 },
		{ order, at: 3 },
	]);
	expect(onPage(sightings, after)).toMatchObject({ order: order.slice(0, 3), at: 2 });
});

test("a card is among no neighbours, only in its own place", () => {
	const [first, second, card] = [oneArmor(), oneArmor(), cardArmor(7)];
	const sightings = mounted(`<section>${rows([first, card, cardArmor(8), second])}</section>`);
	expect(onPage(sightings, second)).toMatchObject({ order: [first, second].map(idOf), at: 1 });
	expect(onPage(sightings, card)).toMatchObject({ order: [first, card, second].map(idOf), at: 1 });
});

test("an armor whose header cannot be read has a place of its own", () => {
	const [first, later] = [oneArmor(), `${oneArmor().slice(0, 8)}2${"a".repeat(80)}QvxZ`];
	const sightings = mounted(`<section>${rows([first, later])}</section>`);
	expect(onPage(sightings, later)).toMatchObject({ order: [idOf(first), "00000000000"], at: 1 });
	expect(onPage(sightings, first)).toMatchObject({ order: [idOf(first)], at: 0 });
});

test("the words of its row, without armor, on one line", () => {
	const [armor, other] = [oneArmor(), oneArmor()];
	const row = (name: string, text: string) =>
		`<div><b>${name}</b><div><p>look: ${text}</p><style>p{}</style></div><i>12:00\n</i></div>`;
	const sightings = mounted(`<section>${row("Ben", armor)}${row("Cleo", other)}</section>`);
	expect(onPage(sightings, armor).label).toBe("Ben look: 12:00");
	expect(onPage(sightings, other).label).toBe("Cleo look: 12:00");
});

test("an armor over several spans leaves no letters behind", () => {
	const armor = oneArmor();
	const split = `<span>a ${armor.slice(0, 60)}</span><span>${armor.slice(60, 150)}</span><span>${armor.slice(150)} b</span>`;
	expect(onPage(mounted(`<div><b>Ben</b><p>${split}</p></div>`), armor).label).toBe("Ben a b");
});

test("our own host is not the page's words", () => {
	const armor = oneArmor();
	const sightings = mounted(`<div><b>Ben</b><p>${armor}</p></div>`);
	const host = createHost({}, () => undefined);
	host.element.append("put in by the page");
	holding(sightings, armor).holder.after(host.element);
	expect(onPage(sightings, armor).label).toBe("Ben");
	host.remove();
});

test("cut to 200 characters", () => {
	const armor = oneArmor();
	const sightings = mounted(`<div><p>${armor}</p>${"word ".repeat(100)}</div>`);
	expect(onPage(sightings, armor).label).toBe("word ".repeat(100).slice(0, 200));
});

test.each([
	["more than 20,000 characters", `<p>${"x".repeat(20_001)}</p>`],
	["more than 2,000 nodes", "<br>".repeat(2_001)],
])("%s are no row", (_, large) => {
	const armor = oneArmor();
	expect(onPage(mounted(`<div>page ${large}<div>Ben <p>${armor}</p></div></div>`), armor).label).toBe("Ben");
});

test("at most five levels up, and never a list", () => {
	const armor = oneArmor();
	const nested = [1, 2, 3, 4, 5, 6].reduce((inner, level) => `<div>${level} ${inner}</div>`, `<p>${armor}</p>`);
	expect(onPage(mounted(nested), armor).label).toBe("5 4 3 2 1");
	expect(onPage(mounted(`<ul>others <li>Ben <p>${armor}</p></li></ul>`), armor).label).toBe("Ben");
});

test("what is left of a try that came out cut, or of which parts are missing, is no second showing", () => {
	const bytes = Uint8Array.from({ length: 900 }, (_, index) => index % 251);
	const messageId = new Uint8Array(16).fill(9);
	const cut = (maxChars: number | null) => encodeArmor({ kind: 1, bytes, messageId, maxChars });
	const [whole, two, three] = [cut(null), cut(800), cut(500)];
	expect([whole.length, two.length, three.length]).toEqual([1, 2, 3]);
	const before = oneArmor();
	const order = [before, whole[0]!].map(idOf);
	const told = (left: readonly string[], shown: readonly string[]) =>
		onPage(mounted(`<section>${rows([before, ...left, ...shown])}</section>`), shown[0]!).order;
	expect(told([whole[0]!.slice(0, 400)], three)).toEqual(order);
	expect(told([three[0]!.slice(0, 300)], three)).toEqual(order);
	expect(told([two[0]!], three)).toEqual(order);
	expect(told([three[1]!, three[2]!], two)).toEqual(order);
	// All of it in another cut is one, wherever its parts stand.
	expect(told(two, three)).toEqual([...order, order[1]]);
	expect(told(whole, three)).toEqual([...order, order[1]]);
	expect(told(three, whole)).toEqual([...order, order[1]]);
	expect(told([three[0]!], three)).toEqual([...order, order[1]]);
});
