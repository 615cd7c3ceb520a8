/** Looking for what is gone again within milliseconds: who has the focus after a theft. */

/** Milliseconds. */
const lookMs = 4;
const lookingMs = 1000;

/** What it returns runs `look` at once and, from then on, often for a while. Each call begins the while anew. */
export function lookout(signal: AbortSignal, look: () => void): () => void {
	let timer: ReturnType<typeof setInterval> | undefined;
	let until = 0;
	const stop = () => {
		clearInterval(timer);
		timer = undefined;
	};
	signal.addEventListener("abort", stop);
	return () => {
		look();
		until = performance.now() + lookingMs;
		timer ??= setInterval(() => {
			look();
			if (performance.now() > until) stop();
		}, lookMs);
	};
}
