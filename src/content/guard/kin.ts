/**
 * What the guards in the frames of one site know of each other. In Chromium their scripts share one isolated world, so a new frame
 * learns at once, and from nobody but us, whether somebody composes around it. In Firefox each frame has a world of its own (both
 * measured): nothing is found there.
 */
import { pageDocument } from "../../platform/page-world.ts";

const mark = Symbol.for("sotto.guard");
const exposedMark = Symbol.for("sotto.guard.exposed");

export interface Kin {
	readonly composing: () => "yes" | "no" | "broken-off" | "unknown";
	/** See Guard. */
	readonly first: () => boolean;
	/** The script came after those of the page. */
	readonly late: boolean;
	/** Whether this is a sentinel of this frame, in its place (sentinels.ts). */
	readonly isSentinel: (frame: Element) => boolean;
}

type World = {
	[mark]?: Kin;
	/** Of the top frame: the frames of its site in which the page may listen before us. */
	[exposedMark]?: Map<Window, Kin>;
};

export function showKin(kin: Kin, signal: AbortSignal): void {
	const world = globalThis as World;
	world[mark] = kin;
	signal.addEventListener("abort", () => {
		if (world[mark] === kin) delete world[mark];
	});
}

/** Undefined: of another site, without a live script of ours, or in Firefox. */
export function kinOf(frame: Window | null | undefined): Kin | undefined {
	try {
		return (frame as World | null | undefined)?.[mark];
	} catch {
		return undefined;
	}
}

/**
 * Whether the top frame of this site has no guard, or a late one: a page that was there before the site was turned on can add frames
 * later. Nobody can tell in Firefox.
 */
export function isTopLate(): boolean {
	try {
		if (window.top === null || window === window.top || document !== pageDocument()) return false;
		// Throws if the tab is of another site: then nobody composes in it.
		void window.top.document;
		return kinOf(window.top)?.late !== false;
	} catch {
		return false;
	}
}

/** The page may listen before the guard in this frame, for as long as it shows this document. */
export function showExposed(kin: Kin): void {
	try {
		const top = window.top as unknown as World;
		top[exposedMark] ??= new Map();
		top[exposedMark].set(window, kin);
	} catch {
		// The tab is of another site: then nobody composes in it.
	}
}

/** Whether there is such a frame in this tab. False in Firefox, where a frame that is hidden gets no keys. */
export function anyExposed(): boolean {
	try {
		const frames = (window.top as unknown as World)[exposedMark] ?? new Map<Window, Kin>();
		for (const [frame, kin] of frames) {
			if (!frame.closed && kinOf(frame) === kin) return true;
			frames.delete(frame);
		}
		return false;
	} catch {
		return false;
	}
}
