/**
 * While composing, the page's own frames are `display: none`: a frame of another site holds no guard and could take the
 * keyboard. Kept up against the page's changes, in shadow roots too, and undone when the signal ends.
 *
 * In Chromium a hidden frame can still call `window.focus()`, an `inert` one too, and no policy that is shipped forbids it (156,
 * measured). The composer takes the focus back within milliseconds, but a letter on its way is the thief's (SECURITY.md). So
 * `expelThief` takes out the frame that is seen to do it, and after proven thefts `removeForeign` all frames without a guard that is
 * first; they do not come back, because they would load anew.
 */
import { allBelow, deepActiveElement, matches, shadowRootsBelow } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import { bequeath } from "../last-will.ts";
import { kinOf } from "./kin.ts";
import { lookout } from "./lookout.ts";

const framed = "iframe, frame, object, embed, fencedframe";

/** A page that turns frames back on this often is fighting; more would keep two observers busy with each other for ever. */
const maxRepairs = 200;

/** Shadow roots attached to elements that were there already cause no record, so they are looked for again. */
const sweepMs = 1000;

/** In this order: a transition of the page outranks an important `display`, and would keep the frame for days. */
const hiding = [
	["transition-property", "none"],
	["animation-name", "none"],
	["display", "none"],
] as const;

interface Setting {
	readonly property: string;
	readonly value: string;
	readonly priority: string;
}

function isRendered(frame: HTMLElement): boolean {
	return frame.isConnected && getComputedStyle(frame).display !== "none";
}

interface Options {
	/** One frame that stays, because the composer is in it. */
	readonly spare: Element | null;
	readonly onFight: () => void;
}

export interface HiddenFrames {
	/** The focus was stolen: a frame without a guard that came while composing goes as soon as it is seen to have it. */
	readonly expelThief: () => void;
	readonly removeForeign: () => void;
}

export function hideFrames(signal: AbortSignal, { spare, onFight }: Options): HiddenFrames {
	let removing = false;
	/** What each frame had before, and how to call off the last will about it. */
	const hidden = new Map<
		HTMLElement,
		{ readonly before: readonly Setting[]; readonly withdraw: readonly (() => void)[] }
	>();
	/** There when composing began. A frame that came later may hold no guard yet. */
	const early = new WeakSet<Element>();
	let beginning = true;
	const watched = new WeakSet<Node>();
	let repairs = 0;

	function isHidden({ style }: HTMLElement): boolean {
		return style.getPropertyValue("display") === "none" && style.getPropertyPriority("display") === "important";
	}

	function take(frame: HTMLElement): void {
		const known = hidden.get(frame);
		hidden.delete(frame);
		Element.prototype.remove.call(frame);
		for (const withdraw of known?.withdraw ?? []) withdraw();
	}

	function hide(element: Element): void {
		if (element === spare || isOwn(element) || !("style" in element)) return;
		const frame = element as HTMLElement;
		if (beginning) early.add(frame);
		if (removing && (isForeign(frame) || !early.has(frame))) {
			take(frame);
			return;
		}
		const { style } = frame;
		if (hidden.has(frame)) {
			if (isHidden(frame) && !isRendered(frame)) return;
			repairs++;
			if (repairs === maxRepairs) onFight();
			if (repairs >= maxRepairs) return;
		} else {
			const before = hiding.map(([property]) => ({
				property,
				value: style.getPropertyValue(property),
				priority: style.getPropertyPriority(property),
			}));
			hidden.set(frame, { before, withdraw: before.map((setting) => bequeath({ kind: "style", style, ...setting })) });
		}
		for (const [property, value] of hiding) style.setProperty(property, value, "important");
		// A rule of the shadow tree it is slotted into outranks ours.
		if (isRendered(frame)) take(frame);
	}

	function sweep(root: Element | Document | ShadowRoot): void {
		if (root instanceof Element && matches(root, framed)) hide(root);
		for (const frame of allBelow(root, framed)) hide(frame);
	}

	function sweepAll(start: Element | Document): void {
		sweep(start);
		for (const root of shadowRootsBelow(start, true)) {
			sweep(root);
			observe(root);
		}
	}

	const observer = new MutationObserver((records) => {
		for (const record of records) {
			if (record.type === "attributes") {
				if (record.target instanceof Element && matches(record.target, framed)) hide(record.target);
				continue;
			}
			for (const node of record.addedNodes) if (node instanceof Element && !isOwn(node)) sweepAll(node);
		}
	});
	function observe(root: Document | ShadowRoot): void {
		if (watched.has(root)) return;
		watched.add(root);
		observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["style"] });
	}

	observe(document);
	sweepAll(document);
	beginning = false;
	const timer = setInterval(() => sweepAll(document), sweepMs);
	signal.addEventListener("abort", () => {
		clearInterval(timer);
		observer.disconnect();
		for (const [frame, { before, withdraw }] of hidden) {
			// Last hidden, first shown: what made it vanish at once goes last.
			if (isHidden(frame))
				for (const { property, value, priority } of [...before].reverse())
					frame.style.setProperty(property, value, priority);
			for (const call of withdraw) call();
		}
		hidden.clear();
	});

	/** Nobody but a script gives the focus to a frame that is not shown, so this is no accident of the user's. */
	function expel(): void {
		const active = deepActiveElement() as HTMLElement | null;
		if (active !== null && hidden.has(active) && !early.has(active) && isForeign(active)) take(active);
	}
	return {
		// The composer may have taken the focus back before it is told here.
		expelThief: lookout(signal, expel),
		removeForeign: () => {
			removing = true;
			sweepAll(document);
		},
	};
}

/** Its document is of another site, or will be; or the page listens before the guard there. In Firefox no hidden frame gets a key. */
function isForeign(frame: HTMLElement): boolean {
	const { contentDocument, contentWindow, src, data } = frame as Partial<HTMLIFrameElement> & { data?: string };
	if (!contentDocument || kinOf(contentWindow)?.first() === false) return true;
	const address = src || data || "";
	return /^https?:/.test(address) && new URL(address).origin !== location.origin;
}
