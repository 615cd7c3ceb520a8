/** The locks of this frame: one beside each box that is offered, kept in step with the page and with what the user said of a box. */
import type { BoxChoice } from "../../messaging/channels.ts";
import { ask } from "../../messaging/content-client.ts";
import { boxAround, trackBox } from "../box/box.ts";
import { isOwn } from "../frames/own-elements.ts";
import type { MenuEvents } from "../writing/lock-menu.ts";
import { markOf, newSalt } from "./box-mark.ts";
import { bestOf, chosenBox, judgeBoxes, offeredBoxes } from "./find-composer.ts";
import { showLock } from "./lock-button.ts";

/** New boxes are looked for this long after the page stopped adding elements, and at the latest after `longestMs`. */
const quietMs = 300;
const longestMs = 1500;

/** `best` is asked for often (by every reader); a look at the page is good for this long. Milliseconds. */
const bestForMs = 1000;

type Find = () => HTMLElement | null;

export interface LockPorts {
	readonly roots: () => readonly (Document | ShadowRoot)[];
	/** What the user said of boxes of this site. */
	readonly choices: () => readonly BoxChoice[];
	/** False: a page that listens before us gets no lock. */
	readonly allowed: () => boolean;
	readonly open: (box: HTMLElement) => void;
	/** What opening and menus need may be needed soon. */
	readonly getReady: () => void;
	/** Beside the button of a lock; false: it could not be had. */
	readonly openMenu: (button: HTMLButtonElement, root: ShadowRoot, events: MenuEvents) => Promise<boolean>;
}

export interface Locks {
	/** Elements came, or the user's choices changed. */
	readonly refreshSoon: () => void;
	/** All that have one. */
	readonly boxes: () => readonly HTMLElement[];
	/** Whether this one has a lock, or gets it with the next look at the page. */
	readonly offers: (box: HTMLElement) => boolean;
	/** A box with a lock, if any. */
	readonly locked: () => HTMLElement | null;
	/** The box that is most likely meant now. */
	readonly best: () => HTMLElement | null;
	/** The same, not looked up anew each time. */
	readonly recentBest: () => HTMLElement | null;
	/** The focus or a menu came here: "use this box" means it, whatever it looks like. */
	readonly touch: (event: Event) => void;
	/**
	 * "Use this box": the one the user pointed at, else the best there is. `remembered`: said in the menu of that very box, which has its
	 * lock on this site from then on.
	 */
	readonly use: (remembered: boolean) => HTMLElement | null;
}

export function startLocks(
	signal: AbortSignal,
	{ roots, choices, allowed, open, getReady, openMenu }: LockPorts,
): Locks {
	const locks = new Map<HTMLElement, AbortController>();
	let touched: Find | null = null;
	const best = () => bestOf(judgeBoxes(roots(), choices()));
	const offered = () => (allowed() ? offeredBoxes(roots(), choices()) : []);

	function refresh(): void {
		if (signal.aborted) return;
		const boxes = new Set(offered());
		for (const [box, controller] of locks) {
			if (boxes.has(box)) continue;
			controller.abort();
			locks.delete(box);
		}
		for (const box of boxes) if (!locks.has(box)) show(box);
	}

	function show(box: HTMLElement): void {
		const controller = new AbortController();
		locks.set(box, controller);
		const find = trackBox(box);
		const onRuledOut = ({ byKey }: { readonly byKey: boolean }) => {
			const now = find();
			if (now !== null) void remember(now, false);
			// At once. Should the background refuse, it is back with the next look at the page.
			controller.abort();
			locks.delete(box);
			// The lock takes the focus with it.
			if (byKey) now?.focus({ preventScroll: true });
		};
		showLock(find, AbortSignal.any([controller.signal, signal]), {
			onPress: () => {
				const now = find();
				if (now !== null) open(now);
			},
			onNear: getReady,
			openMenu: (button, root, onClosed) => openMenu(button, root, { onClosed, onRuledOut }),
		});
	}

	/** The answer is the order "box-choices" to all frames of the site, this one too. */
	async function remember(box: HTMLElement, use: boolean): Promise<void> {
		// One for the site: what is said of a box takes the place of what was said of it before.
		const salt = choices().at(-1)?.mark.salt ?? newSalt();
		await ask("content/remember-box", { mark: markOf(box, salt), use });
	}

	let timer: ReturnType<typeof setTimeout> | undefined;
	let since = 0;
	function refreshSoon(): void {
		const now = performance.now();
		if (timer === undefined) since = now;
		else if (now - since > longestMs) return;
		clearTimeout(timer);
		timer = setTimeout(() => {
			timer = undefined;
			refresh();
		}, quietMs);
	}
	signal.addEventListener("abort", () => clearTimeout(timer));

	let lookedAt = Number.NEGATIVE_INFINITY;
	let lookedUp: HTMLElement | null = null;

	return {
		refreshSoon,
		best,
		boxes: () => {
			const known = [...locks.keys()];
			return known.every((box) => box.isConnected) ? known : offered();
		},
		offers: (box) => locks.has(box) || offered().includes(box),
		locked: () => {
			for (const box of locks.keys()) if (box.isConnected) return box;
			return null;
		},
		recentBest: () => {
			if (performance.now() - lookedAt > bestForMs) {
				lookedAt = performance.now();
				lookedUp = best();
			}
			return lookedUp?.isConnected ? lookedUp : null;
		},
		touch: (event) => {
			const [target] = event.composedPath();
			const box = event.isTrusted && target instanceof Element ? boxAround(target) : null;
			if (box !== null && !isOwn(box)) touched = trackBox(box);
		},
		use: (remembered) => {
			const box = touched?.() ?? null;
			if (box === null) return chosenBox(roots(), choices());
			if (remembered && !offeredBoxes(roots(), choices()).includes(box)) void remember(box, true);
			return box;
		},
	};
}
