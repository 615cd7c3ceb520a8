/**
 * What is known of a site, as data. A site works without: this spares it messages that come out cut. None of it was tried against
 * the real site (docs/sites.md).
 */

/** How a site counts what one message may hold: UTF-16 units, UTF-8 bytes, or 1 for most of the Latin world and 2 for all else. */
export type Counting = "characters" | "bytes" | "weighted";

export interface Site {
	/** For people and the docs. */
	readonly name: string;
	readonly origins: readonly string[];
	/** Most that one message may hold, counted as `counts` says; null: no limit is known. */
	readonly limit: number | null;
	readonly counts: Counting;
	/** Whether ideographs are known to go through as they are. */
	readonly dense: boolean;
	/** Whether long messages are shown folded: their beginning, and a control that shows the rest. Then a beginning is a message that came out. */
	readonly folds: boolean;
	/** Milliseconds between two messages, so that none is dropped as a flood. */
	readonly paceMs: number;
	/** What to look at when somebody tries it. */
	readonly notes: string;
}
