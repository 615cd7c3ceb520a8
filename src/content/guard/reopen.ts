/**
 * `document.open()` by the page erases every listener of window and document, the guard's too; 24 of 24 keys leaked without this.
 * Where a sentinel stands, the guard is back before the page goes on, and its new document stays (sentinel.ts). Elsewhere an observer
 * on the document, which survives, finds that a private event no longer arrives, and the guard is put back then; while composing we
 * call `document.open()` ourselves first, so that the listeners which the page registered in between are erased as well.
 */
import { pageDocument, reopenFromAfar } from "../../platform/page-world.ts";
import { requestId } from "../../platform/runtime.ts";
import { standSentinel } from "./sentinel.ts";
import type { Sentinels } from "./sentinels.ts";

interface Hooks {
	/** Whether the page's document must go too. */
	readonly reopen: () => boolean;
	/** Registers the guard's listeners anew. */
	readonly listen: () => void;
	/** `first`: no script of the page has listened before us since. */
	readonly onReplaced: (first: boolean) => void;
}

export function keepAlive(signal: AbortSignal, sentinels: Sentinels, { reopen, listen, onReplaced }: Hooks): void {
	const privateName = requestId();
	let arrived = false;
	const onPrivate = () => {
		arrived = true;
	};
	const listenAll = () => {
		window.addEventListener(privateName, onPrivate, { capture: true, signal });
		listen();
	};
	const isHeard = () => {
		arrived = false;
		window.dispatchEvent(new Event(privateName));
		return arrived;
	};

	let unloaded = false;
	let firstSince = true;
	const sentinel = standSentinel(signal, sentinels, {
		erased: () => !isHeard(),
		onUnload: (first) => {
			// Twice in one turn, and the second time without a sentinel: then the private event is not heard.
			unloaded = true;
			firstSince &&= first;
			listenAll();
		},
	});

	const observer = new MutationObserver(() => {
		if (signal.aborted) return;
		const heard = isHeard();
		if (heard && !unloaded) return;
		let first = heard && firstSince;
		unloaded = false;
		firstSince = true;
		if (!first) first = makeFirst();
		sentinel.place();
		onReplaced(first);
	});

	/** Without the document of the page, if it is worth that now. */
	function makeFirst(): boolean {
		const erase = reopen();
		const erased = erase && eraseDocument();
		listenAll();
		if (erase) closeDocument();
		return erased;
	}

	listenAll();
	observer.observe(document, { childList: true });
	signal.addEventListener("abort", () => observer.disconnect());
}

/** True if it is proved: a listener of ours is gone as well. In Firefox `open` may be a function that the page put there. */
function eraseDocument(): boolean {
	for (const open of [() => void pageDocument().open(), reopenFromAfar]) {
		const probe = requestId();
		let heard = false;
		const onProbe = () => {
			heard = true;
		};
		window.addEventListener(probe, onProbe, { capture: true });
		try {
			open();
		} catch {
			// XML documents have no open(); the page could not have called it either.
		}
		window.dispatchEvent(new Event(probe));
		window.removeEventListener(probe, onProbe, { capture: true });
		if (!heard) return true;
	}
	return false;
}

function closeDocument(): void {
	try {
		pageDocument().close();
	} catch {
		// As above.
	}
}
