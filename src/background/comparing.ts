/**
 * Comparing a code with a contact over the chat (src/verification). Its state is stored before a message of it leaves; what it comes to is
 * stored with it.
 */
import { type Contact, contactChange, decided } from "../contacts/contact.ts";
import { isInDoubt } from "../contacts/trust.ts";
import { answerTrust } from "../contacts/trust-answer.ts";
import type { AttemptId, ComparisonReply, ContactId } from "../messaging/channels.ts";
import { sasMethod } from "../protocol/index.ts";
import { chooseSession } from "../sessions/session-choice.ts";
import type { SessionRecord } from "../sessions/session-record.ts";
import type { Change } from "../vault/store.ts";
import type { SessionEnds, Verification } from "../verification/attempt.ts";
import { type Event, step } from "../verification/step.ts";
import type { Effect, Refusal } from "../verification/transitions.ts";
import { viewOf } from "../verification/view.ts";
import { contactOf } from "./answering-trust.ts";
import { fromHex, toHex } from "./bytes.ts";
import { comparisonChanges, comparisonGone, comparisonWith, runningComparisons } from "./comparison-state.ts";
import { type Core, exclusively, peopleChanged } from "./core.ts";
import { Fault } from "./fault.ts";
import { readIdentity, type Self } from "./identity.ts";

interface Stepped {
	/** As it is after what the comparison came to. */
	readonly contact: Contact;
	/** Without the contact itself. */
	readonly changes: readonly Change[];
	readonly refused: Refusal | null;
}

/** To be committed with what caused it. */
export async function stepped(core: Core, contact: Contact, event: Event): Promise<Stepped> {
	const now = core.ports.now();
	const before = await comparisonWith(core, contact.id);
	const { state, effects } = step(before, event, { suite: core.suite, random: core.ports.random, now });
	const after = effects.reduce((one, effect) => cameTo(one, effect, now), contact);
	const refusal = effects.find((effect) => effect.kind === "refused");
	const refused = refusal?.kind === "refused" ? refusal.why : null;
	if (state === before) return { contact: after, changes: [], refused };
	return { contact: after, changes: await comparisonChanges(core, contact.id, state), refused };
}

/** A code that differs says that somebody may be in between; one that nobody compared says nothing. */
function cameTo(contact: Contact, effect: Effect, now: number): Contact {
	const differs =
		effect.kind === "withdrawn" ||
		(effect.kind === "failed" && ["differ", "differ-there", "swapped"].includes(effect.why));
	if (!differs && effect.kind !== "verified") return contact;
	const said = answerTrust(contact, differs ? "differs" : { verified: contact.accountPublicKey });
	if (!said.done) return contact;
	const after = decided(contact, said);
	return differs ? after : { ...after, verified: { how: "live", at: now } };
}

/** Without what became of a message. */
export type Compared = Omit<ComparisonReply, "sent">;

/** A word of the user, about the attempt that was on the screen. */
type Word = Extract<Event, { kind: "agree" | "answer" | "stop" }> & { readonly about: AttemptId | null };

/** What the user does about it, or that a message of it was sent. */
export async function compare(
	core: Core,
	id: ContactId,
	event: Word | Exclude<Event, { kind: "agree" | "answer" | "stop" }> | "view",
): Promise<Compared> {
	const { reply, changed } = await exclusively(core, async () => {
		const contact = await contactOf(core, id);
		if (event !== "view" && "about" in event && (await isOther(core, id, event.about))) {
			return {
				changed: false,
				reply: { refused: "over" as const, view: shownOf(core, await comparisonWith(core, id)) },
			};
		}
		const done = await stepped(core, contact, event === "view" ? { kind: "tick" } : event);
		const judged = done.contact !== contact;
		await core.vault.commit([...done.changes, ...(judged ? [contactChange(done.contact)] : [])]);
		const view = shownOf(core, await comparisonWith(core, id));
		return { changed: judged || done.changes.length > 0, reply: { refused: done.refused, view } };
	});
	if (changed) peopleChanged(core);
	return reply;
}

