/**
 * One editor, one passage of what a person has typed in it: selected with real keys, and armor in its place. The rest must be the same
 * letter by letter in the editor's own model, and the editor must go on working; or nothing is changed, and it is said why.
 */
import type { BrowserKind } from "../e2e/support/driver.ts";
import { chord, press, type } from "../e2e/support/keys.ts";
import { sleep, until } from "../e2e/support/time.ts";
import { armorOf, type Bench, modelOf, openEditor, type Result } from "./attempt.ts";
import { type EditorCase, nameOf } from "./catalog.ts";

export const passages = ["words", "lines", "field"] as const;
export type PassageKind = (typeof passages)[number];

export interface SelectionAttempt {
	readonly name: string;
	readonly browser: BrowserKind;
	readonly passage: PassageKind;
	readonly result: Result;
}

const written = ["Call me, Ann", "on 12 345 at noon", "or at  ten"];

/** From the end of what is written: so many letters to the left, and so many selected from there. */
const selected: Readonly<Record<Exclude<PassageKind, "field">, string>> = {
	words: "12 345",
	lines: "at noon\nor",
};

const armorLength = 2_000;

/** A field of one line has none that begins another. */
export function isPossible(of: EditorCase, passage: PassageKind): boolean {
	return !(of.oneLine && passage === "lines");
}

/** Trix takes no key while it draws what the one before did. */
const betweenKeysMs = 15;

async function times(count: number, what: () => Promise<void>): Promise<void> {
	for (let i = 0; i < count; i++) {
		await what();
		await sleep(betweenKeysMs);
	}
}

const means = "meant: ";

/** Between blocks browsers write two line breaks. */
function isMeant(outcome: string, words: string): boolean {
	return outcome.slice(means.length).replace(/\n+/g, "\n").replaceAll("\u00a0", " ") === words;
}

/** Selects it with the keys of a person, who sees it if one was lost on a busy machine, and begins again. */
async function mean({ page, world }: Bench, passage: PassageKind, text: string, words: string): Promise<string> {
	let outcome = "";
	for (let attempt = 0; attempt < 3; attempt++) {
		await page.evaluate("editorUnderTest.focus()");
		if (passage !== "field") {
			await chord(page, "Control", "End");
			await times(text.length - text.lastIndexOf(words) - words.length, () => press(page, "ArrowLeft"));
			await times(words.length, () => chord(page, "Shift", "ArrowLeft"));
		}
		const step = passage === "field" ? "mean-field" : "mean-selection";
		({ outcome } = await world.run({ kind: step, text: "" }));
		if (!outcome.startsWith(means) || isMeant(outcome, words)) break;
	}
	return outcome;
}

export async function encryptPassage(
	bench: Bench,
	of: EditorCase,
	passage: PassageKind,
	length = armorLength,
): Promise<SelectionAttempt> {
	const { page, world, browser, server } = bench;
	const made = (result: Result): SelectionAttempt => ({ name: nameOf(of), browser, passage, result });
	await openEditor(bench, of);
	// From here on it is known who takes the user's keys.
	await world.run({ kind: "clear", text: "" });
	await page.evaluate("editorUnderTest.focus()");
	const text = written.join(of.oneLine ? " " : "\n");
	await type(page, text);
	await until("the typed text in the model", async () => (await modelOf(page)) === text);

	const words = passage === "field" ? text : selected[passage];
	const meant = await mean(bench, passage, text, words);
	const refused = async (why: string, ms: number): Promise<SelectionAttempt> => {
		const kept = (await modelOf(page)) === text;
		return made(kept ? { kind: "refused", why, ms } : { kind: "wrong", why: `refused (${why}), and changed`, ms });
	};
	if (!meant.startsWith(means)) return await refused(meant, 0);
	if (!isMeant(meant, words)) return made({ kind: "wrong", why: JSON.stringify(meant), ms: 0 });

	const armor = armorOf(length, 6);
	const { outcome, ms } = await world.run({ kind: "replace", text: armor });
	if (outcome !== "inserted") return await refused(outcome, ms);
	const wrong = (why: string) => made({ kind: "wrong", why, ms });
	const wanted = text.replace(words, armor);
	const model = await modelOf(page);
	if (model !== wanted) return wrong(`the model holds ${JSON.stringify(model.replace(armor, "[armor]"))}`);
	if (server.messages.length > 0) return wrong("sent");
	// The next letter comes behind the armor, and nothing goes for it.
	await page.evaluate("editorUnderTest.focus()");
	await type(page, "!");
	const after = await until("the next letter", async () => {
		const now = await modelOf(page);
		return now === wanted ? null : now;
	}).catch(() => "no letter is taken any more");
	return after === wanted.replace(armor, `${armor}!`)
		? made({ kind: "exact", ms })
		: wrong(`after one more letter: ${JSON.stringify(after.replace(armor, "[armor]"))}`);
}
