/**
 * What the page shows of a message of which it shows only the beginning: cut, or folded, or a preview of it somewhere else. A preview
 * says nothing of how much the site takes; so a message is known by the list it stands in, beside messages that came out whole.
 */
import { ARMOR_HEADER_CHARS, findArmor } from "../../protocol/armor-scan.ts";
import { contains, contentOf, isConnected, matches, parentElementOf, walk } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import type { SeenHolders } from "../readers/seen-armor.ts";

export interface Begun {
	/** Characters of it in sight. */
	readonly chars: number;
	/** The page shows nothing but them: the rest is not there. False: it may be folded. */
	readonly sure: boolean;
}

/** Where no list is known yet: no preview is as long. */
const noPreview = 350;

/** Whole messages looked at for a list, the newest first. */
const maxWholes = 40;
const maxLevels = 12;
const maxRowNodes = 400;

/** A time, and marks of having been sent: what stands after each message. */
const afterAll = /^[\d\s:.,/✓✔-]*(?:[ap]\.?m\.?)?[\s✓✔]*$/i;
const controls =
	"button, a, summary, details, input, label, [role=button], [role=link], [aria-expanded], [aria-controls], [tabindex]";

/**
 * What stands in the page now of this text, of what came into sight since then, where it is not all of it; null: nothing, or nothing that is
 * surely this message.
 */
export function begunOf(text: string, since: number, holders: SeenHolders): Begun | null {
	const [armor] = findArmor(text);
	if (armor === undefined) return null;
	const found: Begun[] = [];
	for (const [holder, at] of holders.begun) {
		if (at < since || !isConnected(holder)) continue;
		const shown = contentOf(holder);
		for (const span of findArmor(shown)) {
			const chars = sameAtStart(span.text, armor.text);
			// The header says which part of which message it is.
			if (span.state !== "truncated" || chars < ARMOR_HEADER_CHARS || chars === armor.text.length) continue;
			const end = endOf(shown, span.start, armor.text.slice(0, chars));
			const one = begunIn(holder, armor.start + chars, end, holders.whole);
			if (one !== null) found.push(one);
		}
	}
	if (found.length === 0) return null;
	// What is folded in one place came out, wherever else its beginning stands.
	const chars = Math.max(...found.map((one) => one.chars));
	return { chars, sure: found.every(({ sure }) => sure) };
}

function sameAtStart(some: string, other: string): number {
	let same = 0;
	while (same < some.length && some[same] === other[same]) same++;
	return same;
}

/** Where the last of these characters stands, whatever the page put between them. The next word may follow without a space. */
function endOf(text: string, start: number, characters: string): number {
	let at = start;
	for (const character of characters) at = text.indexOf(character, at) + 1;
	return at;
}

/** `end`: where the beginning ends in the holder's text. Null: it is no message of the list. */
function begunIn(holder: Element, chars: number, end: number, wholes: readonly Element[]): Begun | null {
	const standing = wholes.filter(isConnected).slice(-maxWholes).reverse();
	const row = rowOf(holder, standing);
	if (row !== null) return { chars, sure: endsThere(row, holder, end) };
	const hasList = standing.some((one) => rowOf(one, standing) !== null);
	return hasList || chars < noPreview ? null : { chars, sure: false };
}

/**
 * The element of one message in its list: the nearest element around it that has at least two more rows of that kind, with one whole
 * message in each.
 */
function rowOf(holder: Element, wholes: readonly Element[]): Element | null {
	const others = wholes.filter((one) => !contains(one, holder) && !contains(holder, one));
	let row = holder;
	for (let level = 0; level < maxLevels; level++) {
		const list = parentElementOf(row);
		if (list === null) return null;
		const own: Element = row;
		const held = new Map<Element, number>();
		for (const other of others) {
			const it = rowIn(list, other);
			if (it !== null) held.set(it, (held.get(it) ?? 0) + 1);
		}
		// With another message in it, it is no row.
		if (held.has(own)) return null;
		const alike = [...held].filter(([other, messages]) => messages === 1 && other.localName === own.localName);
		if (alike.length >= 2) return own;
		row = list;
	}
	return null;
}

function rowIn(list: Element, holder: Element): Element | null {
	let element: Element | null = holder;
	for (let level = 0; element !== null && level < maxLevels; level++) {
		const parent: Element | null = parentElementOf(element);
		if (parent === list) return element;
		element = parent;
	}
	return null;
}

/** Whether nothing but its time stands after it in its row. */
function endsThere(row: Element, holder: Element, end: number): boolean {
	const walker = walk(row, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
		isOwn(node) || (node instanceof Element && matches(node, "time, script, style, template"))
			? NodeFilter.FILTER_REJECT
			: NodeFilter.FILTER_ACCEPT,
	);
	let passed = 0;
	let state: "before" | "in" | "after" = row === holder ? "in" : "before";
	let rest = contentOf(holder).slice(end);
	let nodes = 0;
	for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
		nodes++;
		if (nodes > maxRowNodes) return false;
		if (node === holder) state = "in";
		else if (state === "in" && row !== holder && !contains(holder, node)) state = "after";
		if (node instanceof Text) {
			if (state === "after") rest += ` ${node.data}`;
			if (state === "in") passed += node.length;
		} else if ((state === "after" || (state === "in" && passed >= end)) && matches(node as Element, controls)) {
			return false;
		}
	}
	return afterAll.test(rest) && !/\.\s*\./.test(rest);
}
