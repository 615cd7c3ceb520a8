// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { notePut } from "../../src/content/box/ours.ts";
import { isAtRest } from "../../src/content/insert/at-rest.ts";

const box = () => document.querySelector<HTMLTextAreaElement>("#box")!;

beforeEach(() => {
	document.body.innerHTML = '<textarea id="box"></textarea><input id="secret" type="password"><iframe></iframe>';
});

it("an empty box may be had while the user is nowhere, or in it", () => {
	expect(isAtRest(box(), ["step"])).toBe(true);
	box().focus();
	expect(isAtRest(box(), ["step"])).toBe(true);
});

it("a message of the user's that waits there for the site's button is left alone; the step itself is not", () => {
	box().value = "armor of a message";
	notePut(box(), "armor of a message");
	expect(isAtRest(box(), ["step"])).toBe(false);
	box().value = "step";
	notePut(box(), "step");
	expect(isAtRest(box(), ["step"])).toBe(true);
});

it("who is in another field or a frame of the page keeps the focus", () => {
	for (const other of ["#secret", "iframe"]) {
		document.querySelector<HTMLElement>(other)!.focus();
		expect(isAtRest(box(), ["step"])).toBe(false);
	}
});
