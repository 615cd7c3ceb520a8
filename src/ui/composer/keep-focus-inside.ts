/**
 * Tab stays in the composer: in the page behind it every key would be the page's. Escape is the way out.
 * Returns the function that lets go.
 */
export function keepFocusInside(root: HTMLElement): () => void {
	const signal = new AbortController();
	const reachable = () =>
		[...root.querySelectorAll<HTMLElement>("button, input, textarea, select, a[href]")].filter(
			(element) => !element.matches(":disabled, [hidden]") && element.checkVisibility?.() !== false,
		);
	root.addEventListener(
		"keydown",
		(event) => {
			if (event.key !== "Tab") return;
			const all = reachable();
			const edge = event.shiftKey ? all[0] : all.at(-1);
			const other = event.shiftKey ? all.at(-1) : all[0];
			if (document.activeElement !== edge && root.contains(document.activeElement)) return;
			event.preventDefault();
			other?.focus();
		},
		{ signal: signal.signal },
	);
	return () => signal.abort();
}
