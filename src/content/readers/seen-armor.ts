/** What came into sight outside of boxes, and when: how a message that was sent is known to have come out, whole or cut. */
import { findArmor } from "../../protocol/armor-scan.ts";
import { contentOf } from "../dom-tree.ts";
import { isField } from "../insert/box.ts";
import type { Sighting } from "../scan/find-armor.ts";

/** Armors whose last sighting is remembered. */
const maxSeen = 500;

export interface SeenArmor {
	readonly note: (sighting: Sighting) => void;
	/** When the armor in this text was last seen, `performance.now()` time; 0 for never. */
	readonly at: (text: string) => number;
	/**
	 * Characters of this text that came into sight since then with nothing after them, although there is more of it; null: none did. What a
	 * page folds ("See more") has something after it.
	 */
	readonly cutAt: (text: string, since: number) => number | null;
}

export function noteSeenArmor(): SeenArmor {
	const whole = new Map<string, number>();
	const cut = new Map<string, number>();

	function keep(notes: Map<string, number>, text: string): void {
		notes.delete(text);
		notes.set(text, performance.now());
		const oldest = notes.keys().next();
		if (notes.size > maxSeen && !oldest.done) notes.delete(oldest.value);
	}

	return {
		note: ({ holder, spans }) => {
			// In a field it may wait to be sent: no proof that it was.
			if (!isVisible(holder) || isField(holder)) return;
			for (const { text, state, end } of spans) {
				keep(whole, text);
				if (state === "truncated" && contentOf(holder).slice(end).trim() === "") keep(cut, text);
			}
		},
		// An invitation and a first message have a human line around the armor.
		at: (text) => whole.get(findArmor(text)[0]?.text ?? text) ?? 0,
		cutAt: (text, since) => {
			const [armor] = findArmor(text);
			if (armor === undefined) return null;
			const lengths = [...cut]
				.filter(([start, at]) => at >= since && start.length < armor.text.length && armor.text.startsWith(start))
				.map(([start]) => start.length);
			return lengths.length === 0 ? null : armor.start + Math.max(...lengths);
		},
	};
}

function isVisible(element: Element): boolean {
	const { checkVisibility } = Element.prototype as Partial<Element>;
	return checkVisibility?.call(element, { visibilityProperty: true, opacityProperty: true }) ?? true;
}
