import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $getRoot, COMMAND_PRIORITY_HIGH, createEditor, KEY_ENTER_COMMAND } from "lexical";
import { type Mount, sends } from "./editor.ts";

export const mount: Mount = (host, send) => {
	const box = document.createElement("div");
	box.contentEditable = "true";
	box.setAttribute("role", "textbox");
	box.setAttribute("aria-label", "Message");
	box.className = "box";
	host.append(box);
	const editor = createEditor({
		namespace: "chat",
		onError(error) {
			throw error;
		},
	});
	editor.setRootElement(box);
	registerRichText(editor);
	registerHistory(editor, createEmptyHistoryState(), 300);
	editor.registerCommand(
		KEY_ENTER_COMMAND,
		(event) => {
			if (event === null || !sends(event)) return false;
			event.preventDefault();
			send();
			return true;
		},
		COMMAND_PRIORITY_HIGH,
	);
	return {
		model: () =>
			editor.read(() =>
				$getRoot()
					.getChildren()
					.map((block) => block.getTextContent())
					.join("\n"),
			),
		clear: () =>
			editor.update(() => {
				$getRoot().clear().append($createParagraphNode());
				$getRoot().selectEnd();
			}),
		focus: () => {
			box.focus();
			editor.focus();
		},
	};
};
