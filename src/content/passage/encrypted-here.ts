/** Fields that the user had encrypted here: what stands in them is no text that somebody is writing, and is shown again in place. */
import type { Field } from "../insert/box.ts";
import { noteEncryptedText } from "../scan/written.ts";

const values = new WeakMap<Field, string>();

export function noteEncrypted(field: Field): void {
	values.set(field, field.value);
	noteEncryptedText(field.value);
}

/** True for as long as nobody changed it. */
export function encryptedHere(field: Field): boolean {
	return values.get(field) === field.value;
}
