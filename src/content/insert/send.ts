/**
 * Makes the site send what is in its box. Only called when insert-text.ts said that the box holds exactly the armor. Ways in order:
 * the send button, the form, Enter (last: it may be a new line there, or an open menu may take it).
 */

import { drawsItself, norm, textOf } from "../box/box.ts";
import { formOf, sendButtons, submitButton } from "../box/send-buttons.ts";
import { isEnabled, labelOf } from "../detect/near-buttons.ts";
import { otherButtonWords, says } from "../detect/words.ts";
import { holdsOnly, isBlank } from "./blank.ts";
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
		const taken = await isGoneFrom(find);
		if (taken) onTaken();
		const isGone = async () => (taken ? !isBack(find, armor) : isGoneFrom(find));
		const arrived = await until(async () => seen() && (await isGone()), seenMs);
		return arrived ? "sent" : (await isGone()) ? "not-seen" : "no-send";
	}
	return "no-send";
}

/**
 * Whether a box that was empty holds the armor again. Other text in it is the user's, who has the box back. An editor that draws its text
 * itself would have to be asked, which takes the focus: it stays taken.
 */
function isBack(find: () => HTMLElement | null, armor: string): boolean {
	const box = find();
	return box !== null && !drawsItself(box) && norm(textOf(box)).includes(norm(armor));
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
