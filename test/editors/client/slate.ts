import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { createEditor, type Descendant, Editor, Node, Transforms } from "slate";
import { withHistory } from "slate-history";
import { Editable, ReactEditor, Slate, withReact } from "slate-react";
import { type Mount, sends } from "./editor.ts";

export const mount: Mount = (host, send) => {
	const editor = withHistory(withReact(createEditor()));
	const initialValue = [{ type: "paragraph", children: [{ text: "" }] }] as unknown as Descendant[];
	const onKeyDown = (event: { nativeEvent: KeyboardEvent; preventDefault(): void }) => {
		if (!sends(event.nativeEvent)) return;
		event.preventDefault();
		send();
	};
	const editable = createElement(Editable, { "aria-label": "Message", className: "box", onKeyDown });
	const root = createRoot(host);
	flushSync(() => root.render(createElement(Slate, { editor, initialValue }, editable)));
	return {
		model: () => editor.children.map((block) => Node.string(block)).join("\n"),
		clear: () => {
			Transforms.delete(editor, { at: { anchor: Editor.start(editor, []), focus: Editor.end(editor, []) } });
			Transforms.select(editor, Editor.start(editor, []));
		},
		focus: () => ReactEditor.focus(editor),
	};
};
