import { describe, expect, test } from "vitest";
import { collectParts } from "../../src/content/readers/message-parts.ts";
import { encodeArmor } from "../../src/protocol/armor.ts";
import { type ArmorSpan, findArmor } from "../../src/protocol/armor-scan.ts";
import { fakeArmor, oneArmor } from "./fake-armor.ts";

const span = (armor: string): ArmorSpan => findArmor(armor)[0]!;

test("parts come in any order and go out in theirs; the first met leads", () => {
	const armors = fakeArmor(1300, 700);
	expect(armors).toHaveLength(3);
	const [one, two, three] = armors.map(span) as [ArmorSpan, ArmorSpan, ArmorSpan];
	const parts = collectParts();
	expect(parts.add(two)).toBe(true);
	expect(parts.armorFor(two)).toEqual([two.text]);
	parts.add(three);
	parts.add(one);
	expect(parts.add(one)).toBe(false);
	expect(parts.armorFor(two)).toEqual(armors);
	expect([one, two, three].map(parts.leads)).toEqual([false, true, false]);
	parts.lead(three);
	expect([one, two, three].map(parts.leads)).toEqual([false, false, true]);
});

test("another message in between changes nothing", () => {
	const [first, second] = [fakeArmor(800, 700), fakeArmor(800, 700)];
	const parts = collectParts();
	for (const armor of [first[0]!, second[1]!, oneArmor(), first[1]!, second[0]!]) parts.add(span(armor));
	expect(parts.armorFor(span(first[0]!))).toEqual(first);
	expect(parts.armorFor(span(second[0]!))).toEqual(second);
});

test("a forged part does not take the place of the one that was there, and stands alone", () => {
	const armors = fakeArmor(800, 700);
	const forged = { ...span(armors[0]!), text: `${armors[0]!.slice(0, 40)}X${armors[0]!.slice(41)}` };
	const parts = collectParts();
	for (const armor of armors) parts.add(span(armor));
	expect(parts.add(forged)).toBe(false);
	expect(parts.armorFor(span(armors[1]!))).toEqual(armors);
	expect(parts.armorFor(forged)).toEqual([forged.text]);
	expect(parts.leads(forged)).toBe(true);
});

test("old messages are forgotten so that a page cannot fill the memory", () => {
	const parts = collectParts();
	const first = fakeArmor(800, 700).map(span);
	for (const part of first) parts.add(part);
	for (let more = 0; more < 400; more++) parts.add(span(fakeArmor(800, 700)[0]!));
	expect(parts.armorFor(first[1]!)).toEqual([first[1]!.text]);
});

describe("the same message, cut again", () => {
	const bytes = Uint8Array.from({ length: 1300 }, (_, index) => index % 251);
	const cut = (maxChars: number | null, id = 7) =>
		encodeArmor({ kind: 1, bytes, messageId: new Uint8Array(16).fill(id), maxChars });
	const spans = (armors: readonly string[]) => armors.map(span) as [ArmorSpan, ArmorSpan, ...ArmorSpan[]];

	test("outdoes a part of the cut before as soon as all of it was met, and not sooner", () => {
		const parts = collectParts();
		const [orphan] = spans(cut(1000));
		const whole = spans(cut(500));
		parts.add(orphan);
		for (const part of whole.slice(1)) parts.add(part);
		expect([parts.outdone(orphan), parts.leads(orphan)]).toEqual([false, true]);
		parts.add(whole[0]);
		expect([parts.outdone(orphan), parts.leads(orphan)]).toEqual([true, false]);
		expect(whole.map(parts.outdone)).toEqual(whole.map(() => false));
		expect(whole.filter(parts.leads)).toEqual([whole[1]]);
	});

	test("in fewer parts, as no sender does it, outdoes nothing", () => {
		const parts = collectParts();
		const [one, two] = spans(cut(500));
		for (const met of [one, two, ...spans(cut(1000)), span(cut(null)[0]!)]) parts.add(met);
		expect([one, two].map(parts.outdone)).toEqual([false, false]);
		expect([one, two].map(parts.leads)).toEqual([true, false]);
	});

	test.each([
		["one piece", null],
		["a part", 1000],
	])("%s is there whole: what was folded of it is outdone, and no other beginning", (_what, maxChars) => {
		const parts = collectParts();
		const [whole = ""] = cut(maxChars);
		const folded = span(`${whole.slice(0, 200)} ... more`);
		const other = span(`${whole.slice(0, 190)}${[...whole.slice(100, 190)].reverse().join("")} ... more`);
		expect([folded.state, other.state]).toEqual(["truncated", "truncated"]);
		for (const one of [folded, other]) parts.add(one);
		expect([folded, other].map(parts.outdone)).toEqual([false, false]);
		parts.add(span(whole));
		expect([folded, other].map(parts.outdone)).toEqual([true, false]);
		expect(parts.outdone(span(whole))).toBe(false);
	});

	test("a forged whole that came first does not stand in the way of the one that was folded", () => {
		const parts = collectParts();
		const [whole = ""] = cut(null);
		const forged = encodeArmor({
			kind: 1,
			bytes: bytes.toReversed(),
			messageId: new Uint8Array(16).fill(7),
			maxChars: null,
		});
		const folded = span(`${whole.slice(0, 200)} ... more`);
		parts.add(span(forged[0]!));
		expect(parts.outdone(folded)).toBe(false);
		parts.add(span(whole));
		expect(parts.outdone(folded)).toBe(true);
	});

	test("two cuts that are both all there outdo each other in nothing", () => {
		const parts = collectParts();
		const all = [...spans(cut(1000)), ...spans(cut(500)), span(cut(null)[0]!)];
		for (const one of all) parts.add(one);
		expect(all.map(parts.outdone)).toEqual(all.map(() => false));
	});

	test("is another message under another id, and where the id was cut off", () => {
		const parts = collectParts();
		parts.add(span(cut(null, 8)[0]!));
		const [orphan] = spans(cut(1000));
		const beginning = span(cut(null, 8)[0]!.slice(0, 20));
		expect(beginning).toMatchObject({ state: "truncated", message: "" });
		expect([orphan, beginning].map(parts.outdone)).toEqual([false, false]);
	});
});
