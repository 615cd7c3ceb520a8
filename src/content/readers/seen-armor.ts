/** What came into sight outside of boxes, and when: how a message that was sent is known to have come out, whole or in part. */
import { ARMOR_HEADER_CHARS, findArmor } from "../../protocol/armor-scan.ts";
import { isField } from "../box/box.ts";
import { contentOf, isConnected, isVisible } from "../dom-tree.ts";
import type { Sighting } from "../scan/find-armor.ts";
import { type Begun, begunIn } from "./begun.ts";

/** Armors whose last sighting is remembered. */
const maxSeen = 500;
/** Elements that are looked at again. */
const maxHolders = 100;

export interface SeenArmor {
	readonly note: (sighting: Sighting) => void;
	/** When the armor in this text was last seen, `performance.now()` time; 0 for never. */
	readonly at: (text: string) => number;
	/**
	 * What stands in the page now of this text, of what came into sight since then, where it is not all of it; null: nothing, or nothing
	 * that is surely this message.
	 */
	readonly begun: (text: string, since: number) => Begun | null;
}

export function noteSeenArmor(): SeenArmor {
	const whole = new Map<string, number>();
	const wholeHolders = new Map<Element, number>();
	const begunHolders = new Map<Element, number>();

	function keep<K>(notes: Map<K, number>, key: K, most: number): void {
		notes.delete(key);
		notes.set(key, performance.now());
		const oldest = notes.keys().next();
		if (notes.size > most && !oldest.done) notes.delete(oldest.value);
	}

	return {
		note: ({ holder, spans }) => {
			// In a field it may wait to be sent: no proof that it was.
			if (!isVisible(holder) || isField(holder)) return;
			for (const { text } of spans) keep(whole, text, maxSeen);
			const isCut = spans.some(({ state }) => state === "truncated");
			keep(isCut ? begunHolders : wholeHolders, holder, maxHolders);
		},
		// An invitation and a first message have a human line around the armor.
		at: (text) => whole.get(findArmor(text)[0]?.text ?? text) ?? 0,
		begun: (text, since) => {
			const [armor] = findArmor(text);
			if (armor === undefined) return null;
			const found: Begun[] = [];
			for (const [holder, at] of begunHolders) {
				if (at < since || !isConnected(holder)) continue;
				const shown = contentOf(holder);
				for (const span of findArmor(shown)) {
					const chars = sameAtStart(span.text, armor.text);
					// The header says which part of which message it is.
					if (span.state !== "truncated" || chars < ARMOR_HEADER_CHARS || chars === armor.text.length) continue;
					const end = endOf(shown, span.start, armor.text.slice(0, chars));
					const one = begunIn(holder, armor.start + chars, end, [...wholeHolders.keys()]);
					if (one !== null) found.push(one);
				}
			}
			if (found.length === 0) return null;
			// What is folded in one place came out, wherever else its beginning stands.
			const chars = Math.max(...found.map((one) => one.chars));
			return { chars, sure: found.every(({ sure }) => sure) };
		},
	};
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
