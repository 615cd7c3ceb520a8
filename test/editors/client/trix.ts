import "trix";
import { type Mount, sends } from "./editor.ts";

interface TrixElement extends HTMLElement {
	readonly editor: { getDocument(): { toString(): string }; loadHTML(html: string): void };
}

export const mount: Mount = async (host, send) => {
	const box = document.createElement("trix-editor") as TrixElement;
	box.setAttribute("aria-label", "Message");
	const ready = new Promise((resolve) => box.addEventListener("trix-initialize", resolve, { once: true }));
	host.append(box);
	await ready;
	box.addEventListener(
		"keydown",
		(event) => {
			if (!sends(event)) return;
			event.preventDefault();
			event.stopImmediatePropagation();
			send();
		},
		{ capture: true },
	);
	return {
		model: () => box.editor.getDocument().toString().replace(/\n$/, ""),
		clear: () => box.editor.loadHTML(""),
		focus: () => box.focus(),
	};
};
