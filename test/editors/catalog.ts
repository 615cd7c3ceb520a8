/** Every editor that is tried, and where on its page it stands. One row of the table in docs/editors.md each. */
import type { BrowserKind } from "../e2e/support/driver.ts";

export const places = ["page", "shadow-open", "shadow-closed", "frame", "blank", "srcdoc"] as const;
export type EditorPlace = (typeof places)[number];

export interface EditorCase {
	/** Its file under client/, or the name there. */
	readonly editor: string;
	readonly inside: EditorPlace;
	/** npm package whose version stands in the table; none for the browser's own. */
	readonly package?: string;
	/** Whether the page has a button that sends, beside Enter. */
	readonly button: boolean;
	/** An `<input>`: there Shift+Enter is no new line. */
	readonly oneLine?: true;
	/** Refused, and known to be: with the reason, by browser. */
	readonly refused?: Partial<Record<BrowserKind, string>>;
	/** The same of what is selected in it, in both browsers. */
	readonly passageRefused?: string;
}

const placeNames: Readonly<Record<EditorPlace, string>> = {
	page: "",
	"shadow-open": "in an open shadow root",
	"shadow-closed": "in a closed shadow root",
	frame: "in a frame of the same origin",
	blank: "in an about:blank frame",
	srcdoc: "in a srcdoc frame inside a srcdoc frame",
};

function inPage(editor: string, packageName?: string, button = true): EditorCase {
	const known = packageName === undefined ? {} : { package: packageName };
	return { editor, inside: "page", button, ...known };
}

function oneLine(of: EditorCase): EditorCase {
	return { ...of, oneLine: true };
}

function within(inside: EditorPlace, of: EditorCase): EditorCase {
	return { ...of, inside };
}

export const plain = inPage("textarea");
const contentEditable = inPage("contenteditable");
const lexical = inPage("lexical-rich", "lexical");
const prosemirror = inPage("prosemirror", "prosemirror-view");

/** Its model hears nothing that we do in Chromium: not in the table, because there is nothing to send in it before a person has typed. */
export const trustedOnly = inPage("trusted-only");

export const editorCases: readonly EditorCase[] = [
	plain,
	oneLine(inPage("input")),
	inPage("react-textarea", "react"),
	oneLine(inPage("react-input", "react")),
	inPage("vue-textarea", "vue"),
	oneLine(inPage("vue-input", "vue")),
	contentEditable,
	inPage("plaintext-only"),
	inPage("controlled"),
	inPage("lexical-plain", "@lexical/plain-text"),
	lexical,
	inPage("slate", "slate-react", false),
	inPage("draft", "draft-js"),
	prosemirror,
	inPage("tiptap", "@tiptap/core"),
	inPage("quill", "quill"),
	inPage("ckeditor4", "ckeditor4"),
	inPage("ckeditor5", "ckeditor5"),
	inPage("tinymce", "tinymce"),
	inPage("trix", "trix"),
	inPage("codemirror", "@codemirror/view"),
	// What stands in the page is a part of its text at most.
	{ ...inPage("monaco", "monaco-editor", false), passageRefused: "unreadable" },
	within("shadow-open", plain),
	within("shadow-open", prosemirror),
	within("shadow-closed", plain),
	within("shadow-closed", prosemirror),
	within("frame", plain),
	within("frame", lexical),
	within("blank", contentEditable),
	within("blank", lexical),
	within("srcdoc", plain),
	within("srcdoc", lexical),
];

/** As the table and the tests call it. */
export function nameOf({ editor, inside }: EditorCase): string {
	return inside === "page" ? editor : `${editor} ${placeNames[inside]}`;
}
