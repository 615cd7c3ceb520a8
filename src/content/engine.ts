/**
 * What this frame does for the user: armor becomes readers, boxes get a lock, the lock opens a composer. Ends with its signal,
 * and starts anew when the page replaces its document.
 */
import type { BoxChoice, ContentReplies, ToContent } from "../messaging/channels.ts";
import { ask } from "../messaging/content-client.ts";
import { type Pointed, watchPointed } from "./box/pointed.ts";
import type { ClearSend } from "./clear-send/clear-send.ts";
import type { Composers } from "./composer/mount-composer.ts";
import { startLocks } from "./detect/locks.ts";
import { reportOf } from "./diagnosis.ts";
import { deepActiveElement, topDocument } from "./dom-tree.ts";
import { anyPress, pointedElsewhere, watchGoingOn } from "./gone-on.ts";
import type { Guard, Obstacle } from "./guard/guard.ts";
import { showNote } from "./note.ts";
import type { Passage } from "./passage/passage.ts";
import { readPlace } from "./place.ts";
import { type Readers, startReaders } from "./readers/readers.ts";
import { watchFields } from "./scan/field-armor.ts";
import { type Watch, watch } from "./scan/watch.ts";
import type { Writing } from "./writing/writing.ts";
import type { WritingFile } from "./writing-file.ts";

type Order = ToContent;
type Answer = ContentReplies[keyof ContentReplies];

export interface Engine {
	/** Undefined: not for this frame. */
	readonly order: (order: Order) => Promise<Answer> | undefined;
}

/** What the background told of this site; may change while the engine runs. */
export interface SiteFacts {
	/** Longest text the site takes, if known. */
	readonly limit: () => number | null;
	readonly boxes: () => readonly BoxChoice[];
}

/** What lives as long as the script does, whatever becomes of the document. */
interface Lasting {
	readonly clearSend: ClearSend;
	readonly writing: WritingFile;
}

const obstacleWords: Readonly<Record<Obstacle, string>> = { late: "needsReload", opened: "pageListensFirst" };

export function startEngine(
	signal: AbortSignal,
	guard: Guard,
	site: SiteFacts,
	{ clearSend, writing: file }: Lasting,
): Engine {
	const isTop = window === window.top;
	let watching: Watch | null = null;

	const lookForPress = watchGoingOn(signal, anyPress);
	const lookElsewhere = watchGoingOn(signal, pointedElsewhere);
	const locks = startLocks(signal, {
		roots: () => watching?.roots() ?? [document],
		choices: site.boxes,
		allowed: () => guard.obstacle() !== "late",
		open: (box) => void openOnBox(box),
		getReady: () => void file.load(),
		openMenu: async (button, root, events) => {
			const writing = await getWriting(button, lookForPress());
			writing?.openLockMenu(button, root, events);
			return writing !== null;
		},
	});
	const place = () => readPlace(locks.locked() ?? locks.recentBest());
	const readers: Readers = startReaders(signal, { place, onPressed: guard.visit });
	let composers: Composers | null = null;
	const bestBox = () => (isTop ? locks.best() : null);

	/** Null: the user reads beside `near` what to do, or has gone on to something else. */
	async function getWriting(near: HTMLElement | null, hasGoneOn = lookElsewhere()): Promise<Writing | null> {
		const writing = await file.load();
		if (hasGoneOn()) return null;
		if (writing === null) showNote("writingNotLoaded", near, signal);
		return signal.aborted ? null : writing;
	}

	function composersOf({ startComposers }: Writing): Composers {
		const { seenAt, holders } = readers;
		composers ??= startComposers(signal, { guard, limit: site.limit, here: place, seenAt, holders, bestBox });
		return composers;
	}

	/** Said in words, since there is no composer to say it in. */
	function isRefused(near: HTMLElement | null): boolean {
		const why = guard.obstacle();
		if (why !== null) showNote(obstacleWords[why], near, signal);
		return why !== null;
	}

	async function openOnBox(box: HTMLElement): Promise<null> {
		const writing = isRefused(box) ? null : await getWriting(box);
		if (writing !== null) await composersOf(writing).open(box);
		return null;
	}

	clearSend.serve(signal, {
		boxes: locks.boxes,
		offers: locks.offers,
		encrypt: (box) => void openOnBox(box),
		allow: guard.allow,
	});

	const met = watch(signal, {
		onArmor: readers.onArmor,
		onChanged: readers.onChanged,
		onDoubted: readers.onDoubted,
		onRemoved: readers.onRemoved,
		onAdded: locks.refreshSoon,
		isKnown: readers.isKnown,
	});
	watching = met;
	watchFields(signal, {
		roots: met.roots,
		onFields: (fields) => {
			for (const field of fields) {
				if (readers.isKnown(field)) readers.onChanged(field);
				else readers.onArmor([field]);
			}
		},
	});
	const onFocus = (event: Event) => {
		for (const node of event.composedPath()) if (node instanceof ShadowRoot && node.mode === "open") met.addRoot(node);
		locks.refreshSoon();
		locks.touch(event);
	};
	window.addEventListener("focusin", onFocus, { capture: true, passive: true, signal });
	window.addEventListener("contextmenu", locks.touch, { capture: true, passive: true, signal });
	window.addEventListener("load", locks.refreshSoon, { signal });
	document.addEventListener("DOMContentLoaded", locks.refreshSoon, { signal });
	locks.refreshSoon();
	const pointed = watchPointed(signal, () => void file.load());

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

	function insert(order: Extract<Order, { kind: "insert" }>): Promise<Answer> | undefined {
		if (composers !== null) return composers.insert(order.mount, order);
		// No composer was here yet; the safe window of this tab means the box that the top frame finds.
		return bestBox() === null ? undefined : insertFirst(order);
	}

	/** Without an answer the armor is shown to be copied. */
	async function insertFirst(order: Extract<Order, { kind: "insert" }>): Promise<Answer> {
		const writing = await file.load();
		const done = writing === null || signal.aborted ? undefined : composersOf(writing).insert(order.mount, order);
		return done ?? { outcome: "refused", reason: "box-gone" };
	}

	async function openOnPassage(into: Passage["into"] | "either", pointed: Pointed): Promise<null> {
		const { at } = pointed;
		const writing = isRefused(at) ? null : await getWriting(at);
		const why = writing && (await composersOf(writing).openOnPassage(pointed, into));
		if (why !== null) showNote(why, at, signal);
		return null;
	}

	async function report(request: string): Promise<null> {
		const shown = readers.describe().length;
		const insertion = file.here()?.lastInsertion() ?? null;
		const seen = { roots: met.roots(), choices: site.boxes(), first: guard.obstacle() === null, insertion, shown };
		await ask("content/diagnosis", { request, report: reportOf(seen) });
		return null;
	}

	return {
		order: (order) => {
			switch (order.kind) {
				case "insert":
					return insert(order);
				case "close-composer":
					return composers?.close(order.mount) ? Promise.resolve(null) : undefined;
				case "open-composer": {
					if (!isWhereTheUserIs()) return undefined;
					if (order.into !== "box") return openOnPassage(order.into, pointed());
					const box = locks.use(order.remembered === true);
					return box === null ? undefined : openOnBox(box);
				}
				case "diagnose":
					return report(order.request);
				case "box-choices":
					locks.refreshSoon();
					return Promise.resolve(null);
				case "describe":
					if (!isTop) return undefined;
					return Promise.resolve({ place: place(), hasBox: locks.best() !== null, armor: readers.describe() });
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
