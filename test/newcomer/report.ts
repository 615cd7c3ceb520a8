/** What a run has found, into the table of docs/trust.md between its marks; rows of the other browser stay. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type BrowserKind, browserKinds } from "../e2e/support/driver.ts";
import type { Effort } from "../e2e/support/effort.ts";

const root = new URL("../../", import.meta.url);
const reports = new URL("reports/", root);
const fileOf = (kind: BrowserKind): URL => new URL(`newcomer-${kind}.json`, reports);
const begin = "<!-- costs, written by `npm run test:newcomer`: begin -->";
const end = "<!-- end -->";

type Costs = Readonly<Record<string, Effort>>;

function read(kind: BrowserKind): Costs {
	return existsSync(fileOf(kind)) ? (JSON.parse(readFileSync(fileOf(kind), "utf8")) as Costs) : {};
}

export function writeCosts(kind: BrowserKind, costs: ReadonlyMap<string, Effort>): void {
	mkdirSync(reports, { recursive: true });
	writeFileSync(fileOf(kind), JSON.stringify({ ...read(kind), ...Object.fromEntries(costs) }));
	const path = new URL("docs/trust.md", root);
	const text = readFileSync(path, "utf8");
	const from = text.indexOf(begin);
	const to = text.indexOf(end, from);
	if (from < 0 || to < from) throw new Error("docs/trust.md has lost the marks of its costs");
	writeFileSync(path, `${text.slice(0, from + begin.length)}\n${table()}\n${text.slice(to)}`);
}

function table(): string {
	const heads = ["path", "browser", "clicks", "keys", "letters", "screens", "seconds"];
	const rows = browserKinds.flatMap((kind) =>
		Object.entries(read(kind)).map(([path, { clicks, keys, letters, screens, seconds }]) =>
			[path, kind === "chromium" ? "Chromium" : "Firefox", clicks, keys, letters, screens, seconds.toFixed(1)].map(
				String,
			),
		),
	);
	const rule = heads.map(() => "---");
	return [heads, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
