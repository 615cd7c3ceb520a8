/**
 * `document.open()` by the page erases every listener of window and document, the guard's too; 24 of 24 keys leaked without this.
 * An observer on the document survives it. When a private event no longer arrives, the guard is put back; while composing we call
 * `document.open()` ourselves first, so that the listeners which the page registered in between are erased as well.
 */
import { pageDocument, reopenFromAfar } from "../../platform/page-world.ts";
import { requestId } from "../../platform/runtime.ts";

interface Hooks {
	/** Whether the page's document must go too. */
	readonly reopen: () => boolean;
	/** Registers the guard's listeners anew. */
	readonly listen: () => void;
	/** `erasedToo`: the page's listeners are gone with ours, so ours are first again. */
	readonly onReplaced: (erasedToo: boolean) => void;
}

export function keepAlive(signal: AbortSignal, { reopen, listen, onReplaced }: Hooks): void {
	const privateName = requestId();
	let heard = false;
	const onPrivate = () => {
		heard = true;
	};
	const listenAll = () => {
		window.addEventListener(privateName, onPrivate, { capture: true, signal });
		listen();
	};
	const isHeard = () => {
		heard = false;
		window.dispatchEvent(new Event(privateName));
		return heard;
	};

	const observer = new MutationObserver(() => {
		if (signal.aborted || isHeard()) return;
		const erase = reopen();
		const erased = erase && eraseDocument();
		listenAll();
		if (erase) closeDocument();
		onReplaced(erased);
	});
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
