/** Where our side spends its time: the browser's own sampling, by function. */
import type { CDPSession, Page } from "puppeteer";

interface CpuProfile {
	readonly nodes: readonly {
		readonly id: number;
		readonly callFrame: { readonly functionName: string; readonly lineNumber: number };
		readonly children?: readonly number[];
	}[];
	readonly samples?: readonly number[];
	readonly timeDeltas?: readonly number[];
}

/** Microseconds between samples. */
const interval = 100;
const shown = 40;

/** Lets the page start and stop the profiler; every stop prints a table. */
export async function offerProfiler(page: Page): Promise<void> {
	const session: CDPSession = await page.createCDPSession();
	await session.send("Profiler.enable");
	await session.send("Profiler.setSamplingInterval", { interval });
	await page.exposeFunction("profilerStart", async () => void (await session.send("Profiler.start")));
	await page.exposeFunction("profilerStop", async (calls: number) => {
		const { profile } = await session.send("Profiler.stop");
		console.log(`\n${profileTable(profile, calls)}\n`);
	});
	await page.evaluateOnNewDocument("globalThis.benchProfiler = { start: profilerStart, stop: profilerStop }");
}

/** Self time and time with all that was called, of the whole and of one call. */
export function profileTable({ nodes, samples = [], timeDeltas = [] }: CpuProfile, calls: number): string {
	const selfOf = new Map<number, number>();
	// The first sample's is the start of the profiler.
	for (const [index, id] of samples.entries())
		if (index > 0) selfOf.set(id, (selfOf.get(id) ?? 0) + (timeDeltas[index] ?? 0));
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const [self, total] = [new Map<string, number>(), new Map<string, number>()];
	const add = (to: Map<string, number>, name: string, time: number) => to.set(name, (to.get(name) ?? 0) + time);

	function visit(id: number, above: ReadonlySet<string>): number {
		const node = byId.get(id);
		if (node === undefined) return 0;
		const { functionName, lineNumber } = node.callFrame;
		const name = lineNumber < 0 ? functionName : `${functionName || "(anonymous)"}:${lineNumber + 1}`;
		const own = selfOf.get(id) ?? 0;
		const within = new Set(above).add(name);
		const all = (node.children ?? []).reduce((sum, child) => sum + visit(child, within), own);
		add(self, name, own);
		if (!above.has(name)) add(total, name, all);
		return all;
	}
	const root = nodes[0];
	const whole = root === undefined ? 0 : visit(root.id, new Set());
	const line = (name: string, time: number) => {
		const all = total.get(name) ?? 0;
		const share = (part: number) => `${((100 * part) / whole).toFixed(1)} %`.padStart(7);
		return `${share(time)} ${share(all)} ${(time / calls).toFixed(1).padStart(9)} us  ${name}`;
	};
	const most = (times: Map<string, number>) => [...times].sort((a, b) => b[1] - a[1]).slice(0, shown);
	const lines = (times: Map<string, number>) => most(times).map(([name]) => line(name, self.get(name) ?? 0));
	return [
		`${(whole / calls / 1000).toFixed(4)} ms a call, ${calls} calls; self, with callees, self of a call:`,
		...lines(self),
		"by what they call:",
		...lines(total),
	].join("\n");
}
