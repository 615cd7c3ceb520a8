/**
 * All readers of this frame: from sightings to mounts, from mounts to seats in the pool. Owns which armor is on the page now.
 */

import type { Place } from "../../messaging/channels.ts";
import { ask } from "../../messaging/content-client.ts";
import type { ArmorSpan } from "../../protocol/armor-scan.ts";
import { isField } from "../box/box.ts";
import { isConnected, isVisible } from "../dom-tree.ts";
import { type OwnFrame, openFrame } from "../frames/own-frame.ts";
import { createHost } from "../frames/own-host.ts";
import { findStarts, type Sighting, sight } from "../scan/find-armor.ts";
import { around, inPageOrder } from "./around.ts";
import { collectParts, cutsKey, messageKey } from "./message-parts.ts";
import { mountReader, type ReaderMount, type View } from "./mount-reader.ts";
import { createReaderPool } from "./reader-pool.ts";
import { noteSeenArmor, type SeenArmor } from "./seen-armor.ts";

/** Frames are made this far before they scroll into view. */
const nearScreen = "200px";

/** Armor that is still being written looks cut; what stays so for this long is cut. */
const truncatedMs = 2000;

/** After a refusal (worker asleep, too many at once) the armor stays as it is for this long; then once more, then no more. */
const retriesMs = [2000, 10_000, 60_000];

/** Messages told to the safe window. */
const maxDescribed = 100;

export interface Readers {
	/** Elements in which armor begins (find-armor.ts, findStarts). */
	readonly onArmor: (starts: readonly Element[]) => void;
	readonly onChanged: (known: Element) => void;
	readonly onDoubted: (known: Element) => void;
	readonly onRemoved: () => void;
	readonly isKnown: (element: Element) => boolean;
	readonly seenAt: SeenArmor["at"];
	readonly holders: SeenArmor["holders"];
	/** The armors of each message in the page, in page order. */
	readonly describe: () => readonly (readonly string[])[];
}

export interface ReaderPorts {
	readonly place: () => Place;
	/** The user pressed a pointer in a reader, at this `Date.now()`. */
	readonly onPressed: (frame: OwnFrame, at: number) => void;
}

