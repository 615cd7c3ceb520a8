import { describe, expect, it, vi } from "vitest";
import de from "../../public/_locales/de/messages.json";
import en from "../../public/_locales/en/messages.json";
import { errorWords, refusalWords, trustMeaning, trustWords, warningWords } from "../../src/ui/words.ts";

vi.mock(import("../../src/platform/i18n.ts"), () => import("./support/i18n.ts"));

type Texts = Record<string, { message: string }>;

/** The types make each list whole (channels.ts); this makes the words real. */
describe.each(Object.entries(errorWords))("error %s", (_code, key) => {
	it.each([
		["en", en as Texts],
		["de", de as Texts],
	])("has a cause and a next step in %s", (_language, texts) => {
		const text = texts[key]?.message ?? "";
		expect(text).toMatch(/\.$/u);
		expect(text.split(/[.;:]\s/u).length).toBeGreaterThan(1);
	});
});

describe("closed lists", () => {
	it.each([
		["errors", errorWords, 1],
		["refusals", refusalWords, 0],
		["warnings", warningWords, 0],
		["trust", trustWords, 0],
		["what trust means", trustMeaning, 0],
	])("say something else for each of the %s", (_name, list, shared) => {
		for (const texts of [en, de] as Texts[]) {
			const said = Object.values(list).map((key) => texts[key]?.message);
			expect(said).not.toContain(undefined);
			// `refused` is the content script's only code and reads like `internal`.
			expect(new Set(said).size).toBe(said.length - shared);
		}
	});
});
