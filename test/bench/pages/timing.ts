/**
 * Runs both sides in turn so that a slow moment of the machine hits both, and takes the median of each.
 * `batch` calls are timed together where one is short beside the browser's clock (steps of 0.1 ms).
 * @returns milliseconds per call.
 */
export async function sideBySide(
	rounds: number,
	ours: () => Promise<unknown>,
	peer: () => Promise<unknown>,
	batch = 1,
): Promise<{ ours: number; peer: number }> {
	for (let warm = 0; warm < 3; warm += 1) {
		await ours();
		await peer();
	}
	const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
	for (let round = 0; round < rounds; round += 1) {
		const start = performance.now();
		for (let call = 0; call < batch; call += 1) await ours();
		const middle = performance.now();
		for (let call = 0; call < batch; call += 1) await peer();
		times.ours.push((middle - start) / batch);
		times.peer.push((performance.now() - middle) / batch);
	}
	return { ours: median(times.ours), peer: median(times.peer) };
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
