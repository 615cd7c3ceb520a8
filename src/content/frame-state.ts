/**
 * What the files of ours that run in a frame must have in common: page.js makes it, writing.js takes it over before anything else of it
 * runs. No other module that both of them hold keeps a state of its own (test/architecture/content-files.test.ts).
 */
import type { LastStep } from "../platform/page-world.ts";

export interface FrameState {
	/** Elements of ours in the page: frames/own-elements.ts. */
	readonly ownElements: WeakSet<Element>;
	/** What is undone when this script is no more: last-will.ts. */
	readonly wills: Map<LastStep, () => void>;
	readonly willBeat: { timer: ReturnType<typeof setInterval> | undefined };
	/** Editors that take the user's keys for themselves: box/by-hand.ts. */
	readonly keyTakers: WeakSet<HTMLElement>;
	/** When the user last touched a key or a pointer: box/touched.ts. */
	readonly touch: { at: number };
	/** What we put into boxes: box/ours.ts. */
	readonly put: WeakMap<HTMLElement, string>;
	/** What was written into fields here: scan/written.ts. */
	readonly writtenFields: WeakSet<Element>;
	readonly writtenArmors: Set<string>;
	/** Values that the user had encrypted in place: scan/encrypted-here.ts. */
	readonly encryptedValues: WeakMap<Element, string>;
}

let state: FrameState | null = null;

export function frameState(): FrameState {
	state ??= {
		ownElements: new WeakSet(),
		wills: new Map(),
		willBeat: { timer: undefined },
		keyTakers: new WeakSet(),
		touch: { at: Number.NEGATIVE_INFINITY },
		put: new WeakMap(),
		writtenFields: new WeakSet(),
		writtenArmors: new Set(),
		encryptedValues: new WeakMap(),
	};
	return state;
}

/** @throws Error if this file has begun a state of its own. */
export function takeOver(from: FrameState): void {
	if (state !== null && state !== from) throw new Error("two states in one frame");
	state = from;
}
