/**
 * Makes the site send what is in its box. Only called when insert-text.ts said that the box holds exactly the armor. Ways in order:
 * the send button, the form, Enter (last: it may be a new line there, or an open menu may take it).
 */

import { isEnabled, labelOf, nearButtons } from "../detect/near-buttons.ts";
import { otherButtonWords, says, sendWords } from "../detect/words.ts";
import { closest, firstBelow, outermostOf } from "../dom-tree.ts";
import { holdsOnly, isBlank } from "./blank.ts";
import { drawsItself, isField } from "./box.ts";
import { pressKey } from "./events.ts";
import { pause } from "./select.ts";

export type SendOutcome =
	/** The box is empty and the armor stands in the page. */
	| "sent"
	/** The box is empty, and the armor was not seen. */
	| "not-seen"
	/** The box still holds the armor. */
	| "no-send";

/** A send button wakes up when its framework has noticed the text. */
const enableMs = 400;
/** A way that has not emptied the box by then has not sent. */
const emptiedMs = 1200;
/** The message is drawn once the site's server has it. */
const seenMs = 3000;
const pollMs = 50;

export interface SendPorts {
	readonly find: () => HTMLElement | null;
	/** Whether the armor came into sight since the attempt began. */
	readonly seen: () => boolean;
	/** The box has been emptied: nothing is needed of it any more. */
	readonly onTaken: () => void;
}

export async function sendFrom({ find, seen, onTaken }: SendPorts, armor: string): Promise<SendOutcome> {
	const ways = [() => pressSendButton(find), () => submitForm(find), () => pressEnter(find)];
	for (const way of ways) {
		// Somebody changed the text: it is not ours to send any more.
		if (find() !== null && !(await isBlank(find)) && !(await holdsOnly(find, armor))) return "no-send";
		if (!(await way())) continue;
		if (!(await until(async () => seen() || (await isGoneFrom(find)), emptiedMs))) continue;
		// One that was asked has been taken: to ask it again takes the focus that is given back here.
		const taken = await isGoneFrom(find);
		if (taken) onTaken();
		const isGone = () => (taken && asked(find) ? true : isGoneFrom(find));
		const arrived = await until(async () => seen() && (await isGone()), seenMs);
		return arrived ? "sent" : (await isGone()) ? "not-seen" : "no-send";
	}
	return "no-send";
}

/** An editor that draws its text itself only says what it holds when it is asked to copy it. */
function asked(find: () => HTMLElement | null): boolean {
	const box = find();
	return box !== null && drawsItself(box);
}

async function isGoneFrom(find: () => HTMLElement | null): Promise<boolean> {
	return find() === null || (await isBlank(find));
}

async function pressSendButton(find: () => HTMLElement | null): Promise<boolean> {
	let button: HTMLElement | undefined;
	const box = find();
	if (box === null || sendButtons(box).length === 0) return false;
	await until(() => {
		const now = find();
		button = now === null ? undefined : sendButtons(now).find(isEnabled);
		return button !== undefined;
	}, enableMs);
	button?.click();
	return button !== undefined;
}

/** Those near the box that say so. */
export function sendButtons(box: HTMLElement): HTMLElement[] {
	return nearButtons(box).filter((button) => {
		const label = labelOf(button);
		return says(label, sendWords) && !says(label, otherButtonWords) && label.length <= 80;
	});
}

/** The form that the box belongs to. It may be an instance of another frame's classes: see outermostOf(). */
export function formOf(box: HTMLElement): Element | null {
	return isField(box) ? box.form : closest(outermostOf(box), "form");
}

/** What Enter in a field of this form presses. */
export function submitButton(form: Element): HTMLElement | null {
	return firstBelow(form, "button[type=submit], button:not([type]), input[type=submit]") as HTMLElement | null;
}

async function submitForm(find: () => HTMLElement | null): Promise<boolean> {
	const box = find();
	const form = box === null ? null : formOf(box);
	if (form === null) return false;
	const submit = submitButton(form);
	if (submit === null || !isEnabled(submit) || says(labelOf(submit), otherButtonWords)) return false;
	HTMLFormElement.prototype.requestSubmit.call(form, submit);
	return true;
}

async function pressEnter(find: () => HTMLElement | null): Promise<boolean> {
	const box = find();
	if (box === null) return false;
	box.focus({ preventScroll: true });
	pressKey(box, "Enter", "Enter", 13);
	return true;
}

async function until(done: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
	const end = performance.now() + withinMs;
	while (!(await done())) {
		if (performance.now() >= end) return false;
		await pause(pollMs);
	}
	return true;
}
