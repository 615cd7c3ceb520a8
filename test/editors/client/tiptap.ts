import { Editor } from "@tiptap/core";
import { StarterKit } from "@tiptap/starter-kit";
import { type Mount, sends } from "./editor.ts";

export const mount: Mount = (host, send) => {
	const editor = new Editor({
		element: host,
		extensions: [StarterKit],
		editorProps: {
			attributes: { "aria-label": "Message", role: "textbox" },
			handleKeyDown(_view, event) {
				if (!sends(event)) return false;
				send();
				return true;
			},
		},
	});
	return {
		model: () => editor.getText({ blockSeparator: "\n" }),
		clear: () => editor.commands.clearContent(),
		focus: () => editor.commands.focus(),
	};
};
