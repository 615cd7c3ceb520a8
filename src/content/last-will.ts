/**
 * Undoes in the page what this script did there, in case it is ended without a chance to do so itself (Firefox, when the extension
 * is updated or removed). Each step waits in a timer that is put off for as long as the script lives.
 */
import { type LastStep, leaveToPage } from "../platform/page-world.ts";

/** How often the steps are put off, and by how much: three beats may be missed by a busy page. Milliseconds. */
const beatMs = 2000;
const delayMs = 7000;

const wills = new Map<LastStep, () => void>();
let beat: ReturnType<typeof setInterval> | undefined;

/** Returns what withdraws the step, for when the script has done it itself. */
export function bequeath(step: LastStep): () => void {
	if (!arm(step)) return () => undefined;
	beat ??= setInterval(putOff, beatMs);
	return () => {
		wills.get(step)?.();
		wills.delete(step);
		if (wills.size > 0) return;
		clearInterval(beat);
		beat = undefined;
	};
}

function arm(step: LastStep): boolean {
	const cancel = leaveToPage(step, delayMs);
	if (cancel !== null) wills.set(step, cancel);
	return cancel !== null;
}

function putOff(): void {
	for (const [step, cancel] of wills) {
		cancel();
		arm(step);
	}
}
