import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $getRoot, COMMAND_PRIORITY_HIGH, createEditor, KEY_ENTER_COMMAND } from "lexical";
import { send, startRoom } from "./room.ts";

const form = document.querySelector("#compose") as HTMLFormElement;
const box = document.querySelector("#box") as HTMLElement;

const editor = createEditor({
	namespace: "demo-chat",
	onError(error) {
		throw error;
	},
});
editor.setRootElement(box);
registerRichText(editor);
registerHistory(editor, createEmptyHistoryState(), 300);

/** Paragraphs are joined by two line breaks in Lexical's own text; a chat message has one. */
function text(): string {
	return editor.read(() =>
		$getRoot()
			.getChildren()
			.map((block) => block.getTextContent())
			.join("\n"),
	);
}

function submit(): void {
	const written = text();
	editor.update(() => {
		$getRoot().clear().append($createParagraphNode());
		$getRoot().selectEnd();
	});
	void send(written);
}

editor.registerCommand(
	KEY_ENTER_COMMAND,
	(event) => {
		if (event?.shiftKey || event?.isComposing) return false;
		event?.preventDefault();
		submit();
		return true;
	},
	COMMAND_PRIORITY_HIGH,
);
form.addEventListener("submit", (event) => {
	event.preventDefault();
	submit();
});
startRoom();
