/**
 * What was written into fields here, by hand, pasted or by us: armor in them waits to be sent or saved, and is no message of the page.
 * Frameworks keep a field's default value equal to its value, and draw the field anew with its draft, so neither tells.
 */
import { findArmor } from "../../protocol/armor-scan.ts";
import { type Field, isField } from "../box/box.ts";
import { frameState } from "../frame-state.ts";

/** Armors that are remembered. */
const maxArmors = 200;

/** From now on. Scripts that write tell of it as users do. */
export function noteWriting(signal: AbortSignal): void {
	const onInput = (event: Event) => {
		const [target] = event.composedPath();
		if (!(target instanceof Element) || !isField(target)) return;
		frameState().writtenFields.add(target);
		for (const { text } of findArmor(target.value)) keep(text);
	};
	window.addEventListener("input", onInput, { capture: true, passive: true, signal });
}

function keep(armor: string): void {
	const armors = frameState().writtenArmors;
	armors.delete(armor);
	armors.add(armor);
	const [oldest] = armors;
	if (armors.size > maxArmors && oldest !== undefined) armors.delete(oldest);
}

/** The user had it encrypted where it stands, to be shown again there. */
export function noteEncryptedText(value: string): void {
	for (const { text } of findArmor(value)) frameState().writtenArmors.delete(text);
}

/** In this field, or in one that stood in its place. */
export function isWritten(field: Field): boolean {
	const { writtenFields, writtenArmors } = frameState();
	return writtenFields.has(field) || findArmor(field.value).some(({ text }) => writtenArmors.has(text));
}
