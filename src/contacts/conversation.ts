/**
 * A conversation is what the user confirmed, not a URL: people, and the places where they were confirmed to be talked to.
 * A place is found again only by exact URL and header; anything else asks again, since a wrong guess seals to the wrong people. What is
 * then proposed is conversation-identity.ts.
 */

import { type Retention, retentions } from "../history/retention-class.ts";
import { count, decodeJson, encodeJson, flag, hex, listOf, oneOf, orNull, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import { type ContactId, withSite } from "./contact.ts";

/** Lower-case hex of 16 random bytes. */
export type ConversationId = string;

/** What the page looked like; the content script's word, never trusted for more than finding a conversation again. */
export interface Place {
	readonly url: string;
	readonly title: string;
	/** Text of the heading above the message list, or "". */
	readonly header: string;
}

/** An id under which somebody sends here; it counts for them only. */
export interface Alias {
	readonly id: ConversationId;
	readonly author: ContactId;
}

export interface Conversation {
	/** Ours, inside every message that we send here. */
	readonly id: ConversationId;
	/** Ids under which we sent at these places before other people were confirmed for them; still readable there. */
	readonly former: readonly ConversationId[];
	/** The ids under which the other sides send here, newest last. */
	readonly aliases: readonly Alias[];
	/** `placeKey`s, newest last. */
	readonly places: readonly string[];
	readonly recipients: readonly ContactId[];
	/** False until the user has said yes to these recipients at this place, and again after one of them is gone. */
	readonly confirmed: boolean;
	/** Titles seen when these people were confirmed, newest last. */
	readonly titles: readonly string[];
	/** Origins, newest last. */
	readonly sites: readonly string[];
	/** How long messages stay readable here; null: as in the settings. */
	readonly keep: Retention | null;
	readonly createdAt: number;
}

/** Ids of one other side: the first one and those accepted later. A group of talkers must not push each other's out. */
const maxAliasesOfOne = 4;
const maxFormer = 64;
/** Places kept; the oldest goes and is asked for again. */
const maxPlaces = 64;
/** People. The envelope takes 64 initial slots (docs/protocol.md, Limits). */
export const maxRecipients = 64;
const maxAliases = maxRecipients * maxAliasesOfOne;
/** A place whose title was confirmed in so many forms says nothing with it (latest message, time of day): it is not asked any more. */
const maxTitles = 6;

const read = record<Conversation>({
	id: hex(16),
	former: listOf(hex(16), maxFormer),
	aliases: listOf(record<Alias>({ id: hex(16), author: hex(32) }), maxAliases),
	places: listOf(text, maxPlaces),
	recipients: listOf(hex(32), maxRecipients),
	confirmed: flag,
	titles: listOf(text, maxTitles),
	sites: listOf(text, 64),
	keep: orNull(oneOf(...retentions)),
	createdAt: count,
});

export const encodeConversation = (conversation: Conversation): Uint8Array => encodeJson(conversation);

/** @throws VaultError `storage-failed` for anything but a whole conversation. */
export const decodeConversation = (encoded: Uint8Array): Conversation => decodeJson(encoded, read);

/**
 * To write this conversation in one transaction with other records. A record that could not be read back would close the
 * vault's whole list, so it is never made.
 *
 * @throws VaultError `storage-failed` for a conversation beyond its bounds.
 */
export const conversationChange = (conversation: Conversation): Change => ({
	table: "conversations",
	id: conversation.id,
	value: encodeConversation(read(conversation)),
});

export const newConversation = (id: ConversationId, now: number): Conversation => ({
	id,
	former: [],
	aliases: [],
	places: [],
	recipients: [],
	confirmed: false,
	titles: [],
	sites: [],
	keep: null,
	createdAt: now,
});

/**
 * The whole URL (origin, path, search, hash) and the header. Titles change with every unread message, so the title counts
 * only where there is no header: chats of a site that shows neither in its URL could not be told apart otherwise.
 */
export function placeKey(place: Place): string {
	const name = oneLine(place.header);
	return JSON.stringify(name === "" ? [place.url, "title", oneLine(place.title)] : [place.url, "header", name]);
}

/** What a `placeKey` was made of; null for what is none. */
export function partsOfKey(
	key: string,
): { readonly url: string; readonly by: "header" | "title"; readonly name: string } | null {
	try {
		const [url, by, name] = JSON.parse(key) as readonly unknown[];
		const whole = typeof url === "string" && (by === "header" || by === "title") && typeof name === "string";
		return whole ? { url, by, name } : null;
	} catch {
		return null;
	}
}

/** The conversation confirmed for exactly this place, or null. Two claims on one place count as none. */
export function matchConversation(conversations: readonly Conversation[], place: Place): Conversation | null {
	const key = placeKey(place);
	const [found, second] = conversations.filter(({ places }) => places.includes(key));
	return found !== undefined && second === undefined ? found : null;
}

/**
 * Whether the user's yes to these people counts here. Where the heading is the same for every chat, the title may be all that
 * tells one from another: an unknown one is asked about once.
 */
export function isConfirmedAt({ confirmed, titles }: Conversation, place: Place): boolean {
	if (!confirmed || oneLine(place.header) === "") return confirmed;
	return titles.length >= maxTitles || titles.includes(oneLine(place.title));
}

/** Whether a message under this id belongs here. `author`: null for our own. */
export function isOf(conversation: Conversation, id: ConversationId, author: ContactId | null): boolean {
	if (author === null) return conversation.id === id || conversation.former.includes(id);
	return conversation.aliases.some((alias) => alias.id === id && alias.author === author);
}

/**
 * The user said: at this place I talk to these people. The result holds every conversation that has to be written: the place
 * belongs to one conversation only. With `confirmed` false the people stand there and the composer asks before it sends.
 *
 * @throws RangeError for no recipients or more than 64.
 */
export function confirmConversation(
	conversations: readonly Conversation[],
	conversation: Conversation,
	place: Place,
	recipients: readonly ContactId[],
	confirmed = true,
): readonly [Conversation, ...Conversation[]] {
	const people = [...new Set(recipients)];
	const samePeople =
		people.length === conversation.recipients.length && people.every((one) => conversation.recipients.includes(one));
	const titles = samePeople ? conversation.titles : [];
	if (people.length === 0 || people.length > maxRecipients) throw new RangeError("1..64 recipients");
	const key = placeKey(place);
	const others = conversations
		.filter((other) => other.id !== conversation.id && other.places.includes(key))
		.map((other) => ({ ...other, places: other.places.filter((one) => one !== key) }));
	const here = {
		...conversation,
		places: [...conversation.places.filter((one) => one !== key), key].slice(-maxPlaces),
		recipients: people,
		confirmed,
		titles: confirmed ? withTitle(titles, place.title) : titles,
		sites: withSite(conversation.sites, originOf(place.url)),
	};
	return [here, ...others];
}

function withTitle(titles: readonly string[], title: string): readonly string[] {
	const name = oneLine(title);
	return titles.includes(name) ? titles : [...titles, name].slice(-maxTitles);
}

/** Remembers the id under which somebody sends here. */
export function withAlias(conversation: Conversation, alias: Alias): Conversation {
	if (isOf(conversation, alias.id, alias.author)) return conversation;
	const ofThem = conversation.aliases.filter(({ author }) => author === alias.author);
	const [oldest] = ofThem.length < maxAliasesOfOne ? [] : ofThem;
	const kept = conversation.aliases.filter((one) => one !== oldest);
	return { ...conversation, aliases: [...kept, alias].slice(-maxAliases) };
}

/** `next` takes the place of `before`: what was said there under its ids stays readable. An id may belong to several then. */
export function continuing(next: Conversation, before: Conversation): Conversation {
	const former = new Set([...next.former, ...before.former, before.id]);
	former.delete(next.id);
	const withFormer = { ...next, former: [...former].slice(-maxFormer) };
	return before.aliases.reduce(withAlias, withFormer);
}

/** Without this person, and to be confirmed again. The same object when they were not in it. */
export function withoutRecipient(conversation: Conversation, contact: ContactId): Conversation {
	if (!conversation.recipients.includes(contact)) return conversation;
	const recipients = conversation.recipients.filter((one) => one !== contact);
	return { ...conversation, recipients, confirmed: false };
}

/** The same person under another account. The same object when they were not in it. */
export function withAccount(conversation: Conversation, before: ContactId, after: ContactId): Conversation {
	if (!conversation.recipients.includes(before)) return conversation;
	const recipients = conversation.recipients.map((one) => (one === before ? after : one));
	return { ...conversation, recipients: [...new Set(recipients)] };
}

/** Null for URLs that name no web origin. */
export function originOf(url: string): string | null {
	try {
		const { origin } = new URL(url);
		return origin === "null" ? null : origin;
	} catch {
		return null;
	}
}

const oneLine = (name: string): string => name.normalize("NFC").replace(/\s+/gu, " ").trim();
