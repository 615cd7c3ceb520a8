/** What a box holds: by what stands in it, and where that says nothing, by what the editor would copy. */
import { drawsItself, isEmpty, norm, textOf } from "../box/box.ts";
import { copyProbe } from "./events.ts";
import { frameMs, pause, selectAll, selectionMs } from "./select.ts";

/**
 * What the editor copies of everything in it; null if it leaves that to the browser. Known sooner if it is what is expected: an editor
 * that has not followed the selection yet copies less, or nothing.
 */
export async function copied(find: () => HTMLElement | null, expected?: string): Promise<string | null> {
	const box = find();
	if (box === null) return null;
	selectAll(box);
	if (expected !== undefined) {
		await pause(frameMs);
		const early = probe(find);
		if (early !== null && norm(early) === norm(expected)) return early;
	}
	await pause(expected === undefined ? selectionMs : selectionMs - frameMs);
	return probe(find);
}

function probe(find: () => HTMLElement | null): string | null {
	const box = find();
	return box === null ? null : copyProbe(box);
}

export async function isBlank(find: () => HTMLElement | null): Promise<boolean> {
	const box = find();
	if (box === null) return false;
	if (!drawsItself(box)) return isEmpty(box);
	const text = await copied(find, "");
	return text !== null && norm(text) === "";
}

/** Whether this text is in there, and nothing else. */
export async function holdsOnly(find: () => HTMLElement | null, text: string): Promise<boolean> {
	const box = find();
	if (box === null) return false;
	if (!drawsItself(box) && norm(textOf(box)) === norm(text)) return true;
	// CodeMirror leaves out of the page what is out of sight, and not always with a mark.
	return norm((await copied(find, text)) ?? "") === norm(text);
}
