/** A state in words, read out by screen readers when it appears: calm ones politely, problems at once. */
import type { ComponentChildren } from "preact";

export function Notice(props: { readonly tone: "calm" | "good" | "problem"; readonly children: ComponentChildren }) {
	return (
		<div class={`notice notice-${props.tone}`} role={props.tone === "problem" ? "alert" : "status"}>
			{props.children}
		</div>
	);
}
