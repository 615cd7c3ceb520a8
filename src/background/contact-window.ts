/** One contact in the popup, opened from a composer: what is answered there no page can cover or imitate. */
import type { ContactId } from "../messaging/channels.ts";
import type { Core } from "./core.ts";

const size = { width: 400, height: 640 };
/** Session memory: whom the next popup is for. It takes the word away when it comes up. */
const forKey = "popupOpensFor";
/** A popup that never came up leaves no word for the one after it. Milliseconds. */
const soonMs = 10_000;

export async function openContact({ ports }: Core, contact: ContactId): Promise<void> {
	await ports.memory.set(forKey, { contact, at: ports.now() });
	if (!(await ports.windows.toolbarPopup())) await ports.windows.open("popup.html", size);
}

export async function openedFor({ ports }: Core): Promise<ContactId | null> {
	const word = await ports.memory.get(forKey);
	await ports.memory.remove(forKey);
	if (typeof word !== "object" || word === null) return null;
	const { contact, at } = word as { readonly contact?: unknown; readonly at?: unknown };
	if (typeof contact !== "string" || typeof at !== "number") return null;
	const age = ports.now() - at;
	return age >= 0 && age < soonMs ? contact : null;
}
