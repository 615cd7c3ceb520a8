/** A passage of a text area or a line: a stretch of its value. */
import type { InsertRefusal } from "../../messaging/channels.ts";
import { type Field, isField, ownLimit, trackBox } from "../box/box.ts";
import type { FieldStanding } from "../box/standing.ts";
import type { Allow } from "../insert/clear-box.ts";
import { setNative } from "../insert/native-value.ts";
import { frameMs, pause } from "../insert/select.ts";
import { noteStep } from "../insert/trace.ts";
import { noteEncrypted } from "../scan/encrypted-here.ts";
import type { Passage } from "./passage.ts";
import type { Unfit } from "./unfit.ts";

/** A page that takes text back does it by then. Milliseconds. */
const settledMs = 120;

export function fieldPassage(field: Field, into: Passage["into"] | "either", was: FieldStanding): Passage | Unfit {
	const { held } = was;
	const selected = was.start !== null && was.end !== null && was.start < was.end;
	if (into === "selection" && !selected) return "nothing-selected";
	const whole = into === "field" || !selected;
	const [start, end] = whole ? [0, held.length] : [was.start, was.end];
	const limit = ownLimit(field);
	const find = trackBox(field);
	return {
		into: whole ? "field" : "selection",
		find,
		text: held.slice(start, end),
		limit: limit === null ? null : limit - held.length + (end - start),
		replaceWith: (armor, allow) => replaceIn(find, { held, start, end }, armor, allow),
	};
}

interface Stretch {
	readonly held: string;
	readonly start: number;
	readonly end: number;
}

async function replaceIn(
	find: () => HTMLElement | null,
	{ held, start, end }: Stretch,
	armor: string,
	allow: Allow,
): Promise<InsertRefusal | null> {
	const field = fieldNow(find);
	if (field === null) return "box-gone";
	if (field.value !== held || field.readOnly || field.disabled) return "changed";
	const wanted = held.slice(0, start) + armor + held.slice(end);
	field.focus({ preventScroll: true });
	field.setSelectionRange(start, end);
	// As typed: it can be undone, and frameworks hear of it.
	allow(() => document.execCommand("insertText", false, armor));
	if (await holds(find, wanted)) {
		noteStep("field command", "ok");
		return done(find);
	}
	noteStep("field command", "wrong");
	set(find, wanted);
	if (await holds(find, wanted)) {
		noteStep("field setter", "ok");
		return done(find);
	}
	noteStep("field setter", "wrong");
	set(find, held);
	return (await holds(find, held)) ? "not-exact" : "not-restored";
}

function fieldNow(find: () => HTMLElement | null): Field | null {
	const box = find();
	return box !== null && isField(box) ? box : null;
}

/** Now, and still when the page has had its say. */
async function holds(find: () => HTMLElement | null, text: string): Promise<boolean> {
	for (const wait of [frameMs, settledMs]) {
		await pause(wait);
		if (fieldNow(find)?.value !== text) return false;
	}
	return true;
}

function set(find: () => HTMLElement | null, text: string): void {
	const field = fieldNow(find);
	if (field !== null) setNative(field, text);
}

function done(find: () => HTMLElement | null): null {
	const field = fieldNow(find);
	if (field !== null) noteEncrypted(field);
	return null;
}
