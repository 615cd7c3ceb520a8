/**
 * Names that look alike though they are written with other characters, and names that are written to deceive. What a name looks like is
 * its skeleton (Unicode Technical Standard 39, confusable detection), here without case, accents and punctuation too. This warns, and
 * decides nothing: who somebody is, their key says.
 */
import { confusables } from "./confusables.ts";
import { cleanName } from "./names.ts";

/** Whether a person could take one for the other at a glance. Names without anything visible look like nothing. */
export function lookAlike(one: string, other: string): boolean {
	const [a, b] = [looksOf(one), looksOf(other)];
	return a.some((look) => b.includes(look));
}

/** Of the others, those that this name could be taken for; the same name is among them. */
export function lookalikesOf<T extends { readonly name: string }>(name: string, others: readonly T[]): readonly T[] {
	const looks = looksOf(name);
	return others.filter((other) => looksOf(other.name).some((look) => looks.includes(look)));
}

/** One word in letters of two alphabets that share shapes. */
export function mixesAlphabets(name: string): boolean {
	const words = cleanName(name).split(/[\s\p{P}]+/u);
	return words.some((word) => sharedShapes.filter((script) => script.test(word)).length > 1);
}

const sharedShapes: readonly RegExp[] = [
	/\p{Script=Latin}/u,
	/\p{Script=Cyrillic}/u,
	/\p{Script=Greek}/u,
	/\p{Script=Armenian}/u,
	/\p{Script=Coptic}/u,
	/\p{Script=Cherokee}/u,
	/\p{Script=Lisu}/u,
];

/** Without case before and after: "I" looks like "l", "0" like "O", and "ANN" is the same name as "Ann". Empty: nobody can see it. */
function looksOf(name: string): readonly string[] {
	const clean = cleanName(name);
	const look = skeletonOf(clean);
	return [look, look.toLowerCase(), skeletonOf(clean.toLowerCase())].filter((one) => one !== "");
}

/** What is left out: accents on letters of any script that has them there, spaces, punctuation. A name of nothing else is itself. */
function skeletonOf(text: string): string {
	const skeleton = mapped(mapped(text.normalize("NFD")).normalize("NFKD")).normalize("NFD");
	return skeleton.replace(/[\u0300-\u036f\p{P}\p{Z}]/gu, "") || skeleton;
}

let table: ReadonlyMap<string, string> | null = null;

function mapped(text: string): string {
	table ??= readTable();
	const known = table;
	return [...text].map((one) => known.get(one) ?? one).join("");
}

function readTable(): ReadonlyMap<string, string> {
	const read = (points: string) =>
		String.fromCodePoint(...points.split(".").map((point) => Number.parseInt(point, 36)));
	const entries = confusables
		.replaceAll("\n", "")
		.split(";")
		.filter((entry) => entry !== "");
	return new Map(
		entries.flatMap((entry) => {
			const [look = "", characters = ""] = entry.split("=");
			return characters.split(" ").map((one): [string, string] => [read(one), read(look)]);
		}),
	);
}
