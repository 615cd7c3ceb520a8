/** A new version waits until nobody is writing: taking it closes every surface and locks the vault. */
import type { Core } from "./core.ts";

/** Session memory: a downloaded version waits. */
const waitingKey = "updateWaiting";

export async function updateAvailable(core: Core): Promise<void> {
	await core.ports.memory.set(waitingKey, true);
	await updateIfQuiet(core);
}

/** Called whenever a composer may have been the last one. */
export async function updateIfQuiet({ ports, tickets }: Core): Promise<void> {
	if ((await ports.memory.get(waitingKey)) !== true || (await tickets.anyComposer())) return;
	await ports.memory.remove(waitingKey);
	for (const { id } of await ports.tabs.known()) await ports.tabs.send(id, { to: "content", kind: "shut-down" });
	ports.reloadExtension();
}
