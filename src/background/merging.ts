/** Two contacts are one person, or are not: what the user says of it. No key, level, conversation or session changes by it. */
import type { Contact } from "../contacts/contact.ts";
import { apart, joined } from "../contacts/person.ts";
import type { ContactId, ContactPage } from "../messaging/channels.ts";
import { contactOf, contactPage } from "./answering-trust.ts";
import { comparisonGone } from "./comparison-state.ts";
import { type Core, exclusively, peopleChanged } from "./core.ts";
import { Fault } from "./fault.ts";
import { leftBy } from "./housekeeping.ts";
import { isOwn, readIdentity } from "./identity.ts";
import { laterGone } from "./making-sure.ts";
import { accountsWith, listPersons, personsChange } from "./persons.ts";
import { answerChange } from "./scan-answers.ts";

/**
 * @throws Fault `nothing-found` for nobody; `not-allowed` for an account of our own, or the same person; `person-locked` while anything is open
 *   about a key of either; `too-large`
 */
export async function merge(core: Core, one: ContactId, other: ContactId): Promise<ContactPage> {
	const contact = await exclusively(core, async () => {
		const self = await readIdentity(core.vault, core.suite);
		if (isOwn(self, one) || isOwn(self, other)) throw new Fault("not-allowed");
		const found = await contactOf(core, one);
		await contactOf(core, other);
		const [ours, theirs] = await Promise.all([accountsWith(core, one), accountsWith(core, other)]);
		if (ours.some(({ id }) => id === other)) throw new Fault("not-allowed");
		// What is open waits for its own answer: whose key it is must not seem to be said by this.
		if ([...ours, ...theirs].some(({ trust }) => trust === "changed")) throw new Fault("person-locked");
		const persons = joined(await listPersons(core.vault), one, other);
		if (persons === null) throw new Fault("too-large");
		await core.vault.commit([personsChange(persons)]);
		return found;
	});
	peopleChanged(core);
	return contactPage(core, contact);
}

/** This account is of somebody else than the others. @throws Fault `nothing-found`; `not-allowed` for one that stands for itself */
export async function split(core: Core, id: ContactId): Promise<ContactPage> {
	const contact = await exclusively(core, async () => {
		const found = await contactOf(core, id);
		const persons = await listPersons(core.vault);
		const after = apart(persons, id);
		if (after === persons) throw new Fault("not-allowed");
		await core.vault.commit([personsChange(after)]);
		return found;
	});
	peopleChanged(core);
	return contactPage(core, contact);
}

/** The name that the user gives to the person, kept with the account that names them. Empty: the claimed one. @throws Fault `nothing-found` */
export async function rename(core: Core, id: ContactId, name: string): Promise<void> {
	await exclusively(core, async () => {
		const [first] = await accountsWith(core, id);
		if (first === undefined) throw new Fault("nothing-found");
		await core.book.rename(first.id, name);
	});
	peopleChanged(core);
}

/** With all their accounts, in one transaction. @throws Fault `nothing-found` */
export async function remove(core: Core, id: ContactId): Promise<void> {
	await exclusively(core, async () => {
		const accounts = await accountsWith(core, id);
		if (accounts.length === 0) throw new Fault("nothing-found");
		for (const account of accounts) await removeAccount(core, account);
	});
	peopleChanged(core);
}

async function removeAccount(core: Core, { id }: Contact): Promise<void> {
	const persons = await listPersons(core.vault);
	await core.book.remove(id, [
		...(await leftBy(core, id)),
		...(await comparisonGone(core, id)),
		answerChange(id, null),
		...(await laterGone(core.vault, id)),
		personsChange(apart(persons, id)),
	]);
}
