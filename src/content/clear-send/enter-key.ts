/**
 * Whether Enter sends from a box. Sites do not say, and a question at every new paragraph of a letter would teach people to say yes. What
 * was seen before counts first: that Enter emptied the box, or broke a line in it.
 *
 *   what is known                                      Enter
 *   Shift, Alt, or an input method still composes      never sends
 *   a list (mentions, emoji) is open at the box        picks from it, until one was seen to send all the same
 *   it emptied a box that looks like this one          sends
 *   it broke a line in one                             breaks lines
 *   one line, or with Ctrl or Cmd                      sends
 *   enterkeyhint                                       as it says
 *   the send button names Ctrl or Cmd with Enter       breaks lines
 *   much room that the text does not need              breaks lines: a letter, not a chat
 *   anything else                                      sends
 */

import { isField, norm, textOf } from "../box/box.ts";
import { sendButtons } from "../box/send-buttons.ts";
import { lookOf } from "../detect/box-mark.ts";
import { labelOf } from "../detect/near-buttons.ts";
import { allBelow, attributeOf } from "../dom-tree.ts";

type Chord = "plain" | "control";

interface Habits {
	plain?: "sends" | "breaks";
	control?: "sends" | "breaks";
	/** Sends although the box says that a list is open. */
	listsLie?: boolean;
}

/** A page that makes its boxes up at random must not fill the memory. */
const maxLooks = 64;

/** CSS px. Chats begin with one to three lines and grow with the text; letters begin with a page. */
const roomyHeight = 150;
const lineHeight = 24;
const letterWidth = 8;

/** `Ctrl-Enter`, `⌘ + Return`, `Strg+Eingabe`. */
const sendsWithChord =
	/(ctrl|strg|control|cmd|command|⌘|⌃)[^\p{L}\p{N}]*(enter|return|eingabe|entrée|intro|invio|↵|⏎)/iu;

/** Until an editor has drawn a new line; until a chat has emptied its box. Milliseconds. */
const looksAtMs = [60, 300, 1000];

export interface EnterKey {
	readonly maySend: (event: KeyboardEvent, box: HTMLElement) => boolean;
	/** Learns from an Enter that goes to the page now, with text in the box. */
	readonly watch: (event: KeyboardEvent, find: () => HTMLElement | null) => void;
}

const chordOf = ({ ctrlKey, metaKey }: KeyboardEvent): Chord => (ctrlKey || metaKey ? "control" : "plain");

/** Some browsers tell of a composition by the key code alone. */
const composes = ({ isComposing, keyCode }: KeyboardEvent): boolean => isComposing || keyCode === 229;

export function isEnter(event: KeyboardEvent): boolean {
	return event.key === "Enter" && !event.shiftKey && !event.altKey && !composes(event);
}

export function enterKey(signal: AbortSignal): EnterKey {
	/** By the look of a box: a chat draws its own anew for every conversation. */
	const habits = new Map<string, Habits>();

	function habitsOf(box: HTMLElement): Habits {
		// A letter and a short answer may be written in the same kind of box.
		const look = `${lookOf(box).look} ${attributeOf(box, "name") ?? ""} ${isTall(box)}`;
		const known = habits.get(look) ?? {};
		habits.set(look, known);
		const [oldest] = habits.keys();
		if (habits.size > maxLooks && oldest !== undefined) habits.delete(oldest);
		return known;
	}

	function maySend(event: KeyboardEvent, box: HTMLElement): boolean {
		const chord = chordOf(event);
		const known = habitsOf(box);
		if (hasOpenList(box) && known.listsLie !== true) return false;
		if (known[chord] !== undefined) return known[chord] === "sends";
		if (chord === "control" || box.localName === "input") return true;
		const hint = (box.getAttribute("enterkeyhint") ?? "").toLowerCase();
		if (hint !== "") return hint !== "enter";
		return !sendButtons(box).some((button) => sendsWithChord.test(labelOf(button))) && !isRoomy(box);
	}

	function watch(event: KeyboardEvent, find: () => HTMLElement | null): void {
		const before = find();
		if (before === null) return;
		const known = habitsOf(before);
		const chord = chordOf(event);
		const listOpen = hasOpenList(before);
		const text = norm(textOf(before));
		const lines = linesOf(before);
		let learned = false;
		const look = () => {
			const box = find();
			if (learned || signal.aborted || box === null) return;
			const now = norm(textOf(box));
			if (now === "") {
				known[chord] = "sends";
				known.listsLie ||= listOpen;
				learned = true;
			} else if (now.startsWith(text) && linesOf(box) > lines) {
				known[chord] = "breaks";
				learned = true;
			}
		};
		for (const ms of looksAtMs) setTimeout(look, ms);
	}

	return { maySend, watch };
}

function hasOpenList(box: HTMLElement): boolean {
	return box.getAttribute("aria-expanded") === "true" || (box.getAttribute("aria-activedescendant") ?? "") !== "";
}

const isTall = (box: HTMLElement): boolean => box.getBoundingClientRect().height >= roomyHeight;

function isRoomy(box: HTMLElement): boolean {
	if (!isTall(box)) return false;
	const { width, height } = box.getBoundingClientRect();
	const perLine = Math.max(1, Math.floor(width / letterWidth));
	const lines = linesOf(box) + Math.floor(textOf(box).length / perLine);
	return lines * lineHeight * 2 <= height;
}

/** Line breaks there are, or elements that stand for one. Only good for comparing. */
function linesOf(box: HTMLElement): number {
	return isField(box) ? box.value.split("\n").length : Math.max(1, allBelow(box, "p, div, br, li").length);
}
