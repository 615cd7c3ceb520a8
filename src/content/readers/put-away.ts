/**
 * Takes armor out of sight and says where its reader goes, with as little change as the page's framework will notice: inline
 * styles on one element and one more sibling or child. Undone by the returned function.
 */
import type { ArmorSpan } from "../../protocol/armor-scan.ts";
import { isField } from "../box/box.ts";
import { childNodesOf, contentOf, isConnected, isVisible, matches, parentElementOf, styleOf } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import { bequeath } from "../last-will.ts";
import { isLocked, textWithArmor } from "../scan/field-armor.ts";

export interface PutAway {
	/** Puts a host where the armor was. */
	readonly insert: (host: HTMLElement) => void;
	readonly restore: () => void;
}

/** By a frame of ours, maybe another one than this: what is out of sight for that was in sight. */
export function isPutAway(holder: Element): boolean {
	const style = styleOf(holder as HTMLElement);
	const parent = parentElementOf(holder);
	const gone = style.getPropertyValue("display") === "none" && style.getPropertyPriority("display") === "important";
	return gone && parent !== null && isVisible(parent);
}

/** Rows and cells: a sibling of theirs would stand outside the message, or outside its place in a virtual list. */
const keepsInside =
	"li, tr, td, th, dd, dt, article, [role=listitem], [role=row], [role=cell], [role=gridcell], [role=article]";

/** More words than that around the armor (a mail, a log) stay readable, with the armor among them. Characters. */
const maxCovered = 300;

export function putAway(holder: HTMLElement, spans: readonly ArmorSpan[]): PutAway {
	const inside = matches(holder, keepsInside) || /^(absolute|fixed|sticky)$/.test(getComputedStyle(holder).position);
	const undo: (() => void)[] = [];
	// A field that can be written into stays in sight: what is saved in it is for the user to see and change.
	const stays = isField(holder) && !isLocked(holder);
	if (!stays && wordsAround(holder, spans) <= maxCovered) {
		if (!inside) undo.push(set(holder, "display", "none"));
		else {
			undo.push(set(holder, "font-size", "0"), set(holder, "line-height", "0"));
			for (const child of childrenWithin(holder, spans)) undo.push(set(child, "display", "none"));
		}
	}
	let last: Element = holder;
	return {
		insert: (host) => {
			if (inside) Element.prototype.append.call(holder, host);
			else {
				Element.prototype.after.call(isConnected(last) ? last : holder, host);
				last = host;
			}
		},
		restore: () => {
			for (const step of undo.reverse()) step();
		},
	};
}

function wordsAround(holder: Element, spans: readonly ArmorSpan[]): number {
	let rest = "";
	let at = 0;
	const text = textWithArmor(holder);
	for (const { start, end } of spans) {
		rest += text.slice(at, start);
		at = end;
	}
	return (rest + text.slice(at)).replace(/\s+/g, " ").length;
}

/** Child elements that hold nothing but armor (a renderer's spans and links). */
function childrenWithin(holder: Element, spans: readonly ArmorSpan[]): HTMLElement[] {
	const found: HTMLElement[] = [];
	let at = 0;
	for (const node of childNodesOf(holder) ?? []) {
		if (node.nodeType === Node.COMMENT_NODE || isOwn(node)) continue;
		const end = at + (node instanceof Element ? contentOf(node) : (node.textContent ?? "")).length;
		if (node instanceof HTMLElement && end > at && spans.some((span) => span.start <= at && end <= span.end))
			found.push(node);
		at = end;
	}
	return found;
}

function set(element: HTMLElement, property: string, value: string): () => void {
	const style = styleOf(element);
	const before = style.getPropertyValue(property);
	const priority = style.getPropertyPriority(property);
	style.setProperty(property, value, "important");
	const withdraw = bequeath({ kind: "style", style, property, value: before, priority });
	return () => {
		style.setProperty(property, before, priority);
		withdraw();
	};
}
