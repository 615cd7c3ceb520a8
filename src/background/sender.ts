/**
 * Who sent a message, from fields that the browser sets and nothing the message claims.
 *
 *   origin is ours  -> the exact path says which page; frames of a web page have a tab and a frame id above 0
 *   any other one   -> a content script of ours, if it is in a tab
 *
 * Measured alike in Chromium and Firefox. Chromium shows the static id in `url` and `origin` also when the frame was loaded
 * under a dynamic URL. A page can put a web-accessible page of ours into a frame itself, so class alone opens nothing:
 * frames also need a ticket (frame-tickets.ts).
 */
import type { SenderClass } from "../messaging/channels.ts";
import type { BrowserSender } from "../platform/runtime.ts";

export interface ContentSender {
	readonly class: "content";
	readonly tab: number;
	/** 0 is the top frame. */
	readonly frame: number;
	/** Of the frame's document; `null` for an opaque one (sandbox). */
	readonly origin: string | null;
	/** Of the tab's top document, if the browser lets us know it. */
	readonly topOrigin: string | null;
}

/** A page of ours with a place in a tab: a frame in a web page, or the safe window. */
export interface FrameSender {
	readonly class: "reader" | "composer" | "safe";
	readonly tab: number;
	readonly frame: number;
}

export interface PageSender {
	readonly class: "popup" | "welcome" | "codes";
}

export type ProvedSender = ContentSender | FrameSender | PageSender;

const pages: Readonly<Record<string, Exclude<SenderClass, "content">>> = {
	"/reader.html": "reader",
	"/composer.html": "composer",
	"/popup.html": "popup",
	"/welcome.html": "welcome",
	"/safe.html": "safe",
	"/codes.html": "codes",
};

/** Null: nobody we know, which is refused. */
export function proveSender(
	sender: BrowserSender,
	own: { readonly id: string; readonly origin: string },
): ProvedSender | null {
	if (sender.id !== own.id || typeof sender.origin !== "string") return null;
	const tab = wholeOrNull(sender.tab?.id);
	const frame = wholeOrNull(sender.frameId);
	if (sender.origin !== own.origin) return contentSender(sender, tab, frame);

	const url = parseUrl(sender.url);
	if (url === null || originOf(url) !== own.origin) return null;
	const page = Object.hasOwn(pages, url.pathname) ? pages[url.pathname] : undefined;
	switch (page) {
		case "reader":
		case "composer":
			return tab !== null && frame !== null && frame > 0 ? { class: page, tab, frame } : null;
		case "safe":
			return tab !== null && frame === 0 ? { class: page, tab, frame } : null;
		case "popup":
		case "welcome":
		case "codes":
			return frame === null || frame === 0 ? { class: page } : null;
		default:
			return null;
	}
}

function contentSender(sender: BrowserSender, tab: number | null, frame: number | null): ContentSender | null {
	if (tab === null || frame === null) return null;
	const origin = sender.origin === "null" ? null : webOrigin(sender.origin);
	if (origin === null && sender.origin !== "null") return null;
	return { class: "content", tab, frame, origin, topOrigin: webOrigin(sender.tab?.url) };
}

/** The origin of an http(s) URL, else null. */
export function webOrigin(url: string | undefined | null): string | null {
	const parsed = parseUrl(url ?? undefined);
	return parsed?.protocol === "https:" || parsed?.protocol === "http:" ? parsed.origin : null;
}

function parseUrl(url: string | undefined): URL | null {
	return url !== undefined && URL.canParse(url) ? new URL(url) : null;
}

/** `URL.origin` is "null" for extension schemes in some engines; scheme and host say the same. */
function originOf(url: URL): string {
	return `${url.protocol}//${url.host}`;
}

function wholeOrNull(value: unknown): number | null {
	return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
