/** Writes what a run has found: JSON under reports/, and the table of docs/editors.md between its marks. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type BrowserKind, browserKinds } from "../e2e/support/driver.ts";
import type { Attempt, Result } from "./attempt.ts";
import { editorCases, nameOf } from "./catalog.ts";
import type { WholeWay } from "./whole-way.ts";

const root = new URL("../../", import.meta.url);

export const lengths = [200, 2_000, 20_000] as const;

export interface Whole extends WholeWay {
	readonly name: string;
	readonly browser: BrowserKind;
}

function ms(value: number): string {
	return String(Math.round(value));
}

function shown(result: Result): string {
	if (result.kind === "lines") return `${ms(result.ms)} (lines joined)`;
	return result.kind === "exact" ? ms(result.ms) : `**${result.kind}** (${result.why})`;
}

/** "ours / many lines / by hand", and what is different when something had stood in the box before. */
function cell(attempt: Attempt | undefined): string {
	if (attempt === undefined) return "not run";
	const { empty, typedBefore, manyLines = null, byHand } = attempt;
	const before = typedBefore === null || typedBefore.kind === "exact" ? "" : `; after typing ${shown(typedBefore)}`;
	return `${shown(empty)} / ${manyLines === null ? "-" : shown(manyLines)} / ${byHand === null ? "-" : ms(byHand)}${before}`;
}

function versionOf(name: string | undefined): string {
	if (name === undefined) return "";
	const { version } = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, root), "utf8")) as {
		version: string;
	};
	return version;
}

export function tableOf(attempts: readonly Attempt[], wholes: readonly Whole[]): string {
	const figures = browserKinds.flatMap((kind) => lengths.map((length) => ({ kind, length })));
	const title = (kind: BrowserKind) => (kind === "chromium" ? "Chromium" : "Firefox");
	const heads = [
		"editor",
		"version",
		...figures.map(({ kind, length }) => `${title(kind)}, ${length.toLocaleString("en")}`),
		...browserKinds.map((kind) => `lock, ${title(kind)}`),
		...browserKinds.map((kind) => `whole way, ${title(kind)}`),
	];
	const rows = editorCases.map((of) => {
		const name = nameOf(of);
		const found = (kind: BrowserKind, length: number) =>
			attempts.find((one) => one.name === name && one.browser === kind && one.length === length);
		const offered = (kind: BrowserKind) => {
			const some = attempts.find((one) => one.name === name && one.browser === kind);
			return some === undefined ? "not run" : some.offered ? "yes" : "by hand";
		};
		const whole = (kind: BrowserKind) => {
			const one = wholes.find((each) => each.name === name && each.browser === kind);
			return one === undefined ? "not run" : shown(one.result);
		};
		return [
			name,
			versionOf(of.package),
			...figures.map(({ kind, length }) => cell(found(kind, length))),
			...browserKinds.map(offered),
			...browserKinds.map(whole),
		];
	});
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

const begin = "<!-- written by `npm run test:editors`: begin -->";
const end = "<!-- end -->";

export function writeTable(table: string): void {
	const path = new URL("docs/editors.md", root);
	const before = readFileSync(path, "utf8");
	const from = before.indexOf(begin);
	const to = before.indexOf(end);
	if (from < 0 || to < from) throw new Error("docs/editors.md has lost the marks of its table");
	writeFileSync(path, `${before.slice(0, from + begin.length)}\n${table}\n${before.slice(to)}`);
}

interface Results {
	readonly attempts: readonly Attempt[];
	readonly wholes: readonly Whole[];
}

/** Joined with what earlier runs found of other editors and browsers; of the same one the newest counts. */
export function keepResults({ attempts, wholes }: Results): Results {
	const path = new URL("reports/editors.json", root);
	const before: Results = existsSync(path)
		? (JSON.parse(readFileSync(path, "utf8")) as Results)
		: { attempts: [], wholes: [] };
	const again = new Set([...attempts, ...wholes].map(keyOf));
	const joined = {
		attempts: [...before.attempts.filter((one) => !again.has(keyOf(one))), ...attempts],
		wholes: [...before.wholes.filter((one) => !again.has(keyOf(one))), ...wholes],
	};
	mkdirSync(new URL("reports/", root), { recursive: true });
	// Two runs, one for each browser, may be at it together.
	const whole = new URL(`reports/editors-${process.pid}.json`, root);
	writeFileSync(whole, `${JSON.stringify(joined, null, "\t")}\n`);
	renameSync(whole, path);
	return joined;
}

function keyOf({ name, browser, ...one }: Attempt | Whole): string {
	return [name, browser, "length" in one ? one.length : "whole"].join();
}
