/**
 * Puts armor into a site's box: exactly, and so that the site's editor really has it, or not at all. Fields have no other text than
 * their value. In editors the steps of steps.ts are tried one after another, each on the element that is there then, and only after the
 * one before left nothing; what counts as done stands in proof.ts.
 */

import { drawsItself, isField, norm, textOf } from "../box/box.ts";
import { isBlank } from "./blank.ts";
import { type Allow, clearBox } from "./clear-box.ts";
import { setNative } from "./native-value.ts";
import { comesToShow, judge } from "./proof.ts";
import { isIgnored, lasts } from "./quiet.ts";
import { frameMs, pause, selectAll, selectionMs } from "./select.ts";
import { stepsFor } from "./steps.ts";
import { noteStep } from "./trace.ts";

type Find = () => HTMLElement | null;

/** How long an editor may take to draw what it took; and one that did not take the event has it much sooner or never. */
const handledMs = 300;
const unhandledMs = 125;

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

async function insertIntoEditor(find: Find, text: string, allow: Allow): Promise<boolean> {
	const first = find();
	if (first === null) return false;
	let claimed = false;
	let ready: HTMLElement | null = null;
	let ignoredAt: number | null = null;
	for (const { name, run } of stepsFor(first)) {
		// Once more if the old text stayed beside ours.
		for (let attempt = 0; attempt < 2; attempt++) {
			const box: HTMLElement | null = ready ?? (await selectSettled(find));
			if (box === null) return false;
			const before = textOf(box);
			const taken = run(box, text, allow);
			const ranAt = performance.now();
			ready = null;
			if (taken === null || (taken === false && (await isIgnored(find, box, before)))) {
				noteStep(name, taken === null ? "not there" : "nothing");
				ignoredAt = taken === null ? ignoredAt : ranAt;
				ready = box;
				break;
			}
			// Monaco pastes some promises later, and not at all if the selection has moved meanwhile, as it does when it is asked.
			if (drawsItself(box)) await pause(selectionMs);
			else await comesToShow(find, text, taken === false ? unhandledMs : handledMs);
			const verdict = await judge(find, text, taken, claimed);
			noteStep(name, verdict);
			if (verdict === "ok" && (await lasts(find, text, ignoredAt))) return true;
			claimed ||= taken === true;
			await pause(betweenStepsMs);
			const late = find();
			if (late === null) return false;
			if (verdict !== "ok" && (await judge(find, text, taken, claimed)) === "ok") return true;
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
