/** New session starts: those of devices whose session was confirmed wait for the user's yes, ours may end with another card. */
import type { Contact } from "../contacts/contact.ts";
import { abandoned, acceptNewStart } from "../sessions/session-choice.ts";
import type { SessionRecord } from "../sessions/session-record.ts";
import { fromHex, sameBytes } from "./bytes.ts";
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
	const { fingerprint, devicePublicKey } = start.session.peer;
	const all = await core.sessions.withDevice(fingerprint, devicePublicKey);
	await core.sessions.take(acceptNewStart(start, all));
}

/**
 * The user took another card of theirs: what was begun with the last one may open no more. A card inside a message ends nothing, or two
 * that begin at once would give up each other's start. The caller commits.
 */
export async function startAnew(core: Core, before: Contact | null, after: Contact | null): Promise<void> {
	const [old, card] = [before?.card ?? null, after?.card ?? null];
	if (after === null || old === null || card === null || sameBytes(old, card)) return;
	await core.sessions.take(abandoned(await core.sessions.withAccount(fromHex(after.id))));
}
