/**
 * The focus and the keys of a user who begins to type while something that nobody pressed for goes through the site's box. What was typed
 * waits, and is written where it was typed for, once the focus is back there: in the box, or in a field that the user went to meanwhile. Where
 * the focus does not come it is written nowhere.
 *
 * Letters and Backspace come back; Enter and shortcuts do nothing in that time. What an input method composes cannot be held.
 */
import { isField, norm, textOf } from "../box/box.ts";
import { putInto } from "../box/ours.ts";
import { editableAround } from "../box/pointed.ts";
import { focusedElement, matches } from "../dom-tree.ts";
import type { Allow } from "./command.ts";
import { beforeInput } from "./events.ts";

type Find = () => HTMLElement | null;

/** Where the user is. */
interface Home {
	readonly element: HTMLElement | null;
	/** The site may draw it anew. */
	readonly inBox: boolean;
	/** In a field the browser remembers it. */
	readonly range: Range | null;
}

/** What was typed at one place. */
interface Stay {
	readonly home: Home;
	readonly keys: string[];
}

export interface HeldKeys {
	/** Gives back what is the user's; the second time nothing happens. */
	readonly release: () => void;
}

export function holdKeys(find: Find, allow: Allow): HeldKeys {
	const controller = new AbortController();
	const options = { capture: true, signal: controller.signal };
	let stay: Stay = { home: homeNow(find), keys: [] };
	const stays = [stay];
	let isMoving = false;

	function onKey(event: Event): void {
		if (!event.isTrusted || !(event instanceof KeyboardEvent) || event.isComposing) return;
		// A browser with much to do brings the key before the timer.
		arrive();
		const { key, ctrlKey, metaKey } = event;
		if (key === "Tab") onPress(event);
		const writes = [...key].length === 1;
		if (!writes && key !== "Backspace" && key !== "Enter") return;
		event.preventDefault();
		event.stopImmediatePropagation();
		const isShortcut = metaKey || (ctrlKey && !event.getModifierState("AltGraph"));
		if (!isShortcut && key !== "Enter") stay.keys.push(key);
	}

	/** The browser moves the focus when the page has heard of it. */
	function onPress(event: Event): void {
		if (!event.isTrusted) return;
		isMoving = true;
		setTimeout(arrive, 0);
	}

	function arrive(): void {
		if (isMoving) moved();
	}

	/** A press in a frame is not heard here; to leave for another window moves nothing. */
	function onLeft(event: Event): void {
		if (!event.isTrusted) return;
		movedToFrame();
		setTimeout(movedToFrame, 0);
	}

	function movedToFrame(): void {
		const active = focusedElement();
		if (active !== null && matches(active, "iframe, frame, object, embed")) moved();
	}

	function moved(): void {
		isMoving = false;
		if (controller.signal.aborted) return;
		stay = { home: homeNow(find), keys: [] };
		stays.push(stay);
	}

	window.addEventListener("keydown", onKey, options);
	window.addEventListener("mousedown", onPress, options);
	window.addEventListener("blur", onLeft, options);

	return {
		release: () => {
			if (controller.signal.aborted) return;
			arrive();
			controller.abort();
			const box = find();
			for (const { home, keys } of stays) if (home === stay.home || keys.length > 0) giveBack(home, keys, box, allow);
		},
	};
}

function homeNow(find: Find): Home {
	const element = focusedElement();
	const selection = element?.ownerDocument.getSelection();
	const inText = element instanceof HTMLElement && !isControl(element) && selection?.rangeCount === 1;
	const editable = editableAround(element);
	return {
		element: element instanceof HTMLElement ? element : null,
		inBox: editable !== null && editable === find(),
		range: inText ? selection.getRangeAt(0).cloneRange() : null,
	};
}

/** With a caret of its own, which the document's selection knows nothing of. */
const isControl = (element: Element): boolean =>
	element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

function giveBack(home: Home, keys: readonly string[], box: HTMLElement | null, allow: Allow): void {
	goHome(home, box);
	const editable = home.inBox ? box : editableAround(home.element);
	if (editable === null) return;
	// Beside the armor that could not be taken out again it would be lost all the same.
	if (editable === box && !isFree(box)) return;
	for (const key of keys) {
		// The browser writes where the focus is, and the page may have moved it.
		if (editableAround(focusedElement()) !== editable) return;
		write(editable, key, allow);
	}
}

function isFree(box: HTMLElement): boolean {
	const ours = putInto(box);
	return ours === undefined || !norm(textOf(box)).includes(norm(ours));
}

function goHome({ element, inBox, range }: Home, box: HTMLElement | null): void {
	if (inBox) {
		box?.focus({ preventScroll: true });
		if (box !== null) toEnd(box);
		return;
	}
	if (box !== null && editableAround(focusedElement()) === box) box.blur();
	if (element === null || !element.isConnected || element === element.ownerDocument.body) return;
	if (element !== focusedElement()) element.focus({ preventScroll: true });
	if (range === null || editableAround(element) === null) return;
	const selection = element.ownerDocument.getSelection();
	selection?.removeAllRanges();
	selection?.addRange(range);
}

/** All of the box was selected for the armor: the first letter would take the place of what stands there. */
function toEnd(box: HTMLElement): void {
	if (isField(box)) {
		box.setSelectionRange(box.value.length, box.value.length);
		return;
	}
	const selection = box.ownerDocument.getSelection();
	selection?.selectAllChildren(box);
	if (selection !== null && selection.rangeCount > 0) selection.collapseToEnd();
}

/** Editors with a text of their own take the event; for all others the browser writes. */
function write(editable: HTMLElement, key: string, allow: Allow): void {
	const [inputType, command] = key === "Backspace" ? ["deleteContentBackward", "delete"] : ["insertText", "insertText"];
	const data = key === "Backspace" ? null : key;
	if (!isControl(editable) && !editable.dispatchEvent(beforeInput(inputType, data))) return;
	allow(() => editable.ownerDocument.execCommand(command, false, data ?? ""));
}
