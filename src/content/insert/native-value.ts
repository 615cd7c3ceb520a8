/** Sets a field's value past a framework's own setter, and tells the framework. Works from the isolated world in both browsers. */
import type { Field } from "../box/box.ts";

export function setNative(field: Field, value: string): void {
	const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
	Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
	field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertText", data: value }));
}
