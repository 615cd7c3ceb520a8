/**
 * Which session to write with to one device, of all there are with it. Pure. Both ends come to the same one:
 *
 * - A confirmed one before all others; of two the one with the lower id. Ids come from the handshake, so both ends order alike, and
 *   who has moved to a lower one never goes back to a higher. Of those they began only the one that was answered last counts: the other end
 *   may have lost the rest before it took that up.
 * - Else the one they began that was heard from last: a device that lost its data has an older start no more.
 * - Else a start of ours made in this conversation, the lower id. Another conversation's start is still repeated in the clear part of
 *   messages there: shown here too it would tell the sites that both are one person.
 * - A new start by a device whose session was confirmed waits for the user's yes, if it was written after everything else that
 *   was heard of it. An older one was only shown late, and is never written with. The same if that start came first, and then the
 *   message from before it that confirms the other session.
 * - A start written before we removed its author may be older than a session that only they still have: they would never take it up.
 *   It is not written with. A start of ours, which they are asked about, brings both together again.
 * - A start of ours without an answer is given up when the user takes another card of theirs.
 */
import type { Session } from "../protocol/index.ts";
import { type SessionRecord, type Standing, sessionId, toHex } from "./session-record.ts";

/** Null: begin a new one. `all`: every session with the device. */
export function chooseSession(all: readonly SessionRecord[], conversation: string): SessionRecord | null {
	const active = all.filter(({ standing }) => standing === "active").sort(byId);
	const confirmed = active.filter(({ session }) => session.confirmed);
	const answered = confirmed.filter((one) => !theyBegan(one)).sort((a, b) => b.heardUntil - a.heardUntil)[0];
	return (
		confirmed.find((one) => theyBegan(one) || one === answered) ??
		active.filter(theyBegan).sort((a, b) => b.heardUntil - a.heardUntil)[0] ??
		active.find((one) => one.conversation === conversation) ??
		null
	);
}

/**
 * What becomes of the others once `chosen` is written with. Only those that changed. Of several that we began the other end takes its pick:
 * it may have lost the one that it answered first.
 */
export function supersededBy(chosen: SessionRecord, all: readonly SessionRecord[]): readonly SessionRecord[] {
	if (!chosen.session.confirmed) return [];
	return all
		.filter((one) => one.standing === "active" && byId(one, chosen) > 0 && (theyBegan(one) || theyBegan(chosen)))
		.map((one) => ({ ...one, standing: "superseded" }));
}

/** When a message was written. */
export interface Written {
	/** By its author's clock, where that is not ahead of ours. */
	readonly sentAt: number;
	/** Before or after we removed its author. Null: we did not, or made the prekey of its session later. */
	readonly removal: "before" | "after" | null;
}

/** Of a session that the other device began, by the message that came in it. */
export function standingOfNew(others: readonly SessionRecord[], { sentAt, removal }: Written): Standing {
	if (removal === "before") return "superseded";
	if (!others.some(({ session }) => session.confirmed)) return "active";
	return others.some(({ heardUntil }) => heardUntil > sentAt) ? "superseded" : "pending";
}

/**
 * Starts that a device made after it wrote, at `writtenAt` by its clock, the message that has just confirmed a session: it seems to have
 * lost that one since, or it would have gone on in it. They wait for a yes, as if they had come after that message. Only those that changed.
 */
export function begunSince(
	writtenAt: number,
	heard: SessionRecord,
	others: readonly SessionRecord[],
): readonly SessionRecord[] {
	if (heard.standing !== "active") return [];
	return others
		.filter((one) => one.standing === "active" && theyBegan(one) && one.heardFrom !== null && one.heardFrom > writtenAt)
		.map((one) => ({ ...one, standing: "pending", startedOver: true }));
}

/**
 * Starts that wait for a yes, and after which the device wrote in its confirmed session: it had that all the time. Only those that
 * changed. `heard`: the session the message came in.
 */
export function outlivedStarts(heard: SessionRecord, others: readonly SessionRecord[]): readonly SessionRecord[] {
	if (!heard.session.confirmed || heard.standing !== "active") return [];
	return others
		.filter((one) => one.standing === "pending" && one.heardUntil < heard.heardUntil)
		.map((one) => ({ ...one, standing: "superseded" }));
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
 * would be going back. A start that came late is asked about after all once a message in it is the newest, or written with if all that is
 * against it is a removal before that message. `others` with the device.
 */
export function standingAfter(
	before: SessionRecord,
	after: Session,
	others: readonly SessionRecord[],
	written: Written,
): Standing {
	if (before.standing !== "superseded") return before.standing;
	if (theyBegan(before) && !before.session.confirmed) {
		// It came before a removal that is forgotten together with its prekey.
		if (written.removal === null && !others.some(({ session }) => session.confirmed)) return "superseded";
		return standingOfNew(others, written);
	}
	return after.confirmed && ![before, ...others].some(({ session }) => session.confirmed) ? "active" : "superseded";
}

/**
 * Sessions that a device may have begun with us, and an account with all its devices: each may hold 4,096 waiting keys after one message,
 * and all are in memory. An honest device begins one in each conversation until it is answered, and one after each loss of its data.
 */
const mostBegunByDevice = 16;
const mostBegunByAccount = 48;

/**
 * Those that go when `newest` has begun. What is written with stays, and what was confirmed goes last. `all`: every session with the account
 * of `newest`.
 */
export function crowdedOut(newest: SessionRecord, all: readonly SessionRecord[]): readonly SessionRecord[] {
	const candidates = all.filter((one) => theyBegan(one) && sessionId(one) !== sessionId(newest)).sort(firstToGo);
	const ofDevice = candidates.filter((one) => deviceOf(one) === deviceOf(newest));
	const goes = (from: readonly SessionRecord[], most: number): readonly SessionRecord[] =>
		from.slice(0, Math.max(0, from.length + 1 - most)).filter((one) => !isWrittenWith(one));
	return [...new Set([...goes(ofDevice, mostBegunByDevice), ...goes(candidates, mostBegunByAccount)])];
}

const isWrittenWith = ({ standing, session }: SessionRecord): boolean => standing === "active" && session.confirmed;
const deviceOf = ({ session }: SessionRecord): string => toHex(session.peer.devicePublicKey);

/** Never written with, then not yet, then what might be; the oldest first. */
function firstToGo(a: SessionRecord, b: SessionRecord): number {
	return rank(a) - rank(b) || a.createdAt - b.createdAt;
}

function rank(one: SessionRecord): number {
	if (isWrittenWith(one)) return 4;
	if (one.session.confirmed) return 3;
	return { former: 0, superseded: 0, pending: 1, active: 2 }[one.standing];
}

/** After the user's yes to a new start: it is the only one from now on. Only those that changed. */
export function acceptNewStart(start: SessionRecord, all: readonly SessionRecord[]): readonly SessionRecord[] {
	if (start.standing !== "pending") return [];
	return all
		.filter((one) => one.standing !== "superseded")
		.map((one) =>
			sessionId(one) === sessionId(start)
				? { ...one, standing: "active", startedOver: false }
				: { ...one, standing: "superseded" },
		);
}

const theyBegan = ({ session }: SessionRecord): boolean => session.prekeyId !== null;

function byId(a: SessionRecord, b: SessionRecord): number {
	return sessionId(a) < sessionId(b) ? -1 : sessionId(a) > sessionId(b) ? 1 : 0;
}
