import Quill from "quill";
import type { Mount } from "./editor.ts";

export const mount: Mount = (host, send) => {
	const box = document.createElement("div");
	host.append(box);
	const handler = () => {
		send();
		return false;
	};
	const quill = new Quill(box, {
		theme: "snow",
		placeholder: "Message",
		modules: { keyboard: { bindings: { send: { key: "Enter", shiftKey: false, handler } } } },
	});
	return {
		model: () => quill.getText().replace(/\n$/, ""),
		clear: () => {
			quill.setText("");
		},
		focus: () => quill.focus(),
	};
};
