/**
 * Writes src/contacts/confusables.ts from Unicode's confusables.txt (https://www.unicode.org/Public/security/latest/confusables.txt):
 * `npx tsx test/contacts/build-confusables.ts <path of that file>`. Only what lookalike.ts does not find by decomposing a character first.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [path = ""] = process.argv.slice(2);
const text = readFileSync(path, "utf8");
const source = /^# .*$/m.exec(text)?.[0].slice(2) ?? "";
const character = (hex: string) => String.fromCodePoint(Number.parseInt(hex, 16));
const hex = (one: string) => [...one].map((point) => (point.codePointAt(0) ?? 0).toString(36)).join(".");

/** Names hold letters, digits, marks and punctuation, and nothing that cannot be seen (names.ts). */
const inNames = /^(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{M}\p{P}]$/u;
const wanted = new Map<string, string>();
for (const [, from = "", to = ""] of text.matchAll(/^([0-9A-F]+) ;\t([0-9A-F ]+?) ;/gm)) {
	if (inNames.test(character(from))) wanted.set(character(from), to.split(" ").map(character).join(""));
}

/** As in lookalike.ts. */
const mapped = (table: ReadonlyMap<string, string>, some: string) =>
	[...some].map((one) => table.get(one) ?? one).join("");
const looks = (table: ReadonlyMap<string, string>, one: string) =>
	mapped(table, mapped(table, one.normalize("NFD")).normalize("NFKD")).normalize("NFD");

const table = new Map([...wanted].filter(([one]) => one.normalize("NFKD") === one.normalize("NFD")));
for (const [one, to] of wanted) if (looks(table, one) !== to) table.set(one, to);
const before = new Map([...wanted.keys()].map((one) => [one, looks(table, one)]));
for (const [one, to] of [...table]) {
	table.delete(one);
	// A decomposition may lead there too.
	if (looks(table, one) !== before.get(one)) table.set(one, to);
}
for (const [one, to] of before) if (looks(table, one) !== to) table.set(one, to);

const groups = new Map<string, string[]>();
for (const [one, to] of table) groups.set(to, [...(groups.get(to) ?? []), one]);
const lines: string[] = [""];
for (const [to, some] of groups) {
	const entry = `${hex(to)}=${some.map(hex).join(" ")};`;
	const last = lines.length - 1;
	if ((lines[last] ?? "").length + entry.length > 115) lines.push(entry);
	else lines[last] += entry;
}
writeFileSync(
	join(import.meta.dirname, "../../src/contacts/confusables.ts"),
	`/**
 * Characters that look like others (Unicode Technical Standard 39), written by test/contacts/build-confusables.ts. Not to be edited.
 * ${source}
 * Copyright Unicode, Inc., under the Unicode License (https://www.unicode.org/license.txt).
 *
 * look=character character ...; as code points in base 36.
 */
export const confusables = \`
${lines.join("\n")}
\`;
`,
);
const wrong = [...wanted].filter(([one, to]) => looks(table, one) !== to);
process.stdout.write(`${wanted.size} wanted, ${table.size} kept, ${wrong.length} look like even more\n`);
