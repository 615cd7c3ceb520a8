/**
 * Armor in the value of a field, where no text node holds it and no observer sees it come: forms that show what was saved, and
 * fields that are locked. Not what somebody is writing, and not what we put there to be sent.
 */
import { hasArmor } from "../../protocol/armor-scan.ts";
import { type Field, isField } from "../box/box.ts";
import { offerScore, scoreBox } from "../detect/score.ts";
import { readSignals } from "../detect/signals.ts";
import { allBelow, contentOf, deepActiveElement, isVisible, matches } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import { encryptedHere } from "./encrypted-here.ts";
import { isWritten, noteWriting } from "./written.ts";

/** Fields looked at in one tree. */
const maxFields = 300;

/** A shorter value holds no armor. Characters. */
const shortest = 40;

/** Nothing tells of a value that a script sets. Milliseconds. */
const sweepMs = 2000;

/** The text that armor is looked for in. */
export function textWithArmor(holder: Element): string {
	return isField(holder) ? holder.value : contentOf(holder);
}

/** It cannot be written into: what it holds is only to be read. */
export function isLocked(field: Field): boolean {
	return field.readOnly || matches(field, ":disabled");
}

/** What stands in it came with the page or was encrypted there, and nobody is at it. */
export function isReadableField(field: Field): boolean {
	if (isLocked(field)) return true;
	return (encryptedHere(field) || cameWithPage(field)) && deepActiveElement() !== field;
}

/** A message box holds what its user is going to send, also where the site put it back there. */
function cameWithPage(field: Field): boolean {
	if (field.value !== field.defaultValue || isWritten(field) || !isVisible(field)) return false;
	return scoreBox(readSignals(field)) < offerScore;
}

interface FieldPorts {
	readonly roots: () => readonly (Document | ShadowRoot)[];
	/** Fields with armor that are new, or that hold another value than before, or may be read now. */
	readonly onFields: (fields: readonly Field[]) => void;
}

export function watchFields(signal: AbortSignal, { roots, onFields }: FieldPorts): void {
	/** As they were when they were last told of. */
	const told = new WeakMap<Field, string>();

	function sweep(): void {
		if (signal.aborted || document.hidden) return;
		const fresh: Field[] = [];
		for (const root of roots()) {
			for (const element of allBelow(root, "textarea, input").slice(0, maxFields)) {
				if (isField(element) && !isOwn(element) && isNews(element)) fresh.push(element);
			}
		}
		if (fresh.length > 0) onFields(fresh);
	}

	function isNews(field: Field): boolean {
		const { value } = field;
		const holds = value.length >= shortest && hasArmor(value);
		if (!holds && !told.has(field)) return false;
		const state = `${isReadableField(field)} ${isVisible(field)} ${value}`;
		if (told.get(field) === state) return false;
		told.set(field, state);
		return true;
	}

	noteWriting(signal);
	const timer = setInterval(sweep, sweepMs);
	signal.addEventListener("abort", () => clearInterval(timer));
	for (const type of ["load", "change", "focusout"]) {
		// Once the focus is where it goes to.
		window.addEventListener(type, () => setTimeout(sweep, 0), { capture: true, passive: true, signal });
	}
	sweep();
}
