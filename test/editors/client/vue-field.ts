import { createApp, h, ref, vModelText, withDirectives } from "vue";
import { type Mount, sends } from "./editor.ts";

/** What the compiler makes of `<textarea v-model="text" @keydown="...">`. */
export function vue(tag: "textarea" | "input"): Mount {
	return (host, send) => {
		const text = ref("");
		const onKeydown = (event: KeyboardEvent) => {
			if (!sends(event)) return;
			event.preventDefault();
			send();
		};
		const update = (value: string) => {
			text.value = value;
		};
		createApp({
			render: () =>
				withDirectives(h(tag, { "aria-label": "Message", "onUpdate:modelValue": update, onKeydown }), [
					[vModelText, text.value],
				]),
		}).mount(host);
		return {
			model: () => text.value,
			clear: () => update(""),
			focus: () => host.querySelector<HTMLElement>(tag)?.focus(),
		};
	};
}
