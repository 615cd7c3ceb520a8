/** From a composer to the chat: who is meant is decided again now, armor is committed, and only then put into the box. */
import { type Conversation, isConfirmedAt } from "../contacts/conversation.ts";
import { maySend } from "../contacts/trust.ts";
import {
	type Ask,
	type ContactId,
	type InsertVerdict,
	insertRefusals,
	type MessageOptions,
	type PartFate,
	type SendReply,
} from "../messaging/channels.ts";
import { ProtocolError } from "../protocol/index.ts";
import { siteAt } from "../sites/index.ts";
import { sameSet } from "./bytes.ts";
import { forgetDraft, isDraftFor } from "./composer-drafts.ts";
import { placeOnScreen, type Scene } from "./composing.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { readIdentity } from "./identity.ts";
import { roomAt } from "./learned-room.ts";
import { findSent, type OutboxRow } from "./outbox.ts";
import { conversationAt, conversationFor, membersOf } from "./people.ts";
import { afterRefusal, cutForNow, learnFromSent } from "./resending.ts";
import { cutAnew, fits, type Room } from "./room.ts";
import { answerDelivered, sealWithAnswer } from "./scan-answers.ts";
import { markDelivered, partsOf, sealInvitation, sealOnce } from "./sealing.ts";
import { autoSendOf } from "./sites.ts";

export interface Outgoing {
	readonly sendId: string;
	readonly text: string;
	/** As the user sees them in the composer. */
	readonly recipients: readonly ContactId[];
	readonly options: MessageOptions;
}

/**
 * @throws Fault `no-recipients`, `not-confirmed`, `place-changed` (the people on the screen are not those of this place
 *   now), `contact-not-writable`; ProtocolError `too-large`; VaultError.
 */
export async function sealForPlace(core: Core, scene: Scene, out: Outgoing, introduce: boolean): Promise<OutboxRow> {
	if (out.text.trim() === "") throw new Fault("bad-request");
	// Also before a repeat of what was sealed earlier: the place may have changed in between.
	const { id } = await meant(core, scene, out.recipients);
	// And so may their keys: what was sealed for a key in doubt does not go out either.
	if (!(await membersOf(core, out)).every(maySend)) throw new Fault("contact-not-writable");
	const { signed, disappears } = out.options;
	const asked = ["message", id, out.text, String(signed), disappears ?? "", ...[...out.recipients].sort()];
	return sealOnce(core, out.sendId, asked, async (self) => {
		const message = {
			text: out.text,
			conversation: await meant(core, scene, out.recipients),
			recipients: out.recipients,
			options: out.options,
			room: await roomOf(core, scene),
			introduce,
			tab: scene.subject.about,
		};
		return sealWithAnswer(core, self, message, out.sendId);
	});
}

/** The people of a chat without Sotto get a line, and a message may have parts; in a field there is room for the armor alone. */
const isChat = ({ subject }: Scene): boolean => subject.into === "box";

async function roomOf(core: Core, scene: Scene): Promise<Room> {
	const room = await roomAt(core, scene.site, scene.subject.limit);
	return isChat(scene) ? room : { ...room, onePart: true };
}

async function meant(core: Core, scene: Scene, recipients: readonly ContactId[]): Promise<Conversation> {
	if (recipients.length === 0) throw new Fault("no-recipients");
	const place = placeOnScreen(core, scene);
	const here = await conversationAt(core, place);
	if (here === null || scene.subject.doubt === "asked") throw new Fault("not-confirmed");
	if (!sameSet(here.recipients, recipients)) throw new Fault("place-changed");
	if (!isConfirmedAt(here, place) || !isDraftFor(scene, recipients)) throw new Fault("not-confirmed");
	return here;
}

export interface How {
	/** Whether the site's own send may be pressed. */
	readonly submit: boolean;
	/** Nobody pressed for it now: it waits until the user is at nothing in the page, and is refused as `busy` at last. */
	readonly unasked?: true;
	/** The user wants it in more parts than so many. */
	readonly moreThan?: number | undefined;
}

export async function send(core: Core, scene: Scene, out: Outgoing, how: How): Promise<SendReply> {
	await mayInsert(core, scene, how.submit);
	const row = await sealForPlace(core, scene, out, isChat(scene));
	const reply = await deliver(core, scene, out.sendId, row, how);
	if (reply.outcome !== "refused") await answerDelivered(core, out.sendId, out.recipients).catch(() => undefined);
	return reply;
}

