/**
 * Keeps the page from getting keys that are meant for the composer. Its listeners are the first on `window`, because the
 * script starts at `document_start`; while composing they swallow every key, input, clipboard and composition event that
 * reaches this frame (focus was stolen, or the composer is not focused yet). Runs in every frame of the tab.
 *
 *   composing   lowered      what a trusted key event in this frame meets
 *   no          -            nothing
 *   yes         no           swallowed, and the composer is told
 *   yes         yes          nothing if it is for what the user pressed the pointer on; everything else is swallowed as before
 *   broken off  -            swallowed until a pointer is pressed, or Tab after a pause: the composer is gone, the user may still
 *                            be typing
 *   unknown     no           swallowed: a new frame that has not heard yet whether somebody composes (kin.ts)
 *
 * A press counts as leaving only with the main button, and only if the focus then went where it was pressed: a page can keep the
 * focus in the composer (a cancelled press, a scroll bar) and move it a moment later. Tab never counts: it may be the user's way out
 * of nothing but a theft.
 *
 * A press in a reader of ours lowers nothing: the reader may have the focus, the page still not. If the page takes it from there, or
 * Tab leads out of it, the composer gets it back.
 *
 * `lowered` ends when the composer says that it is focused; in frames without the composer, when their window loses the focus.
 * The state is a variable of the isolated world: the page can neither read nor change it.
 */

import { watchTyping } from "../box/by-hand.ts";
import { activeElementOf, closestAcross, deepActiveElement, hasKeyboard, topDocument } from "../dom-tree.ts";
import { isOwn } from "../frames/own-elements.ts";
import type { OwnFrame } from "../frames/own-frame.ts";
import { type HiddenFrames, hideFrames } from "./hide-frames.ts";
import { anyExposed, isTopLate, type Kin, kinOf, showExposed, showKin } from "./kin.ts";
import { keepAlive } from "./reopen.ts";
import { noSentinels } from "./sentinels.ts";

/** Everything that carries what was typed, in the order a key press fires them. */
const swallowed = [
	"keydown",
	"keypress",
	"keyup",
	"beforeinput",
	"input",
	"textInput",
	"compositionstart",
	"compositionupdate",
	"compositionend",
	"paste",
	"copy",
	"cut",
	"drop",
];

/** A user who left and a composer that takes the focus back cross each other within this time (see src/ui/composer/focus-guard.ts). */
const leavingMs = 300;

/** A press in a reader of ours is told before the composer tells of the theft it looked like, but on a line of its own. Milliseconds. */
const overtakingMs = 20;

/** One may be an accident of the page's own start; its frames stay then. */
const provenThefts = 2;

export interface GuardLink {
	readonly onSwallowed: () => void;
	/** `at`: `Date.now()` of the gesture; a theft from before it was one. */
	readonly onUserLeft: (at: number) => void;
	/** The press that was announced did not move the focus there. */
	readonly onUserStayed: () => void;
	/** Tab, while the page has the keyboard. */
	readonly onWantedBack: () => void;
	/** The page replaced the document, or fights for its frames: composing here is over. */
	readonly onBroken: () => void;
}

/**
 * Looks, and milliseconds between them, after which a window without the focus counts as left. A page that takes away the frame it
 * stole the focus with leaves a moment without any; the composer has it back by the next look.
 */
const leftWindowLooks = 3;
const leftWindowMs = 50;

/** True also while any frame in the page has the focus, a hostile one of another site too. */
function windowHasFocus(): boolean {
	return hasKeyboard(topDocument() ?? document);
}

/** After a press the browser moves the focus at once; then it is looked where it went. Milliseconds. */
const settledMs = 50;

/** Without a pointer: Tab counts as being back in the page after a composer broke off and no key came for this long. Milliseconds. */
const quietMs = 2000;

/** What a pointer can have been pressed on to write there. */
const focusable = "input, textarea, select, button, label, a[href], summary, [contenteditable], [tabindex]";

/** The element that gets the focus when this one is pressed; null: none, the keys are the document's. */
function focusTarget(pressed: Element | null): Element | null {
	const found = pressed === null ? null : closestAcross(pressed, focusable);
	if (found instanceof HTMLLabelElement) return found.control;
	if (!(found instanceof HTMLElement) || !found.isContentEditable) return found;
	let editor = found;
	for (let up = editor.parentElement; up?.isContentEditable; up = up.parentElement) editor = up;
	return editor === document.body ? null : editor;
}

type Where = GuardLink | "elsewhere" | "broken-off" | "unknown" | null;

