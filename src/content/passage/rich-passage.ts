/**
 * A passage of an editor: a range of its tree. Tried as in insert-text.ts, and proven as there (proof.ts); besides, what stands around the
 * passage must be the same letter by letter.
 */
import type { InsertRefusal } from "../../messaging/channels.ts";
import { trackBox } from "../box/box.ts";
import type { RichStanding } from "../box/standing.ts";
import type { Allow } from "../insert/clear-box.ts";
import { comesToShow, judge } from "../insert/proof.ts";
import { isIgnored, lasts } from "../insert/quiet.ts";
import { pause, selectionMs } from "../insert/select.ts";
import { stepsFor } from "../insert/steps.ts";
import { noteStep } from "../insert/trace.ts";
import { putCaret } from "./caret.ts";
import { giveBack, isText, type Kept } from "./give-back.ts";
import type { Passage } from "./passage.ts";
import { everything, type Stretch, stretchOf } from "./stretch.ts";
import type { Unfit } from "./unfit.ts";

type Find = () => HTMLElement | null;

/** As insert-text.ts has measured them. Milliseconds. */
const handledMs = 300;
const unhandledMs = 125;
const betweenStepsMs = 300;

export function richPassage(box: HTMLElement, into: Passage["into"] | "either", was: RichStanding): Passage | Unfit {
	if (into === "selection" && was.selected === null) return "nothing-selected";
	const selected = into === "field" ? null : was.selected;
	if ((selected ?? was).media) return "media";
	const stretch = selected === null ? everything(was) : stretchOf(selected);
	if (was.text !== stretch.before + stretch.inside + stretch.after) return "unreadable";
	const find = trackBox(box);
	return {
		into: selected === null ? "field" : "selection",
		find,
		text: (selected ?? was).written,
		limit: null,
		replaceWith: (armor, allow) => replaceIn(find, { stretch, kept: was, armor, allow }),
	};
}

interface Replacement {
	readonly stretch: Stretch;
	readonly kept: Kept;
	readonly armor: string;
	readonly allow: Allow;
}

async function replaceIn(find: Find, replacement: Replacement): Promise<InsertRefusal | null> {
	const outcome = await tryAll(find, replacement);
	const { stretch, armor } = replacement;
	const box = find();
	if (box !== null) putCaret(box, stretch.before.length + (outcome === null ? armor : stretch.inside).length);
	return outcome;
}

async function tryAll(find: Find, { stretch, kept, armor, allow }: Replacement): Promise<InsertRefusal | null> {
	const first = find();
	if (first === null) return "box-gone";
	const wanted = stretch.before + armor + stretch.after;
	let claimed = false;
	let ready: HTMLElement | null = null;
	let ignoredAt: number | null = null;
	for (const { name, run } of stepsFor(first)) {
		const box: HTMLElement | null = ready ?? (await selectSettled(find, stretch, kept));
		if (box === null) return find() === null ? "box-gone" : "changed";
		const taken = run(box, armor, allow);
		const ranAt = performance.now();
		if (taken === null || (taken === false && (await isIgnored(find, box, kept.text)))) {
			noteStep(name, taken === null ? "not there" : "nothing");
			ignoredAt = taken === null ? ignoredAt : ranAt;
			ready = stretch.isSelected(box) ? box : null;
			continue;
		}
		ready = null;
		await comesToShow(find, wanted, taken === false ? unhandledMs : handledMs);
		const isProven = async () => {
			const verdict = await judge(find, wanted, taken, claimed);
			const now = find();
			return verdict === "ok" && now !== null && isText(now, wanted);
		};
		let proven = (await isProven()) && (await lasts(find, wanted, ignoredAt));
		if (!proven) {
			// Some editors commit a text a turn later.
			await pause(betweenStepsMs);
			proven = await isProven();
		}
		const now = find();
		const untouched = now !== null && isText(now, kept.text);
		noteStep(name, proven ? "ok" : untouched ? "nothing" : "wrong");
		if (proven) return null;
		if (!untouched) return (await giveBack(find, kept, taken === "native", allow)) ? "not-exact" : "not-restored";
		claimed ||= taken === true;
	}
	return "not-exact";
}

/** Null: what stands there is not what stood there. */
async function selectSettled(find: Find, { select }: Stretch, kept: Kept): Promise<HTMLElement | null> {
	const box = find();
	if (box === null || !isText(box, kept.text) || !select(box)) return null;
	await pause(selectionMs);
	const now = find();
	return now !== null && isText(now, kept.text) ? now : null;
}
