/** What the user says about a contact's key, stored with everything that follows from it. */
import { sameKey } from "../contacts/account-key.ts";
import { type Contact, contactChange, contactId, decided, type Verified } from "../contacts/contact.ts";
import { mixesAlphabets } from "../contacts/lookalike.ts";
import { displayName } from "../contacts/names.ts";
import { type Answer, answerTrust } from "../contacts/trust-answer.ts";
import type { ContactId, ContactPage } from "../messaging/channels.ts";
import { accountFingerprint } from "../protocol/index.ts";
import { namesLike } from "./alike.ts";
import { mayEnd } from "./appointments.ts";
import { type Core, exclusively, peopleChanged } from "./core.ts";
import { Fault } from "./fault.ts";
import { readIdentity } from "./identity.ts";
import { replaceAccount } from "./new-account.ts";
import { contactView } from "./people.ts";
import { accountsWith, notOnePerson } from "./persons.ts";

/** @throws Fault `nothing-found` for nobody; `not-allowed` for an answer that fits nothing that is open: nothing changes then. */
export async function answerAbout(core: Core, id: ContactId, answer: Exclude<Answer, object>): Promise<ContactPage> {
	const after = await exclusively(core, async () => answered(core, await contactOf(core, id), answer, null));
	peopleChanged(core);
	return contactPage(core, after);
}

/** They compared, and it was the same. `account`: fingerprint of the account that was compared, in hex. @throws like answerAbout */
export async function verifiedAs(
	core: Core,
	id: ContactId,
	account: string,
	how: Verified["how"],
): Promise<ContactPage> {
	const after = await exclusively(core, async () => {
		const contact = await contactOf(core, id);
		const key = [contact.accountPublicKey, contact.change?.account ?? null].find(
			(one) => one !== null && contactId(accountFingerprint(core.suite, one)) === account,
		);
		if (key == null) throw new Fault("not-allowed");
		return answered(core, contact, { verified: key }, how);
	});
	peopleChanged(core);
	return contactPage(core, after);
}

/** Within `exclusively`. @throws Fault `not-allowed` */
export async function answered(
	core: Core,
	contact: Contact,
	answer: Answer,
	how: Verified["how"] | null,
): Promise<Contact> {
	const said = answerTrust(contact, answer);
	if (!said.done) throw new Fault("not-allowed");
	const account = contact.change?.account ?? null;
	const taken =
		said.takes === "account" && account !== null
			? await replaceAccount(core, contact, said, { account, offered: contact.offered })
			: { contact: decided(contact, said), changes: [] };
	const verified = how === null ? taken.contact.verified : { how, at: core.ports.now() };
	const after = { ...taken.contact, verified: taken.contact.trust === "verified" ? verified : taken.contact.verified };
	const apart =
		answer === "not-theirs" && account !== null
			? await notOnePerson(core.vault, contact.id, contactId(accountFingerprint(core.suite, account)))
			: [];
	await core.vault.commit([...taken.changes, ...apart, contactChange(after)]);
	return after;
}

export async function contactOf(core: Core, id: ContactId): Promise<Contact> {
	const contact = await core.book.find(id);
	if (contact === null) throw new Fault("nothing-found");
	return contact;
}

function unasked({ shown, change }: Contact): number {
	const asked = change?.account ?? null;
	return shown.dropped + shown.waiting.filter(({ account }) => asked === null || !sameKey(account, asked)).length;
}

/** Everything that is known of one, and how. */
export async function contactPage(core: Core, contact: Contact): Promise<ContactPage> {
	const { verified, knownSince, timesMet, left, nameClaimed, nameGiven } = contact;
	const self = await readIdentity(core.vault, core.suite);
	const view = await contactView(core, contact);
	const accounts = await accountsWith(core, contact.id);
	const likeAny = async (names: readonly string[]) => {
		const found = await Promise.all(names.map((name) => namesLike(core, name, contact.id)));
		return [...new Set(found.flat())];
	};
	return {
		...view,
		accounts: await Promise.all(accounts.map((account) => contactView(core, account))),
		setAside: contact.notTheirs.map((key) => contactId(accountFingerprint(core.suite, key))),
		nameClaimed,
		nameGiven,
		verified,
		knownSince,
		timesMet,
		accountsBefore: left.length,
		unasked: unasked(contact),
		looksLike: await likeAny([view.name, displayName(contact)]),
		mixesAlphabets: mixesAlphabets(nameClaimed),
		mayEnd: contact.trust !== "revoked" && (await mayEnd(core, self.accountPublicKey, contact.id)) !== null,
	};
}
