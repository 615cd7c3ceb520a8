import { expect, it } from "vitest";
import { gapNews } from "../../src/background/gap-news.ts";

it("tells frames once for all gaps that close within half a second, and again for later ones", async () => {
	let closed = false;
	let told = 0;
	const waits: (() => void)[] = [];
	const written = gapNews(
		{
			wait: (ms) => {
				expect(ms).toBe(500);
				return new Promise((resolve) => void waits.push(resolve));
			},
			tellPages: () => void told++,
		},
		{
			gapsClosed: () => {
				const were = closed;
				closed = false;
				return were;
			},
		},
	);
	written();
	expect(waits).toHaveLength(0);
	for (let write = 0; write < 20; write++) {
		closed = true;
		written();
	}
	expect(waits).toHaveLength(1);
	expect(told).toBe(0);
	waits[0]?.();
	await Promise.resolve();
	expect(told).toBe(1);
	closed = true;
	written();
	expect(waits).toHaveLength(2);
});
