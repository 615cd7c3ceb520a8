/** Writes what a run has found: JSON under reports/, one file for each browser, and the tables of docs/editors.md between their marks. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { type BrowserKind, browserKinds } from "../e2e/support/driver.ts";
import type { Attempt, Result } from "./attempt.ts";
import { editorCases, nameOf } from "./catalog.ts";
import { isPossible, passages, type SelectionAttempt } from "./selection.ts";
import type { WholeWay } from "./whole-way.ts";

const root = new URL("../../", import.meta.url);

export const lengths = [200, 2_000, 20_000] as const;

export interface Whole extends WholeWay {
	readonly name: string;
	readonly browser: BrowserKind;
}

interface Results {
	readonly attempts: readonly Attempt[];
	readonly selections: readonly SelectionAttempt[];
	readonly wholes: readonly Whole[];
}

/** Names of editors that the run is limited to; none for all. */
export function askedFor(): readonly string[] {
	return (process.env["SOTTO_EDITORS"] ?? "").split(",").filter(Boolean);
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

const title = (kind: BrowserKind): string => (kind === "chromium" ? "Chromium" : "Firefox");

function lined(rows: readonly (readonly string[])[]): string {
	const [heads = [], ...others] = rows;
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	return [line(heads), line(heads.map(() => "---")), ...others.map(line)].join("\n");
}

function tableOf({ attempts, wholes }: Results): string {
	const figures = browserKinds.flatMap((kind) => lengths.map((length) => ({ kind, length })));
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
	return lined([heads, ...rows]);
}

function selectionTableOf({ selections }: Results): string {
	const columns = browserKinds.flatMap((kind) => passages.map((passage) => ({ kind, passage })));
	const heads = ["editor", ...columns.map(({ kind, passage }) => `${title(kind)}, ${passage}`)];
	const rows = editorCases.map((of) => {
		const found = columns.map(({ kind, passage }) => {
			if (!isPossible(of, passage)) return "-";
			const own = selections.find((one) => one.name === nameOf(of) && one.browser === kind && one.passage === passage);
			return own === undefined ? "not run" : shown(own.result);
		});
		return [nameOf(of), ...found];
	});
	return lined([heads, ...rows]);
}

const end = "<!-- end -->";

function replaced(text: string, what: string, by: string): string {
	const begin = `<!-- ${what}, written by \`npm run test:editors\`: begin -->`;
	const from = text.indexOf(begin);
	const to = text.indexOf(end, from);
	if (from < 0 || to < from) throw new Error(`docs/editors.md has lost the marks of its ${what}`);
	return `${text.slice(0, from + begin.length)}\n${by}\n${text.slice(to)}`;
}

/** `minutes`: of a run over everything, else null. */
export function writeTables(results: Results, minutes: number | null): void {
	const path = new URL("docs/editors.md", root);
	let text = readFileSync(path, "utf8");
	text = replaced(text, "table", tableOf(results));
	text = replaced(text, "selections", selectionTableOf(results));
	const time =
		minutes === null ? "Some rows are of a later run than the others." : `One run of ${Math.round(minutes)} minutes.`;
	writeFileSync(path, replaced(text, "time", time));
}

const fileOf = (kind: BrowserKind): URL => new URL(`reports/editors-${kind}.json`, root);

const nothing: Results = { attempts: [], selections: [], wholes: [] };

function read(kind: BrowserKind): Results {
	const path = fileOf(kind);
	return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Results) : nothing;
}

export function readAll(): Results {
	const all = browserKinds.map(read);
	return {
		attempts: all.flatMap(({ attempts }) => attempts),
		selections: all.flatMap(({ selections }) => selections),
		wholes: all.flatMap(({ wholes }) => wholes),
	};
}

export function forgetAll(): void {
	for (const kind of browserKinds) rmSync(fileOf(kind), { force: true });
}

/** What one browser's part of the run finds, on the disk at once: of the same editor the newest counts. */
export class Findings {
	readonly #kind: BrowserKind;

	constructor(kind: BrowserKind) {
		this.#kind = kind;
	}

	attempt(one: Attempt): void {
		this.#keep((before) => ({
			...before,
			attempts: [...before.attempts.filter((other) => other.name !== one.name || other.length !== one.length), one],
		}));
	}

	selection(one: SelectionAttempt): void {
		this.#keep((before) => ({
			...before,
			selections: [
				...before.selections.filter((other) => other.name !== one.name || other.passage !== one.passage),
				one,
			],
		}));
	}

	whole(one: Whole): void {
		this.#keep((before) => ({
			...before,
			wholes: [...before.wholes.filter((other) => other.name !== one.name), one],
		}));
	}

	#keep(join: (before: Results) => Results): void {
		mkdirSync(new URL("reports/", root), { recursive: true });
		const half = new URL(`reports/editors-${this.#kind}.new.json`, root);
		writeFileSync(half, `${JSON.stringify(join(read(this.#kind)), null, "\t")}\n`);
		renameSync(half, fileOf(this.#kind));
	}
}
