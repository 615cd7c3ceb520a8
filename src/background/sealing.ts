/**
 * From text or an invitation to armor. One transaction holds the history row with the content key, the armor under its
 * `sendId`, new prekeys and counters; only after it may armor leave. A `sendId` that was committed gives the same armor again.
 */
import type { Contact } from "../contacts/contact.ts";
import type { Conversation } from "../contacts/conversation.ts";
import {
	armorKind,
	encodeArmor,
	encodeTextBody,
	hasArmor,
	payloadKind,
	recipientSetHash,
	sealEnvelope,
} from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { fromHex, toHex } from "./bytes.ts";
import { ownCard } from "./cards.ts";
import { type Core, exclusively } from "./core.ts";
import { counted, countersChange, readCounters } from "./counters.ts";
import { Fault } from "./fault.ts";
import { rowChange } from "./history.ts";
import { ownListSequence, readIdentity, type Self } from "./identity.ts";
import { findSent, type OutboxRow, outboxChange } from "./outbox.ts";
import { contactsOf, devicesOf } from "./people.ts";
import { canAnswer, listPrekeys, type MadeFor, prekeyFor } from "./prekeys.ts";

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
		const name = toHex(core.suite.hash(new TextEncoder().encode(JSON.stringify(asked))));
		const before = await findSent(core.vault, sendId);
		if (before !== null) {
			if (before.asked !== name) throw new Fault("bad-request");
			return before;
		}
		const { parts, changes } = await make(await readIdentity(core.vault, core.suite));
		const row: OutboxRow = { asked: name, parts, delivered: null, at: core.ports.now() };
		await core.vault.commit([...changes, outboxChange(sendId, row)]);
		return row;
	});
}

/** Delivered armor is not kept: a repeat of its `sendId` must not put it into the chat twice. */
export function markDelivered(core: Core, sendId: string, outcome: "sent" | "inserted"): Promise<void> {
	return exclusively(core, async () => {
		const row = await findSent(core.vault, sendId);
		if (row !== null) await core.vault.commit([outboxChange(sendId, { ...row, parts: [], delivered: outcome })]);
	});
}

export interface Message {
	readonly text: string;
	readonly conversation: Conversation;
	readonly recipients: readonly string[];
	/** Characters of one message of the site, null if unknown. */
	readonly limit: number | null;
	/** Whether the first message gets one line for people without the extension. */
	readonly introduce: boolean;
}

/**
 * @throws Fault `no-recipients`, `contact-not-writable`; ProtocolError `too-large`.
 */
export async function sealMessage(core: Core, self: Self, message: Message): Promise<Sealed> {
	const now = core.ports.now();
	const contacts = await contactsOf(core, message.recipients);
	if (contacts.length === 0) throw new Fault("no-recipients");
	const devices = await Promise.all(contacts.map((contact) => devicesOf(core, contact)));
	const { card, changes } = await cardFor(core, self, contacts, message.conversation.id);
	const set = recipientSetHash(
		core.suite,
		contacts.map(({ id }) => fromHex(id)),
	);
	const counters = await readCounters(core.vault, message.conversation.id);
	const { counter, after } = counted(counters, toHex(set));
	const sealed = await sealEnvelope(
		core.suite,
		{
			author: { accountPublicKey: self.accountPublicKey, device: self.device },
			recipients: devices.flat(),
			payload: {
				kind: card === null ? payloadKind.text : payloadKind.textWithCard,
				sentAt: now,
				conversation: fromHex(message.conversation.id),
				counter,
				recipientSetHash: set,
				listSequence: ownListSequence(self.device),
				keep: null,
				signature: null,
				seen: [],
				recipients: null,
				body: encodeTextBody(message.text, card),
			},
		},
		core.ports.random,
	);
	const row = {
		contentKey: sealed.contentKey,
		author: self.id,
		device: null,
		conversation: message.conversation.id,
		invitation: null,
		trusted: true,
		newDevice: false,
		firstSeen: now,
	};
	const introduction = message.introduce && !counters.introduced ? firstLine(core) : null;
	return {
		parts: armored(
			{ kind: armorKind.envelope, bytes: sealed.envelope, messageId: sealed.messageId },
			message.limit,
			introduction,
		),
		changes: [
			...changes,
			rowChange(await core.vault.historyKey(sealed.digest), row),
			countersChange(message.conversation.id, { ...after, introduced: counters.introduced || message.introduce }),
		],
	};
}

/** A card of ours with a prekey pair for this purpose, after one line for people. */
export async function sealInvitation(
	core: Core,
	self: Self,
	invitation: { readonly madeFor: MadeFor; readonly line: string | null; readonly limit: number | null },
): Promise<Sealed> {
	const prekeys = await listPrekeys(core.vault);
	const { pair, changes } = await prekeyFor(invitation.madeFor, prekeys, making(core, self));
	const bytes = await ownCard(core.suite, self, pair);
	const messageId = core.suite.hash(bytes).slice(0, 16);
	return { parts: armored({ kind: armorKind.card, bytes, messageId }, invitation.limit, invitation.line), changes };
}

/**
 * Whoever has not yet written to us with a prekey of ours that has time left gets one inside the message, so that they can
 * answer. The same pair is repeated until then.
 */
async function cardFor(
	core: Core,
	self: Self,
	contacts: readonly Contact[],
	conversation: string,
): Promise<{ card: Uint8Array | null; changes: readonly Change[] }> {
	const prekeys = await listPrekeys(core.vault);
	const [waiting, ...more] = contacts.filter(({ id }) => !canAnswer(prekeys, id, core.ports.now()));
	if (waiting === undefined) return { card: null, changes: [] };
	// One body for all: a pair for one person would be read by the others too.
	const madeFor: MadeFor =
		contacts.length === 1 && more.length === 0 ? `contact:${waiting.id}` : `conversation:${conversation}`;
	const { pair, changes } = await prekeyFor(madeFor, prekeys, making(core, self));
	return { card: await ownCard(core.suite, self, pair), changes };
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

/** Characters of one part where the site's limit is not known. A reader takes 131,072 (messaging/schemas.ts). */
const mostPartChars = 100_000;

/** Each part is one message of the site; `line` stands before the first. */
function armored(
	armor: { kind: 1 | 2; bytes: Uint8Array; messageId: Uint8Array },
	limit: number | null,
	line: string | null,
): readonly string[] {
	const lead = line === null || hasArmor(line) ? "" : oneLine(line);
	const maxChars = limit === null ? null : limit - lead.length;
	// Where the line would cost another message, or leaves no room, the armor goes alone.
	const fits = lead === "" || maxChars === null || maxChars > lead.length;
	const parts = encodeArmor({
		...armor,
		maxChars: Math.min((fits ? maxChars : limit) ?? mostPartChars, mostPartChars),
	});
	return fits ? parts.map((part, index) => (index === 0 ? lead + part : part)) : parts;
}

/** A line break would end the message in many chats. */
function oneLine(line: string): string {
	const text = line.replace(/\s+/gu, " ").trim();
	return text === "" ? "" : `${text} `;
}
