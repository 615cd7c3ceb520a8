/**
 * What a user does to send from a message box, caught before the page hears of it: the listeners are there from `document_start`.
 * Whether it is held is for clear-send.ts to say; what is held is swallowed to its end.
 *
 *   gesture     held where it counts          swallowed with it
 *   Enter       keydown                       keypress, keyup
 *   button      pointerdown, else mousedown   everything up to the click, with which it is told; a click by keyboard alone
 *   form        submit                        nothing
 */
import { focusedBox } from "../box/box.ts";
import { formOf, saysSend, sendButtons, submitButton } from "../box/send-buttons.ts";
import { buttonSelector, isEnabled, labelOf } from "../detect/near-buttons.ts";
import { otherButtonWords, says } from "../detect/words.ts";
import { closest, matches } from "../dom-tree.ts";
import type { Gesture } from "../writing/repeat.ts";
import { isEnter } from "./enter-key.ts";

export interface GesturePorts {
	/** Boxes that a button or a form may send from. */
	readonly boxes: () => readonly HTMLElement[];
	/** Whether what stands in the box is to be asked about. */
	readonly mayHold: (box: HTMLElement) => boolean;
	/** The same for this Enter. False: the page gets it. */
	readonly mayHoldEnter: (event: KeyboardEvent, box: HTMLElement) => boolean;
	readonly onHeld: (gesture: Gesture, box: HTMLElement) => void;
	/** A pointer is pressed somewhere in the page. */
	readonly onPointer: () => void;
	/** Keys of surfaces of ours: true if this was one. */
	readonly takesKey: (event: KeyboardEvent) => boolean;
	readonly owns: (target: EventTarget | null) => boolean;
}

interface Press {
	readonly button: HTMLElement;
	readonly box: HTMLElement;
	readonly pointer: boolean;
}

const keyEvents = ["keydown", "keypress", "keyup"] as const;
const pressEvents = ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click"] as const;

/** Begin a press, or are one. */
const beginnings: readonly string[] = ["pointerdown", "mousedown", "click"];

export interface Gestures {
	/** Again, after the page has erased all listeners. */
	readonly listen: () => void;
	/** An editor that is the whole document of its frame has its buttons and its form around it. */
	readonly listenAbove: () => void;
}

export function watchSending(signal: AbortSignal, ports: GesturePorts): Gestures {
	let press: Press | null = null;
	/** Went down where the page does not hear of it; it comes up there too, wherever the focus is by then. */
	let heldKey: string | null = null;

	function onKey(event: KeyboardEvent): void {
		if (!event.isTrusted) return;
		if (ports.takesKey(event)) {
			event.stopImmediatePropagation();
			heldKey = event.key;
			return;
		}
		if (event.type !== "keydown") {
			if (event.key === heldKey) swallow(event);
			return;
		}
		heldKey = null;
		const box = isEnter(event) ? focusedBox() : null;
		if (box === null || !ports.mayHoldEnter(event, box)) return;
		swallow(event);
		heldKey = event.key;
		ports.onHeld({ kind: "enter", event }, box);
	}

	function onPress(event: MouseEvent | TouchEvent): void {
		if (!event.isTrusted) return;
		const path = event.composedPath();
		if (path.some(ports.owns)) {
			// Pages take away what somebody pressed outside of. The click has to get to its button.
			if (event.type !== "click") event.stopImmediatePropagation();
			return;
		}
		if (event.type === "pointerdown") {
			press = null;
			ports.onPointer();
		}
		if (event.type === "click" && press !== null && !path.includes(press.button)) press = null;
		press ??= pressIn(event, path);
		if (press === null) return;
		swallow(event);
		if (event.type !== "click") return;
		const { box, button, pointer } = press;
		press = null;
		ports.onHeld({ kind: "press", button, pointer }, box);
	}

	function pressIn(event: MouseEvent | TouchEvent, path: readonly EventTarget[]): Press | null {
		if (!beginnings.includes(event.type) || !("button" in event) || event.button !== 0) return null;
		for (const box of ports.boxes()) {
			const button = ports.mayHold(box) ? pressedSender(box, path) : undefined;
			if (button !== undefined) return { button, box, pointer: event.type !== "click" };
		}
		return null;
	}

	function onSubmit(event: SubmitEvent): void {
		if (!event.isTrusted) return;
		const { target, submitter } = event;
		const box = ports.boxes().find((one) => formOf(one) === target && ports.mayHold(one));
		if (box === undefined) return;
		swallow(event);
		ports.onHeld({ kind: "submit", form: target as HTMLFormElement, submitter }, box);
	}

	const options = { capture: true, signal };

	function listenForPresses(target: Window): void {
		for (const type of pressEvents) {
			target.addEventListener(type, onPress, type.startsWith("touch") ? { ...options, passive: true } : options);
		}
		target.addEventListener("submit", onSubmit, options);
	}

	function listen(): void {
		for (const type of keyEvents) window.addEventListener(type, onKey, options);
		listenForPresses(window);
	}

	listen();
	return {
		listen,
		listenAbove: () => {
			try {
				for (let above: Window = window; above !== above.parent; ) {
					above = above.parent;
					listenForPresses(above);
				}
			} catch {
				// A page of another site: its buttons are not of this box.
			}
		},
	};
}

/** A finger's events cannot be cancelled without taking away the click as well, with which the press is told. */
function swallow(event: Event): void {
	event.stopImmediatePropagation();
	if (event.cancelable && !event.type.startsWith("touch")) event.preventDefault();
}

/**
 * What sends from this box when it is pressed, as far as it says so. Where nothing near it does that could be pressed and is not another
 * form's, any button of the page that does: mail programs have the bars of their editor in between. Nothing of ours presses that one: it
 * may send something else.
 */
function pressedSender(box: HTMLElement, path: readonly EventTarget[]): HTMLElement | undefined {
	const form = formOf(box);
	const submit = form === null ? null : submitButton(form);
	const ofForm = submit === null || says(labelOf(submit), otherButtonWords) ? [] : [submit];
	const near = sendButtons(box);
	const pressed = [...near, ...ofForm].find((one) => path.includes(one));
	if (pressed !== undefined || near.some((one) => isEnabled(one) && isOfForm(one, form))) return pressed;
	return path.find((one): one is HTMLElement => {
		// Also one of the document around this frame, whose classes are others.
		const element = one as HTMLElement;
		if (element.nodeType !== Node.ELEMENT_NODE || !matches(element, buttonSelector)) return false;
		return saysSend(element) && isOfForm(element, form);
	});
}

/** Of this form or of none. */
function isOfForm(button: Element, form: Element | null): boolean {
	const around = closest(button, "form");
	return around === null || around === form;
}
