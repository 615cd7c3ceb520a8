/** A site's own message box: what kind it is, where it is when the page has drawn it anew, and what stands in it. */
import {
	allBelow,
	attributeOf,
	childrenOf,
	closest,
	closestAcross,
	deepActiveElement,
	firstBelow,
	hasEditContext,
	isConnected,
	isEditing,
	nameOf,
	parentElementOf,
	rootElementOf,
} from "../dom-tree.ts";

export type Field = HTMLTextAreaElement | HTMLInputElement;

const textInputs = new Set(["text", "", "search"]);

export function isField(element: Element): element is Field {
	return (
		element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && textInputs.has(element.type))
	);
}

/** Their keys go to a textarea or an element with EditContext that holds a part of the text at most. */
const selfDrawn = ".monaco-editor, .CodeMirror, .ace_editor";

/** An editor that draws its text itself: what stands in the element that takes the keys says nothing of what the editor holds. */
export function drawsItself(element: Element): boolean {
	return hasEditContext(element) || closestAcross(element, selfDrawn) !== null;
}

/** The whole editor that an element inside it belongs to, or null if it cannot be written into. */
export function boxAround(element: Element | null): HTMLElement | null {
	if (element === null) return null;
	if (isField(element)) return element;
	if (element instanceof HTMLElement && hasEditContext(element)) return element;
	const host = closestAcross(element, "[contenteditable]:not([contenteditable='false' i])");
	if (!(host instanceof HTMLElement) || !isEditable(host)) return null;
	let outermost = host;
	let up = parentElementOf(host);
	while (up instanceof HTMLElement && isEditing(up) === true) {
		outermost = up;
		up = parentElementOf(up);
	}
	return outermost === rootElementOf(document) ? document.body : outermost;
}

function isEditable(element: HTMLElement): boolean {
	return isEditing(element) ?? true;
}

/** The box the user is in, if any. */
export function focusedBox(): HTMLElement | null {
	return boxAround(deepActiveElement());
}

/** Placeholders that editors draw as text inside the box. */
const placeholders = "[data-slate-placeholder], .cm-placeholder, [contenteditable=false][class*='placeholder' i]";

/** Text as the DOM has it, for comparing. Editors may hold another text in their model: see insert-text.ts. */
export function textOf(box: HTMLElement): string {
	if (isField(box)) return box.value;
	const text = box.textContent ?? "";
	if (box.querySelector(placeholders) === null) return text;
	const copy = box.cloneNode(true) as HTMLElement;
	for (const placeholder of copy.querySelectorAll(placeholders)) placeholder.remove();
	return copy.textContent ?? "";
}

/** Stands for lines out of sight. */
export const notDrawn = ".cm-gap";

/** Text with its line breaks, for people; nothing where only a part can be read. */
export function writtenText(box: HTMLElement): string {
	if (drawsItself(box) || firstBelow(box, notDrawn) !== null) return "";
	if (isField(box)) return box.value;
	// biome-ignore lint/performance/useDomNodeTextContent: this text is for a person, and line breaks are only in the layout
	return isEmpty(box) ? "" : withoutFillers(box.innerText ?? textOf(box)).replace(/\n+$/, "");
}

/** Where no letter is, editors keep a place for the caret with these. People write U+200B too, one at a time, between words. */
export function withoutFillers(text: string): string {
	return text.replace(/\u200b{7}|\u2060{7}|\ufeff/g, "");
}

/** Whitespace and invisible characters that editors add (U+200B to 200F, 2060, FEFF, 00AD) do not count. */
export function norm(text: string): string {
	return text.replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]+/gu, "");
}

export function isEmpty(box: HTMLElement): boolean {
	return norm(textOf(box)) === "";
}

/** Pictures and attachments, which no text says anything of. Editors put images without a source beside what cannot hold a caret. */
const media =
	"img:is([src], [srcset]), video, audio, picture, canvas, object, embed, iframe, figure, [data-trix-attachment]";

export function mediaIn(box: HTMLElement): readonly Element[] {
	return isField(box) ? [] : allBelow(box, media).filter((one) => closest(one, placeholders) === null);
}

export function holdsMedia(box: HTMLElement): boolean {
	return mediaIn(box).length > 0;
}

/** Longest text the box takes by itself, or null. */
export function ownLimit(box: HTMLElement): number | null {
	return isField(box) && box.maxLength > 0 ? box.maxLength : null;
}

/**
 * The box now. React and its like may replace the element: then the one under the same id, or the only one of the same tag,
 * role and class in the same parent, is it.
 */
export function trackBox(first: HTMLElement): () => HTMLElement | null {
	let current = first;
	let parent = parentElementOf(first);
	return () => {
		if (isConnected(current)) {
			parent = parentElementOf(current);
			return current;
		}
		const id = attributeOf(current, "id");
		const again = (id && Document.prototype.getElementById.call(document, id)) || (parent && likeIn(parent, current));
		if (again instanceof HTMLElement && isConnected(again)) {
			current = again;
			return current;
		}
		return null;
	};
}

function likeIn(parent: Element, box: HTMLElement): Element | null {
	if (!isConnected(parent)) return null;
	const alike = [...(childrenOf(parent) ?? [])].filter(
		(child) =>
			nameOf(child) === nameOf(box) &&
			["role", "class"].every((name) => (attributeOf(child, name) ?? "") === (attributeOf(box, name) ?? "")),
	);
	return alike.length === 1 ? (alike[0] ?? null) : null;
}
