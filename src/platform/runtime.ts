/** Messages between our processes, and whether the extension behind this script still exists. Knows no channel. */
import type { Runtime } from "webextension-polyfill";
import { api } from "./browser.ts";

/** What the browser itself says about a sender. Never anything the message claims. */
export interface BrowserSender {
	readonly id?: string | undefined;
	readonly origin?: string | undefined;
	readonly url?: string | undefined;
	readonly frameId?: number | undefined;
	readonly tab?: { readonly id?: number | undefined; readonly url?: string | undefined } | undefined;
}

/** False in a content script whose extension was updated or removed: its API object is gone or has no id. */
export function extensionAlive(): boolean {
	try {
		return api().runtime?.id !== undefined;
	} catch {
		return false;
	}
}

/** URL of a frame that may stand in a web page. In Chromium it is another one in every session (`use_dynamic_url`). */
export function frameUrl(name: "reader.html" | "composer.html"): string {
	return api().runtime.getURL(name);
}

/** URL of one of our own pages, for windows and tabs that we open. */
export function pageUrl(path: string): string {
	return api().runtime.getURL(path);
}

/** `{ id, origin }` of this extension, as they appear in senders (`origin` without a trailing slash). */
export function ownIdentity(): { readonly id: string; readonly origin: string } {
	return { id: api().runtime.id, origin: new URL(api().runtime.getURL("")).origin };
}

/** 16 random bytes in hex: names one request, so that its repeat after a killed worker is known to be the same one. */
export function requestId(): string {
	let hex = "";
	for (const byte of crypto.getRandomValues(new Uint8Array(16))) hex += byte.toString(16).padStart(2, "0");
	return hex;
}

/** To the background (from a page) or to every open page (from the background). Rejects if nobody listens. */
export async function send(message: unknown): Promise<unknown> {
	return api().runtime.sendMessage(message);
}

/**
 * Calls `handler` for every message; a returned promise is the answer, `undefined` leaves it to others.
 * Answers through `sendResponse`: Chromium does not take a promise from a listener.
 */
export function onMessage(
	handler: (message: unknown, sender: BrowserSender) => Promise<unknown> | undefined,
): () => void {
	const listener = (message: unknown, sender: Runtime.MessageSender, sendResponse: (answer: unknown) => void) => {
		const answer = handler(message, sender);
		if (answer === undefined) return undefined;
		void answer.then(sendResponse, () => sendResponse(undefined));
		return true as const;
	};
	const event = api().runtime.onMessage;
	event.addListener(listener as Runtime.OnMessageListener);
	return () => {
		try {
			event.removeListener(listener as Runtime.OnMessageListener);
		} catch {
			// The extension is gone, and its events with it.
		}
	};
}

/** True for the background and for our pages outside tabs; false for every content script and every frame in a page. */
export function isFromBackground(sender: BrowserSender): boolean {
	return sender.id === api().runtime.id && sender.tab === undefined;
}

/** Also after an update, which forgets registered content scripts. */
export function onInstalled(handler: (why: "install" | "update") => void): void {
	api().runtime.onInstalled.addListener(({ reason }) => {
		if (reason === "install" || reason === "update") handler(reason);
	});
}

/** A new version was downloaded; `reloadExtension` takes it. Every page and script of the old one is orphaned then. */
export function onUpdateAvailable(handler: () => void): void {
	api().runtime.onUpdateAvailable.addListener(() => handler());
}

export function reloadExtension(): void {
	api().runtime.reload();
}
