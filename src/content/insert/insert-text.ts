/**
 * Puts armor into a site's box and says whether the site's editor really has it. The text in the DOM proves nothing: in 20 of 332
 * measured cases it was right while the editor's model still held the old text, which Enter would have sent. What counts:
 *
 *   field  value === text
 *   rich   the editor cancelled our event AND the DOM equals the text; or the editor itself copies out exactly this text;
 *          or the browser's own command did it (`execCommand`) and no editor had claimed an earlier step
 *
 * Rich editors are tried in this order, each step on the element that is there then, and only after the one before left nothing:
 * `beforeinput insertText` (does nothing where nobody listens), `paste`, `execCommand`.
 */

import { copied, isBlank } from "./blank.ts";
import { drawsItself, isEmpty, isField, norm, textOf } from "./box.ts";
import { type Allow, clearBox } from "./clear-box.ts";
import { beforeInput, pasteOf } from "./events.ts";
import { setNative } from "./native-value.ts";
import { frameMs, pause, selectAll, selectionMs } from "./select.ts";
import { noteStep } from "./trace.ts";

type Find = () => HTMLElement | null;

/** How long an editor may take to draw what it took; and one that did not take the event has it much sooner or never. */
const handledMs = 300;
const unhandledMs = 125;
const pollMs = 25;

/** Some editors commit a text a turn later: trying the next step at once gave the text three times. */
const betweenStepsMs = 300;

/**
 * True if the box holds exactly `text` now, nothing else. Expects an empty box, or one whose content may be replaced. On false the
 * box has been emptied if that was possible.
 */
export async function insertText(find: Find, text: string, allow: Allow): Promise<boolean> {
	const box = find();
	if (box === null) return false;
	const done =
		isField(box) && !drawsItself(box)
			? await insertIntoField(find, text, allow)
			: await insertIntoEditor(find, text, allow);
	if (!done) await clearBox(find, allow);
	return done;
}

async function insertIntoField(find: Find, text: string, allow: Allow): Promise<boolean> {
	const box = find();
	if (box === null || !isField(box)) return false;
	selectAll(box);
	allow(() => document.execCommand("insertText", false, text));
	await pause(frameMs);
	let now = find();
	if (now === null || !isField(now)) return false;
	noteStep("field command", now.value === text ? "ok" : "wrong");
	if (now.value !== text) {
		setNative(now, text);
		await pause(frameMs);
		now = find();
		noteStep("field setter", now !== null && isField(now) && now.value === text ? "ok" : "wrong");
	}
	return now !== null && isField(now) && now.value === text;
}

type Verdict = "ok" | "nothing" | "wrong";

interface Step {
	readonly name: "beforeinput" | "paste" | "command";
	/** Null: this step does not exist here. True: the editor took the event. "native": the browser's own command. */
	readonly run: (box: HTMLElement, text: string, allow: Allow) => boolean | "native" | null;
}

const steps: readonly Step[] = [
	{ name: "beforeinput", run: (box, text) => !box.dispatchEvent(beforeInput("insertText", text)) },
	{
		name: "paste",
		run: (box, text) => {
			const event = pasteOf(text);
			return event === null ? null : !box.dispatchEvent(event);
		},
	},
	{
		name: "command",
		run: (box, text, allow) =>
			allow(() => box.ownerDocument.execCommand("insertText", false, text)) ? "native" : false,
	},
];

async function insertIntoEditor(find: Find, text: string, allow: Allow): Promise<boolean> {
	let claimed = false;
	for (const { name, run } of steps) {
		// Once more if the old text stayed beside ours.
		for (let attempt = 0; attempt < 2; attempt++) {
			const box = await selectSettled(find);
			if (box === null) return false;
			const taken = run(box, text, allow);
			if (taken === null) {
				noteStep(name, "not there");
				break;
			}
			const equal = await becomesEqual(find, text, taken === false ? unhandledMs : handledMs);
			const verdict = await judge(find, text, taken, equal, claimed);
			noteStep(name, verdict);
			if (verdict === "ok") return true;
			claimed ||= taken === true;
			await pause(betweenStepsMs);
			const late = find();
			if (late === null) return false;
			if (!equal && (await judge(find, text, taken, norm(textOf(late)) === norm(text), claimed)) === "ok") return true;
			const beside = norm(textOf(late)).includes(norm(text)) && norm(textOf(late)) !== norm(text);
			if (!(await isBlank(find)) && !(await clearBox(find, allow))) return false;
			if (!beside) break;
		}
	}
	return false;
}

async function selectSettled(find: Find): Promise<HTMLElement | null> {
	const box = find();
	if (box === null) return null;
	selectAll(box);
	await pause(selectionMs);
	return find();
}

async function becomesEqual(find: Find, text: string, withinMs: number): Promise<boolean> {
	const wanted = norm(text);
	for (let waited = 0; ; waited += pollMs) {
		const box = find();
		if (box !== null && norm(textOf(box)) === wanted) return true;
		if (waited >= withinMs) return false;
		await pause(pollMs);
	}
}

async function judge(
	find: Find,
	text: string,
	taken: boolean | "native",
	equal: boolean,
	claimed: boolean,
): Promise<Verdict> {
	const box = find();
	if (box === null) return "wrong";
	if (drawsItself(box)) {
		const held = await copied(find);
		return held !== null && norm(held) === norm(text) ? "ok" : "wrong";
	}
	if (taken === true && equal) return "ok";
	if (!equal && taken !== true) return isEmpty(box) ? "nothing" : "wrong";
	// Slate copies from the DOM and not from its model: no witness.
	if (box.matches("[data-slate-editor]")) return "wrong";
	const held = await copied(find);
	if (held !== null) return norm(held) === norm(text) ? "ok" : "wrong";
	return taken === "native" && equal && !claimed ? "ok" : "wrong";
}
