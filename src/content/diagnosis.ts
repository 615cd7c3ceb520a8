/**
 * What this frame sees of its page, for a bug report: which boxes there are and why they have the lock or not, what armor was found,
 * what the last insertion did. Numbers, kinds and reasons of ours; no text, name, title or path of the page is in it.
 */
import type { BoxChoice, FrameReport, InsertionReport } from "../messaging/channels.ts";
import { drawsItself } from "./box/box.ts";
import { judgeBoxes, offered } from "./detect/find-composer.ts";
import { offerScore, scoreReasons } from "./detect/score.ts";
import { boxType, editorOf, readSignals } from "./detect/signals.ts";
import { findStarts, sight } from "./scan/find-armor.ts";

/** Boxes told of, best first. */
const maxBoxes = 20;

interface Seen {
	readonly roots: readonly (Document | ShadowRoot)[];
	readonly choices: readonly BoxChoice[];
	/** Whether no script of the page listens before us. */
	readonly first: boolean;
	/** The last one of this frame. */
	readonly insertion: InsertionReport | null;
	/** Messages that have a reader. */
	readonly shown: number;
}

export function reportOf({ roots, choices, first, insertion, shown }: Seen): FrameReport {
	const judged = judgeBoxes(roots, choices);
	const locked = new Set(first ? offered(judged) : []);
	const boxes = judged.slice(0, maxBoxes).map(({ box, score, chosen }) => {
		const signals = readSignals(box);
		return {
			type: boxType(box),
			editor: editorOf(box),
			drawsItself: drawsItself(box),
			score: Number.isFinite(score) ? score : null,
			reasons: scoreReasons(signals).map(({ why, points }) => ({ why, points })),
			chosen,
			lock: locked.has(box),
		};
	});
	const use = choices.filter((choice) => choice.use).length;
	return {
		top: window === window.top,
		first,
		trees: roots.length,
		offerScore,
		boxes,
		choices: { use, not: choices.length - use },
		armor: { ...armorIn(roots), shown },
		insertion,
	};
}

function armorIn(roots: readonly (Document | ShadowRoot)[]): Omit<FrameReport["armor"], "shown"> {
	const found = { whole: 0, truncated: 0, unknown: 0, parts: 0, quoted: 0 };
	for (const root of roots) {
		const top = root instanceof ShadowRoot ? root : root.body;
		if (top === null) continue;
		const holders = new Set<Element>();
		for (const start of findStarts(top)) {
			const sighting = sight(start);
			if (sighting === null || holders.has(sighting.holder)) continue;
			holders.add(sighting.holder);
			found.quoted += sighting.quoted.size;
			for (const { state, count } of sighting.spans) {
				found[state === "unknown-version" ? "unknown" : state]++;
				if (count > 1) found.parts++;
			}
		}
	}
	return found;
}
