/**
 * What a box is known by when the page is loaded again or has drawn it anew: what it says of itself for machines, and where it
 * stands among other boxes. Kept as digests, so that no word of the page is stored; a page that makes two boxes meet in one only
 * moves the lock between boxes of its own.
 */
import type { BoxMark } from "../../messaging/channels.ts";
import { firstBelow, matches, parentOf } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import { boxSelector, boxType, editorOf } from "./signals.ts";

/** Never labels and placeholders: they name people ("Message Ann") and change with the language. */
const namingAttributes = ["id", "name", "data-testid", "data-test-id", "data-test", "data-qa", "data-cy"];
const formAttributes = ["role", "type", "aria-multiline", "enterkeyhint"];

/** From the box up; what is above is the layout of the page, which changes more often. */
const maxLevels = 6;

/** Rows of a list come and go: the place in it says nothing. */
const rows = "li, tr, article, [role=listitem], [role=row], [role=article]";

/** Siblings that are counted. */
const maxSiblings = 30;

export function markOf(box: HTMLElement): BoxMark {
	const names = namingAttributes.flatMap((name) => {
		const words = stableWords(box.getAttribute(name) ?? "");
		return words === "" ? [] : [`${name}=${words}`];
	});
	const form = formAttributes.map((name) => `${name}=${box.getAttribute(name) ?? ""}`);
	const look = [box.localName, boxType(box), editorOf(box) ?? "", ...form, ...names].join("|");
	return { look: digest(look), spot: digest(spotOf(box)), named: names.length > 0 };
}

/** The boxes that a mark means: where it was set; else, if it has a name of its own, whatever looks the same. */
export function marked<B extends { readonly mark: BoxMark }>(mark: BoxMark, boxes: readonly B[]): readonly B[] {
	const alike = boxes.filter((box) => box.mark.look === mark.look);
	const there = alike.filter((box) => box.mark.spot === mark.spot);
	return there.length > 0 || !mark.named ? there : alike;
}

/**
 * The words of a name that will be the same next time: those with digits are counters or made up at random, and so are those
 * nobody could say aloud.
 */
function stableWords(name: string): string {
	const words = name.slice(0, 200).split(/[^\p{L}\p{N}]+/u);
	return words.filter((word) => /^\p{L}{2,30}$/u.test(word) && sayable(word)).join("-");
}

/** In other scripts everything is. */
function sayable(word: string): boolean {
	if (!/^[a-z]+$/i.test(word) || word.length <= 4) return true;
	const vowels = word.match(/[aeiouy]/gi)?.length ?? 0;
	const turns = word.match(/[a-z][A-Z]/g)?.length ?? 0;
	return vowels >= word.length / 6 && !/[^aeiouy]{5}/i.test(word) && turns <= word.length / 4;
}

function spotOf(box: HTMLElement): string {
	const path: string[] = [];
	let element: Element | null = box;
	let inRow = false;
	for (let level = 0; element !== null && level < maxLevels && element.localName !== "body"; level++) {
		inRow ||= matches(element, rows);
		path.push(`${element.localName}.${element.getAttribute("role") ?? ""}.${inRow ? "" : placeOf(element)}`);
		element = parentOf(element);
	}
	return path.join("<");
}

/** How many brothers of the same kind before it hold a box too. Others (a banner, a message) may come and go. */
function placeOf(element: Element): number {
	let before = 0;
	let sibling = element.previousElementSibling;
	for (let looked = 0; sibling !== null && looked < maxSiblings; looked++) {
		if (sibling.localName === element.localName && !isOwn(sibling) && holdsBox(sibling)) before++;
		sibling = sibling.previousElementSibling;
	}
	return before;
}

function holdsBox(element: Element): boolean {
	return matches(element, boxSelector) || firstBelow(element, boxSelector) !== null;
}

/** 53 bits of a hash that is no secret and proves nothing (cyrb53); 14 hex digits. */
function digest(text: string): string {
	let a = 0xdeadbeef;
	let b = 0x41c6ce57;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		a = Math.imul(a ^ code, 2654435761);
		b = Math.imul(b ^ code, 1597334677);
	}
	a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
	b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
	return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16).padStart(14, "0");
}
