/** What `npm test` runs of this folder: 2,000 characters into every editor in Chromium, and into one of each kind in Firefox. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BrowserKind } from "../e2e/support/driver.ts";
import { attempt } from "./attempt.ts";
import { type EditorCase, editorCases, nameOf } from "./catalog.ts";
import { type Laboratory, openLaboratory } from "./laboratory.ts";

/** Taken by `beforeinput`, by `paste`, by the browser's own command, a field, a frame, a closed root. */
const inFirefox = new Set([
	"slate",
	"draft",
	"plaintext-only",
	"react-textarea",
	"tinymce",
	"textarea in a closed shadow root",
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
		const { empty } = await attempt(laboratory, of, 2_000, { typedBefore: false, byHand: false });
		expect(empty.kind === "exact" ? "exact" : empty.why, JSON.stringify(empty)).toBe(of.refused?.[kind] ?? "exact");
	});
});
