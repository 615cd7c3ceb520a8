/**
 * How writing.js finds page.js in the same frame: page.js leaves word in the isolated world, where no page reaches it, for exactly as
 * long as it waits. Word of another document, or no word, and writing.js does nothing: so it never runs twice, nor for a script
 * that has ended.
 */
import type { FrameState } from "./frame-state.ts";
import type { Writing } from "./writing/writing.ts";

const mark = Symbol.for("sotto.writing");

type Start = (state: FrameState) => Writing;

interface Waiting {
	/** A frame's first window may be kept for its next document. */
	readonly of: Document;
	readonly take: (start: Start) => void;
}

type World = object & { [mark]?: Waiting };

/** Until the function it returns is called, or somebody came. */
export function awaitWriting(take: (start: Start) => void, world: World = globalThis): () => void {
	const waiting: Waiting = { of: document, take };
	world[mark] = waiting;
	return () => {
		if (world[mark] === waiting) delete world[mark];
	};
}

export function handOver(start: Start, world: World = globalThis): void {
	const waiting = world[mark];
	if (waiting?.of !== document) return;
	delete world[mark];
	waiting.take(start);
}
