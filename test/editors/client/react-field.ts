import { createElement, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { type Mount, sends } from "./editor.ts";

interface Bridge {
	readonly tag: "textarea" | "input";
	readonly send: () => void;
	text: string;
	setText: (next: string) => void;
}

/** A controlled field: what React's state holds is the model, and React writes it back into the field. */
function Field({ bridge }: { readonly bridge: Bridge }) {
	const [value, set] = useState("");
	bridge.text = value;
	bridge.setText = set;
	return createElement(bridge.tag, {
		"aria-label": "Message",
		value,
		onChange: (event: { target: { value: string } }) => set(event.target.value),
		onKeyDown: (event: { nativeEvent: KeyboardEvent; preventDefault(): void }) => {
			if (!sends(event.nativeEvent)) return;
			event.preventDefault();
			bridge.send();
		},
	});
}

export function react(tag: "textarea" | "input"): Mount {
	return (host, send) => {
		const bridge: Bridge = { tag, send, text: "", setText: () => undefined };
		const root = createRoot(host);
		flushSync(() => root.render(createElement(Field, { bridge })));
		return {
			model: () => bridge.text,
			clear: () => flushSync(() => bridge.setText("")),
			focus: () => host.querySelector<HTMLElement>(tag)?.focus(),
		};
	};
}
