/**
 * What this frame does for the user: armor becomes readers, boxes get a lock, the lock opens a composer. Ends with its signal,
 * and starts anew when the page replaces its document.
 */
import type { ContentReplies, ToContent } from "../messaging/channels.ts";
import { type Composers, startComposers } from "./composer/mount-composer.ts";
import { chosenBox, offeredBoxes, rankBoxes } from "./detect/find-composer.ts";
import { showLock } from "./detect/lock-button.ts";
import { deepActiveElement, topDocument } from "./dom-tree.ts";
import { isOwn } from "./frames/own-elements.ts";
import type { Guard } from "./guard/guard.ts";
import { boxAround, trackBox } from "./insert/box.ts";
import { readPlace } from "./place.ts";
import { type Readers, startReaders } from "./readers/readers.ts";
import { type Watch, watch } from "./scan/watch.ts";

/** New boxes are looked for this long after the page stopped adding elements, and at the latest after `longestMs`. */
const quietMs = 300;
const longestMs = 1500;

type Order = ToContent;
type Answer = ContentReplies[keyof ContentReplies];

export interface Engine {
	/** Undefined: not for this frame. */
	readonly order: (order: Order) => Promise<Answer> | undefined;
}

export function startEngine(signal: AbortSignal, guard: Guard, limit: () => number | null): Engine {
	const isTop = window === window.top;
	const locks = new Map<HTMLElement, AbortController>();
	let composers: Composers | null = null;
	let readers: Readers | null = null;
	let watching: Watch | null = null;

	const roots = () => watching?.roots() ?? [document];
	const bestBox = () => rankBoxes(roots())[0]?.box ?? null;
	const place = () => readPlace(lockedBox() ?? bestBoxNow());

	function lockedBox(): HTMLElement | null {
		for (const box of locks.keys()) if (box.isConnected) return box;
		return null;
	}
	/** Readers ask for the place often; the box is looked up at most once a second. */
	let lookedAt = Number.NEGATIVE_INFINITY;
	let lookedUp: HTMLElement | null = null;
	function bestBoxNow(): HTMLElement | null {
		if (performance.now() - lookedAt > 1000) {
			lookedAt = performance.now();
			lookedUp = bestBox();
		}
		return lookedUp?.isConnected ? lookedUp : null;
	}

	readers = startReaders(signal, { place, onPressed: guard.visit });
	composers = startComposers(signal, {
		guard,
		limit,
		seenAt: readers.seenAt,
		bestBox: () => (isTop ? bestBox() : null),
	});
	const opener = composers;

	function offerLocks(): void {
		if (signal.aborted) return;
		const offered = guard.first() ? new Set(offeredBoxes(roots())) : new Set<HTMLElement>();
		for (const [box, controller] of locks) {
			if (offered.has(box)) continue;
			controller.abort();
			locks.delete(box);
		}
		for (const box of offered) {
			if (locks.has(box)) continue;
			const controller = new AbortController();
			locks.set(box, controller);
			const find = trackBox(box);
			showLock(find, AbortSignal.any([controller.signal, signal]), () => {
				const now = find();
				if (now !== null) void opener.open(now);
			});
		}
	}

	let timer: ReturnType<typeof setTimeout> | undefined;
	let since = 0;
	function offerSoon(): void {
		const now = performance.now();
		if (timer === undefined) since = now;
		else if (now - since > longestMs) return;
		clearTimeout(timer);
		timer = setTimeout(() => {
			timer = undefined;
			offerLocks();
		}, quietMs);
	}

	watching = watch(signal, {
		onArmor: readers.onArmor,
		onChanged: readers.onChanged,
		onRemoved: readers.onRemoved,
		onAdded: offerSoon,
		isKnown: readers.isKnown,
	});
	const met = watching;
	const onFocus = (event: Event) => {
		for (const node of event.composedPath()) if (node instanceof ShadowRoot && node.mode === "open") met.addRoot(node);
		offerSoon();
		onTouched(event);
	};
	/** The box that had the focus last, or whose menu was opened: "use this box" means it, whatever it looks like. */
	let touched: (() => HTMLElement | null) | null = null;
	const onTouched = (event: Event) => {
		const [target] = event.composedPath();
		const box = event.isTrusted && target instanceof Element ? boxAround(target) : null;
		if (box !== null && !isOwn(box)) touched = trackBox(box);
	};
	window.addEventListener("focusin", onFocus, { capture: true, passive: true, signal });
	window.addEventListener("contextmenu", onTouched, { capture: true, passive: true, signal });
	window.addEventListener("load", offerSoon, { signal });
	document.addEventListener("DOMContentLoaded", offerSoon, { signal });
	signal.addEventListener("abort", () => clearTimeout(timer));
	offerSoon();

	/** The frame the user is in: every frame above says that the focus is in the one below it. */
	function isWhereTheUserIs(): boolean {
		try {
			for (let below: Window = window; below !== below.parent; below = below.parent) {
				if (below.parent.document.activeElement !== below.frameElement) return false;
			}
		} catch {
			return false;
		}
		const active = deepActiveElement();
		return !(active instanceof HTMLIFrameElement) || active.contentDocument === null;
	}

	return {
		order: (order) => {
			switch (order.kind) {
				case "insert":
					return opener.insert(order.mount, order);
				case "close-composer":
					return opener.close(order.mount) ? Promise.resolve(null) : undefined;
				case "open-composer": {
					if (!isWhereTheUserIs()) return undefined;
					const box = touched?.() ?? chosenBox(roots());
					return box === null ? undefined : opener.open(box).then(() => null);
				}
				case "describe":
					if (!isTop) return undefined;
					return Promise.resolve({ place: place(), hasBox: bestBox() !== null, armor: readers?.describe() ?? [] });
				case "composing":
				case "shut-down":
					return undefined;
			}
		},
	};
}

/** Only frames whose page the user sees as this site: the top one, and those that share its origin. */
export function mayRunEngine(): boolean {
	return topDocument() !== null;
}
