// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { noteSeenArmor, type SeenArmor } from "../../src/content/readers/seen-armor.ts";
import { sight } from "../../src/content/scan/find-armor.ts";
import { fakeArmor, oneArmor } from "./fake-armor.ts";

let seen: SeenArmor;
beforeEach(() => {
	document.body.replaceChildren();
	seen = noteSeenArmor();
});

/** A message of the page with this text, seen. */
function show(text: string, tag = "li", more = ""): void {
	const message = document.createElement(tag);
	if (message instanceof HTMLTextAreaElement) message.value = text;
	message.append(text, document.createRange().createContextualFragment(more));
	document.body.append(message);
	const sighting = sight(message);
	if (sighting !== null) seen.note(sighting);
}

describe("armor that was sent", () => {
	it("is known when it came out, with or without a line before it", () => {
		const armor = oneArmor();
		expect(seen.at(armor)).toBe(0);
		const before = performance.now();
		show(`A private message: ${armor}`);
		expect(seen.at(armor)).toBeGreaterThanOrEqual(before);
		expect(seen.at(`Another line: ${armor}`)).toBe(seen.at(armor));
		expect(seen.cutAt(armor, 0)).toBeNull();
	});

	it("is known to have come out cut, and how much of the text, line included", () => {
		const text = `A line: ${oneArmor(400)}`;
		show(text.slice(0, 350));
		expect(seen.at(text)).toBe(0);
		expect(seen.cutAt(text, 0)).toBe(350);
		show(text.slice(0, 300));
		expect(seen.cutAt(text, 0)).toBe(350);
		expect(seen.cutAt(oneArmor(400), 0)).toBeNull();
		expect(seen.cutAt("no armor", 0)).toBeNull();
	});

	it("is not taken for cut by what was there before", () => {
		const armor = oneArmor(400);
		show(armor.slice(0, 350));
		expect(seen.cutAt(armor, performance.now() + 1)).toBeNull();
	});

	it.each(["…", "… See more", "<button>Read more</button>"])("is not cut where the page folds it: %s", (more) => {
		const armor = oneArmor(400);
		show(armor.slice(0, 350), "li", more);
		expect(seen.cutAt(armor, 0)).toBeNull();
	});

	it("is one of several parts", () => {
		const parts = fakeArmor(600, 400);
		show(parts[1]!.slice(0, 350));
		expect(parts.map((part) => seen.cutAt(part, 0))).toEqual([null, 350, null]);
	});

	it("is forgotten last of all when many are seen", () => {
		const first = oneArmor(20);
		const again = oneArmor(20);
		show(first);
		show(again);
		for (let i = 0; i < 499; i++) {
			if (i === 250) show(again);
			show(oneArmor(20));
		}
		expect(seen.at(first)).toBe(0);
		expect(seen.at(again)).toBeGreaterThan(0);
	});
});
