import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerPlainText } from "@lexical/plain-text";
import { registerRichText } from "@lexical/rich-text";
import {
	$createParagraphNode,
	$getRoot,
	COMMAND_PRIORITY_HIGH,
	createEditor,
	KEY_ENTER_COMMAND,
	type LexicalEditor,
} from "lexical";
import { type Mount, sends } from "./editor.ts";

const kinds: Readonly<Record<"plain" | "rich", (editor: LexicalEditor) => unknown>> = {
	plain: registerPlainText,
	rich: registerRichText,
};

export const lexical =
	(kind: keyof typeof kinds): Mount =>
	(host, send) => {
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
		kinds[kind](editor);
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
