/**
 * A surface that comes up for one contact, whom its address does not name: the browser may keep addresses in its history. The popup, opened
 * from a frame in a page: what is answered there no page can cover or imitate. The codes tab, opened from the popup.
 */
import type { ContactId, Reply } from "../messaging/channels.ts";
import type { Core } from "./core.ts";

const size = { width: 400, height: 640 };
/** Session memory: whom the next one is for. It takes the word away when it comes up. */
const forKeys = { popup: "popupOpensFor", codes: "codesOpenFor" } as const;
type Surface = keyof typeof forKeys;
/** One that never came up leaves no word for the one after it. Milliseconds. */
const soonMs = 10_000;

type OpenedFor = Reply<"popup/opened-for">;

const leaveWord = ({ ports }: Core, surface: Surface, contact: ContactId, page: OpenedFor["page"]): Promise<void> =>
	ports.memory.set(forKeys[surface], { contact, page, at: ports.now() });

/** `compare`: where a code is compared with them. */
export async function openContact(core: Core, contact: ContactId, page: OpenedFor["page"]): Promise<void> {
	await leaveWord(core, "popup", contact, page);
	const { windows } = core.ports;
	if (!(await windows.toolbarPopup())) await windows.open("popup.html", size);
}

export async function openCodes(core: Core, contact: ContactId): Promise<void> {
	await leaveWord(core, "codes", contact, "contact");
	await core.ports.tabs.open("codes.html");
}

export async function openedFor({ ports }: Core, surface: Surface): Promise<OpenedFor> {
	const nobody = { contact: null, page: "contact" } as const;
	const word = await ports.memory.get(forKeys[surface]);
	await ports.memory.remove(forKeys[surface]);
	if (typeof word !== "object" || word === null) return nobody;
	const { contact, page, at } = word as { readonly contact?: unknown; readonly page?: unknown; readonly at?: unknown };
	if (typeof contact !== "string" || typeof at !== "number") return nobody;
	const age = ports.now() - at;
	if (age < 0 || age >= soonMs) return nobody;
	return { contact, page: page === "compare" ? "compare" : "contact" };
}
