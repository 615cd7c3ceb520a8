/** Contacts and conversations: how surfaces see them, and which conversation a place, some people or a message mean. */
import { type Contact, contactId } from "../contacts/contact.ts";
import {
	type Alias,
	type Conversation,
	confirmConversation,
	continuing,
	conversationChange,
	matchConversation,
	maxRecipients,
	newConversation,
	originOf,
	placeKey,
	withAlias,
} from "../contacts/conversation.ts";
import { cleanName, displayName } from "../contacts/names.ts";
import { shownAs } from "../contacts/shown-accounts.ts";
import { isLocked } from "../contacts/trust.ts";
import type { ContactId, ContactView, KeyChangeView, Place } from "../messaging/channels.ts";
import { accountFingerprint, type Card } from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { VaultError } from "../vault/vault.ts";
import { sameSet, toHex } from "./bytes.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { accountsWith, nameOfAll, personView, requireNoWayRound } from "./persons.ts";
import { waysTo } from "./ways.ts";

export async function contactView(core: Core, contact: Contact): Promise<ContactView> {
	// In a new conversation, which only confirmed sessions and live prekeys reach.
	const writable = await waysTo(core, [contact], "").then(
		() => true,
		(error) => {
			if (error instanceof VaultError) throw error;
			return false;
		},
	);
	const { id, trust, since, sites } = contact;
	// As it is about to be stored, where that differs.
	const accounts = (await accountsWith(core, id)).map((one) => (one.id === id ? contact : one));
	const name = accounts.length > 1 ? nameOfAll(accounts) : displayName(contact);
	const person = personView(contact, accounts);
	return { id, name, person, trust, since, sites, writable, change: changeView(core, contact) };
}

function changeView(core: Core, contact: Contact): KeyChangeView | null {
	if (contact.change === null) return null;
	const { kind, before, evidence, account } = contact.change;
	const shown = account && contactId(accountFingerprint(core.suite, account));
	const sites = account === null ? [] : (shownAs(contact.shown, account)?.sites ?? []);
	return { kind, before, evidence, account: shown, sites, locked: isLocked(contact) };
}

/** Somebody whose card we have seen and not accepted. */
export function strangerView(card: Card, now: number): ContactView {
	return {
		id: contactId(card.fingerprint),
		name: cleanName(card.name),
		person: null,
		trust: "new",
		since: now,
		sites: [],
		writable: card.expiresAt > now,
		change: null,
	};
}

/** @throws Fault `bad-request` for an id that is no contact's. */
export async function contactsOf(core: Core, ids: readonly ContactId[]): Promise<readonly Contact[]> {
	const found: Contact[] = [];
	for (const id of new Set(ids)) {
		const contact = await core.book.find(id);
		if (contact === null) throw new Fault("bad-request");
		found.push(contact);
	}
	return found;
}

export async function conversationAt(core: Core, place: Place): Promise<Conversation | null> {
	return matchConversation(await core.book.conversations(), place);
}

/** People of this conversation that are still contacts. */
export async function membersOf(
	core: Core,
	conversation: Pick<Conversation, "recipients"> | null,
): Promise<readonly Contact[]> {
	const found = await Promise.all((conversation?.recipients ?? []).map((id) => core.book.find(id)));
	return found.filter((contact) => contact !== null);
}

/**
 * The user said: at this place I talk to these people. The same people on the same site are the same conversation, at one
 * more place. A conversation with other places keeps its people there: this place leaves it then, so that adding somebody
 * here never adds them elsewhere. What was said here before stays readable here.
 *
 * `confirmed` false: they are taken in, and the composer asks before it writes to them all.
 *
 * @throws Fault `too-large` for more people than one message can be for; `person-locked`
 */
export async function confirmedAt(
	core: Core,
	place: Place,
	people: readonly ContactId[],
	{ alias = null, confirmed = true }: { readonly alias?: Alias | null; readonly confirmed?: boolean } = {},
): Promise<readonly Change[]> {
	if (people.length > maxRecipients) throw new Fault("too-large");
	const all = await core.book.conversations();
	const here = matchConversation(all, place);
	const site = originOf(place.url);
	if (confirmed) {
		const onSite = all.filter(({ sites }) => site !== null && sites.includes(site));
		await requireNoWayRound(core, people, here?.recipients ?? [], onSite);
	}
	const same = (one: Conversation) => one.places.length > 0 && sameSet(one.recipients, people);
	const known =
		[here].find((one) => one !== null && same(one)) ??
		all.find((one) => confirmed && site !== null && one.sites.includes(site) && same(one)) ??
		(here?.places.length === 1 ? here : null) ??
		newConversation(toHex(core.ports.random(16)), core.ports.now());
	const continued = here === null || here.id === known.id ? known : continuing(known, here);
	if (here !== null && here.id !== known.id) await core.ledgers.adopt(known.id, here.id);
	const named = alias === null ? continued : withAlias(continued, alias);
	return confirmConversation(all, named, place, people, confirmed).map(conversationChange);
}

/** The conversation of this place, made if there is none: an invitation is for a conversation without people yet. */
export async function conversationFor(
	core: Core,
	place: Place,
): Promise<{ conversation: Conversation; changes: readonly Change[] }> {
	const here = await conversationAt(core, place);
	if (here !== null) return { conversation: here, changes: [] };
	const site = originOf(place.url);
	const conversation: Conversation = {
		...newConversation(toHex(core.ports.random(16)), core.ports.now()),
		places: [placeKey(place)],
		sites: site === null ? [] : [site],
	};
	return { conversation, changes: [conversationChange(conversation)] };
}

/** One with sites was at a place once; ids of there do not belong to texts that are carried by hand. */
const isByHand = (one: Conversation) => one.places.length === 0 && one.sites.length === 0 && one.confirmed;

/** To be written to by hand. @throws Fault `person-locked` */
export async function requireByHand(core: Core, people: readonly ContactId[]): Promise<void> {
	await requireNoWayRound(core, people, [], (await core.book.conversations()).filter(isByHand));
}

/** For texts that the user carries by hand: one conversation for each set of people, at no place. @throws Fault `too-large` */
export async function conversationByHand(
	core: Core,
	people: readonly ContactId[],
): Promise<{ conversation: Conversation; changes: readonly Change[] }> {
	if (people.length > maxRecipients) throw new Fault("too-large");
	const all = await core.book.conversations();
	const known = all.find((one) => isByHand(one) && sameSet(one.recipients, people));
	if (known !== undefined) return { conversation: known, changes: [] };
	const conversation: Conversation = {
		...newConversation(toHex(core.ports.random(16)), core.ports.now()),
		recipients: [...new Set(people)],
		confirmed: true,
	};
	return { conversation, changes: [conversationChange(conversation)] };
}
