import { type Mount, sends } from "./editor.ts";

/** The browser's own editing: there is no model but the DOM. */
export function contentEditable(mode: "true" | "plaintext-only"): Mount {
	return (host, send) => {
		const box = document.createElement("div");
		box.setAttribute("contenteditable", mode);
		box.setAttribute("role", "textbox");
		box.setAttribute("aria-label", "Message");
		box.className = "box";
		host.append(box);
		box.addEventListener("keydown", (event) => {
			if (!sends(event)) return;
			event.preventDefault();
			send();
		});
		return {
			model: () => box.innerText.replace(/\n$/, ""),
			clear: () => box.replaceChildren(),
			focus: () => box.focus(),
		};
	};
}
