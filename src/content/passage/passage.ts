/**
 * A passage: the whole text of one field, or what is selected in it, that armor is to take the place of. It is remembered as it was
 * when the user asked, and stays in the page untouched until the armor comes; what is not the same any more is not replaced.
 */
import type { InsertRefusal } from "../../messaging/channels.ts";
import type { Allow } from "../insert/clear-box.ts";

export interface Passage {
	readonly into: "field" | "selection";
	readonly find: () => HTMLElement | null;
	/** As people read it. */
	readonly text: string;
	/** Characters the field has for armor, or null. */
	readonly limit: number | null;
	/**
	 * Null: the field holds what it held before, with the armor in the place of the passage. Else nothing has changed, but for
	 * `not-restored`. `allow` lets our own trusted events through the guard.
	 */
	readonly replaceWith: (armor: string, allow: Allow) => Promise<InsertRefusal | null>;
}
