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
import { requestId } from "../../platform/runtime.ts";
import { createHost, type OwnHost } from "../frames/own-host.ts";
import { kinOf } from "./kin.ts";
import type { Sentinels } from "./sentinels.ts";

/**
 * Begins its window's name; the rest is random, so that no `window.open` finds it. Nothing is at stake in the prefix: who else bears
 * it gets no lock and no reader, but a guard.
 */
const namePrefix = "sotto-sentinel-";

export function isSentinel(): boolean {
	return window !== window.top && (isOwnSentinel() || window.name.startsWith(namePrefix));
}

/** The guard around it says so, so that no other is needed in it. Firefox cannot tell (kin.ts): there it has one. */
export function isOwnSentinel(): boolean {
	try {
		const { frameElement } = window;
		return frameElement !== null && kinOf(window.parent)?.isSentinel(frameElement) === true;
	} catch {
		return false;
	}
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

export function standSentinel(signal: AbortSignal, sentinels: Sentinels, { erased, onUnload }: Hooks): Sentinel {
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

		// Whatever comes before or into it, and has gone again by the time it is unloaded; and a page in it that is not ours.
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
			frame.name = namePrefix + requestId();
			sentinels.add(frame, element, made.root);
			// An empty one loads once.
			let loads = 0;
			frame.addEventListener("load", () => {
				loads++;
				spoiled ||= loads > 1;
			});
			observer.observe(frame, { childList: true, attributes: true });
			made.root.append(frame);
			// What we did ourselves spoils nothing.
			const ours = observer.takeRecords().filter(({ addedNodes }) => addedNodes[0] !== frame);
			look(ours);
			frame.contentWindow?.addEventListener("pagehide", (event) => {
				if (!event.isTrusted) return;
				sentinels.drop(frame);
				if (signal.aborted) return;
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
