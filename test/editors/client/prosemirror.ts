import { exampleSetup } from "prosemirror-example-setup";
import { Schema } from "prosemirror-model";
import { marks, nodes } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { type Mount, sends } from "./editor.ts";

const schema = new Schema({ nodes, marks });

const leaf = ({ type }: { readonly type: { readonly name: string } }) => (type.name === "hard_break" ? "\n" : "");

export const mount: Mount = (host, send) => {
	const view = new EditorView(host, {
		state: EditorState.create({ schema, plugins: exampleSetup({ schema, menuBar: false }) }),
		attributes: { "aria-label": "Message", role: "textbox" },
		handleKeyDown(_view, event) {
			if (!sends(event)) return false;
			send();
			return true;
		},
	});
	return {
		model: () => view.state.doc.textBetween(0, view.state.doc.content.size, "\n", leaf),
		clear: () => view.dispatch(view.state.tr.delete(0, view.state.doc.content.size)),
		focus: () => view.focus(),
	};
};
