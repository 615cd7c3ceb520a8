/**
 * One signal for everything this script starts. It ends when the background says so, and when the extension behind the
 * script was updated or removed: an orphan must not leave a guard that eats keys, nor buttons that do nothing.
 */

/** An orphan notices within this time. One property read each: below anything measurable. */
const pollMs = 2000;

const marker = Symbol.for("sotto.content");

interface Running {
	readonly alive: () => boolean;
	readonly stop: () => void;
}
type Scope = Record<symbol, Running | undefined>;

/**
 * Null if a live script of ours runs in this frame already (a script may be injected twice). An orphan of an earlier version
 * shares our isolated world in Chromium: it is stopped first.
 */
export function claimFrame(alive: () => boolean, scope: object = globalThis): AbortController | null {
	const world = scope as Scope;
	const earlier = world[marker];
	if (earlier?.alive()) return null;
	earlier?.stop();
	const controller = new AbortController();
	world[marker] = { alive: () => !controller.signal.aborted && alive(), stop: () => controller.abort() };
	return controller;
}

/** Aborts `controller` when the extension is gone. */
export function endWithExtension(controller: AbortController, alive: () => boolean): void {
	const timer = setInterval(() => {
		if (!alive()) controller.abort();
	}, pollMs);
	controller.signal.addEventListener("abort", () => clearInterval(timer));
}
