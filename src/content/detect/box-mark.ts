/**
 * What a box is known by when the page is loaded again or has drawn it anew: what it says of itself for machines, and where it
 * stands among other boxes. Kept as digests, and no word that may name a person goes in: a digest of a name is soon guessed. A page that
 * makes two boxes meet in one only moves the lock between boxes of its own.
 */
import type { BoxMark } from "../../messaging/channels.ts";
import { attributeOf, firstBelow, matches, nameOf, parentOf, previousOf } from "../dom-tree.ts";
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

/** A number of the site's, so that one look at a disk does not tell which sites have a box in common. */
export function newSalt(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function markOf(box: HTMLElement, salt: string): BoxMark {
	const { look, named } = lookOf(box);
	return { salt, look: digest(salt + look), spot: digest(salt + spotOf(box)), named };
}

/** Which of these boxes a mark means: where it was set; else, if it has a name of its own, whatever looks the same. */
export function marksAmong(boxes: readonly HTMLElement[]): (mark: BoxMark) => readonly HTMLElement[] {
	const looks = boxes.map((box) => ({ box, look: lookOf(box).look }));
	// Where a box stands costs a search through what is beside it: only of those that look right.
	const spots = new Map<HTMLElement, string>();
	const spotAgain = (box: HTMLElement): string => {
		const spot = spots.get(box) ?? spotOf(box);
		spots.set(box, spot);
		return spot;
	};
	return ({ salt, look, spot, named }) => {
		const alike = looks.filter((one) => digest(salt + one.look) === look).map(({ box }) => box);
		const there = alike.filter((box) => digest(salt + spotAgain(box)) === spot);
		return there.length > 0 || !named ? there : alike;
	};
}

export function lookOf(box: HTMLElement): { readonly look: string; readonly named: boolean } {
	const names = namingAttributes.flatMap((name) => {
		const words = wordsOfControls(attributeOf(box, name) ?? "");
		return words === "" ? [] : [`${name}=${words}`];
	});
	const form = formAttributes.map((name) => `${name}=${attributeOf(box, name) ?? ""}`);
	const look = [nameOf(box), boxType(box), editorOf(box) ?? "", ...form, ...names].join("|");
	return { look, named: names.length > 0 };
}

/** What boxes are called by those who make pages. Any other word may be somebody's name, a counter, or made up at random. */
const controlWords = new Set(
	(
		"address answer area bio body box caption cc chat code comment compose composer content conversation date " +
		"description draft edit editable editor email entry feedback field filter form input label line link mail main " +
		"message messages msg name new note notes number phone post prompt query question recipients reply replies rich " +
		"room search send status subject summary tags text textarea textbox thread title to type url value write " +
		"antwort betreff eingabe nachricht suche titel"
	).split(" "),
);

function wordsOfControls(name: string): string {
	const words = name.slice(0, 200).split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u);
	return words
		.map((word) => word.toLowerCase())
		.filter((word) => controlWords.has(word))
		.join("-");
}

function spotOf(box: HTMLElement): string {
	const path: string[] = [];
	let element: Element | null = box;
	let inRow = false;
	for (let level = 0; element !== null && level < maxLevels && nameOf(element) !== "body"; level++) {
		inRow ||= matches(element, rows);
		path.push(`${nameOf(element)}.${attributeOf(element, "role") ?? ""}.${inRow ? "" : placeOf(element)}`);
		element = parentOf(element);
	}
	return path.join("<");
}

/** How many brothers of the same kind before it hold a box too. Others (a banner, a message) may come and go. */
function placeOf(element: Element): number {
	let before = 0;
	let sibling = previousOf(element);
	for (let looked = 0; sibling !== null && looked < maxSiblings; looked++) {
		if (nameOf(sibling) === nameOf(element) && !isOwn(sibling) && holdsBox(sibling)) before++;
		sibling = previousOf(sibling);
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
