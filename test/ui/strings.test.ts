import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import de from "../../public/_locales/de/messages.json";
import en from "../../public/_locales/en/messages.json";

type Texts = Record<string, { message: string; description?: string }>;
const languages: Record<string, Texts> = { en, de };

function sources(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((file) => /\.(tsx?|mjs)$/u.test(file))
		.map((file) => readFileSync(join(folder, file), "utf8"));
}
const root = join(import.meta.dirname, "../..");
const code = [
	...sources(join(root, "src")),
	...sources(join(root, "entrypoints")),
	readFileSync(join(root, "wxt.config.ts"), "utf8"),
].join("\n");

/** Keys in the code: `t("key")`, `message("key")`, `label="key"` of the menu, and the values of the word lists. */
const called = new Set(
	[...code.matchAll(/\b(?:t|message)\(\s*"(\w+)"/gu), ...code.matchAll(/__MSG_(\w+)__/gu)].map(
		(match) => match[1] ?? "",
	),
);

describe("texts for people", () => {
	it("are complete in both languages", () => {
		expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
	});

	it("hold every key that the code asks for", () => {
		expect([...called].filter((key) => !(key in en))).toEqual([]);
		expect(called.size).toBeGreaterThan(50);
	});

	it("hold no key that nobody asks for", () => {
		const unused = Object.keys(en).filter((key) => !code.includes(`"${key}"`) && !code.includes(`__MSG_${key}__`));
		expect(unused).toEqual([]);
	});

	for (const [language, texts] of Object.entries(languages)) {
		it(`stay calm and whole (${language})`, () => {
			for (const [key, { message }] of Object.entries(texts)) {
				expect(message, key).not.toMatch(/!| {2}|\.\.\.|^\s|\s$|^$/u);
			}
		});
	}

	it("take the same substitutions in both languages", () => {
		const places = (text: string) => [...new Set(text.match(/\$\d/gu) ?? [])].sort();
		for (const [key, { message }] of Object.entries(en))
			expect(places((de as Texts)[key]?.message ?? ""), key).toEqual(places(message));
	});

	it("offer as many words for a mark in German as in English, none twice", () => {
		for (const texts of Object.values(languages)) {
			const all = (texts["markWords"]?.message ?? "").split(" ");
			expect(all.length).toBeGreaterThanOrEqual(60);
			expect(new Set(all).size).toBe(all.length);
			expect(all.every((word) => word.length > 1 && word.length <= 24)).toBe(true);
		}
	});
});
