/**
 * The composer over a site's box or field: takes what stands in the box, raises the guard, keeps the frame in place, and ends when
 * the place changes or the page takes the frame away. One at a time in a frame. Every failure leaves the site's box as it was or empty.
 */
import type {
	ContentToFrame,
	FrameToContent,
	InsertRefusal,
	InsertVerdict,
	MountId,
	Place,
} from "../../messaging/channels.ts";
import { ask } from "../../messaging/content-client.ts";
import { requestId } from "../../platform/runtime.ts";
import { holdsMedia, isEmpty, trackBox } from "../box/box.ts";
import type { Pointed } from "../box/pointed.ts";
import { followBox, overlayParent } from "../detect/follow-box.ts";
import { type OwnFrame, openFrame } from "../frames/own-frame.ts";
import { createHost, type OwnHost } from "../frames/own-host.ts";
import type { Guard } from "../guard/guard.ts";
import { comesToRest, isAtRest } from "../insert/at-rest.ts";
import { begunOf } from "../insert/begun.ts";
import type { Order } from "../insert/deliver.ts";
import { type HeldKeys, holdKeys } from "../insert/held-keys.ts";
import { insertText } from "../insert/insert-text.ts";
import { frameMs, pause } from "../insert/select.ts";
import { traced } from "../insert/trace.ts";
import type { Passage } from "../passage/passage.ts";
import { isPassage, passageAt } from "../passage/passage-at.ts";
import { refusalWords } from "../passage/refusal-words.ts";
import { readPlace, samePlace, watchPlace } from "../place.ts";
import type { SeenHolders } from "../readers/seen-armor.ts";
import { boxFocus } from "./box-focus.ts";
import { boxTarget, passageTarget, type Target } from "./target.ts";

/** CSS px. Narrower and the recipients do not fit; the height is the frame's wish until the window ends. */
const minWidth = 280;
const firstHeight = 132;
const margin = 8;

/** What composers that have closed stood over, for the safe window that goes on with their draft. */
const maxRemembered = 16;

/** The page took the frame out: it is put back after these pauses, then never again. Its draft is with the background. */
const putBackMs = [0, 250, 1000];

/** A composer that shows nothing by then is given up. Milliseconds; a worker that has to start on a busy machine needs seconds. */
const openWithinMs = 20_000;

export interface Composers {
	/** Puts the composer over this box, or focuses the one that is open. */
	readonly open: (box: HTMLElement) => Promise<void>;
	/** On what was pointed at. Null; else the name of the text that says why it holds no armor. */
	readonly openOnPassage: (pointed: Pointed, into: Passage["into"] | "either") => Promise<string | null>;
	/** Undefined if the mount is not of this frame. */
	readonly insert: (mount: MountId, order: Order) => Promise<InsertVerdict> | undefined;
	readonly close: (mount: MountId) => boolean;
}

export interface ComposerPorts {
	readonly guard: Guard;
	readonly limit: () => number | null;
	/** The place of what the readers show. */
	readonly here: () => Place;
	readonly seenAt: (armor: string) => number;
	readonly holders: () => SeenHolders;
	/** For an order whose mount we never made: the safe window of this tab. Top frame only. */
	readonly bestBox: () => HTMLElement | null;
}

interface Open {
	readonly mount: MountId;
	readonly controller: AbortController;
	readonly send: (message: ContentToFrame) => void;
	readonly focus: () => void;
	/** The page turned to another place: this composer inserts nothing any more, but keeps its draft for the safe window. */
	left: boolean;
}

type Why = "place-changed" | "host-removed" | "closed";

