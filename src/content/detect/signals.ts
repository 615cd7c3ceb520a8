/** Reads from the page what score.ts judges. Bounded: a few levels up, a few dozen buttons. */

import { isField } from "../box/box.ts";
import {
	allBelow,
	closest,
	closestAcross,
	contains,
	documentOf,
	firstBelow,
	hasEditContext,
	heightOf,
	matches,
	outermostOf,
	parentOf,
} from "../dom-tree.ts";
import { labelOf, nearButtons } from "./near-buttons.ts";
import { isAddressed } from "./recipients.ts";
import type { BoxSignals } from "./score.ts";
import { otherButtonWords, says, sendWords } from "./words.ts";

const minWidth = 40;
const minHeight = 8;

/** Levels climbed to look for a message list beside or above the box, and lists looked at on each. */
const maxLevels = 6;
const maxLists = 20;

/** Everything that could be written into. */
export const boxSelector =
	"textarea, input[type=text], input[type=search], input:not([type]), [contenteditable]:not([contenteditable='false' i])";

const knownEditors = [
	"[data-lexical-editor]",
	"[data-slate-editor]",
	".ql-editor",
	".public-DraftEditor-content",
	".ProseMirror",
	".ck-content",
	"trix-editor",
	".mce-content-body",
	".cke_editable",
];
const codeEditors = ".cm-editor, .CodeMirror, .monaco-editor, .ace_editor";
const messageLists = "[role=log], [role=feed], [role=list], [aria-live=polite]";
const otherFieldsOfForm =
	"input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=file]), textarea, select";
const neverMessages = /username|email|cc-|one-time-code|street-address|password|tel|postal|^url$/;

const labelAttributes = ["aria-label", "aria-placeholder", "placeholder", "data-placeholder", "title"];

export function boxType(box: HTMLElement): BoxSignals["type"] {
	if (!isField(box)) return "rich";
	return box instanceof HTMLTextAreaElement ? "area" : "line";
}

/** Which known editor it is, by its mark. */
export function editorOf(box: Element): string | null {
	return knownEditors.find((mark) => matches(box, mark)) ?? null;
}

export function readSignals(box: HTMLElement): BoxSignals {
	const whole = outermostOf(box);
	const rect = whole.getBoundingClientRect();
	const height = heightOf(documentOf(whole));
	const form = closest(whole, "form");
	const buttons = nearButtons(box).map(labelOf);
	const maxLength = isField(box) ? box.maxLength : -1;
	return {
		type: boxType(box),
		excluded: isExcluded(box, rect, form),
		editContext: hasEditContext(box),
		roleTextbox: box.getAttribute("role") === "textbox",
		multiline: box.getAttribute("aria-multiline") === "true",
		knownEditor: editorOf(box) !== null,
		codeEditor: closestAcross(box, codeEditors) !== null,
		enterKeyHint: box.getAttribute("enterkeyhint") ?? "",
		label: labelTexts(box),
		code: `${box.id} ${box.getAttribute("class") ?? ""} ${box.getAttribute("name") ?? ""}`.replace(/[-_]/g, " "),
		combobox: box.getAttribute("role") === "combobox" || closestAcross(box, "[role=search], search") !== null,
		maxLength: Math.max(0, maxLength),
		inputMode: box.getAttribute("inputmode") ?? "",
		top: rect.top / height,
		bottom: rect.bottom / height,
		buttons: {
			send: buttons.some((label) => says(label, sendWords)),
			other: buttons.some((label) => says(label, otherButtonWords)),
			few: buttons.length > 0 && buttons.length <= 12,
		},
		messages: messagesNear(whole),
		otherFields: form ? allBelow(form, otherFieldsOfForm).filter((field) => field !== box).length : 0,
		addressed: isAddressed(box, whole),
	};
}

function isExcluded(box: HTMLElement, rect: DOMRect, form: Element | null): boolean {
	if (isField(box) && (box.readOnly || box.disabled)) return true;
	if (neverMessages.test(box.getAttribute("autocomplete") ?? "") || (form && firstBelow(form, "input[type=password]")))
		return true;
	if (box.getAttribute("aria-readonly") === "true" || box.closest("[aria-hidden=true], [inert]") !== null) return true;
	if (rect.width < minWidth || rect.height < minHeight) return true;
	return box.checkVisibility?.({ visibilityProperty: true }) === false;
}

function labelTexts(box: HTMLElement): string {
	const texts = labelAttributes.map((name) => box.getAttribute(name) ?? "");
	for (const id of (box.getAttribute("aria-labelledby") ?? "").split(/\s+/).slice(0, 4)) {
		const root = box.getRootNode();
		if (id !== "" && "getElementById" in root) texts.push((root as Document).getElementById(id)?.textContent ?? "");
	}
	if (isField(box)) for (const label of box.labels ?? []) texts.push(label.textContent ?? "");
	// Lexical and Draft draw the placeholder beside the box, ProseMirror, Slate and CKEditor inside it.
	const inside = box.querySelector("[data-placeholder], [data-slate-placeholder]");
	texts.push(inside?.getAttribute("data-placeholder") ?? inside?.textContent ?? "");
	const around = parentOf(box);
	const beside = around && firstBelow(around, ":scope > [class*='placeholder' i]");
	if (beside && beside !== box) texts.push(beside.textContent ?? "");
	return texts.join(" ").slice(0, 400);
}

/** In a column of its own a list is that of another box. */
function messagesNear(box: Element): BoxSignals["messages"] {
	const { top, left, right } = box.getBoundingClientRect();
	let element = parentOf(box);
	for (let level = 0; element !== null && level < maxLevels; level++) {
		for (const list of allBelow(element, messageLists).slice(0, maxLists)) {
			const over = list.getBoundingClientRect();
			if (contains(list, box) || over.left >= right || over.right <= left) continue;
			return over.top < top ? "above" : "near";
		}
		element = parentOf(element);
	}
	return "none";
}
