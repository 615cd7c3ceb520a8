/** Steps that seemed to do nothing: whether the editor does not listen to them, or is only late. */

import { drawsItself, notDrawn, textOf } from "../box/box.ts";
import { firstBelow } from "../dom-tree.ts";
import { isBlank } from "./blank.ts";
import { shows } from "./proof.ts";
import { frameMs, pause } from "./select.ts";

type Find = () => HTMLElement | null;

/** An editor that neither took an event nor changed anything by then (and two frames) does not listen to it. */
const quietMs = 50;

/** After a step that seemed to do nothing: what it does late would stand beside the text of the next one by then. */
const lateMs = 170;

/** The box is as it was, and still selected. */
export async function isIgnored(find: Find, box: HTMLElement, before: string): Promise<boolean> {
	await Promise.all([pause(quietMs), twoFrames()]);
	if (find() !== box || textOf(box) !== before) return false;
	return !drawsItself(box) || (await isBlank(find));
}

/** Hidden tabs have no frames. */
function twoFrames(): Promise<void> {
	const frames = new Promise<void>((resolve) => {
		requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
	});
	return Promise.race([frames, pause(3 * frameMs)]);
}

/** A step that was passed over may still be at work. */
export async function lasts(find: Find, text: string, ignoredAt: number | null): Promise<boolean> {
	if (ignoredAt === null) return true;
	await pause(Math.max(0, ignoredAt + lateMs - performance.now()));
	const box = find();
	return box !== null && (drawsItself(box) || firstBelow(box, notDrawn) !== null || shows(find, text));
}
