/**
 * Two files of ours run in a frame (src/content/frame-state.ts). A module that both hold exists twice there: one with a state of its own
 * would have two of them, each knowing half.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const imported = /^(?:import|export) (?!type )(?:([^"]*?) from )?"(\.[^"]+)";$/gms;

/** Names alone, none of them a type. */
function isNeeded(names: string | undefined): boolean {
	const list = names?.match(/\{([^}]*)\}/)?.[1];
	if (list === undefined) return true;
	return list.split(",").some((name) => name.trim() !== "" && !name.trim().startsWith("type "));
}

function modulesOf(entry: string, known = new Set<string>()): ReadonlySet<string> {
	if (known.has(entry)) return known;
	known.add(entry);
	for (const [, names, path] of readFileSync(entry, "utf8").matchAll(imported)) {
		if (isNeeded(names)) modulesOf(join(dirname(entry), path!), known);
	}
	return known;
}

/** What may be changed later: variables of a module, and collections that begin empty or are filled as the module runs. */
const states =
	/^(?:export )?(?:let .*|const \w+(?:: [^=]+)? = (?:new (?:Weak)?(?:Map|Set|Ref)(?:<.*>)?\(\)|\[\]|\{\}).*)$/gm;

/** One of them only says which object is the state of this frame; the other is set in the background alone. */
const allowed = ["src/content/frame-state.ts", "src/platform/browser.ts"];

const [page, writing] = ["entrypoints/page.ts", "entrypoints/writing.ts"].map((entry) => modulesOf(entry));

describe("the files of the content script", () => {
	it("are found with what they hold", () => {
		expect(page).toContain("src/content/guard/guard.ts");
		expect(page).not.toContain("src/content/composer/mount-composer.ts");
		expect(writing).toContain("src/content/composer/mount-composer.ts");
		expect(writing).not.toContain("src/content/guard/guard.ts");
		expect(
			states[Symbol.match]("let a = 1;\nconst put = new WeakMap<HTMLElement, string>();\nconst b = 1;"),
		).toHaveLength(2);
	});

	it("have no state in what both hold", () => {
		const both = [...page!].filter((path) => writing!.has(path) && !allowed.includes(path));
		expect(both).toContain("src/content/dom-tree.ts");
		const found = both.flatMap((path) =>
			(readFileSync(path, "utf8").match(states) ?? []).map((line) => `${path}: ${line}`),
		);
		expect(found).toEqual([]);
	});
});
