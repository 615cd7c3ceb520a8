import { effect } from "@preact/signals";
import { render } from "preact";
import { namePage } from "../page-language.ts";
import { keep, keptHandle, keptRest } from "./kept.ts";
import { createSafe } from "./safe-controller.ts";
import { SafeView } from "./safe-view.tsx";

/** The ticket stands in the hash and leaves it at once: a window that is opened again from the history has none. */
export function mountSafe(root: HTMLElement): void {
	namePage("safeTitle");
	const ticket = location.hash.slice(1);
	history.replaceState(null, "", location.pathname);
	const safe = createSafe();
	render(<SafeView safe={safe} />, root);
	const kept = keptHandle();
	void (ticket === "" && kept !== null ? safe.resume(kept, keptRest()) : safe.open(ticket));
	effect(() => keep(safe.composer.state.value));
}
