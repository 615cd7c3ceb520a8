/**
 * One extension page in a frame inside a closed shadow root, and the port to it. The ticket goes over the port, never into
 * the URL, and the frame never posts to its parent: the page would get `event.source` and could navigate the frame away.
 */
import type { ContentToFrame, FrameToContent, PortHandover } from "../../messaging/channels.ts";
import { frameUrl } from "../../platform/runtime.ts";

export interface OwnFrame {
	readonly send: (message: ContentToFrame) => void;
	/** Puts the living frame under another root. False if it cannot be done without reloading it. */
	readonly moveTo: (root: ShadowRoot) => boolean;
	readonly show: (visible: boolean) => void;
	readonly focus: () => void;
	readonly blur: () => void;
	/** False once its document is gone, because the page took the host out. */
	readonly alive: () => boolean;
	readonly remove: () => void;
	/** Who hears the frame now. */
	listen: (onMessage: (message: FrameToContent) => void) => void;
}

const frameStyle =
	"all:initial!important;display:block!important;width:100%!important;height:100%!important;border:0!important;" +
	"background:transparent!important;color-scheme:light dark!important;";

/** `moveBefore` keeps a frame's document alive; younger than some browsers we support. */
interface Movable {
	moveBefore?: (node: Node, child: Node | null) => void;
}

/** `onGone`: the frame was reloaded or never loaded; it holds no ticket any more and must be removed. */
export function openFrame(
	page: "reader.html" | "composer.html",
	ticket: string,
	root: ShadowRoot,
	onGone: () => void,
): OwnFrame {
	const { port1, port2 } = new MessageChannel();
	let onMessage: (message: FrameToContent) => void = () => undefined;
	let handedOver = false;

	const frame = document.createElement("iframe");
	// Without it, dynamic URLs do not load on pages with COEP. Firefox has neither.
	if ("credentialless" in frame) frame.credentialless = true;
	frame.style.cssText = frameStyle;
	frame.addEventListener("load", () => {
		if (handedOver || frame.contentWindow === null) return onGone();
		handedOver = true;
		// Not again if it has the focus: it would see a blur that nobody announced.
		if (page === "composer.html" && root.activeElement !== frame) frame.focus();
		const handover: PortHandover = { sotto: "port", ticket };
		// Target "*": the URL is dynamic in Chromium. Nobody but us can reach or navigate this frame.
		frame.contentWindow.postMessage(handover, "*", [port2]);
	});
	port1.onmessage = (event: MessageEvent<unknown>) => {
		if (isFrameMessage(event.data)) onMessage(event.data);
	};
	frame.src = frameUrl(page);
	root.append(frame);

	return {
		send: (message) => port1.postMessage(message),
		moveTo: (to) => {
			const target = to as ShadowRoot & Movable;
			if (target.moveBefore === undefined || !frame.isConnected || !to.isConnected) return false;
			try {
				target.moveBefore(frame, null);
				drawAnew(frame);
				return true;
			} catch {
				return false;
			}
		},
		show: (visible) => frame.style.setProperty("visibility", visible ? "visible" : "hidden", "important"),
		focus: () => {
			if (root.activeElement !== frame) frame.focus();
		},
		blur: () => frame.blur(),
		alive: () => frame.contentWindow !== null,
		remove: () => {
			port1.close();
			frame.remove();
		},
		listen: (listener) => {
			onMessage = listener;
		},
	};
}

/** Chromium goes on not drawing a frame that it moved while it was out of sight, at its old size, until its box is made anew. */
function drawAnew(frame: HTMLIFrameElement): void {
	frame.style.setProperty("display", "none", "important");
	frame.getBoundingClientRect();
	frame.style.setProperty("display", "block", "important");
}

/** Taller than any screen we fill; a larger wish is cut. CSS px. */
const maxHeight = 20_000;

function isFrameMessage(data: unknown): data is FrameToContent {
	if (typeof data !== "object" || data === null) return false;
	const { kind, px, focusBox, ticket, at } = data as { [key: string]: unknown };
	switch (kind) {
		case "height":
			return typeof px === "number" && px >= 0 && px <= maxHeight && ["string", "undefined"].includes(typeof ticket);
		case "pressed":
			return typeof at === "number";
		case "close":
			return typeof focusBox === "boolean";
		case "ready":
		case "focus-stolen":
		case "focused":
		case "opened":
		case "taken-spent":
			return true;
		default:
			return false;
	}
}
