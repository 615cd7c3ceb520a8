/** Contacts as people: the accounts that the user has put together. */
import type { ContactId, ContactView } from "../messaging/channels.ts";
import { inGroups } from "./components/account-number.tsx";
import { nameInSentence, shownName } from "./strings.ts";

/** The accounts of each person, where the first of them stands in the list. */
export function peopleOf(contacts: readonly ContactView[]): readonly (readonly ContactView[])[] {
	const of = (id: ContactId) => contacts.find((contact) => contact.id === id);
	return contacts
		.filter(({ id, person }) => person === null || person.accounts.find((one) => of(one) !== undefined) === id)
		.map((contact) => contact.person?.accounts.flatMap((id) => of(id) ?? []) ?? [contact]);
}

/** Which of a person's accounts it is; null where there is one. */
export function accountWords({ id, person }: ContactView): string | null {
	if (person === null) return null;
	const number = inGroups(id.slice(0, 8)).replace(" ", "\u00a0");
	return `${nameInSentence(person.accountName)} · ${number}`;
}

/** The same where there is little room: what it is called by itself, if that is another name. */
export function otherName({ name, person }: ContactView): string | null {
	const own = person === null ? name : person.accountName;
	return shownName(own) === shownName(name) ? null : shownName(own);
}
