/**
 * The one line between a frame of ours in a web page and the content script that made it. Frames never post to their
 * parent: the page would get `event.source` and could navigate the frame away.
 */
import type { ContentToFrame, FrameToContent, PortHandover } from "../messaging/channels.ts";

export interface FramePort {
	readonly post: (message: FrameToContent) => void;
}

/** Heights of messages go out in steps, so that they tell the page little about what is shown. CSS px. */
export const readerStep = 24;
/** The composer grows line by line; what the page may learn from it is that somebody types. CSS px. */
export const composerStep = 4;

/**
 * Waits for the handover, which counts once. A page that embeds the frame itself can only hand over a ticket that opens nothing.
 * `onMessage` also gets the first ticket.
 */
export function awaitPort(onMessage: (message: ContentToFrame) => void): FramePort {
	let port: MessagePort | null = null;
	const onHandover = (event: MessageEvent<unknown>) => {
		const given = event.ports[0];
		if (!event.isTrusted || given === undefined || !isHandover(event.data)) return;
		window.removeEventListener("message", onHandover);
		port = given;
		port.onmessage = (later: MessageEvent<ContentToFrame>) => onMessage(later.data);
		port.postMessage({ kind: "ready" } satisfies FrameToContent);
		onMessage({ kind: "ticket", ticket: event.data.ticket });
	};
	window.addEventListener("message", onHandover);
	return { post: (message) => port?.postMessage(message) };
}

function isHandover(data: unknown): data is PortHandover {
	if (typeof data !== "object" || data === null) return false;
	const { sotto, ticket } = data as Partial<PortHandover>;
	return sotto === "port" && typeof ticket === "string";
}

/** Tells the content script the height that `root` needs, in steps, whenever it may have changed. */
export function reportHeight(root: Element, step: number, post: FramePort["post"]): { readonly tellAgain: () => void } {
	let told = 0;
	const tell = () => {
		const px = Math.ceil(neededHeight(root) / step) * step;
		if (px === told) return;
		told = px;
		if (px > 0) post({ kind: "height", px });
	};
	new ResizeObserver(tell).observe(root);
	// `open`: of details. Closing them makes no box around them smaller, since what is left of the frame is filled.
	const changes = { childList: true, subtree: true, characterData: true, attributeFilter: ["open"] };
	new MutationObserver(tell).observe(root, changes);
	return {
		tellAgain: () => {
			told = 0;
			tell();
		},
	};
}

/** CSS px. What fills a frame that is taller than needed is not counted, or the frame could never shrink. */
function neededHeight(root: Element): number {
	const card = root.querySelector(".reader-card");
	if (card === null) {
		const fill = root.querySelector(".fill")?.getBoundingClientRect().height ?? 0;
		return root.getBoundingClientRect().height - fill;
	}
	// The boxes of the children alone: a range around them would count what closed details hold.
	const boxes = [...card.children].map((child) => child.getBoundingClientRect());
	const content = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
	const style = getComputedStyle(card);
	const around = [style.paddingTop, style.paddingBottom, style.borderTopWidth, style.borderBottomWidth];
	return around.reduce((sum, length) => sum + Number.parseFloat(length), boxes.length === 0 ? 0 : content);
}
