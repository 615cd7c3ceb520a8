/** Does again what was held, once the user has said yes: the same gesture as far as a script can make it. */

import { isField, norm, textOf } from "../box/box.ts";
import { formOf, submitButton } from "../box/send-buttons.ts";
import { closestAcross } from "../dom-tree.ts";
import type { Allow } from "../insert/clear-box.ts";
import { pressKey } from "../insert/events.ts";
import { pause } from "../insert/select.ts";

export type Gesture =
	| { readonly kind: "enter"; readonly event: KeyboardEvent }
	/** `pointer`: by mouse or finger; sites send on the press or on the click. */
	| { readonly kind: "press"; readonly button: HTMLElement; readonly pointer: boolean }
	| { readonly kind: "submit"; readonly form: HTMLFormElement; readonly submitter: HTMLElement | null };

/** Old chats send on `keyup`. Milliseconds. */
const takenMs = 80;

export async function repeat(gesture: Gesture, find: () => HTMLElement | null, allow: Allow): Promise<void> {
	switch (gesture.kind) {
		case "enter":
			return repeatEnter(gesture.event, find, allow);
		case "press":
			return press(gesture.button, gesture.pointer);
		case "submit":
			return submit(gesture.form, gesture.submitter);
	}
}

function press(button: HTMLElement, pointer: boolean): void {
	const init = { bubbles: true, cancelable: true, composed: true, view: window };
	if (pointer) {
		const primary = { ...init, pointerType: "mouse", isPrimary: true, button: 0 };
		button.dispatchEvent(new PointerEvent("pointerdown", { ...primary, buttons: 1 }));
		button.dispatchEvent(new MouseEvent("mousedown", { ...init, buttons: 1 }));
		button.dispatchEvent(new PointerEvent("pointerup", primary));
		button.dispatchEvent(new MouseEvent("mouseup", init));
	}
	button.click();
}

function submit(form: HTMLFormElement, submitter: HTMLElement | null): void {
	// Drawn anew meanwhile: it would be refused.
	const known = (submitter as HTMLButtonElement | null)?.form === form ? submitter : null;
	HTMLFormElement.prototype.requestSubmit.call(form, known);
}

/** What a page leaves to the browser no script's key press does: it is made up for. */
async function repeatEnter(event: KeyboardEvent, find: () => HTMLElement | null, allow: Allow): Promise<void> {
	const box = find();
	if (box === null) return;
	box.focus({ preventScroll: true });
	const text = norm(textOf(box));
	if (pressKey(box, "Enter", event.code || "Enter", 13, event.ctrlKey, event.metaKey)) return;
	await pause(takenMs);
	const after = find();
	if (after === null || norm(textOf(after)) !== text) return;
	const form = formOf(after);
	if (after.localName === "input" && form !== null) {
		const button = submitButton(form);
		if (button === null) submit(form as HTMLFormElement, null);
		else if (closestAcross(button, ":disabled") === null) button.click();
	} else if (!event.ctrlKey && !event.metaKey) {
		allow(() => document.execCommand(isField(after) ? "insertText" : "insertParagraph", false, "\n"));
	}
}
