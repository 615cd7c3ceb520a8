/** With `npm run bench -- --profile`: only our side runs, and the browser notes where it is. */
interface Profiler {
	start(): Promise<void>;
	stop(rounds: number): Promise<void>;
}

const profiler = (globalThis as { benchProfiler?: Profiler }).benchProfiler;
export const profiling: boolean = profiler !== undefined;

/**
 * Runs all sides in turn so that a slow moment of the machine hits every one, and takes the median of each.
 * `batch` calls are timed together where one is short beside the browser's clock (steps of 0.1 ms).
 * @returns milliseconds per call, by the side's name.
 */
export async function inTurn<Side extends string>(
	rounds: number,
	sides: Readonly<Record<Side, () => Promise<unknown>>>,
	batch = 1,
	warmups = 3,
): Promise<Record<Side, number>> {
	const names = Object.keys(sides) as Side[];
	for (let warm = 0; warm < warmups; warm += 1) for (const name of names) await sides[name]();
	if (profiler) {
		await profiler.start();
		for (let round = 0; round < rounds; round += 1)
			for (let call = 0; call < batch; call += 1) await sides[names[0] as Side]();
		await profiler.stop(rounds * batch);
	}
	const times = new Map<Side, number[]>(names.map((name) => [name, []]));
	for (let round = 0; round < rounds; round += 1) {
		for (const name of names) {
			const start = performance.now();
			for (let call = 0; call < batch; call += 1) await sides[name]();
			times.get(name)?.push((performance.now() - start) / batch);
		}
	}
	return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<Side, number>;
}

export function sideBySide(
	rounds: number,
	ours: () => Promise<unknown>,
	peer: () => Promise<unknown>,
	batch = 1,
): Promise<{ ours: number; peer: number }> {
	return inTurn(rounds, { ours, peer }, batch);
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
