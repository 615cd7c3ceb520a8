/** New session starts of devices whose session was confirmed: they wait for the user's yes. */
import { acceptNewStart } from "../sessions/session-choice.ts";
import type { SessionRecord } from "../sessions/session-record.ts";
import { fromHex } from "./bytes.ts";
import type { Core } from "./core.ts";

async function pendingSession(core: Core, session: string | null): Promise<SessionRecord | null> {
	const found = session === null ? null : await core.sessions.find(fromHex(session));
	return found?.standing === "pending" ? found : null;
}

export const isPending = async (core: Core, session: string | null): Promise<boolean> =>
	(await pendingSession(core, session)) !== null;

/** From now on this one is written with, and none before it. The caller commits. */
export async function useNewStart(core: Core, session: string | null): Promise<void> {
	const start = await pendingSession(core, session);
	if (start === null) return;
	const all = await core.sessions.withDevice(start.session.peer.devicePublicKey);
	await core.sessions.take(acceptNewStart(start, all));
}
