import { effect } from "@preact/signals";
import { render } from "preact";
import { namePage } from "../page-language.ts";
import { createSafe } from "./safe-controller.ts";
import { SafeView } from "./safe-view.tsx";

/**
 * The handle outlives a reload of this window, and only that: no page shares this storage area, and the handle works from this tab
 * alone. A frame in a page never keeps one.
 */
const handleKey = "handle";

/** The ticket stands in the hash and leaves it at once: a window that is opened again from the history has none. */
export function mountSafe(root: HTMLElement): void {
	namePage("safeTitle");
	const ticket = location.hash.slice(1);
	history.replaceState(null, "", location.pathname);
	const safe = createSafe();
	const { state } = safe.composer;
	render(<SafeView safe={safe} />, root);
	const kept = sessionStorage.getItem(handleKey);
	void (ticket === "" && kept !== null ? safe.resume(kept) : safe.open(ticket));
	effect(() => {
		const { handle } = state.value;
		if (handle !== null) sessionStorage.setItem(handleKey, handle);
	});
}
