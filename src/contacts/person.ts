/**
 * Accounts that the user says are one person. It is a word about people and none about keys: contacts, their levels, their conversations and
 * sessions stay what they are, so it can be taken back at any time and nothing is lost. Pure.
 */
import { hex, listOf, type Reader } from "../vault/json.ts";
import type { ContactId } from "./contact.ts";
import type { TrustState } from "./trust.ts";

/** In the order in which they were put together: the first one names the person. Two at least, and none is in two persons. */
export type Persons = readonly (readonly ContactId[])[];

/** Accounts of one person. */
export const mostAccounts = 8;
const mostPersons = 512;

export const readPersons: Reader<Persons> = listOf(listOf(hex(32), mostAccounts), mostPersons);

/** All accounts of the person who has this one; it alone if it was not put together with another. */
export const accountsOf = (persons: Persons, id: ContactId): readonly ContactId[] =>
	persons.find((accounts) => accounts.includes(id)) ?? [id];

/** The person of `one` and that of `other` are the same. Null: more than are kept. */
export function joined(persons: Persons, one: ContactId, other: ContactId): Persons | null {
	const ours = accountsOf(persons, one);
	if (ours.includes(other)) return persons;
	const theirs = accountsOf(persons, other);
	const accounts = [...ours, ...theirs];
	const others = persons.filter((all) => all !== ours && all !== theirs);
	return accounts.length > mostAccounts || others.length >= mostPersons ? null : [...others, accounts];
}

/** This account is one by itself. The same object when it was so. */
export function apart(persons: Persons, id: ContactId): Persons {
	if (accountsOf(persons, id).length === 1) return persons;
	return persons.map((all) => all.filter((one) => one !== id)).filter(({ length }) => length > 1);
}

/** `after` takes the place of `before`. Where the user has put it together with others, it stays with them. The same object when nothing changes. */
export function replaced(persons: Persons, before: ContactId, after: ContactId): Persons {
	const accounts = accountsOf(persons, before);
	if (accounts.length === 1) return persons;
	if (accountsOf(persons, after).length > 1) return apart(persons, before);
	return persons.map((all) => (all === accounts ? all.map((one) => (one === before ? after : one)) : all));
}

const worstFirst: readonly TrustState[] = ["changed", "new", "known", "verified"];

/** What is said of several accounts at once: the least of them. An ended one counts only where all are, as nothing goes there. */
export const leastTrust = (levels: readonly TrustState[]): TrustState =>
	worstFirst.find((level) => levels.includes(level)) ?? "revoked";