export interface Guard {
	/** The composer opened in this frame, or closed again. "broken-off": it went away under the user's hands. */
	readonly composing: (now: GuardLink | "broken-off" | null) => void;
	/** What the background tells all frames of the tab; a frame with the composer in it knows better. */
	readonly composingElsewhere: (on: boolean) => void;
	/** A composer somewhere in the tab was torn out under the user's hands. */
	readonly brokenOff: () => void;
	/** The user is back in the page after that; `on`: somebody composes elsewhere. */
	readonly returned: (on: boolean) => void;
	/**
	 * The composer has the focus again. If it took it back from a user who just left (its blur came before the news of it), the
	 * guard stays down and what the user went to comes back.
	 */
	readonly raise: () => { readonly to: Element | null } | null;
	/** The user pressed in another frame of ours, at this `Date.now()`. */
	readonly visit: (frame: Pick<OwnFrame, "focus">, at: number) => void;
	/** Up at once, wherever the user is: the box is about to get the focus from us. */
	readonly hold: () => void;
	/** The composer lost the focus, and nobody knows to whom. */
	readonly stolen: () => void;
	/** Runs something synchronous of ours whose trusted events the page must get: `execCommand` with armor. */
	readonly allow: <T>(run: () => T) => T;
	/** Why nobody composes here: scripts of the page may have listeners before ours. Null: they have none. */
	readonly obstacle: () => Obstacle | null;
}

/** "late": this script, or that of the top frame, came after those of the page. "opened": the page wrote a document anew, here or in a frame of it (sentinel.ts). */
export type Obstacle = "late" | "opened";

/** Nobody composes before the page has begun; but a frame may be added by a page that somebody composes in. */
function atFirst(): Where {
	if (window === window.top) return null;
	const around = kinOf(window.parent)?.composing() ?? "unknown";
	return around === "no" ? null : around === "yes" ? "elsewhere" : around;
}

function isFrame(element: Element): boolean {
	return element instanceof HTMLIFrameElement;
}

interface GuardPorts {
	/** The page called `document.open()`; listeners of ours on window and document are gone. */
	readonly onReplaced: () => void;
	/** After "broken-off": the user pressed something in this frame, so all frames of the tab may have their keys again. */
	readonly onReturned: () => void;
}

