/** Which accounts the user has put together as one person: one sealed record in `settings`, and what follows from it. */
import type { Contact } from "../contacts/contact.ts";
import type { Conversation } from "../contacts/conversation.ts";
import { displayName } from "../contacts/names.ts";
import { accountsOf, apart, leastTrust, type Persons, readPersons, replaced } from "../contacts/person.ts";
import { isLocked } from "../contacts/trust.ts";
import type { ContactId, PersonView } from "../messaging/channels.ts";
import { decodeJson, encodeJson, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";

const id = "persons";
const read = record<{ readonly persons: Persons }>({ persons: readPersons });

export async function listPersons(vault: Pick<Vault, "get">): Promise<Persons> {
	const value = await vault.get("settings", id);
	return value === null ? [] : decodeJson(value, read).persons;
}

export const personsChange = (persons: Persons): Change => ({
	table: "settings",
	id,
	value: persons.length === 0 ? null : encodeJson({ persons }),
});

export async function accountsWith(
	core: Pick<Core, "book" | "vault">,
	contact: ContactId,
): Promise<readonly Contact[]> {
	const ids = accountsOf(await listPersons(core.vault), contact);
	const found = await Promise.all(ids.map((one) => core.book.find(one)));
	return found.filter((one) => one !== null);
}

export const nameOfAll = (accounts: readonly Contact[]): string =>
	accounts.map(displayName).find((name) => name !== "") ?? "";

/** What the user calls the person who has this account. May be "". */
export const personName = async (core: Pick<Core, "book" | "vault">, contact: Contact): Promise<string> =>
	nameOfAll(await accountsWith(core, contact.id));

/** Null for an account that stands for itself. */
export function personView(contact: Contact, accounts: readonly Contact[]): PersonView | null {
	if (accounts.length < 2) return null;
	return {
		accountName: displayName(contact),
		accounts: accounts.map((one) => one.id),
		trust: leastTrust(accounts.map(({ trust }) => trust)),
	};
}

/** Another account takes the place of this one. */
export async function personMoved(
	vault: Pick<Vault, "get">,
	before: ContactId,
	after: ContactId,
): Promise<readonly Change[]> {
	const persons = await listPersons(vault);
	const next = replaced(persons, before, after);
	return next === persons ? [] : [personsChange(next)];
}

/** The user says that `other` is somebody else than who has `one`, wherever it was asked: they are no one person then. */
export async function notOnePerson(
	vault: Pick<Vault, "get">,
	one: ContactId,
	other: ContactId,
): Promise<readonly Change[]> {
	const persons = await listPersons(vault);
	return one !== other && accountsOf(persons, one).includes(other) ? [personsChange(apart(persons, other))] : [];
}

/**
 * The same name stands on all accounts of a person. So while one of them is locked, no other one takes its place in a conversation, nor comes
 * to a site where it was not written to before: the lock asks for an answer, and this is none. `before`: conversations of the same site.
 *
 * @throws Fault `person-locked`
 */
export async function requireNoWayRound(
	core: Pick<Core, "book" | "vault">,
	people: readonly ContactId[],
	here: readonly ContactId[],
	before: readonly Conversation[],
): Promise<void> {
	for (const one of people) {
		const accounts = await accountsWith(core, one);
		const locked = accounts.filter((account) => account.id !== one && isLocked(account)).map((account) => account.id);
		if (locked.length === 0) continue;
		const isNew = !before.some(({ confirmed, recipients }) => confirmed && recipients.includes(one));
		const takesPlace = locked.some((account) => here.includes(account) && !people.includes(account));
		if (isNew || takesPlace) throw new Fault("person-locked");
	}
}
