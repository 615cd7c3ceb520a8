/**
 * Which conversation an open composer stands in, with the messages that the page shows around it and those that its box quotes as evidence
 * (contacts/conversation-identity.ts). The readers of the tab and the composer's own ticket say which these are, so that nothing is kept of
 * it and a worker that was ended loses nothing.
 */
import { type Contact, contactId } from "../contacts/contact.ts";
import { noteMessage } from "../contacts/contact-book.ts";
import { placeKey } from "../contacts/conversation.ts";
import { type Identity, identify, type SeenMessage, type Shown } from "../contacts/conversation-identity.ts";
import { maySend } from "../contacts/trust.ts";
import type { InBox, Place } from "../messaging/channels.ts";
import { armorKind, decodeArmorParts, findArmor, ProtocolError } from "../protocol/index.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import type { ComposerSubject } from "./frame-tickets.ts";
import { isOwn, readIdentity, type Self } from "./identity.ts";
import { openMessage } from "./opening.ts";

/** A screen; each that is new costs a trial. */
const most = 12;

export async function identityAt(core: Core, { about, inBox }: ComposerSubject, place: Place): Promise<Identity> {
	return identify(await core.book.conversations(), place, await shownAround(core, about, place, inBox));
}

/** A quotation says nothing of where it stands, but that of the box says what is answered. */
async function shownAround(core: Core, tab: number | null, place: Place, inBox: InBox | null): Promise<Shown> {
	if (tab === null) return { here: [], quoted: [], unread: false };
	const at = placeKey(place);
	const readers = (await core.tickets.readersIn(tab)).filter((one) => {
		return one.onPage.quoted !== true && placeKey(one.place) === at;
	});
	const self = await readIdentity(core.vault, core.suite);
	const read = (messages: readonly (readonly string[])[]) =>
		Promise.all(messages.slice(0, most).map((armor) => messageIn(core, self, armor, tab)));
	const isKnown = (one: SeenMessage | typeof unread | null) => one !== null && one !== unread;
	const here = await read([...new Map(readers.map(({ armor }) => [armor.join(), armor])).values()]);
	const quotations = inBox?.kind === "quote" ? [...messagesOf(inBox.armor)] : [];
	const quoted = await read(quotations);
	return {
		here: here.filter(isKnown),
		quoted: quoted.filter(isKnown),
		unread: quoted.includes(unread) || quotations.length > most || quotations.some(isAmbiguous),
	};
}

/**
 * Their parts together, in the order of their first ones. Anybody can write another's message id into an armor: one of another number of
 * parts is tried for itself.
 */
function messagesOf(armor: readonly string[]): Iterable<readonly string[]> {
	const messages = new Map<string, string[]>();
	for (const part of armor) {
		const [span] = findArmor(part);
		if (span === undefined) continue;
		const of = `${span.kind} ${span.count} ${span.message}`;
		messages.set(of, [...(messages.get(of) ?? []), part]);
	}
	return messages.values();
}

/** Two texts for one part: one of them is a forgery, and with it what is there may look as if it were for others. */
function isAmbiguous(armor: readonly string[]): boolean {
	const texts = new Map<number, string>();
	return armor.flatMap(findArmor).some(({ part, text }) => {
		const first = texts.get(part) ?? text;
		texts.set(part, first);
		return first !== text;
	});
}

const unread = Symbol("Whose it is, and whether it is for us, cannot be said.");

/** Nothing of it is stored: that waits until it is shown. Null: not for us, or of somebody who is not known or not believed. */
async function messageIn(
	core: Core,
	self: Self,
	armor: readonly string[],
	tab: number,
): Promise<SeenMessage | typeof unread | null> {
	try {
		const { kind, bytes } = decodeArmorParts(armor);
		if (kind === armorKind.card) return await invitationIn(core, self, bytes);
		if (kind !== armorKind.envelope) return null;
		return await core.reads.run(async () => {
			const message = await openMessage(core, self, bytes, { tab, giveUpOlder: false });
			const { author, conversation, own, seen, trusted } = message;
			if (own) return { author: null, conversation };
			const contact = await core.book.find(author);
			if (contact === null || !isBelieved(contact)) return null;
			const met = { firstTime: true, now: core.ports.now(), site: null };
			const known = seen === null ? trusted : noteMessage(contact, seen, met).verdict.theirs;
			return known ? { author, conversation } : null;
		});
	} catch (error) {
		if (error instanceof ProtocolError || error instanceof Fault) return error.code === "not-for-us" ? null : unread;
		throw error;
	}
}

async function invitationIn(core: Core, self: Self, bytes: Uint8Array): Promise<SeenMessage | null> {
	const card = await core.cards.open(bytes);
	if (isOwn(self, contactId(card.fingerprint))) return { author: null, conversation: null };
	const contact = await core.book.find(contactId(card.fingerprint));
	return contact !== null && isBelieved(contact) ? { author: contact.id, conversation: null } : null;
}

const isBelieved = (contact: Contact): boolean => maySend(contact);
