/**
 * What `npm test` runs of this folder: 2,000 characters into every editor in Chromium, and into one of each kind in Firefox; and in
 * the place of selected words into some of each kind.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BrowserKind } from "../e2e/support/driver.ts";
import { armorOf, attempt, modelOf, openEditor, typeByHand } from "./attempt.ts";
import { type EditorCase, editorCases, nameOf, trustedOnly } from "./catalog.ts";
import { type Laboratory, openLaboratory } from "./laboratory.ts";
import { encryptPassage } from "./selection.ts";

/** Taken by `beforeinput`, by `paste`, by the browser's own command, a field, a frame, a closed root. */
const inFirefox = new Set([
	"slate",
	"draft",
	"plaintext-only",
	"react-textarea",
	"tinymce",
	"textarea in a closed shadow root",
]);

const forWords = new Set([
	...["lexical-plain", "slate", "draft", "prosemirror", "quill", "ckeditor5", "tinymce", "codemirror", "monaco"],
	...["contenteditable", "react-input", "prosemirror in a closed shadow root"],
]);

const slices: readonly (readonly [BrowserKind, readonly EditorCase[]])[] = [
	["chromium", editorCases],
	["firefox", editorCases.filter((of) => inFirefox.has(nameOf(of)))],
];

describe.each(slices)("2,000 characters into the editors in %s", (kind, cases) => {
	let laboratory: Laboratory;
	beforeAll(async () => {
		laboratory = await openLaboratory(kind);
	});
	afterAll(async () => {
		await laboratory?.close();
	});

	it.each(cases.map((of) => ({ name: nameOf(of), of })))("$name", async ({ of }) => {
		const { empty } = await attempt(laboratory, of, 2_000, { typedBefore: false, manyLines: false, byHand: false });
		expect("why" in empty ? empty.why : empty.kind, JSON.stringify(empty)).toBe(of.refused?.[kind] ?? "exact");
	});

	const withWords = cases.filter((of) => forWords.has(nameOf(of)));
	it.each(withWords.map((of) => ({ name: nameOf(of), of })))("in the place of words: $name", async ({ of }) => {
		const { result } = await encryptPassage(laboratory, of, "words");
		expect("why" in result ? result.why : result.kind, JSON.stringify(result)).toBe(of.passageRefused ?? "exact");
	});

	// In Chromium nothing of ours reaches its model: then the text stays where the person wrote it.
	it("an editor that believes only the browser never sends what was typed before", async () => {
		const { page, world, server } = laboratory;
		await openEditor(laboratory, trustedOnly);
		await world.run({ kind: "clear", text: "" });
		const typed = await typeByHand(page, trustedOnly);
		const cleared = await world.run({ kind: "clear", text: "" });
		expect(cleared.outcome).toBe(kind === "firefox" ? "cleared" : "not-cleared");
		expect(await modelOf(page)).toBe(kind === "firefox" ? "" : typed);
		// By hand, so that the model is empty whatever came of it.
		await page.evaluate("editorUnderTest.clear()");
		const armor = armorOf(2_000, 5);
		const { outcome } = await world.run({ kind: "insert", text: armor });
		expect(outcome).toBe(kind === "firefox" ? "inserted" : "not-exact");
		expect(await modelOf(page)).toBe(kind === "firefox" ? armor : "");
		expect(server.messages).toEqual([]);
	});
});
