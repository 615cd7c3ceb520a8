/**
 * From text or an invitation to armor. One transaction holds the history row with the content key, the armor under its
 * `sendId`, new prekeys and counters; only after it may armor leave. A `sendId` that was committed gives the same armor again.
 */
import type { Contact } from "../contacts/contact.ts";
import type { Conversation } from "../contacts/conversation.ts";
import { seenIds } from "../history/ledger.ts";
import { type Effective, effective } from "../history/retention.ts";
import type { MessageOptions } from "../messaging/channels.ts";
import {
	armorKind,
	encodeNoticeBody,
	encodeTextBody,
	encodeVerification,
	envelopeLength,
	keepCode,
	nextCarriesStart,
	type Payload,
	payloadKind,
	recipientSetHash,
	sealEnvelope,
	signPayload,
} from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { fromHex, toHex } from "./bytes.ts";
import { ownCard, ownCardLength } from "./cards.ts";
import { type Core, exclusively } from "./core.ts";
import { type Counters, counted, countersChange, readCounters } from "./counters.ts";
import { streamOf } from "./evidence.ts";
import { Fault } from "./fault.ts";
import type { MessageFacts } from "./history-store.ts";
import { ownDevice, ownListSequence, readIdentity, type Self } from "./identity.ts";
import { findSent, newRow, type OutboxRow, outboxChange } from "./outbox.ts";
import { contactsOf } from "./people.ts";
import { keepOf, readPreferences } from "./preferences.ts";
import {
	canAnswer,
	givenToContacts,
	listPrekeys,
	type MadeFor,
	type OwnPrekey,
	prekeyChange,
	prekeyFor,
	prekeysGone,
} from "./prekeys.ts";
import { anyRoom, armored, cutFor, type Room } from "./room.ts";
import { sessionSecret } from "./session-secret.ts";
import { takeSessions, type Ways, waysTo } from "./ways.ts";

export interface Sealed {
	readonly parts: readonly string[];
	readonly changes: readonly Change[];
}

/**
 * Armor for this `sendId`: what was committed under it, or what `make` gives, committed now.
 * @throws Fault `bad-request` if the `sendId` was used for something else.
 */
export function sealOnce(
	core: Core,
	sendId: string,
	asked: readonly string[],
	make: (self: Self) => Promise<Sealed>,
): Promise<OutboxRow> {
	return exclusively(core, async () => {
		// Also what was sealed before it ended stays here.
		requireLive(await readIdentity(core.vault, core.suite));
		return onceSealed(core, sendId, asked, make);
	});
}

/** Under an account that is over nobody would read it, and whoever has its keys could write the same. @throws Fault `own-account-ended` */
export function requireLive({ ended }: Self): void {
	if (ended !== null) throw new Fault("own-account-ended");
}

/** The same for what may also leave once the account is over. Within `exclusively`. */
export async function onceSealed(
	core: Core,
	sendId: string,
	asked: readonly string[],
	make: (self: Self) => Promise<Sealed>,
): Promise<OutboxRow> {
	// Under a key that ends with the browser: the bare hash of a short text would give it away after its message was deleted.
	const mac = core.suite.prepareMac(await sessionSecret(core));
	const name = toHex(mac(new TextEncoder().encode(JSON.stringify(asked))));
	const before = await findSent(core.vault, sendId);
	if (before !== null) {
		if (before.asked !== name) throw new Fault("bad-request");
		return before;
	}
	const { parts, changes } = await make(await readIdentity(core.vault, core.suite));
	const row = newRow(name, parts, core.ports.now());
	await core.vault.commit([...changes, outboxChange(sendId, row)]);
	return row;
}

/** The row as `how` makes it, or as it is if it was delivered meanwhile. */
export function changeSent(core: Core, sendId: string, how: (row: OutboxRow) => OutboxRow): Promise<OutboxRow | null> {
	return exclusively(core, async () => {
		const row = await findSent(core.vault, sendId);
		if (row === null || row.delivered !== null) return row;
		const after = how(row);
		if (after !== row) await core.vault.commit([outboxChange(sendId, after)]);
		return after;
	});
}

