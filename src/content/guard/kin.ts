/**
 * What the guards in the frames of one site know of each other. In Chromium their scripts share one isolated world, so a new frame
 * learns at once, and from nobody but us, whether somebody composes around it. In Firefox each frame has a world of its own (both
 * measured): nothing is found there.
 */
const mark = Symbol.for("sotto.guard");

export interface Kin {
	readonly composing: () => "yes" | "no" | "broken-off" | "unknown";
	/** See Guard. */
	readonly first: () => boolean;
}

type World = { [mark]?: Kin };

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
