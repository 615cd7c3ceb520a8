import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string): string => readFileSync(path, "utf8");
const tracked = execFileSync("git", ["ls-files"], { encoding: "utf8" })
	.split("\n")
	.filter((path) => path !== "" && existsSync(path));

describe("the repository keeps its own promises", () => {
	it("gives every dependency a reason in docs/dependencies.md", () => {
		const { dependencies, devDependencies } = JSON.parse(read("package.json"));
		const reasons = read("docs/dependencies.md");
		// `family-*` and `@scope/*` stand for all of a family that is there for one reason.
		const families = [...reasons.matchAll(/`([@\w-]+[-/])\*`/g)].map(([, family]) => family!);
		const covered = (name: string): boolean =>
			reasons.includes(`\`${name}\``) || families.some((family) => name.startsWith(family));
		expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !covered(name))).toEqual([]);
	});

	it("names every folder of src on the map", () => {
		const map = read("ARCHITECTURE.md");
		expect(readdirSync("src").filter((folder) => !map.includes(`\`src/${folder}/\``))).toEqual([]);
	});

	it("pins exact versions, so that a lock file change is a decision", () => {
		const { dependencies, devDependencies } = JSON.parse(read("package.json"));
		expect(
			Object.values({ ...dependencies, ...devDependencies }).filter((version) => !/^\d/.test(String(version))),
		).toEqual([]);
	});

	it("leaves no unfinished work on a path a user can reach", () => {
		const marks = /\b(TODO|FIXME|XXX|not implemented)\b/;
		const code = tracked.filter((path) => /^(src|entrypoints)\/.*\.(ts|tsx)$/.test(path));
		expect(code.length).toBeGreaterThan(0);
		expect(code.filter((path) => marks.test(read(path)))).toEqual([]);
	});

	it("names no registry address in the lock file", () => {
		expect(read("package-lock.json")).not.toMatch(/"resolved": "https?:/);
	});

	it("locks the optional packages of every platform, or npm ci refuses the lock file", () => {
		const { packages } = JSON.parse(read("package-lock.json")) as {
			packages: Record<string, { optionalDependencies?: Record<string, string> }>;
		};
		const names = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + 13)));
		const wanted = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}));
		expect(wanted.filter((name) => !names.has(name))).toEqual([]);
	});

	it("names no file in its documents that is not there", () => {
		const documents = tracked.filter((path) => /^(docs\/)?[^/]+\.md$/.test(path));
		const named = documents.flatMap(
			(path) => read(path).match(/\b(src|test|entrypoints)\/[\w/.-]+\.(tsx?|mjs)\b/g) ?? [],
		);
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter((path) => !existsSync(path))).toEqual([]);
	});

	it("resolves every link between its documents", () => {
		const documents = tracked.filter((path) => /^(docs\/)?[^/]+\.md$/.test(path));
		const broken = documents.flatMap((path) =>
			[...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
				.map((link) => link[1] ?? "")
				.filter((target) => !existsSync(path.startsWith("docs/") ? `docs/${target}` : target)),
		);
		expect(broken).toEqual([]);
	});
});