/** Delivered armor is not kept: a repeat of its `sendId` must not put it into the chat twice. */
export function markDelivered(core: Core, sendId: string, outcome: "sent" | "inserted"): Promise<void> {
	return exclusively(core, async () => {
		const row = await findSent(core.vault, sendId);
		if (row === null) return;
		await core.vault.commit([outboxChange(sendId, { ...row, parts: [], before: [], delivered: outcome })]);
	});
}

export interface Message {
	readonly text: string;
	readonly conversation: Conversation;
	readonly recipients: readonly string[];
	readonly options: MessageOptions;
	/** What one message of the site holds. */
	readonly room: Room;
	/** Whether the first message gets one line for people without the extension. */
	readonly introduce: boolean;
	/** Tab it is written from; null: by hand. */
	readonly tab: number | null;
	/** A step of comparing a code instead of a text, in this session (hex) and no other. */
	readonly comparison?: { readonly body: Uint8Array; readonly session: string };
	/** That we have scanned a code of theirs, instead of a text: the proof. */
	readonly scanned?: Uint8Array;
	/** A statement that goes behind the text. */
	readonly statement?: Uint8Array;
}

/**
 * To be committed at once: the sessions have moved on in memory.
 *
 * @throws Fault `no-recipients`, `contact-not-writable`; ProtocolError `too-large`.
 */
export async function sealMessage(core: Core, self: Self, message: Message): Promise<Sealed> {
	const { conversation } = message;
	const contacts = await contactsOf(core, message.recipients);
	if (contacts.length === 0) throw new Fault("no-recipients");
	const ways = await waysOf(core, message, contacts);
	const { card, changes } =
		message.comparison === undefined
			? await cardFor(core, self, contacts, conversation.id)
			: { card: null, changes: [] };
	const counters = await readCounters(core.vault, conversation.id);
	const { payload: unsigned, after } = await payloadOf(core, self, message, contacts, card, counters);
	const signed = message.options.signed;
	const payload = signed ? await signPayload(core.suite, self.device, self.fingerprint, unsigned) : unsigned;
	const sealed = await sealEnvelope(
		core.suite,
		{
			author: { accountPublicKey: self.accountPublicKey, device: self.device },
			start: ways.start,
			sessions: ways.sessions.map(({ session }) => session),
			payload,
		},
		core.ports.random,
	);
	const parts = armored(
		{ kind: armorKind.envelope, bytes: sealed.envelope, messageId: sealed.messageId },
		lineBefore(core, message, counters),
		message.room,
	);
	const facts = ownFacts(self, payload, effective(await keepOf(core.vault, conversation), payload.keep));
	const key = await core.vault.historyKey(sealed.digest);
	const kept = await core.history.keep(key, facts, sealed.contentKey, {
		conversation: conversation.id,
		tab: message.tab,
	});
	await core.ledgers.note(conversation.id, {
		...facts,
		id: toHex(sealed.digest.subarray(0, 8)),
		device: ownDevice(self),
		recipientSet: streamOf(core, facts),
	});
	const introduced = counters.introduced || message.introduce;
	await takeSessions(core, ways, sealed, conversation.id);
	return { parts, changes: [...changes, ...kept, countersChange(conversation.id, { ...after, introduced })] };
}

/**
 * How many messages of the site it will be, counted as `sealMessage` would make them. It is asked while somebody writes: nothing is
 * committed, nothing signed and no key made.
 *
 * @throws like `sealMessage`
 */