export function startGuard(signal: AbortSignal, { onReplaced, onReturned }: GuardPorts): Guard {
	let where = atFirst();
	let lowered = false;
	let allowed = 0;
	const late = window === window.top && document.readyState !== "loading";
	let first = !late;
	let hiding: AbortController | null = null;
	let frames: HiddenFrames | null = null;
	let thefts = 0;
	let leftAt = Number.NEGATIVE_INFINITY;
	let leftTo: Element | null = null;
	/** The composer took the focus back since the user left. */
	let tookBack = false;
	let visitedAt = Number.NEGATIVE_INFINITY;
	let visiting: ReturnType<typeof setInterval> | undefined;
	let lastKeyAt = Number.NEGATIVE_INFINITY;
	let before: Element | null = null;

	const sentinels = noSentinels();
	const isOurs = (node: EventTarget | null) => isOwn(node) && !sentinels.isHost(node as Element);
	const link = () => (typeof where === "object" ? where : null);

	function onKeyEvent(event: Event): void {
		if (where === null || allowed > 0 || !event.isTrusted) return;
		const tab = event.type === "keydown" && (event as KeyboardEvent).key === "Tab";
		const [target] = event.composedPath();
		if (lowered && focusTarget(target instanceof Element ? target : null) === leftTo) return;
		if (tab && where === "broken-off" && performance.now() - lastKeyAt > quietMs) {
			comeBack();
			return;
		}
		lastKeyAt = performance.now();
		event.stopImmediatePropagation();
		if (event.cancelable) event.preventDefault();
		if (tab) link()?.onWantedBack();
		else if (event.type === "keydown") link()?.onSwallowed();
	}

	function onPointer(event: Event): void {
		const { button, timeStamp } = event as PointerEvent;
		if (where === null || button !== 0 || !event.isTrusted || isOurs(event.target)) return;
		if (where === "broken-off") {
			comeBack();
			return;
		}
		const [target] = event.composedPath();
		leave(target instanceof Element ? target : null, Date.now() - Math.max(0, performance.now() - timeStamp));
	}

	function comeBack(): void {
		set(null);
		onReturned();
	}

	function leave(pressed: Element | null, at: number): void {
		clearInterval(visiting);
		if (!lowered) before = activeElementOf(document);
		lowered = true;
		leftAt = performance.now();
		leftTo = focusTarget(pressed);
		tookBack = false;
		link()?.onUserLeft(at);
		setTimeout(settle, settledMs, leftAt);
	}

	/** Where the focus is a moment after the press of `pressedAt`. The composer that still has it, or lost it to something else, stays guarded. */
	function settle(pressedAt: number): void {
		if (!lowered || leftAt !== pressedAt || signal.aborted) return;
		const active = deepActiveElement();
		const stayed =
			active !== null && (isOurs(active) || (where === "elsewhere" && active === before && isFrame(active)));
		if (!stayed && focusTarget(active) === leftTo) return;
		lowered = false;
		leftAt = Number.NEGATIVE_INFINITY;
		link()?.onUserStayed();
	}

	function visit(frame: Pick<OwnFrame, "focus">, at: number): void {
		const composer = link();
		if (composer === null) return;
		clearInterval(visiting);
		lowered = false;
		visitedAt = performance.now();
		composer.onUserLeft(at);
		let arrived = false;
		visiting = setInterval(() => {
			// The composer may have taken the focus back before it heard of the press.
			if (!arrived) frame.focus();
			else if (windowHasFocus() && !isOurs(deepActiveElement())) composer.onWantedBack();
			arrived = true;
		}, settledMs);
	}

	function onWindowBlur(event: Event): void {
		if (where === "elsewhere" && event.isTrusted) lowered = false;
	}

	function listen(): void {
		const options = { capture: true, signal };
		for (const type of swallowed) window.addEventListener(type, onKeyEvent, options);
		window.addEventListener("pointerdown", onPointer, options);
		window.addEventListener("blur", onWindowBlur, options);
		watchTyping(signal);
	}

	function count(composer: GuardLink, stolenAt: number): void {
		if (link() !== composer || signal.aborted || visitedAt >= stolenAt) return;
		thefts++;
		if (thefts >= provenThefts) frames?.removeForeign();
	}

	/** A theft moves the focus within the window; if the window has none, the user went to another one. The guard stays up. */
	function tellIfWindowLeft(composer: GuardLink): void {
		let looks = 0;
		const looking = setInterval(() => {
			if (link() !== composer || windowHasFocus() || signal.aborted) return clearInterval(looking);
			looks++;
			if (looks < leftWindowLooks) return;
			clearInterval(looking);
			// Whenever it was: nothing in the page has the keyboard.
			composer.onUserLeft(0);
		}, leftWindowMs);
	}

	function stopHiding(): void {
		hiding?.abort();
		hiding = null;
	}

	function set(now: Where): void {
		where = now;
		lowered = false;
		clearInterval(visiting);
		visitedAt = Number.NEGATIVE_INFINITY;
		leftAt = Number.NEGATIVE_INFINITY;
		stopHiding();
		if (now === null || signal.aborted) return;
		hiding = new AbortController();
		thefts = 0;
		lastKeyAt = performance.now();
		frames = hideFrames(hiding.signal, {
			// The composer may stand in a frame of the site: the chain of focused frames leads to it.
			spare: now === "elsewhere" ? activeElementOf(document) : null,
			onFight: () => link()?.onBroken(),
		});
		if (now === "broken-off") frames.removeForeign();
	}

	if (where !== null && where !== "unknown") set(where);
	const kin: Kin = {
		composing: () => (where === null ? "no" : where === "unknown" || where === "broken-off" ? where : "yes"),
		first: () => first,
		late,
		isSentinel: sentinels.inPlace,
	};
	showKin(kin, signal);
	listen();
	keepAlive(signal, sentinels, {
		reopen: () => where !== null,
		listen,
		onReplaced: (stillFirst) => {
			first &&= stillFirst;
			if (!first) showExposed(kin);
			link()?.onBroken();
			onReplaced();
			// The frames of the old document are gone; those of the new one are hidden in their turn.
			if (where !== null) set(where);
		},
	});
	signal.addEventListener("abort", stopHiding);
	signal.addEventListener("abort", () => clearInterval(visiting));

	return {
		composing: set,
		composingElsewhere: (on) => {
			if (where === (on ? null : "elsewhere") || where === "unknown" || (on && where === "broken-off")) {
				set(on ? "elsewhere" : null);
			}
		},
		returned: (on) => {
			if (where === "broken-off") set(on ? "elsewhere" : null);
		},
		brokenOff: () => {
			if (link() === null) set("broken-off");
		},
		raise: () => {
			const back = lowered && tookBack && performance.now() - leftAt < leavingMs;
			tookBack = false;
			leftAt = Number.NEGATIVE_INFINITY;
			if (performance.now() - visitedAt >= leavingMs) clearInterval(visiting);
			if (back) return { to: leftTo };
			lowered = false;
			return null;
		},
		visit,
		hold: () => {
			lowered = false;
			clearInterval(visiting);
		},
		stolen: () => {
			if (lowered && performance.now() - leftAt < leavingMs) {
				tookBack = true;
				return;
			}
			if (performance.now() - visitedAt < leavingMs) return;
			lowered = false;
			const composer = link();
			if (composer === null) return;
			frames?.expelThief();
			if (windowHasFocus()) setTimeout(count, overtakingMs, composer, performance.now());
			tellIfWindowLeft(composer);
		},
		allow: (run) => {
			allowed++;
			try {
				return run();
			} finally {
				allowed--;
			}
		},
		obstacle: () => (late || isTopLate() ? "late" : first && !anyExposed() ? null : "opened"),
	};
}