/** Another attempt is under way by now than the one that was seen. */
async function isOther(core: Core, id: ContactId, seen: AttemptId | null): Promise<boolean> {
	const { attempt } = await comparisonWith(core, id);
	return attempt !== null && toHex(attempt.id) !== seen;
}

/**
 * @throws Fault `not-allowed` where their steps are not heeded, so that it could not come to an end; `contact-not-writable` where they have not
 * said a word in any session: there is nothing yet that could be compared
 */
export async function beginComparing(core: Core, id: ContactId, method: "pictures" | "numbers"): Promise<Compared> {
	const session = await exclusively(core, async () => {
		const self = await readIdentity(core.vault, core.suite);
		const contact = await contactOf(core, id);
		if (contact.trust === "revoked" || isInDoubt(contact)) throw new Fault("not-allowed");
		const all = await Promise.all(
			contact.devices.map(async (device) => {
				const sessions = await core.sessions.withDevice(fromHex(id), fromHex(device).subarray(0, 32));
				return chooseSession(sessions, "");
			}),
		);
		const [latest] = all.filter((one) => one !== null).sort(confirmedFirst);
		if (latest === undefined) throw new Fault("contact-not-writable");
		return endsOf(self, latest);
	});
	return compare(core, id, { kind: "begin", method: sasMethod[method], session });
}

/** Of two alike the one that was heard from last. */
function confirmedFirst(a: SessionRecord, b: SessionRecord): number {
	return Number(b.session.confirmed) - Number(a.session.confirmed) || b.heardUntil - a.heardUntil;
}

export const endsOf = (self: Self, { session }: SessionRecord): SessionEnds => ({
	id: toHex(session.id),
	confirmed: session.confirmed,
	begunThere: session.prekeyId !== null,
	transcript: session.transcript,
	own: { fingerprint: self.fingerprint, devicePublicKey: self.device.deviceKey.publicKey },
	peer: { fingerprint: session.peer.fingerprint, devicePublicKey: session.peer.devicePublicKey },
});

/** The message that is to be sent next, and the session it goes in. @throws Fault `nothing-found` when there is none. */
export async function nextToSend(
	core: Core,
	id: ContactId,
): Promise<{ readonly body: Uint8Array; readonly session: string }> {
	const { attempt } = await comparisonWith(core, id);
	if (attempt === null || attempt.outgoing === null) throw new Fault("nothing-found");
	return { body: attempt.outgoing, session: attempt.session };
}

/** With the alarm: an attempt nobody ends ends by itself. */
export async function endExpired(core: Core): Promise<void> {
	if ((await core.vault.state()) !== "unlocked") return;
	const ended = await exclusively(core, async () => {
		const before = await runningComparisons(core);
		for (const id of before) {
			const contact = await core.book.find(id);
			if (contact === null) await core.vault.commit(await comparisonGone(core, id));
			else await core.vault.commit((await stepped(core, contact, { kind: "tick" })).changes);
		}
		return before.length > (await runningComparisons(core)).length;
	});
	if (ended) peopleChanged(core);
}

/** Neither nonces nor bodies leave the background. */
export function shownOf(core: Core, state: Verification): ComparisonReply["view"] {
	const view = viewOf(state, core.suite, core.ports.now());
	if (view.kind === "idle") return view;
	const attempt = state.attempt === null ? "" : toHex(state.attempt.id);
	if (view.kind === "to-send") return { kind: "to-send", attempt, endsAt: view.endsAt };
	if (view.kind === "done") return { kind: "done", attempt, outcome: view.outcome, toSend: view.body !== null };
	if (view.kind !== "asked") return { ...view, attempt };
	const method = view.method === sasMethod.pictures ? "pictures" : "numbers";
	return { kind: "asked", attempt, method, endsAt: view.endsAt };
}