export async function partsOf(core: Core, self: Self, message: Message): Promise<number> {
	const { conversation } = message;
	const contacts = await contactsOf(core, message.recipients);
	if (contacts.length === 0) throw new Fault("no-recipients");
	const ways = await waysTo(core, contacts, conversation.id);
	const waiting = await waitingFor(core, await listPrekeys(core.vault), contacts);
	const card = waiting.length === 0 ? null : new Uint8Array(ownCardLength(self));
	const counters = await readCounters(core.vault, conversation.id);
	const { payload: unsigned } = await payloadOf(core, self, message, contacts, card, counters);
	const signed = message.options.signed ? { certificate: self.device.certificate, signature: anySignature } : null;
	const payload = { ...unsigned, signed };
	const starting = ways.sessions.filter(({ session }) => nextCarriesStart(session)).length;
	const length = envelopeLength({
		initial: ways.start.length + starting,
		ratchet: ways.sessions.length - starting,
		payload,
	});
	return cutFor(length, lineBefore(core, message, counters), message.room).count;
}

/** As long as one. */
const anySignature = new Uint8Array(64);

function lineBefore(core: Core, { introduce }: Message, { introduced }: Counters): string | null {
	return introduce && !introduced ? firstLine(core) : null;
}

async function payloadOf(
	core: Core,
	self: Self,
	message: Message,
	contacts: readonly Contact[],
	card: Uint8Array | null,
	counters: Counters,
): Promise<{ payload: Payload; after: Counters }> {
	const { conversation, options } = message;
	const people = contacts.map(({ id }) => fromHex(id));
	const set = recipientSetHash(core.suite, people);
	const { counter, after } = counted(counters, toHex(set));
	// Whoever has no card of this account may not know that it is ours.
	const said = message.statement ?? (card === null ? null : self.move);
	const payload: Payload = {
		kind: kindOf(card, message, said),
		sentAt: core.ports.now(),
		conversation: fromHex(conversation.id),
		counter,
		recipientSetHash: set,
		listSequence: ownListSequence(self.device),
		keep: options.disappears === null ? null : keepCode[options.disappears],
		signed: null,
		seen: await seenBy(core, self, conversation.id),
		// Said when the set is a new one, and covered by a signature.
		recipients: counter === 0 || options.signed ? people : null,
		body: bodyOf(card, message, said),
	};
	return { payload, after };
}

function kindOf(
	card: Uint8Array | null,
	{ comparison, scanned }: Message,
	statement: Uint8Array | null,
): Payload["kind"] {
	if (comparison !== undefined || scanned !== undefined) return payloadKind.verification;
	if (statement !== null) return payloadKind.notice;
	return card === null ? payloadKind.text : payloadKind.textWithCard;
}

function bodyOf(
	card: Uint8Array | null,
	{ text, comparison, scanned }: Message,
	statement: Uint8Array | null,
): Uint8Array {
	if (comparison !== undefined) return comparison.body;
	if (scanned === undefined) {
		return statement === null ? encodeTextBody(text, card) : encodeNoticeBody(text, { statement, card });
	}
	return encodeVerification({ kind: "scanned", proof: scanned, card });
}

/** What is compared is one session: with another one it would be another code. "They differ" locks, and has to be said all the same. */
async function waysOf(core: Core, { conversation, comparison }: Message, contacts: readonly Contact[]): Promise<Ways> {
	if (comparison === undefined) return waysTo(core, contacts, conversation.id);
	const ways = await waysTo(core, contacts, conversation.id, { locked: true });
	const { session } = comparison;
	const sessions = ways.sessions.filter((one) => toHex(one.session.id) === session);
	if (sessions.length === 0) throw new Fault("contact-not-writable");
	return { start: [], sessions };
}

/** One less than a payload takes: a short text to one device stays below 460 bytes. */
const mostSeen = 3;

/** Which messages were on the screen here, if the user lets others know. */
async function seenBy(core: Core, self: Self, conversation: string): Promise<readonly Uint8Array[]> {
	if (!(await readPreferences(core.vault)).tellsSeen) return [];
	const ledger = await core.ledgers.of(conversation);
	const shown = ledger.messages.map(({ id }) => id);
	return seenIds(ledger, shown, self.id, mostSeen).map(fromHex);
}

