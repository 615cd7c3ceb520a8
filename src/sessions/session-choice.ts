/**
 * Which session to write with to one device, of all there are with it. Pure. Both ends come to the same one:
 *
 * - A confirmed one before all others; of two the one with the lower id. Ids come from the handshake, so both ends order alike, and
 *   who has moved to a lower one never goes back to a higher.
 * - Else one that they began, or that was begun in this conversation, again the lower id. Another conversation's start is still
 *   repeated in the clear part of messages there: shown here too it would tell the sites that both are one person.
 * - A new start by a device whose session was confirmed waits for the user's yes.
 * - A start of ours without an answer is given up when the user takes another card of theirs.
 */
import type { Session } from "../protocol/index.ts";
import { type SessionRecord, type Standing, sessionId } from "./session-record.ts";

/** Null: begin a new one. `all`: every session with the device. */
export function chooseSession(all: readonly SessionRecord[], conversation: string): SessionRecord | null {
	const active = all.filter(({ standing }) => standing === "active").sort(byId);
	const confirmed = active.find(({ session }) => session.confirmed);
	return confirmed ?? active.find((one) => one.session.prekeyId !== null || one.conversation === conversation) ?? null;
}

/** What becomes of the others once `chosen` is written with. Only those that changed. */
export function supersededBy(chosen: SessionRecord, all: readonly SessionRecord[]): readonly SessionRecord[] {
	if (!chosen.session.confirmed) return [];
	return all
		.filter((one) => one.standing === "active" && byId(one, chosen) > 0)
		.map((one) => ({ ...one, standing: "superseded" }));
}

/** Of a session that the other device began just now. */
export function standingOfNew(others: readonly SessionRecord[]): Standing {
	return others.some(({ session }) => session.confirmed) ? "pending" : "active";
}

/**
 * Starts of ours that nobody has answered, once the user took another card: the prekey they were begun with may be gone. Only those that
 * changed.
 */
export function abandoned(all: readonly SessionRecord[]): readonly SessionRecord[] {
	return all
		.filter(({ standing, session }) => standing === "active" && session.start !== null && !session.confirmed)
		.map((one) => ({ ...one, standing: "superseded" }));
}

/**
 * Of a known session after a message in it. An answer takes up a start that was given up, unless there was an answer in any other: that
 * would be going back. `all`: every session with the device, as they were before.
 */
export function standingAfter(before: SessionRecord, after: Session, all: readonly SessionRecord[]): Standing {
	if (before.standing !== "superseded" || !after.confirmed) return before.standing;
	return all.some(({ session }) => session.confirmed) ? "superseded" : "active";
}

/** After the user's yes to a new start: it is the only one from now on. Only those that changed. */
export function acceptNewStart(start: SessionRecord, all: readonly SessionRecord[]): readonly SessionRecord[] {
	if (start.standing !== "pending") return [];
	return all
		.filter((one) => one.standing !== "superseded")
		.map((one) => ({ ...one, standing: sessionId(one) === sessionId(start) ? "active" : "superseded" }));
}

function byId(a: SessionRecord, b: SessionRecord): number {
	return sessionId(a) < sessionId(b) ? -1 : sessionId(a) > sessionId(b) ? 1 : 0;
}
