/** What came into sight outside of boxes, and when: how a message that was sent is known to have come out, whole or in part. */
import { findArmor } from "../../protocol/armor-scan.ts";
import { isField } from "../box/box.ts";
import { isVisible } from "../dom-tree.ts";
import type { Sighting } from "../scan/find-armor.ts";

/** Armors whose last sighting is remembered. */
const maxSeen = 500;
/** Elements that are looked at again. */
const maxHolders = 100;

/** Elements that held armor when they were looked at. */
export interface SeenHolders {
	readonly whole: readonly Element[];
	/** Only the beginning of one, and when. */
	readonly begun: ReadonlyMap<Element, number>;
}

export interface SeenArmor {
	readonly note: (sighting: Sighting) => void;
	/** When the armor in this text was last seen, `performance.now()` time; 0 for never. */
	readonly at: (text: string) => number;
	/** Where it was seen. What of a message stands there is for insert/begun.ts to say. */
	readonly holders: () => SeenHolders;
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
		holders: () => ({ whole: [...wholeHolders.keys()], begun: begunHolders }),
	};
}