/** Null: it fits in no number of messages. The people need not be confirmed yet: nothing leaves. */
export async function partsAhead(
	core: Core,
	scene: Scene,
	{ bytes, recipients, options, sendId }: Omit<Ask<"composer/parts">, "handle">,
): Promise<number | null> {
	const sealed = sendId === null ? null : await findSent(core.vault, sendId);
	if (sealed !== null && sealed.delivered === null) {
		const room = await roomOf(core, scene);
		return (fits(sealed.parts, room) ? sealed.parts : cutAnew(sealed.parts, room)).length;
	}
	const message = {
		text: "x".repeat(bytes),
		conversation: (await conversationFor(core, scene.place)).conversation,
		recipients,
		options,
		room: await roomOf(core, scene),
		introduce: scene.target !== null && isChat(scene),
		tab: scene.subject.about,
	};
	try {
		return await partsOf(core, await readIdentity(core.vault, core.suite), message);
	} catch (error) {
		if (error instanceof ProtocolError && error.code === "too-large") return null;
		throw error;
	}
}

export async function invite(
	core: Core,
	scene: Scene,
	invitation: { readonly sendId: string; readonly line: string },
	how: How,
): Promise<SendReply> {
	if (!isChat(scene)) throw new Fault("bad-request");
	await mayInsert(core, scene, how.submit);
	const row = await sealOnce(core, invitation.sendId, ["invitation", invitation.line], async (self) => {
		const { conversation, changes } = await conversationFor(core, placeOnScreen(core, scene));
		const room = await roomAt(core, scene.site, scene.subject.limit);
		const madeFor = `conversation:${conversation.id}` as const;
		const sealed = await sealInvitation(core, self, { madeFor, line: invitation.line, room });
		return { parts: sealed.parts, changes: [...changes, ...sealed.changes] };
	});
	return deliver(core, scene, invitation.sendId, row, how);
}

/** Pressing the site's own send needs the user's standing yes for this site; a form is never sent. */
export async function mayInsert(core: Core, scene: Scene, submit: boolean): Promise<void> {
	const { subject, site, place } = scene;
	if (subject.ended) throw new Fault("place-changed");
	if (submit && !isChat(scene)) throw new Fault("bad-request");
	if (submit && (await autoSendOf(core, site)) !== "yes") throw new Fault("not-confirmed");
	if (subject.kind !== "composer" || subject.target === null) return;
	const url = await core.ports.tabs.url(subject.target.tab);
	if (url !== null && withoutHash(url) !== withoutHash(place.url)) throw new Fault("place-changed");
}

/** What the browser says about a tab leaves text fragments out or in; the content script compares the whole address. */
function withoutHash(url: string): string {
	const at = url.indexOf("#");
	return at < 0 ? url : url.slice(0, at);
}

export async function deliver(
	core: Core,
	scene: Scene,
	sendId: string,
	sealed: OutboxRow,
	how: How,
): Promise<SendReply> {
	if (sealed.delivered !== null) {
		await forgetDraft(core, scene).catch(() => undefined);
		return { outcome: sealed.delivered };
	}
	const { target, place, site } = scene;
	const room = await roomOf(core, scene);
	const row = await cutForNow(core, scene, sendId, sealed, room, how);
	const copy = row.parts.join("\n");
	if (target === null) return { outcome: "refused", reason: "box-gone", copy };
	const { submit } = how;
	if (row.parts.length > 1 && !submit) return { outcome: "refused", reason: "too-many", copy };
	const { mount } = target;
	const { parts, before } = row;
	const shared = { to: "content", kind: "insert", mount, parts, before, submit, place, paceMs: room.paceMs } as const;
	const order = how.unasked ? { ...shared, unasked: how.unasked } : shared;
	const verdict = await core.ports.tabs.send(target.tab, order, target.frame);
	if (!isVerdict(verdict)) return { outcome: "refused", reason: "box-gone", copy };
	if (verdict.outcome === "refused" && !(verdict.reason === "partly" && siteAt(site)?.folds === true)) {
		return { outcome: "refused", ...(await afterRefusal(core, scene, sendId, row, room, verdict)) };
	}
	const outcome = verdict.outcome === "refused" ? "sent" : verdict.outcome;
	await markDelivered(core, sendId, outcome);
	// It is in the chat, whatever becomes of the rest.
	if (outcome === "sent") void learnFromSent(core, site, row).catch(() => undefined);
	await core.tickets.amend(scene.handle, { inBox: null }).catch(() => undefined);
	await forgetDraft(core, scene).catch(() => undefined);
	return { outcome };
}

const refusals: readonly string[] = insertRefusals;

function isVerdict(reply: unknown): reply is InsertVerdict {
	if (typeof reply !== "object" || reply === null) return false;
	const { outcome, reason, out, fate } = reply as Partial<Record<"outcome" | "reason" | "out" | "fate", unknown>>;
	if (outcome === "sent" || outcome === "inserted") return true;
	if (outcome !== "refused" || typeof reason !== "string" || !refusals.includes(reason)) return false;
	return (out === undefined || isCount(out)) && (fate === undefined || isFate(fate));
}

function isFate(value: unknown): value is PartFate {
	if (typeof value !== "object" || value === null) return false;
	const { part, cutAt } = value as Partial<PartFate>;
	return isCount(part) && (cutAt === null || isCount(cutAt));
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
