/**
 * The ways of putting a text into an editor. `beforeinput` does nothing where nobody listens, `paste` is what most listen to, and the
 * browser's own command changes the page whether anybody listens or not: in this order, except where the editor's mark says what it
 * listens to. A mark is the page's word: it saves time and proves nothing.
 */
import { closestAcross } from "../dom-tree.ts";
import { type Allow, nativeInsert, type Taken } from "./command.ts";
import { beforeInput, pasteOf } from "./events.ts";

export interface Step {
	readonly name: "beforeinput" | "paste" | "command";
	/** Null: this step does not exist here. */
	readonly run: (box: HTMLElement, text: string, allow: Allow) => Taken | null;
}

const byBeforeInput: Step = {
	name: "beforeinput",
	run: (box, text) => !box.dispatchEvent(beforeInput("insertText", text)),
};

const byPaste: Step = {
	name: "paste",
	run: (box, text) => {
		const event = pasteOf(text);
		// With the focus, Monaco looks into the system's clipboard first, and Firefox asks the user about that.
		if (closestAcross(box, ".monaco-editor") !== null) box.blur();
		return event === null ? null : !box.dispatchEvent(event);
	},
};

const byCommand: Step = { name: "command", run: nativeInsert };

const usual = [byBeforeInput, byPaste, byCommand] as const;

/** What takes a paste and not `beforeinput`, or takes that without a word (Trix) or each line of it in a time of its own (CKEditor 5). */
const pasteFirst =
	".ProseMirror, .ql-editor, .public-DraftEditor-content, .cm-content, trix-editor, .ck-content, .mce-content-body, .cke_editable, .monaco-editor";

export function stepsFor(box: HTMLElement): readonly Step[] {
	return closestAcross(box, pasteFirst) === null ? usual : [byPaste, byBeforeInput, byCommand];
}
