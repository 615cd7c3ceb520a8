import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import type { Mount } from "./editor.ts";

export const mount: Mount = (host, send) => {
	const run = () => {
		send();
		return true;
	};
	const view = new EditorView({
		parent: host,
		state: EditorState.create({
			extensions: [
				keymap.of([{ key: "Enter", run }, ...defaultKeymap, ...historyKeymap]),
				history(),
				placeholder("Message"),
				EditorView.lineWrapping,
				EditorView.contentAttributes.of({ "aria-label": "Message" }),
			],
		}),
	});
	return {
		model: () => view.state.doc.toString(),
		clear: () => view.dispatch({ changes: { from: 0, to: view.state.doc.length } }),
		focus: () => view.focus(),
	};
};
