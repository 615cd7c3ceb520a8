/**
 * From an envelope to its payload: by its history row if it was read or sent before, else by a session or a live prekey. Nothing is
 * stored here; what has to be comes back as changes, and the caller commits them before anything is shown.
 */
import { deviceId } from "../contacts/contact.ts";
import type { Conversation } from "../contacts/conversation.ts";
import { effective } from "../history/retention.ts";
import type { DeletedRow } from "../history/rows.ts";
import {
	type Card,
	decodeBody,
	decodeNoticeBody,
	decodeVerification,
	type EnvelopeAuthor,
	envelopeDigest,
	initialOrigins,
	type Notice,
	openEnvelope,
	openWithContentKey,
	type Payload,
	ProtocolError,
	payloadKind,
	type Session,
	type VerificationMessage,
	verifySigned,
} from "../protocol/index.ts";
import { hear } from "../sessions/hearing.ts";
import { crowdedOut } from "../sessions/session-choice.ts";
import { type SessionRecord, wasUsed } from "../sessions/session-record.ts";
import type { Change } from "../vault/store.ts";
import { fromHex, sameBytes, toHex } from "./bytes.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import type { MessageFacts } from "./history-store.ts";
import { isOwn, type Self } from "./identity.ts";
import { isTombstone, originChange, originsOf } from "./origins.ts";
import { keepOf, readPreferences } from "./preferences.ts";
import { listEnded, listPrekeys, prekeyChange, usedByAuthor } from "./prekeys.ts";
import { removedAt } from "./removed-accounts.ts";

export interface OpenedMessage {
	/** What its row says, or will say. */
	readonly facts: MessageFacts;
	/** Account fingerprint, hex. */
	readonly author: string;
	readonly own: boolean;
	/** What authenticates it, when it is read for the first time; null after that and for our own. */
	readonly seen: {
		readonly device: string;
		/** Of the signed list that named the device. The payload has a number too, which the author could write as they like. */
		readonly listSequence: number;
		readonly accountPublicKey: Uint8Array;
		readonly sentAt: number;
	} | null;
	/** As decided when it was first read. */
	readonly trusted: boolean;
	readonly newDevice: boolean;
	readonly text: string;
	/** A step of comparing a code; `text` is empty then. */
	readonly verification: VerificationMessage | null;
	/** A statement that came behind the text. Not opened yet. */
	readonly notice: Notice | null;
	/** The author's own card, if one came along and its signatures hold. */
	readonly card: { readonly card: Card; readonly bytes: Uint8Array } | null;
	readonly payload: Payload;
	/** D[0..8], hex. */
	readonly id8: string;
	readonly sentAt: number;
	/** Id inside the message, hex. */
	readonly conversation: string;
	/** What our prekey was made for that its session came with (prekeys.ts). */
	readonly invitation: string | null;
	/** Of the people it was sent to, hex. */
	readonly recipientSet: string;
	/**
	 * What has to be committed before it is shown; nothing if it was read before. `here`: our conversation it is shown in. To be called
	 * once, right before the commit: it also moves the session on in memory.
	 */
	remember(
		verdict: Pick<MessageFacts, "trusted" | "newDevice">,
		here: Conversation | null,
	): Promise<{ readonly changes: readonly Change[]; readonly facts: MessageFacts }>;
}

/** A message that was read or sent here, and whose key was deleted. */
export class DeletedMessage extends Fault {
	readonly row: DeletedRow;
	readonly at: number;

	constructor(row: DeletedRow, at: number) {
		super("key-deleted");
		this.row = row;
		this.at = at;
	}
}

export interface OpeningOptions {
	/** Who pays for the trial if it is not in the history, and whose closing ends what is kept until then. */
	readonly tab: number | null;
	/** The user said so after `too-many-skipped`. */
	readonly giveUpOlder: boolean;
}

/** @throws ProtocolError, VaultError; Fault `busy`; DeletedMessage */
export async function openMessage(
	core: Core,
	self: Self,
	envelope: Uint8Array,
	options: OpeningOptions,
): Promise<OpenedMessage> {
	const digest = envelopeDigest(core.suite, envelope);
	const key = await core.vault.historyKey(digest);
	const found = await core.history.find(key);
	if (found?.kind === "deleted") throw new DeletedMessage(found.row, found.at);
	if (found?.kind === "kept") {
		const { facts, contentKey } = found;
		const payload = await openWithContentKey(core.suite, envelope, contentKey, fromHex(facts.author));
		const remember: OpenedMessage["remember"] = async (_verdict, here) => {
			await core.history.shown(facts, { conversation: here?.id ?? facts.conversation, tab: options.tab });
			return { changes: [], facts };
		};
		return describe(core, self, { digest, facts, payload, author: null, remember });
	}
	if (!core.allowance.take(options.tab)) throw new Fault("busy");
	return openNew(core, self, envelope, key, options);
}