export function startComposers(
	signal: AbortSignal,
	{ guard, limit, here, seenAt, holders, bestBox }: ComposerPorts,
): Composers {
	const targets = new Map<MountId, Target>();
	let current: Open | null = null;
	let opening = false;
	/** While what nobody pressed for has the box: a composer would take that for the user's text, and lose the focus to it. */
	let lent: Promise<void> | null = null;
	const focusOfBox = boxFocus();

	function limitOf(target: Target): number | null {
		const known = [limit(), target.limit].filter((value) => value !== null);
		return known.length === 0 ? null : Math.min(...known);
	}

	async function open(target: () => Target): Promise<void> {
		if (current !== null) return current.focus();
		if (opening || signal.aborted || guard.obstacle() !== null) return;
		opening = true;
		try {
			if (lent !== null) await lent;
			if (!signal.aborted) await openOn(target());
		} finally {
			opening = false;
		}
	}

	async function openOn(target: Target): Promise<void> {
		const mount = requestId();
		const place = target.place();
		const ticket = await requestTicket(mount, target, target.text, place, limitOf(target));
		if (ticket === null || signal.aborted) return;
		if (!samePlace(place, target.place()) || !(await target.take(guard.allow))) return giveUp(mount, "closed");
		// From here on the text of a box is nowhere but with us: whatever happens, it is shown in the composer or put back.
		remember(mount, target);
		mountFrame(mount, target, place, ticket);
	}

	/** The site has seen this text and it was not sent: better in its box than lost. Not in another conversation's. */
	async function putTextBack(find: () => HTMLElement | null, text: string, place: Place): Promise<void> {
		const box = find();
		if (text === "" || signal.aborted || box === null || !samePlace(place, readPlace(box))) return;
		if (isEmpty(box) && !holdsMedia(box)) await insertText(find, text, guard.allow);
	}

	async function requestTicket(
		mount: MountId,
		{ into, inBox }: Target,
		taken: string,
		place: Place,
		most: number | null,
	): Promise<string | null> {
		const over = { ...(into === undefined ? {} : { into }), ...(inBox === null ? {} : { inBox }) };
		return (await ask("content/request-composer", { mount, taken, place, limit: most, ...over }))?.ticket ?? null;
	}

	function remember(mount: MountId, target: Target): void {
		targets.set(mount, target);
		const oldest = targets.keys().next();
		if (targets.size > maxRemembered && !oldest.done) targets.delete(oldest.value);
	}

	function giveUp(mount: MountId, why: Why): void {
		void ask("content/composer-aborted", { mount, why });
	}

	function mountFrame(mount: MountId, target: Target, place: Place, firstTicket: string): void {
		const { find } = target;
		const controller = new AbortController();
		const ended = AbortSignal.any([controller.signal, signal]);
		let frame: OwnFrame | null = null;
		let losses = 0;
		let wanted = firstHeight;
		/** Not sent yet. */
		let taken = target.moves ? target.text : "";

		const abort = (why: Why) => {
			if (ended.aborted) return;
			controller.abort();
			guard.composing("broken-off");
			giveUp(mount, why);
			void putTextBack(find, taken, place);
		};
		const unopened = setTimeout(() => abort("host-removed"), openWithinMs);
		const host: OwnHost = createHost(
			{
				position: "fixed",
				display: "block",
				"z-index": "2147483647",
				height: `${firstHeight}px`,
				"pointer-events": "auto",
			},
			() => abort("host-removed"),
		);

		function onMessage(message: FrameToContent): void {
			switch (message.kind) {
				case "height":
					wanted = message.px;
					position(find()?.getBoundingClientRect() ?? null);
					break;
				case "focused": {
					const left = guard.raise();
					if (left !== null) letGo(left.to);
					break;
				}
				case "opened":
					clearTimeout(unopened);
					break;
				case "taken-spent":
					taken = "";
					break;
				case "focus-stolen":
					// An editor takes the focus once more when it has drawn what we put in or took out. The guard is up all the while.
					if (focusOfBox.isRecent()) frame?.send({ kind: "user-left", at: 0 });
					else guard.stolen();
					break;
				case "close": {
					const box = find();
					controller.abort();
					giveUp(mount, "closed");
					if (message.focusBox) box?.focus();
					void putTextBack(find, taken, place);
					break;
				}
				case "ready":
				// Readers say so.
				case "pressed":
					break;
			}
		}

		/** The user left, and the composer took the focus back before it heard of it. */
		function letGo(to: Element | null): void {
			if (to === null) frame?.blur();
			else (to as HTMLElement).focus({ preventScroll: true });
		}

		function attach(ticket: string): void {
			overlayParent(find() ?? document.documentElement).append(host.element);
			frame?.remove();
			frame = openFrame("composer.html", ticket, host.root, () => onLoss());
			frame.listen(onMessage);
		}

		/** The frame's document went with its host: a new one needs a new ticket. */
		function onLoss(): void {
			if (ended.aborted) return;
			const wait = putBackMs[losses++];
			if (wait === undefined) abort("host-removed");
			else setTimeout(() => void putBack(), wait);
		}

		async function putBack(): Promise<void> {
			const ticket = ended.aborted ? null : await requestTicket(mount, target, taken, place, null);
			if (ended.aborted) return;
			if (ticket === null || document.documentElement === null) abort("host-removed");
			else attach(ticket);
		}

		function position(rect: DOMRect | null): void {
			if (rect === null) return;
			const width = Math.min(Math.max(rect.width, minWidth), window.innerWidth - 2 * margin);
			// What is around a selection stays in sight.
			const covered = target.into === undefined ? rect.height : 0;
			const height = Math.min(Math.max(wanted, covered), window.innerHeight - 2 * margin);
			const left = Math.min(Math.max(margin, rect.left), window.innerWidth - width - margin);
			// A box low on the screen stays covered to its lower edge, and the composer grows upwards.
			const low = rect.top + rect.height / 2 > window.innerHeight / 2;
			const top = low ? rect.bottom - height : rect.top;
			host.style({
				width: `${Math.round(width)}px`,
				height: `${Math.round(height)}px`,
				left: `${Math.round(left)}px`,
				top: `${Math.round(Math.min(Math.max(margin, top), window.innerHeight - height - margin))}px`,
			});
		}

		guard.composing({
			onSwallowed: () => frame?.send({ kind: "keys-swallowed" }),
			onUserLeft: (at) => frame?.send({ kind: "user-left", at }),
			onUserStayed: () => frame?.send({ kind: "user-stayed" }),
			onWantedBack: () => frame?.send({ kind: "focus" }),
			onBroken: () => abort("host-removed"),
		});
		const removals = new MutationObserver(() => {
			if (!host.element.isConnected && frame !== null) {
				frame.remove();
				frame = null;
				onLoss();
			}
		});
		ended.addEventListener("abort", () => {
			removals.disconnect();
			clearTimeout(unopened);
			guard.composing(null);
			frame?.remove();
			host.remove();
			if (current?.mount === mount) current = null;
		});
		const opened: Open = {
			left: false,
			mount,
			controller,
			send: (message) => frame?.send(message),
			focus: () => {
				frame?.focus();
				frame?.send({ kind: "focus" });
			},
		};
		current = opened;
		attach(firstTicket);
		removals.observe(document, { childList: true, subtree: true });
		followBox(find, ended, position);
		watchPlace(place, target.place, ended, () => {
			opened.left = true;
			giveUp(mount, "place-changed");
		});
	}

	/** The box, for something that nobody pressed for. */
	function lend(find: Target["find"]): HeldKeys {
		const keys = holdKeys(find, guard.allow);
		let end = () => {};
		const over = new Promise<void>((resolve) => {
			end = resolve;
		});
		lent = over;
		return {
			release: () => {
				keys.release();
				if (lent === over) lent = null;
				end();
			},
		};
	}

	async function insertInto({ find, place, insert }: Target, order: Order): Promise<InsertVerdict> {
		const composer = current;
		let held: HeldKeys | null = null;
		// The composer is about to lose the focus to the box for a moment, and that is ours to do. The guard stays up meanwhile.
		const borrowFocus = async () => {
			if (order.unasked) held = lend(find);
			if (composer === null || composer !== current) return;
			composer.send({ kind: "user-left", at: Date.now() });
			guard.hold();
			// So that it hears of it before it loses the focus.
			await pause(frameMs);
		};
		const giveFocusBack = () => {
			held?.release();
			if (composer !== null && composer === current) composer.focus();
		};
		const stopWatching = focusOfBox.watch(find);
		await borrowFocus();
		try {
			return await insert(order, {
				find,
				place,
				limit: limit(),
				allow: guard.allow,
				seenAt,
				begun: (armor, since) => begunOf(armor, since, holders()),
				borrowFocus,
				giveFocusBack,
			});
		} finally {
			giveFocusBack();
			stopWatching();
		}
	}

	function refuse(reason: InsertRefusal): Promise<InsertVerdict> {
		return Promise.resolve({ outcome: "refused", reason });
	}

	/** The box is looked for again: the page may draw another one while it waits. */
	async function insertAtRest(mount: MountId, order: Order): Promise<InsertVerdict> {
		const isNow = () => {
			const box = current === null && !opening ? bestBox() : null;
			return box !== null && isAtRest(box, order.parts);
		};
		if (!(await comesToRest(isNow, signal))) return refuse("busy");
		return insertNow(mount, order) ?? refuse("box-gone");
	}

	function insertNow(mount: MountId, order: Order): Promise<InsertVerdict> | undefined {
		const best = targets.has(mount) ? null : bestBox();
		const target = targets.get(mount) ?? (best === null ? undefined : boxTarget(best));
		if (target === undefined) return undefined;
		return traced(order.parts.length, () => {
			if (current !== null && current.mount !== mount) return refuse("busy");
			return current?.left ? refuse("place-changed") : insertInto(target, order);
		});
	}

	return {
		open: (box) => {
			const find = trackBox(box);
			return open(() => boxTarget(find() ?? box));
		},
		openOnPassage: async (pointed, into) => {
			const found = passageAt(pointed, into);
			if (!isPassage(found)) return refusalWords[found];
			await open(() => passageTarget(found, here));
			return null;
		},
		insert: (mount, order) => (order.unasked ? insertAtRest(mount, order) : insertNow(mount, order)),
		close: (mount) => {
			if (current?.mount !== mount) return false;
			current.controller.abort();
			return true;
		},
	};
}
