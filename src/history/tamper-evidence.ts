/**
 * What a message and the page around it contradict. Pure: facts in, warnings out (docs/history.md says when and when not).
 * The page's word is used only to warn: nothing here opens a message or believes one.
 */
import { type Ledger, type MessageFacts, missingBefore } from "./ledger.ts";

/** A subset of the warnings of src/messaging/channels.ts. */
export type TamperWarning =
	| { readonly kind: "missing"; readonly count: number }
	| { readonly kind: "shown-before"; readonly at: number }
	| { readonly kind: "order" }
	| { readonly kind: "site-says-other"; readonly name: string };

export interface PageAround {
	/** Message ids (hex of 8 bytes) of the blobs nearest to it in page order, itself among them; null: not the id of a message. */
	readonly order: readonly (string | null)[];
	/** Its own index in `order`. */
	readonly at: number;
	/** Text of its row besides the armor. */
	readonly label: string;
	/** It calls this a quotation, where an earlier message may stand among later ones. */
	readonly quoted: boolean;
}

export interface Evidence {
	readonly message: MessageFacts;
	/** The ids that it says were on its author's screen. */
	readonly seen: readonly string[];
	/** With or without this message in it. */
	readonly ledger: Ledger;
	/** Null when it was read by hand. */
	readonly page: PageAround | null;
	/** When this showing began: what was first seen then has not been shown before. */
	readonly shownAt: number;
	readonly authorName: string;
	/** Names of the other people of the conversation, our own among them if the message is not ours. */
	readonly otherNames: readonly string[];
}

/** Clocks of two devices may be wrong by half of it each; closer messages may stand either way. */
export const orderToleranceMs = 10 * 60 * 1000;
/** The same, for what an author says to have seen. */
export const seenToleranceMs = 2 * 60 * 1000;
/** Code points of a name. A shorter one is in every other label. */
const shortestName = 2;

export function tamperEvidence(evidence: Evidence): readonly TamperWarning[] {
	const { message, ledger, page, shownAt, seen } = evidence;
	const warnings: TamperWarning[] = [];
	const missing = missingBefore(ledger, message);
	if (missing > 0) warnings.push({ kind: "missing", count: missing });
	// Where a quotation stands proves nothing. That it is one is the page's word, and puts out of sight nothing that is known here.
	if (page && (page.quoted ? message.firstSeen < shownAt : isShownAgain(message, ledger, page, shownAt))) {
		warnings.push({ kind: "shown-before", at: message.firstSeen });
	}
	if (contradictsSeen(message, seen, ledger)) warnings.push({ kind: "order" });
	const named = page && otherName(page.label, evidence.authorName, evidence.otherNames);
	if (named) warnings.push({ kind: "site-says-other", name: named });
	return warnings;
}

function contradictsSeen(message: MessageFacts, seen: readonly string[], ledger: Ledger): boolean {
	return ledger.messages.some(({ id, sentAt }) => seen.includes(id) && sentAt > message.sentAt + seenToleranceMs);
}

// ---- order on the page --------------------------------------------------------------------------------------------------

/** Negative: a was written before b; 0: cannot be told. */
function compare(a: MessageFacts, b: MessageFacts): number {
	if (a.device === b.device && a.recipientSet === b.recipientSet) return a.counter - b.counter;
	const apart = a.sentAt - b.sentAt;
	return Math.abs(apart) > orderToleranceMs ? apart : 0;
}

interface Standing {
	readonly place: number;
	readonly message: MessageFacts;
}

/** Blobs on either side that are compared: the work grows with their cube. */
const mostAround = 16;

function isShownAgain(message: MessageFacts, ledger: Ledger, page: PageAround, shownAt: number): boolean {
	const known = new Map(ledger.messages.map((one) => [one.id, one]));
	const others = page.order.flatMap((id, place): Standing[] => {
		const near = Math.abs(place - page.at) <= mostAround;
		const found = id === null || id === message.id || !near ? undefined : known.get(id);
		return found ? [{ place, message: found }] : [];
	});
	const direction = directionOf(others);
	if (direction === 0) return false;
	const twice = page.order.some((id, place) => id === message.id && (page.at - place) * direction > 0);
	return twice || (message.firstSeen < shownAt && isMoved({ place: page.at, message }, others, direction));
}

/**
 * 1: the page shows the oldest first, -1: the newest first; 0: no evidence. What most pairs say, whichever of them is left out:
 * one message in the wrong place must not turn a short page around. Two messages are one pair, and enough.
 */
function directionOf(others: readonly Standing[]): number {
	const direction = majority(others);
	const stands =
		others.length < 3 || others.every((one) => majority(others.filter((other) => other !== one)) === direction);
	return stands ? direction : 0;
}

function majority(some: readonly Standing[]): number {
	let balance = 0;
	for (const [index, one] of some.entries()) {
		for (const later of some.slice(index + 1)) balance -= Math.sign(compare(one.message, later.message));
	}
	return Math.sign(balance);
}

/** Whether the two stand the wrong way round, read in the page's direction. */
const clash = (a: Standing, b: Standing, direction: number): boolean =>
	a.message.id !== b.message.id &&
	Math.sign(compare(a.message, b.message)) * Math.sign(a.place - b.place) * direction < 0;

/**
 * One message in the wrong place clashes with everything it passed, each of those only with it: so of two that clash, the one
 * with more clashes has moved. Of two neighbours that changed places it is the older one, which now stands later.
 */
function isMoved(self: Standing, others: readonly Standing[], direction: number): boolean {
	const all = [self, ...others];
	const clashes = (one: Standing): number => all.filter((other) => clash(one, other, direction)).length;
	const own = clashes(self);
	return others.some((other) => {
		if (!clash(self, other, direction)) return false;
		const theirs = clashes(other);
		return own > theirs || (own === theirs && compare(self.message, other.message) < 0);
	});
}

// ---- names beside it ----------------------------------------------------------------------------------------------------

const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** Upper case first: it makes "ß" and "SS" the same. */
const fold = (text: string): string =>
	text.normalize("NFC").replace(invisible, "").toUpperCase().toLowerCase().normalize("NFC").replace(/\s+/g, " ").trim();

/** The one of these names that the label says, the longest of them. */
export const nameBeside = (label: string, names: readonly string[]): string | null => otherName(label, "", names);

/** The name of somebody else that the label says, unless it says the author's too. */
function otherName(label: string, author: string, others: readonly string[]): string | null {
	let text = fold(label);
	const mine = fold(author);
	// Longest first, and what was found is taken out: "Anna" is not named by a label that says "Anna Berg".
	const candidates = [...new Set([author, ...others])]
		.map((name) => ({ name, folded: fold(name) }))
		.filter(({ folded }) => folded === mine || [...folded].length >= shortestName)
		.sort((a, b) => b.folded.length - a.folded.length);
	let found: string | null = null;
	for (const { name, folded } of candidates) {
		if (folded === "") continue;
		const word = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])${escaped(folded)}(?![\\p{L}\\p{N}\\p{M}])`, "gu");
		const without = text.replace(word, "\n");
		if (without === text) continue;
		if (folded === mine) return null;
		found ??= name;
		text = without;
	}
	return found;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
