/** What we put into a box and did not see leave: it may be replaced, nothing else may. */
import { frameState } from "../frame-state.ts";
import { norm, textOf } from "./box.ts";

export function notePut(box: HTMLElement, text: string): void {
	frameState().put.set(box, text);
}

export function putInto(box: HTMLElement): string | undefined {
	return frameState().put.get(box);
}

/** True if the box holds what we put there, so that there is no text of the user's to lose. */
export function holdsOurs(box: HTMLElement): boolean {
	const ours = putInto(box);
	return ours !== undefined && norm(textOf(box)) === norm(ours);
}
