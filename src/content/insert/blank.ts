/** Whether a box holds no text: by what stands in it, and where that may be a part only, by what the editor would copy. */
import { drawsItself, isEmpty, norm } from "./box.ts";
import { copyProbe } from "./events.ts";
import { pause, selectAll, selectionMs } from "./select.ts";

export async function isBlank(find: () => HTMLElement | null): Promise<boolean> {
	const box = find();
	if (box === null || !isEmpty(box)) return false;
	if (!drawsItself(box)) return true;
	selectAll(box);
	await pause(selectionMs);
	const now = find();
	const copied = now === null ? null : copyProbe(now);
	return copied !== null && norm(copied) === "";
}
