/** Frames that said "messages are missing" are asked to ask again once some of these came. What waits for a click stays as it is. */
import type { LedgerStore } from "./ledger-store.ts";
import type { Ports } from "./ports.ts";

/** Milliseconds. The frames of one page come up one by one, each with a message the last one missed; they are told together. */
const together = 500;

/** To be called after every write. */
export function gapNews(
	{ wait, tellPages }: Pick<Ports, "wait" | "tellPages">,
	ledgers: Pick<LedgerStore, "gapsClosed">,
): () => void {
	let waiting = false;
	return () => {
		if (!ledgers.gapsClosed() || waiting) return;
		waiting = true;
		void wait(together).then(() => {
			waiting = false;
			tellPages({ to: "pages", kind: "people-changed" });
		});
	};
}
