/**
 * One armor in the page, shown as a reader in its place. Bound to the armor, not to the element: `sighting` is what the element
 * held when it was mounted, and whoever sees the element change asks `intact` before anything is shown there again.
 */
import { requestId } from "../../platform/runtime.ts";
import type { ArmorSpan } from "../../protocol/armor-scan.ts";
import { drawRest } from "../detect/rest-icon.ts";
import type { OwnFrame } from "../frames/own-frame.ts";
import { createHost, type OwnHost, type Styles } from "../frames/own-host.ts";
import { type Sighting, stillHolds } from "../scan/find-armor.ts";
import { keepEnd, noteEnd } from "./list-end.ts";
import { messageKey } from "./message-parts.ts";
import { type PutAway, putAway } from "./put-away.ts";
import type { Seat } from "./reader-pool.ts";

/** Kept free until the frame tells its own height: one line and the line under it. CSS px. */
const firstHeight = 48;
/** A part whose message is shown elsewhere. */
const partHeight = 24;
const markSize = 16;

/** A width of its own, because a bubble that fits its content has none to give. */
const hostStyle: Styles = {
	display: "block",
	position: "relative",
	width: "440px",
	"max-width": "100%",
	"min-width": "0",
	flex: "0 1 auto",
};

export interface View {
	readonly id: string;
	readonly span: ArmorSpan;
	readonly host: OwnHost;
	readonly seat: Seat;
	/** A reader's place, or the small mark of a part that is read elsewhere. */
	readonly lead: (leads: boolean) => void;
	/** Its text is out of sight for as long as the armor under it may be another one by now. */
	readonly veil: (on: boolean) => void;
}

export interface ReaderMount {
	readonly sighting: Sighting;
	readonly views: readonly View[];
	/** Still the same armor, and the hosts still there or put back. */
	readonly intact: () => boolean;
	/** The armor is in sight again; the hosts still stand. */
	readonly restore: () => void;
	readonly remove: () => void;
}

export interface MountOptions {
	readonly ticket: (view: { id: string; span: ArmorSpan }) => Promise<string | null>;
	readonly onRefused: () => void;
	/** The user pressed a pointer in the frame, at this `Date.now()`. */
	readonly onPressed: (frame: OwnFrame, at: number) => void;
	readonly onLost: () => void;
}

/** Puts back of one host: a framework that renders its children anew does it now and then, a hostile page without end. */
const maxPutBacks = 20;

export function mountReader(sighting: Sighting, options: MountOptions): ReaderMount {
	const holder = sighting.holder as HTMLElement;
	noteEnd(holder);
	const away = putAway(holder, sighting.spans);
	const byMessage = new Map(sighting.spans.map((span) => [messageKey(span), span]));
	const views = [...byMessage.values()].map((span) => createView(span, options));
	for (const view of views) away.insert(view.host.element);
	let putBacks = 0;
	return {
		sighting,
		views,
		intact: () => stillHolds(sighting) && putBack(away),
		restore: away.restore,
		remove: () => {
			for (const { host } of views) host.remove();
		},
	};

	function putBack({ insert }: PutAway): boolean {
		for (const { host } of views) {
			if (host.element.isConnected) continue;
			putBacks++;
			if (putBacks > maxPutBacks) return false;
			insert(host.element);
		}
		return true;
	}
}

function createView(span: ArmorSpan, options: MountOptions): View {
	const id = requestId();
	const host = createHost({ ...hostStyle, height: `${firstHeight}px` }, options.onLost);
	let mark: Element | null = null;
	let leading: boolean | null = null;
	let veiled = false;
	/** Once it has drawn this message. */
	let drawn: OwnFrame | null = null;
	/** Of this message. A frame from the pool may still tell the height of its last one. */
	const tickets = new Set<string>();
	const seat: Seat = {
		root: host.root,
		distance: () => {
			const { top, bottom } = host.element.getBoundingClientRect();
			return Math.abs((top + bottom) / 2 - window.innerHeight / 2);
		},
		ticket: async () => {
			const ticket = await options.ticket({ id, span });
			if (ticket !== null) tickets.add(ticket);
			return ticket;
		},
		onRefused: options.onRefused,
		onReleased: () => {
			drawn = null;
		},
		onFrame: (frame: OwnFrame) => {
			// Until it has drawn this message, a frame from the pool could show its last one here.
			frame.show(false);
			drawn = null;
			frame.listen((message) => {
				if (message.kind === "pressed") options.onPressed(frame, message.at);
				if (message.kind !== "height" || message.ticket === undefined || !tickets.has(message.ticket)) return;
				const grow = () => host.style({ height: `${message.px}px` });
				// What the user opens in it later stays under the pointer.
				if (drawn) grow();
				else keepEnd(host.element, grow);
				drawn = frame;
				if (!veiled) frame.show(true);
			});
		},
	};
	return {
		id,
		span,
		host,
		seat,
		lead: (leads) => {
			// Told again, a reader keeps the height it has.
			if (leads === leading) return;
			leading = leads;
			mark?.remove();
			mark = leads ? null : drawRest(markSize);
			host.style({ height: `${leads ? firstHeight : partHeight}px`, color: "GrayText" });
			if (mark !== null) host.root.append(mark);
		},
		veil: (on) => {
			if (veiled === on) return;
			veiled = on;
			drawn?.show(!on);
		},
	};
}
