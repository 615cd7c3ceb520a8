/**
 * Hears `document.open()` while it runs. Editors that write the document of their frame themselves (CKEditor 4, TinyMCE 5) begin
 * with it, and it erases every listener of window and document. A frame in that document is unloaded by it, and before any script of
 * the page goes on; where the listeners are gone by then, ours are put back in its `pagehide` and are the first again (measured).
 *
 *                1             2                       3
 *   Firefox      -             erases the listeners    unloads the frames: `pagehide` of the sentinel, the guard is back
 *   Chromium     unloads       erases the listeners    unloads what has come since 1: the frame that the sentinel added then
 *
 * The sentinel is an empty frame in a closed root, the first in its document: a frame of the page before it would be unloaded, and
 * could listen, before it. A page may spoil that, and is found out; then reopen.ts does what is left to do.
 */
import { markOwn } from "../frames/own-elements.ts";
import { createHost, type OwnHost } from "../frames/own-host.ts";
import { kinOf } from "./kin.ts";

/** Its window's name. Nothing is at stake in it: who else bears it gets no lock and no reader. */
const sentinelName = "sotto-sentinel";

export function isSentinel(): boolean {
	return window !== window.top && window.name === sentinelName;
}

/** Beyond doubt, so that no guard is needed in it. Firefox cannot tell (kin.ts): there it has one. */
export function isOwnSentinel(): boolean {
	return isSentinel() && window.frameElement !== null && kinOf(window.parent)?.owns(window.frameElement) === true;
}

export interface Sentinel {
	/** Puts it up if it does not stand. */
	readonly place: () => void;
}

interface Hooks {
	/** Whether our listeners are gone. */
	readonly erased: () => boolean;
	/** The document is being emptied. `first`: nobody was before us. */
	readonly onUnload: (first: boolean) => void;
}

/** A page that takes it out more often does without. */
const maxPlaced = 20;

export function standSentinel(signal: AbortSignal, { erased, onUnload }: Hooks): Sentinel {
	let host: OwnHost | null = null;
	let placed = 0;
	// Asked once: a document that was opened anew has the address of who did it.
	const needed = isNeeded();

	function place(): void {
		const root = document.documentElement;
		if (signal.aborted || root === null || !needed || host?.element.isConnected || placed >= maxPlaced) return;
		placed++;
		host?.remove();
		const made = createHost({ display: "none" }, () => undefined);
		const { element } = made;
		host = made;

		// Whatever comes before or into it, and has gone again by the time it is unloaded.
		let spoiled = false;
		const observer = new MutationObserver((records) => {
			look(records);
			// An innocent page may empty its root.
			if (host === made) place();
		});
		function look(records: readonly MutationRecord[]): void {
			spoiled ||= records.some(({ target, previousSibling }) => target !== root || previousSibling === null);
		}

		function addFrame(onPageHide: () => void): void {
			const frame = document.createElement("iframe");
			frame.name = sentinelName;
			markOwn(frame);
			made.root.append(frame);
			// What we did ourselves spoils nothing.
			const ours = observer.takeRecords().filter(({ addedNodes }) => addedNodes[0] !== frame);
			look(ours);
			frame.contentWindow?.addEventListener("pagehide", (event) => {
				if (signal.aborted || !event.isTrusted) return;
				look(observer.takeRecords());
				onPageHide();
			});
		}
		// In Firefox the root is out of its document by then.
		const stands = () => root.firstChild === element && [root, null].includes(document.documentElement);
		const tell = () => onUnload(!spoiled && stands());
		const onFirst = () => {
			if (erased()) tell();
			else addFrame(() => erased() && tell());
		};
		for (const parent of [element, made.root]) observer.observe(parent, { childList: true });
		root.prepend(element);
		observer.observe(root, { childList: true });
		addFrame(onFirst);
	}

	place();
	signal.addEventListener("abort", () => host?.remove());
	return { place };
}

/** In a frame that has no address of its own: only there editors write the whole document. Not in another sentinel. */
function isNeeded(): boolean {
	try {
		return window.frameElement !== null && location.protocol === "about:" && !isSentinel();
	} catch {
		return false;
	}
}