function ownFacts(self: Self, payload: Payload, kept: Effective): MessageFacts {
	return {
		...kept,
		author: self.id,
		device: null,
		conversation: toHex(payload.conversation),
		recipientSet: toHex(payload.recipientSetHash),
		counter: payload.counter,
		sentAt: payload.sentAt,
		firstSeen: payload.sentAt,
		trusted: true,
		newDevice: false,
		way: "own",
		invitation: null,
		prekeyId: null,
		signed: payload.signed !== null,
		startedOver: false,
		session: null,
	};
}

/** A card of ours with a prekey pair for this purpose, after one line for people. */
export async function sealInvitation(
	core: Core,
	self: Self,
	invitation: { readonly madeFor: MadeFor; readonly line: string | null; readonly room: Room },
): Promise<Sealed> {
	const { card: bytes, changes } = await newCard(core, self, invitation.madeFor);
	const messageId = core.suite.hash(bytes).slice(0, 16);
	return { parts: armored({ kind: armorKind.card, bytes, messageId }, invitation.line, invitation.room), changes };
}

/** To be committed before it is shown. */
export async function newCard(
	core: Core,
	self: Self,
	madeFor: MadeFor,
): Promise<{ card: Uint8Array; changes: readonly Change[] }> {
	const { prekey, out } = await prekeyFor(madeFor, await listPrekeys(core.vault), making(core, self));
	const changes = [...(await prekeysGone(core.vault, out)), prekeyChange(prekey)];
	return { card: await ownCard(core.suite, self, prekey.pair), changes };
}

/** For a code that anybody may scan. To be committed before it is shown. */
export const cardByHand = (core: Core, self: Self): Promise<{ card: Uint8Array; changes: readonly Change[] }> =>
	newCard(core, self, "hand");

/** A card that the user carries himself. */
export async function invitationByHand(core: Core, sendId: string): Promise<readonly string[]> {
	const row = await sealOnce(core, sendId, ["card by hand"], (self) =>
		sealInvitation(core, self, { madeFor: "hand", line: null, room: anyRoom }),
	);
	return row.parts;
}

/**
 * Whoever holds no prekey of ours that has time left gets one inside the message, so that they can begin a session with us. The same
 * pair is repeated until they have answered.
 */
export async function cardFor(
	core: Core,
	self: Self,
	contacts: readonly Contact[],
	conversation: string,
): Promise<{ card: Uint8Array | null; changes: readonly Change[] }> {
	const prekeys = await listPrekeys(core.vault);
	const [one] = await waitingFor(core, prekeys, contacts);
	if (one === undefined) return { card: null, changes: [] };
	// One body for all: a pair for one person would be read by the others too.
	const madeFor: MadeFor = contacts.length === 1 ? `contact:${one.id}` : `group:${conversation}`;
	const { prekey, out } = await prekeyFor(madeFor, prekeys, making(core, self));
	const given = givenToContacts(
		prekey,
		contacts.map(({ id }) => id),
	);
	const changes = [...(await prekeysGone(core.vault, out)), prekeyChange(given)];
	return { card: await ownCard(core.suite, self, prekey.pair), changes };
}

async function waitingFor(
	core: Core,
	prekeys: readonly OwnPrekey[],
	contacts: readonly Contact[],
): Promise<readonly Contact[]> {
	const waiting: Contact[] = [];
	for (const contact of contacts) {
		const confirmed = (await core.sessions.withAccount(fromHex(contact.id))).some(({ session }) => session.confirmed);
		if (!canAnswer(prekeys, contact.id, confirmed, core.ports.now())) waiting.push(contact);
	}
	return waiting;
}

const making = (core: Core, self: Self) => ({
	suite: core.suite,
	self,
	random: core.ports.random,
	now: core.ports.now(),
});

/** Null rather than the name of a text that is missing. */
function firstLine(core: Core): string | null {
	const line = core.ports.text("firstMessageLine");
	return line === "firstMessageLine" ? null : line;
}
