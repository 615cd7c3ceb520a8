/**
 * The synthetic events that editors take text from, built so that they carry it in both browsers: Firefox ignores `clipboardData`
 * in the constructor of a ClipboardEvent and knows `data` + `dataType`, Chromium is the other way round.
 */
const common = { bubbles: true, cancelable: true, composed: true };

export function beforeInput(inputType: string, data: string | null): InputEvent {
	return new InputEvent("beforeinput", { ...common, inputType, data });
}

/** Null if this browser's event cannot be made to carry the text. */
export function pasteOf(text: string): ClipboardEvent | null {
	const clipboardData = new DataTransfer();
	clipboardData.setData("text/plain", text);
	const init = { ...common, clipboardData, data: text, dataType: "text/plain" };
	const event = new ClipboardEvent("paste", init);
	return event.clipboardData?.getData("text/plain") === text ? event : null;
}

/** The text that the editor itself writes to the clipboard for its selection, or null if it leaves that to the browser. */
export function copyProbe(target: Element): string | null {
	const init = { ...common, clipboardData: new DataTransfer(), data: "", dataType: "text/plain" };
	const event = new ClipboardEvent("copy", init);
	const handled = !target.dispatchEvent(event);
	return handled ? (event.clipboardData?.getData("text/plain") ?? null) : null;
}

/** Editors with a clipboard of their own take their selection out. The user's clipboard is not touched. */
export function cut(): ClipboardEvent {
	return new ClipboardEvent("cut", { ...common, clipboardData: new DataTransfer() });
}

/**
 * A key press as far as scripts can make one: `keypress` only for keys that write, and only if `keydown` was not cancelled. True if it
 * was.
 */
export function pressKey(
	target: Element,
	key: string,
	code: string,
	keyCode: number,
	ctrlKey = false,
	metaKey = false,
): boolean {
	const init = { ...common, key, code, keyCode, which: keyCode, ctrlKey, metaKey };
	const passed = target.dispatchEvent(new KeyboardEvent("keydown", init));
	if (passed && key === "Enter") target.dispatchEvent(new KeyboardEvent("keypress", { ...init, charCode: 13 }));
	target.dispatchEvent(new KeyboardEvent("keyup", init));
	return !passed;
}
