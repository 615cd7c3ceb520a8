/** What the last insertion of this frame did, step by step, for the diagnosis page: names and outcomes, never a text. */
import type { InsertionReport, InsertVerdict } from "../../messaging/channels.ts";

type Step = InsertionReport["steps"][number];

/** Several parts take several steps each. */
const maxSteps = 40;

let steps: Step[] = [];
let last: InsertionReport | null = null;

export function noteStep(step: Step["step"], outcome: Step["outcome"]): void {
	if (steps.length < maxSteps) steps.push({ step, outcome });
}

/** Around one order. */
export async function traced(parts: number, run: () => Promise<InsertVerdict>): Promise<InsertVerdict> {
	const began = performance.now();
	steps = [];
	const own = steps;
	const verdict = await run();
	const ms = Math.round(performance.now() - began);
	const outcome = verdict.outcome === "refused" ? verdict.reason : verdict.outcome;
	last = { steps: own, outcome, ms, parts };
	return verdict;
}

export function lastInsertion(): InsertionReport | null {
	return last;
}