async function openNew(
	core: Core,
	self: Self,
	envelope: Uint8Array,
	key: string,
	{ tab, giveUpOlder }: OpeningOptions,
): Promise<OpenedMessage> {
	const now = core.ports.now();
	const starts = initialOrigins(core.suite, envelope);
	// Only a start needs them, and most messages are none.
	const prekeys = starts.length === 0 ? [] : await listPrekeys(core.vault);
	const origins = await originsOf(core.vault, starts);
	const began = now;
	const opened = await openEnvelope(core.suite, envelope, {
		own: { accountFingerprint: self.fingerprint, device: self.device },
		sessions: await core.sessions.index(),
		prekeys: prekeys.map(({ pair }) => pair),
		endedPrekeys: starts.length === 0 ? [] : await listEnded(core.vault),
		isTombstone: (origin) => isTombstone(origins, origin),
		random: core.ports.random,
		now,
		giveUpOlder,
	}).catch((error) => {
		core.allowance.charge(tab, core.ports.now() - began);
		return explain(core, error);
	});
	const { author, payload } = opened;
	if (payload.signed !== null) await verifySigned(core.suite, author.fingerprint, payload);
	const before = await core.sessions.find(opened.session.id);
	const prekey = prekeys.find(({ pair }) => pair.id === opened.session.prekeyId);
	const others = (await core.sessions.withDevice(author.fingerprint, author.devicePublicKey)).filter(
		(one) => one !== before,
	);
	const invitation = prekey?.madeFor ?? null;
	const removed = await removedBefore(core, opened.session, before);
	const { heard: session, changed } = hear(opened, { before, others, invitation, removedAt: removed, now });
	const first: MessageFacts = {
		author: toHex(author.fingerprint),
		device: deviceId(author.devicePublicKey, author.signingPublicKey),
		conversation: toHex(payload.conversation),
		recipientSet: toHex(payload.recipientSetHash),
		counter: payload.counter,
		sentAt: payload.sentAt,
		firstSeen: now,
		trusted: true,
		newDevice: false,
		way: opened.prekeyId === null ? "session" : "invitation",
		invitation: session.invitation,
		prekeyId: opened.prekeyId,
		...effective((await readPreferences(core.vault)).keep, payload.keep),
		signed: payload.signed !== null,
		startedOver: session.startedOver,
		session: toHex(opened.session.id),
	};
	const remember: OpenedMessage["remember"] = async (verdict, here) => {
		const facts = { ...first, ...verdict, ...effective(await keepOf(core.vault, here), payload.keep) };
		const at = { conversation: here?.id ?? first.conversation, tab };
		const after = prekey === undefined ? undefined : usedByAuthor(prekey, first.author);
		await core.sessions.take(changed);
		// The origin of a session that goes stays: what comes in it later is known as too late.
		if (opened.started)
			await core.sessions.drop(crowdedOut(session, await core.sessions.withAccount(author.fingerprint)));
		const changes = [
			...(await core.history.keep(key, facts, opened.contentKey, at)),
			...(opened.started && prekey ? [originChange(opened.session.id, { prekey: prekey.pair.id })] : []),
			...(after === undefined || after === prekey ? [] : [prekeyChange(after)]),
		];
		return { changes, facts };
	};
	return describe(core, self, { digest: opened.digest, facts: first, payload, author, remember });
}

/** When the author was removed, where it matters: to a session of theirs that is new, or that is not written with so far. */
async function removedBefore(core: Core, { peer, prekeyId }: Session, before: SessionRecord | null) {
	if (prekeyId === null || (before !== null && before.standing !== "superseded")) return null;
	return removedAt(core.vault, peer.fingerprint, prekeyId);
}

/** A number of a chain that was opened under another message: there are two of that person's profile. */
async function explain(core: Core, error: unknown): Promise<never> {
	const { position = null } = error instanceof ProtocolError ? error.details : {};
	if (position !== null && (await core.sessions.all()).some((one) => wasUsed(one, position))) {
		throw new ProtocolError("number-reused");
	}
	throw error;
}

interface Described {
	readonly digest: Uint8Array;
	readonly facts: MessageFacts;
	readonly payload: Payload;
	readonly author: Pick<EnvelopeAuthor, "listSequence" | "accountPublicKey"> | null;
	readonly remember: OpenedMessage["remember"];
}

async function describe(core: Core, self: Self, message: Described): Promise<OpenedMessage> {
	const { digest, facts, payload, author, remember } = message;
	const { text, card, verification, notice } = contentOf(payload);
	return {
		facts,
		author: facts.author,
		own: isOwn(self, facts.author),
		seen: author === null || facts.device === null ? null : { ...author, device: facts.device, sentAt: payload.sentAt },
		trusted: facts.trusted,
		newDevice: facts.newDevice,
		text,
		verification,
		notice,
		card: card === null ? null : await cardOf(core, facts.author, card),
		payload,
		id8: toHex(digest.subarray(0, 8)),
		sentAt: payload.sentAt,
		conversation: facts.conversation,
		invitation: facts.invitation,
		recipientSet: toHex(payload.recipientSetHash),
		remember,
	};
}

function contentOf(payload: Payload): Pick<OpenedMessage, "text" | "verification" | "notice"> & {
	readonly card: Uint8Array | null;
} {
	switch (payload.kind) {
		case payloadKind.verification:
			return { text: "", card: null, verification: decodeVerification(payload), notice: null };
		case payloadKind.notice: {
			const { text, ...notice } = decodeNoticeBody(payload);
			return { text, card: notice.card, verification: null, notice };
		}
		default:
			return { ...decodeBody(payload), verification: null, notice: null };
	}
}

/** Somebody else's card in a message introduces nobody; a broken one does not cost the text. */
async function cardOf(core: Core, author: string, bytes: Uint8Array): Promise<OpenedMessage["card"]> {
	try {
		const card = await core.cards.open(bytes);
		return sameBytes(card.fingerprint, fromHex(author)) ? { card, bytes } : null;
	} catch (error) {
		if (error instanceof ProtocolError) return null;
		throw error;
	}
}
