/**
 * The focus and the keys of a user who begins to type while something that nobody pressed for goes through the site's box. What was typed
 * waits, and is written where the user is, once the focus is back there: in the box, or in the field that was pressed meanwhile.
 *
 * Letters and Backspace come back; Enter and shortcuts do nothing in that time. What an input method composes cannot be held.
 */
import { isField, norm, textOf } from "../box/box.ts";
import { putInto } from "../box/ours.ts";
import { editableAround } from "../box/pointed.ts";
import { focusedElement } from "../dom-tree.ts";
import type { Allow } from "./command.ts";
import { beforeInput } from "./events.ts";

type Find = () => HTMLElement | null;

/** Where the user is. */
interface Home {
	readonly element: HTMLElement | null;
	/** In a field the browser remembers it. */
	readonly range: Range | null;
}

export interface HeldKeys {
	/** Gives back what is the user's; the second time nothing happens. */
	readonly release: () => void;
}

export function holdKeys(find: Find, allow: Allow): HeldKeys {
	const controller = new AbortController();
	const options = { capture: true, signal: controller.signal };
	let typed: readonly string[] = [];
	let home = homeNow();

	function onKey(event: Event): void {
		if (!event.isTrusted || !(event instanceof KeyboardEvent) || event.isComposing) return;
		const { key, ctrlKey, metaKey } = event;
		const writes = [...key].length === 1;
		if (!writes && key !== "Backspace" && key !== "Enter") return;
		event.preventDefault();
		event.stopImmediatePropagation();
		const isShortcut = metaKey || (ctrlKey && !event.getModifierState("AltGraph"));
		if (!isShortcut && key !== "Enter") typed = [...typed, key];
	}

	/** The browser moves the focus when the page has heard of it. */
	function onPress(event: Event): void {
		if (event.isTrusted) setTimeout(moved, 0);
	}

	function moved(): void {
		if (!controller.signal.aborted) home = homeNow();
	}

	window.addEventListener("keydown", onKey, options);
	window.addEventListener("mousedown", onPress, options);

	return {
		release: () => {
			if (controller.signal.aborted) return;
			controller.abort();
			const box = find();
			const editable = editableAround(home.element);
			goHome(home, box);
			if (editable === null || typed.length === 0) return;
			// Beside the armor that could not be taken out again it would be lost all the same.
			if (editable === box && !isFree(box)) return;
			for (const key of typed) write(editable, key, allow);
		},
	};
}

function homeNow(): Home {
	const element = focusedElement();
	const selection = element?.ownerDocument.getSelection();
	const inText = element instanceof HTMLElement && !isField(element) && selection?.rangeCount === 1;
	return {
		element: element instanceof HTMLElement ? element : null,
		range: inText ? selection.getRangeAt(0).cloneRange() : null,
	};
}

function isFree(box: HTMLElement): boolean {
	const ours = putInto(box);
	return ours === undefined || !norm(textOf(box)).includes(norm(ours));
}

function goHome({ element, range }: Home, box: HTMLElement | null): void {
	if (box !== null && editableAround(element) === box) {
		box.focus({ preventScroll: true });
		toEnd(box);
		return;
	}
	if (box !== null && editableAround(focusedElement()) === box) box.blur();
	if (element === null || !element.isConnected || element === element.ownerDocument.body) return;
	element.focus({ preventScroll: true });
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
	if (!isField(editable) && !editable.dispatchEvent(beforeInput(inputType, data))) return;
	allow(() => editable.ownerDocument.execCommand(command, false, data ?? ""));
}
