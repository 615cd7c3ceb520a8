/** What a message that was opened does to the sessions with its author's device. Pure. */
import type { OpenedEnvelope } from "../protocol/index.ts";
import { begunSince, outlivedStarts, standingAfter, standingOfNew } from "./session-choice.ts";
import { type SessionRecord, withUsed } from "./session-record.ts";

export interface Before {
	/** The session the message came in, as it was; null if it begins with it. */
	readonly before: SessionRecord | null;
	/** All others with that device. */
	readonly others: readonly SessionRecord[];
	/** What the prekey of ours was made for that a new session came with (background/prekeys.ts). */
	readonly invitation: string | null;
	/** When its author was removed, by their clock, if a start of theirs may be older than that (background/removed-accounts.ts). */
	readonly removedAt: number | null;
	readonly now: number;
}

export interface Heard {
	/** The session the message came in. */
	readonly heard: SessionRecord;
	/** It and every other that changed: to be stored together. */
	readonly changed: readonly SessionRecord[];
}

export function hear(
	opened: Pick<OpenedEnvelope, "session" | "position" | "payload">,
	{ before, others, invitation, removedAt, now }: Before,
): Heard {
	const { session, position } = opened;
	// A clock that once was far ahead must not make everything after it look old.
	const sentAt = Math.min(opened.payload.sentAt, now);
	const removal = removedAt === null ? null : opened.payload.sentAt > removedAt ? "after" : "before";
	const written = { sentAt, removal } as const;
	const known: SessionRecord = before
		? { ...before, standing: standingAfter(before, session, others, written) }
		: {
				session,
				standing: standingOfNew(others, written),
				startedOver: others.some((one) => one.session.confirmed),
				conversation: null,
				invitation,
				used: [],
				createdAt: now,
				heardUntil: 0,
				heardFrom: null,
			};
	const heardUntil = Math.max(known.heardUntil, sentAt);
	const heardFrom = Math.min(known.heardFrom ?? Number.POSITIVE_INFINITY, opened.payload.sentAt);
	const heard = withUsed({ ...known, session, heardUntil, heardFrom }, position);
	const confirms = before?.session.confirmed === false && session.confirmed;
	const since = confirms ? begunSince(opened.payload.sentAt, heard, others) : [];
	return { heard, changed: [heard, ...since, ...outlivedStarts(heard, others)] };
}
