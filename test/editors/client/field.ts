import { type Mount, sends } from "./editor.ts";

export function plain(tag: "textarea" | "input"): Mount {
	return (host, send) => {
		const field = document.createElement(tag);
		field.setAttribute("aria-label", "Message");
		host.append(field);
		field.addEventListener("keydown", (event) => {
			if (!sends(event as KeyboardEvent)) return;
			event.preventDefault();
			send();
		});
		return {
			model: () => field.value,
			clear: () => {
				field.value = "";
			},
			focus: () => field.focus(),
		};
	};
}
