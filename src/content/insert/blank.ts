/** What a box holds: by what stands in it, and where that says nothing, by what the editor would copy. */
import { drawsItself, isEmpty, norm, textOf } from "./box.ts";
import { copyProbe } from "./events.ts";
import { pause, selectAll, selectionMs } from "./select.ts";

/** What the editor copies of everything in it; null if it leaves that to the browser. */
export async function copied(find: () => HTMLElement | null): Promise<string | null> {
	const box = find();
	if (box === null) return null;
	selectAll(box);
	await pause(selectionMs);
	const now = find();
	return now === null ? null : copyProbe(now);
}

export async function isBlank(find: () => HTMLElement | null): Promise<boolean> {
	const box = find();
	if (box === null) return false;
	if (!drawsItself(box)) return isEmpty(box);
	const text = await copied(find);
	return text !== null && norm(text) === "";
}

/** Whether the text is in there, alone or not. */
export async function holds(find: () => HTMLElement | null, text: string): Promise<boolean> {
	const box = find();
	if (box === null) return false;
	if (!drawsItself(box) && norm(textOf(box)).includes(norm(text))) return true;
	// CodeMirror leaves out of the page what is out of sight.
	return norm((await copied(find)) ?? "").includes(norm(text));
}
