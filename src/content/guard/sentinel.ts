/**
 * COMPAT(firefox): hears `document.open()` while it runs. Editors that write the document of their frame themselves (CKEditor 4,
 * TinyMCE) begin with it, and it erases every listener of window and document. A frame in that document is unloaded by it, after the
 * listeners are gone and before any script of the page goes on; in its `pagehide` ours are put back, and are the first again
 * (measured). Chromium unloads frames first and erases then.
 *
 * The sentinel is an empty frame in a closed root, the first in its document: a frame of the page before it would be unloaded, and
 * could listen, before it. A page may spoil that; then reopen.ts does what is left to do.
 */
import { createHost, type OwnHost } from "../frames/own-host.ts";

/** Its window's name. Nothing is at stake in it: who else bears it gets no lock and no reader. */
const sentinelName = "sotto-sentinel";

export function isSentinel(): boolean {
	return window !== window.top && window.name === sentinelName;
}

export interface Sentinel {
	/** Puts it up if it does not stand. */
	readonly place: () => void;
}

/** `onUnload`: the document is being emptied, or the page has taken the sentinel out. `first`: nobody was before us. */
export function standSentinel(signal: AbortSignal, onUnload: (first: boolean) => void): Sentinel {
	let host: OwnHost | null = null;
	// Asked once: a document that was opened anew has the address of who did it.
	const needed = isNeeded();

	function place(): void {
		const root = document.documentElement;
		if (signal.aborted || root === null || !needed || host?.element.isConnected) return;
		host?.remove();
		const made = createHost({ display: "none" }, () => undefined);
		const { element } = made;
		const frame = document.createElement("iframe");
		frame.name = sentinelName;
		made.root.append(frame);
		root.prepend(element);
		host = made;

		// Whatever comes before or into it, and has gone again by the time it is unloaded.
		let spoiled = false;
		const look = (records: readonly MutationRecord[]) => {
			spoiled ||= records.some(({ target, previousSibling }) => target === element || previousSibling === null);
		};
		const observer = new MutationObserver(look);
		for (const parent of [root, element]) observer.observe(parent, { childList: true });
		frame.contentWindow?.addEventListener("pagehide", (event) => {
			if (signal.aborted || !event.isTrusted) return;
			look(observer.takeRecords());
			onUnload(!spoiled && root.firstChild === element);
		});
	}

	place();
	signal.addEventListener("abort", () => host?.remove());
	return { place };
}

/** In Firefox, in a frame that has no address of its own: only there editors write the whole document. Not in another sentinel. */
function isNeeded(): boolean {
	try {
		const around = window.frameElement;
		if (around === null || !("wrappedJSObject" in window) || location.protocol !== "about:") return false;
		return Node.prototype.getRootNode.call(around).nodeType === Node.DOCUMENT_NODE;
	} catch {
		return false;
	}
}
