/**
 * The content script of one frame.
 *
 *   every frame of a site that is on      guard and listeners for clear text, from document_start until the end
 *   top frame, frames of the same site    engine as well, once the background says that the site is on
 *
 *   ends when    the site is off (`content/start`), "shut-down", or the extension was updated or removed (lifetime.ts)
 *
 * Holds no key and never any text a person wrote here, except what stood in the site's own box when the lock was pressed.
 */
import type { BoxChoice } from "../messaging/channels.ts";
import { ask, onToContent } from "../messaging/content-client.ts";
import { extensionAlive } from "../platform/runtime.ts";
import { startClearSend } from "./clear-send/clear-send.ts";
import { topDocument } from "./dom-tree.ts";
import { type Engine, mayRunEngine, startEngine } from "./engine.ts";
import { startGuard } from "./guard/guard.ts";
import { isOwnSentinel, isSentinel } from "./guard/sentinel.ts";
import { claimFrame, endWithExtension } from "./lifetime.ts";
import { writingFile } from "./writing-file.ts";

/** The background may be starting itself; asked again after these pauses. Milliseconds. */
const startRetriesMs = [300, 2000];

export function startContent(): void {
	if (isOwnSentinel()) return;
	const claimed = claimFrame(extensionAlive);
	if (claimed === null) return;
	const controller = claimed;
	const { signal } = controller;
	let engine: Engine | null = null;
	let ofDocument: AbortController | null = null;
	let limit: number | null = null;
	let boxes: readonly BoxChoice[] = [];
	let on = false;

	const guard = startGuard(signal, {
		onReplaced: () => {
			clearSend.listen();
			ofDocument?.abort();
			beginEngine();
		},
		onReturned: () => void ask("content/user-returned", null),
	});
	const writing = writingFile(signal);
	const clearSend = startClearSend(signal, writing);
	endWithExtension(controller, extensionAlive);

	function beginEngine(): void {
		if (!on || signal.aborted || isSentinel() || !mayRunEngine()) return;
		ofDocument = new AbortController();
		const facts = { limit: () => limit, boxes: () => boxes };
		engine = startEngine(AbortSignal.any([ofDocument.signal, signal]), guard, facts, { clearSend, writing });
	}

	const stopListening = onToContent((order) => {
		if (signal.aborted) return undefined;
		switch (order.kind) {
			case "composing":
				if (order.brokenOff === true) guard.brokenOff();
				else if (order.brokenOff === false) guard.returned(order.on);
				else guard.composingElsewhere(order.on);
				return Promise.resolve(null);
			case "shut-down":
				controller.abort();
				return Promise.resolve(null);
			case "box-choices":
				if (order.site !== topDocument()?.location.origin) return undefined;
				boxes = order.boxes;
				return engine?.order(order);
			default:
				return engine?.order(order);
		}
	});
	signal.addEventListener("abort", stopListening);

	void begin();

	async function begin(): Promise<void> {
		const reply = await askStart();
		if (signal.aborted) return;
		if (reply === null || !reply.on) return controller.abort();
		on = true;
		limit = reply.limit;
		boxes = reply.boxes;
		guard.composingElsewhere(reply.composing);
		beginEngine();
	}

	async function askStart() {
		for (const pause of [0, ...startRetriesMs]) {
			if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
			if (signal.aborted || !extensionAlive()) return null;
			const reply = await ask("content/start", { top: window === window.top });
			if (reply !== null) return reply;
		}
		return null;
	}
}
