/**
 * Undoes in the page what this script did there, in case it is ended without a chance to do so itself (Firefox, when the extension
 * is updated or removed). Each step waits in a timer that is put off for as long as the script lives.
 */
import { type LastStep, leaveToPage } from "../platform/page-world.ts";
import { frameState } from "./frame-state.ts";

/** How often the steps are put off, and by how much: three beats may be missed by a busy page. Milliseconds. */
const beatMs = 2000;
const delayMs = 7000;

/** Returns what withdraws the step, for when the script has done it itself. */
export function bequeath(step: LastStep): () => void {
	if (!arm(step)) return () => undefined;
	const { wills, willBeat } = frameState();
	willBeat.timer ??= setInterval(putOff, beatMs);
	return () => {
		wills.get(step)?.();
		wills.delete(step);
		if (wills.size > 0) return;
		clearInterval(willBeat.timer);
		willBeat.timer = undefined;
	};
}

function arm(step: LastStep): boolean {
	const cancel = leaveToPage(step, delayMs);
	if (cancel !== null) frameState().wills.set(step, cancel);
	return cancel !== null;
}

function putOff(): void {
	for (const [step, cancel] of frameState().wills) {
		cancel();
		arm(step);
	}
}
