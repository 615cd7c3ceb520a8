import { ContentState, Editor, EditorState } from "draft-js";
import { createElement, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import type { Mount } from "./editor.ts";

interface Bridge {
	readonly send: () => void;
	state: EditorState;
	setState: (next: EditorState) => void;
}

function Chat({ bridge }: { readonly bridge: Bridge }) {
	const [editorState, set] = useState(bridge.state);
	bridge.state = editorState;
	bridge.setState = set;
	return createElement(Editor, {
		editorState,
		onChange: set,
		ariaLabel: "Message",
		handleReturn: (event: { readonly shiftKey: boolean }, state: EditorState) => {
			if (event.shiftKey) return "not-handled";
			bridge.state = state;
			bridge.send();
			return "handled";
		},
	});
}

export const mount: Mount = (host, send) => {
	const bridge: Bridge = { send, state: EditorState.createEmpty(), setState: () => undefined };
	const root = createRoot(host);
	flushSync(() => root.render(createElement(Chat, { bridge })));
	return {
		model: () => bridge.state.getCurrentContent().getPlainText("\n"),
		clear: () => {
			const empty = EditorState.push(bridge.state, ContentState.createFromText(""), "remove-range");
			bridge.setState(EditorState.moveFocusToEnd(empty));
		},
		focus: () => host.querySelector<HTMLElement>("[contenteditable]")?.focus(),
	};
};
