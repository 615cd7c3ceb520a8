/** Fields that the user had encrypted here: what stands in them is no text that somebody is writing, and is shown again in place. */
import type { Field } from "../box/box.ts";
import { frameState } from "../frame-state.ts";
import { noteEncryptedText } from "./written.ts";

export function noteEncrypted(field: Field): void {
	frameState().encryptedValues.set(field, field.value);
	noteEncryptedText(field.value);
}

/** True for as long as nobody changed it. */
export function encryptedHere(field: Field): boolean {
	return frameState().encryptedValues.get(field) === field.value;
}