export function startReaders(signal: AbortSignal, { place, onPressed }: ReaderPorts): Readers {
	const mounts = new Map<Element, ReaderMount>();
	const waiting = new Map<Element, ReturnType<typeof setTimeout>>();
	const refusals = new Map<string, number>();
	const seen = noteSeenArmor();
	const byHost = new Map<Element, View>();
	const parts = collectParts();

	const parking = createHost({ display: "none" }, () => undefined);
	const pool = createReaderPool({
		open: (ticket, root, onGone) => openFrame("reader.html", ticket, root, onGone),
		waiting: () => {
			if (!parking.element.isConnected) document.documentElement.append(parking.element);
			return parking.root;
		},
	});

	const near = new IntersectionObserver(
		(entries) => {
			for (const { target, isIntersecting } of entries) {
				const view = byHost.get(target);
				if (view === undefined) continue;
				if (isIntersecting && parts.leads(view.span)) pool.want(view.seat);
				else pool.unwant(view.seat);
			}
		},
		// `scrollMargin` does for scrolling lists what `rootMargin` does for the window; unknown to older browsers.
		{ rootMargin: nearScreen, scrollMargin: nearScreen },
	);

	/** Sorted once for all tickets that are asked for in one turn. */
	let sorted: readonly Sighting[] | null = null;
	function inOrder(): readonly Sighting[] {
		if (sorted !== null) return sorted;
		queueMicrotask(() => {
			sorted = null;
		});
		sorted = inPageOrder([...mounts.values()].map(({ sighting }) => sighting));
		return sorted;
	}

	async function ticketFor({ id, span }: Pick<View, "id" | "span">, own: Sighting): Promise<string | null> {
		const reply = await ask("content/request-reader", {
			mount: id,
			armor: parts.armorFor(span),
			place: place(),
			onPage: around(span, own, inOrder()),
		});
		return reply?.ticket ?? null;
	}

	function take(sighting: Sighting): void {
		const { holder, spans } = sighting;
		if (signal.aborted || !isConnected(holder) || !(holder instanceof HTMLElement)) return;
		// Editors keep an unseen copy of their box to measure it.
		if (getComputedStyle(holder).visibility === "hidden") return;
		const mounted = mounts.get(holder);
		if (mounted?.intact()) return;
		if (mounted) unmount(mounted);
		// A copy of a field to measure it or to copy from; one that is shown later is told of again.
		if (isField(holder) && !isVisible(holder)) return;
		if (spans.some((span) => span.state === "truncated")) waitForRest(sighting);
		else mount(sighting);
	}

	function waitForRest(sighting: Sighting): void {
		const { holder } = sighting;
		// Whoever sent it waits less long than we do for the rest.
		seen.note(sighting);
		clearTimeout(waiting.get(holder));
		const onTime = () => {
			waiting.delete(holder);
			const now = isConnected(holder) ? sight(holder) : null;
			if (now !== null && !mounts.has(now.holder)) mount(now);
		};
		waiting.set(holder, setTimeout(onTime, truncatedMs));
	}

	function mount(sighting: Sighting): void {
		const { holder, spans } = sighting;
		seen.note(sighting);
		clearTimeout(waiting.get(holder));
		waiting.delete(holder);
		const renewed = new Set<string>();
		for (const span of spans) if (parts.add(span)) renewed.add(messageKey(span));
		leadAnew(spans);
		const made = mountReader(sighting, {
			ticket: (view) => ticketFor(view, sighting),
			onRefused: () => refuse(made),
			onPressed,
			onLost: () => unmount(made),
		});
		mounts.set(holder, made);
		for (const view of made.views) {
			byHost.set(view.host.element, view);
			adoptLead(view);
			view.lead(parts.leads(view.span));
			near.observe(view.host.element);
		}
		for (const view of byHost.values()) if (renewed.has(messageKey(view.span))) pool.renew(view.seat);
	}

	/**
	 * More of these messages is there now: what stands of them elsewhere, cut in another way and never all there, needs no reader any more,
	 * and what was believed to be such may have come whole.
	 */
	function leadAnew(spans: readonly ArmorSpan[]): void {
		const keys = new Set(spans.map(cutsKey));
		keys.delete(null);
		for (const view of byHost.values()) if (keys.has(cutsKey(view.span))) applyLead(view);
	}

	function applyLead(view: View): void {
		const leads = parts.leads(view.span);
		if (!leads) pool.unwant(view.seat);
		view.lead(leads);
		// Told anew whether it is near the screen.
		near.unobserve(view.host.element);
		near.observe(view.host.element);
	}

	/** The part that shows the message may have left the page while we were not looking. */
	function adoptLead(view: View): void {
		if (parts.leads(view.span)) return;
		const key = messageKey(view.span);
		for (const other of byHost.values()) {
			if (other !== view && messageKey(other.span) === key && parts.leads(other.span)) return;
		}
		parts.lead(view.span);
	}

	function unmount(mounted: ReaderMount): void {
		if (mounts.get(mounted.sighting.holder) === mounted) mounts.delete(mounted.sighting.holder);
		for (const view of mounted.views) {
			near.unobserve(view.host.element);
			byHost.delete(view.host.element);
			pool.unwant(view.seat);
			passOnLead(view);
		}
		mounted.restore();
		// After the pool has taken its frame back, and before anything is painted.
		queueMicrotask(mounted.remove);
	}

	function passOnLead(gone: View): void {
		if (!parts.leads(gone.span)) return;
		const key = messageKey(gone.span);
		for (const view of byHost.values()) {
			if (messageKey(view.span) !== key) continue;
			adoptLead(view);
			applyLead(view);
			return;
		}
	}

	function refuse(mounted: ReaderMount): void {
		unmount(mounted);
		const { holder, spans } = mounted.sighting;
		const text = spans[0]?.text ?? "";
		const times = refusals.get(text) ?? 0;
		refusals.set(text, times + 1);
		const pause = retriesMs[times];
		if (pause === undefined) return;
		setTimeout(() => {
			if (isConnected(holder)) onArmor(isField(holder) ? [holder] : findStarts(holder));
		}, pause);
	}

	function onArmor(starts: readonly Element[]): void {
		if (signal.aborted) return;
		for (const start of starts) {
			const sighting = isConnected(start) ? sight(start) : null;
			if (sighting !== null) take(sighting);
		}
	}

	function veil(mounted: ReaderMount, on: boolean): void {
		for (const view of mounted.views) view.veil(on);
	}

	function sweep(): void {
		for (const mounted of [...mounts.values()]) {
			if (!isConnected(mounted.sighting.holder)) unmount(mounted);
			else if (!mounted.views.every(({ host }) => host.element.isConnected) && !mounted.intact()) unmount(mounted);
		}
		for (const [holder, timer] of waiting) {
			if (isConnected(holder)) continue;
			clearTimeout(timer);
			waiting.delete(holder);
		}
	}

	signal.addEventListener("abort", () => {
		near.disconnect();
		for (const mounted of [...mounts.values()]) unmount(mounted);
		for (const timer of waiting.values()) clearTimeout(timer);
		pool.close();
		parking.remove();
	});

	return {
		onArmor,
		onChanged: (known) => {
			const mounted = mounts.get(known);
			if (mounted?.intact()) {
				veil(mounted, false);
				return;
			}
			if (mounted) unmount(mounted);
			onArmor(isField(known) ? [known] : findStarts(known));
		},
		onDoubted: (known) => {
			const mounted = mounts.get(known);
			if (mounted) veil(mounted, true);
		},
		onRemoved: sweep,
		isKnown: (element) => mounts.has(element) || waiting.has(element),
		seenAt: seen.at,
		holders: seen.holders,
		describe: () => {
			const messages = new Map<string, readonly string[]>();
			for (const { spans } of inOrder()) {
				for (const span of spans) if (!parts.outdone(span)) messages.set(messageKey(span), parts.armorFor(span));
			}
			return [...messages.values()].slice(-maxDescribed);
		},
	};
}
