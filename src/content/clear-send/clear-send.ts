/**
 * In a private chat clear text does not leave the site's own box by mistake: what would send it is held once, and the user is asked. "Send in
 * clear" does it again, and that text is asked about no more; the next one is. Against the user's own haste and not against the page, which
 * reads its box anyway.
 */
import { ask } from "../../messaging/content-client.ts";
import { focusedBox, trackBox } from "../box/box.ts";
import { outermostOf } from "../dom-tree.ts";
import type { Allow } from "../insert/clear-box.ts";
import { showNote } from "../note.ts";
import { readPlace, samePlace, watchPlace } from "../place.ts";
import type { Question } from "../writing/clear-question.ts";
import type { Gesture } from "../writing/repeat.ts";
import type { Writing } from "../writing/writing.ts";
import type { WritingFile } from "../writing-file.ts";
import { clearTextOf } from "./clear-text.ts";
import { enterKey } from "./enter-key.ts";
import { privatePlaces, steady } from "./private-places.ts";
import { watchSending } from "./sending-gestures.ts";

type Find = () => HTMLElement | null;

export interface ClearSendPorts {
	/** Message boxes: those with a lock. */
	readonly boxes: () => readonly HTMLElement[];
	readonly offers: (box: HTMLElement) => boolean;
	/** What a press of the lock does. */
	readonly encrypt: (box: HTMLElement) => void;
	readonly allow: Allow;
}

export interface ClearSend {
	/** Again, after the page has erased all listeners. */
	readonly listen: () => void;
	/** From now on something is held, until the signal ends. */
	readonly serve: (signal: AbortSignal, ports: ClearSendPorts) => void;
}

interface Service extends ClearSendPorts {
	readonly signal: AbortSignal;
}

/** What is held, and the question about it. */
interface Asking {
	/** Null: its file is still on its way. What was pressed is held all the same. */
	question: Question | null;
	readonly find: Find;
	readonly text: string;
	/** The latest that was held. */
	gesture: Gesture;
	readonly end: AbortController;
}

/** While the user types, the place is not looked at more often. Milliseconds. */
const lookMs = 500;

/** What was let through has left the box by then, or the site could not send it. Milliseconds. */
const passMs = 10_000;
const passPollMs = 100;

export function startClearSend(signal: AbortSignal, file: WritingFile): ClearSend {
	const places = privatePlaces((place) => ask("content/asks-clear", { place }));
	const enter = enterKey(signal);
	let service: Service | null = null;
	let asking: Asking | null = null;
	/** Why nobody was asked. */
	let note: AbortController | null = null;
	/** The user said yes to this text. */
	let passed: { readonly find: Find; readonly text: string } | null = null;
	let lookedAt = Number.NEGATIVE_INFINITY;

	const gestures = watchSending(signal, {
		boxes: () => service?.boxes() ?? [],
		mayHold: (box) => {
			const text = clearTextOf(box);
			if (text === "" || (passed?.text === text && passed.find() === box)) return false;
			return places.has(readPlace(box));
		},
		mayHoldEnter,
		onHeld,
		onPointer: stop,
		takesKey: (event) => {
			if (!asking?.question?.owns(event.target)) return false;
			asking.question.onKey(event);
			return true;
		},
		owns: (target) => asking?.question?.owns(target) === true,
	});

	function mayHoldEnter(event: KeyboardEvent, box: HTMLElement): boolean {
		const text = clearTextOf(box);
		if (text === "" || service?.offers(box) !== true) return false;
		const isPassed = passed?.text === text && passed.find() === box;
		if (!isPassed && places.has(readPlace(box)) && enter.maySend(event, box)) return true;
		enter.watch(event, trackBox(box));
		return false;
	}

	function onHeld(gesture: Gesture, box: HTMLElement): void {
		const text = clearTextOf(box);
		if (service === null || text === "") return;
		if (asking?.text === text && asking.find() === box) {
			asking.gesture = gesture;
			asking.question?.focus();
			return;
		}
		stop();
		note?.abort();
		const { encrypt, allow } = service;
		const end = new AbortController();
		const ended = AbortSignal.any([end.signal, service.signal]);
		const find = trackBox(box);
		const place = steady(readPlace(box));
		const placeNow = () => steady(readPlace(find()));
		/** Takes the question away. The box if it still holds the very text, at the very place, that was asked about. */
		const answered = (): HTMLElement | null => {
			stop();
			const now = find();
			now?.focus({ preventScroll: true });
			return now !== null && clearTextOf(now) === text && samePlace(place, placeNow()) ? now : null;
		};
		const held: Asking = { question: null, find, text, gesture, end };
		const put = (writing: Writing | null) => {
			if (ended.aborted) return;
			if (writing === null) {
				stop();
				note = new AbortController();
				showNote("clearSendNotAsked", find(), AbortSignal.any([note.signal, signal]));
				return;
			}
			held.question = writing.askBeforeClear(find, ended, {
				encrypt: () => {
					const now = answered();
					if (now !== null) encrypt(now);
				},
				sendInClear: () => {
					if (answered() !== null) letThrough(writing, held.gesture, find, text, allow);
				},
				leave: () => void answered(),
			});
		};
		asking = held;
		watchPlace(place, placeNow, ended, stop);
		// At once if it can be: the focus is in the question by the time the key comes up.
		const here = file.here();
		if (here === null) void file.load().then(put);
		else put(here);
	}

	function stop(): void {
		asking?.end.abort();
		asking = null;
	}

	function letThrough({ repeat }: Writing, gesture: Gesture, find: Find, text: string, allow: Allow): void {
		const pass = { find, text };
		passed = pass;
		if (gesture.kind === "enter") enter.watch(gesture.event, find);
		void repeat(gesture, find, allow);
		const until = performance.now() + passMs;
		const timer = setInterval(() => {
			const box = find();
			const over = box === null || clearTextOf(box) !== text || performance.now() > until || signal.aborted;
			if (over && passed === pass) passed = null;
			if (passed !== pass) clearInterval(timer);
		}, passPollMs);
	}

	function onFocus(): void {
		const box = service === null ? null : focusedBox();
		if (box === null || service?.offers(box) !== true) return;
		if (outermostOf(box) !== box) gestures.listenAbove();
		lookedAt = performance.now();
		places.lookAgain(readPlace(box));
		file.warm();
	}

	function onInput(event: Event): void {
		const box = service === null || !event.isTrusted ? null : focusedBox();
		if (box === null) return;
		if (asking?.find() === box && clearTextOf(box) !== asking.text) stop();
		if (performance.now() - lookedAt < lookMs || service?.offers(box) !== true) return;
		lookedAt = performance.now();
		places.look(readPlace(box));
		file.warm();
	}

	function listen(): void {
		gestures.listen();
		window.addEventListener("focusin", onFocus, { capture: true, signal });
		window.addEventListener("input", onInput, { capture: true, signal });
	}

	listen();
	return {
		listen,
		serve: (serving, ports) => {
			const mine = { ...ports, signal: serving };
			service = mine;
			serving.addEventListener("abort", () => {
				if (service !== mine) return;
				stop();
				service = null;
			});
		},
	};
}
