/**
 * Which conversation a place is of. Certain is only what the user confirmed for exactly this place; the rest is a guess that is shown
 * with its reason and asked about. The page chooses its address, its heading and which messages it shows, so all that these can do is to
 * bring up a question. docs/conversations.md has the table; test/contacts/conversation-identity.test.ts has a test for each row.
 */
import type { ContactId } from "./contact.ts";
import {
	type Conversation,
	type ConversationId,
	isConfirmedAt,
	isOf,
	matchConversation,
	originOf,
	type Place,
	partsOfKey,
	placeKey,
} from "./conversation.ts";
import { kinOf } from "./page-address.ts";

/** A message or an invitation that the page shows and that was authenticated here: of a person who is known and may be believed, or ours. */
export interface SeenMessage {
	/** Null: ours. */
	readonly author: ContactId | null;
	/** Id inside the message. Null: an invitation, which is of no conversation. */
	readonly conversation: ConversationId | null;
}

export interface Shown {
	/** At this very place, in no quotation. */
	readonly here: readonly SeenMessage[];
	/** Quoted in the box that is written in. */
	readonly quoted: readonly SeenMessage[];
	/** Something that is quoted could not be read, and may be of anybody. */
	readonly unread: boolean;
}

export type Identity =
	| { readonly kind: "certain"; readonly conversation: Conversation }
	/** `place`: it is this place, but its people or its title changed since the user said yes. */
	| { readonly kind: "likely"; readonly conversation: Conversation; readonly because: "place" | "address" | "messages" }
	/** Of no conversation that could be proposed, and all that speaks is of one person whom the user talks to on this site. */
	| { readonly kind: "author"; readonly author: ContactId }
	/** The user confirmed this place, and what the page shows is from elsewhere. `other`: null if from several. */
	| { readonly kind: "conflict"; readonly conversation: Conversation; readonly other: Conversation | null }
	| { readonly kind: "unknown" };

const unknown: Identity = { kind: "unknown" };

export function identify(
	conversations: readonly Conversation[],
	place: Place,
	{ here: shown, quoted, unread }: Shown,
): Identity {
	const site = originOf(place.url);
	// What is known of other sites is not for this one to bring up.
	const here = conversations.filter(({ sites }) => site !== null && sites.includes(site));
	const ownersOf = (messages: readonly SeenMessage[]) =>
		messages.map((message) => here.filter((one) => belongs(one, message))).filter(({ length }) => length > 0);
	const exact = matchConversation(conversations, place);
	if (exact !== null) {
		if (!isConfirmedAt(exact, place)) return { kind: "likely", conversation: exact, because: "place" };
		const owners = ownersOf(shown);
		const elsewhere = owners.length > 0 && owners.every((some) => !some.includes(exact));
		return elsewhere
			? { kind: "conflict", conversation: exact, other: onlyOne(shared(owners)) }
			: { kind: "certain", conversation: exact };
	}
	const asked = here.filter(({ confirmed, recipients }) => confirmed && recipients.length > 0);
	const byAddress = asked.filter((one) => isNear(one, place));
	// A letter is at a place of its own each time: what it answers says more of it than the page does.
	const speaking = [...quoted, ...shown];
	const owners = ownersOf(speaking);
	const byWriter = () => (unread ? unknown : writerOf(speaking, here));
	if (owners.length === 0) return byAddress.length > 0 ? likely(byAddress, "address") : byWriter();
	const byMessages = shared(owners).filter((one) => asked.includes(one));
	const both = byMessages.filter((one) => byAddress.includes(one));
	if (both.length > 0) return likely(both, "messages");
	// The address says one thing and the messages another.
	if (byAddress.length > 0) return unknown;
	// Only of conversations that were not confirmed yet.
	if (byMessages.length === 0 && shared(owners).length > 0) return byWriter();
	return likely(byMessages, "messages");
}

/** The only person who wrote any of it, if there are people of theirs on this site. */
function writerOf(messages: readonly SeenMessage[], here: readonly Conversation[]): Identity {
	const [author, ...others] = new Set(messages.flatMap((message) => message.author ?? []));
	if (author === undefined || others.length > 0) return unknown;
	return here.some(({ recipients }) => recipients.includes(author)) ? { kind: "author", author } : unknown;
}

function likely(found: readonly Conversation[], because: "address" | "messages"): Identity {
	const conversation = onlyOne(found);
	return conversation === null ? unknown : { kind: "likely", conversation, because };
}

const onlyOne = (found: readonly Conversation[]): Conversation | null =>
	found.length === 1 ? (found[0] ?? null) : null;

function belongs(conversation: Conversation, { author, conversation: id }: SeenMessage): boolean {
	if (id === null) return false;
	return (author === null || conversation.recipients.includes(author)) && isOf(conversation, id, author);
}

/** Those that every one of the messages can be of. */
function shared(owners: readonly (readonly Conversation[])[]): readonly Conversation[] {
	const [first = [], ...others] = owners;
	return first.filter((one) => others.every((some) => some.includes(one)));
}

/**
 * The same heading, and an address that says the same, or that goes on below what names the chat. Where one of the two had no heading,
 * the address has to say it all.
 */
function isNear(conversation: Conversation, place: Place): boolean {
	const now = partsOfKey(placeKey(place));
	return conversation.places.map(partsOfKey).some((known) => {
		if (now === null || known === null) return false;
		const { kinship, named } = kinOf(known.url, now.url);
		if (known.by !== now.by) return kinship === "same" && named;
		return known.name === now.name && (kinship === "same" || (kinship === "within" && named));
	});
}
