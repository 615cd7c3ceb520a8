/** Where the passphrase is typed: never in a page. The toolbar popup if the browser lets us open it, else a window of our own. */
import type { Core } from "./core.ts";

const size = { width: 400, height: 640 };
/** Session memory: when it was last opened for a tab, so that no page can flood the screen with windows. */
const quietMs = 3_000;
const lastKey = "unlockOpenedAt";

export async function openUnlock({ ports, vault }: Core): Promise<void> {
	const last = await ports.memory.get(lastKey);
	const past = typeof last === "number" ? ports.now() - last : quietMs;
	if (past >= 0 && past < quietMs) return;
	await ports.memory.set(lastKey, ports.now());
	if ((await vault.state()) === "none") return ports.tabs.open("welcome.html");
	if (!(await ports.windows.toolbarPopup())) await ports.windows.open("popup.html", size);
}
