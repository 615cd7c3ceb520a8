import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { siteAt, sites } from "../../src/sites/index.ts";

const document = readFileSync(new URL("../../docs/sites.md", import.meta.url), "utf8");

describe("what is known of sites", () => {
	it.each(sites)("$name is in the document as it is in the data, and unproven", (site) => {
		const limit = site.limit === null ? "none known" : site.limit.toLocaleString("en");
		const row = `| ${site.name} | ${limit} | ${site.counts} | ${site.dense ? "yes" : "no"} | ${site.folds ? "yes" : "no"} | ${site.paceMs} ms |`;
		expect(document.split("\n")).toContain(row);
		expect(document).toContain("All rows are unproven offline");
		expect(site.notes.length).toBeGreaterThan(40);
	});

	it("has no row that the data has not", () => {
		const rows = document.split("\n").filter((line) => / ms \|$/.test(line));
		expect(rows.length).toBe(sites.length);
	});

	it("belongs to exact origins, each to one site", () => {
		const origins = sites.flatMap((site) => site.origins);
		expect(new Set(origins).size).toBe(origins.length);
		for (const site of sites)
			for (const origin of site.origins) {
				expect(new URL(origin).origin).toBe(origin);
				expect(siteAt(origin)).toBe(site);
			}
		for (const origin of ["https://discord.com.example", "http://discord.com", "https://discord.com/", ""]) {
			expect(siteAt(origin), origin).toBeNull();
		}
	});

	it("leaves room for a part that says something, and is no endless wait", () => {
		for (const { limit, paceMs, dense, counts } of sites) {
			expect(limit ?? 350).toBeGreaterThanOrEqual(350);
			expect(paceMs).toBeLessThanOrEqual(5_000);
			expect(dense && counts === "bytes").toBe(false);
		}
	});
});
