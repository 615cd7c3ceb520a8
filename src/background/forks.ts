/** Two device lists with one number: their account has signed both, so where the second one stands, and whether anybody opens it, changes nothing. */
import { type Contact, contactChange } from "../contacts/contact.ts";
import { acceptCard, type SeenCard } from "../contacts/contact-book.ts";
import { type Core, peopleChanged } from "./core.ts";

/** The contact after this card was shown. Of one that nobody accepts, no more is learned. */
export async function forkSeen(
	core: Core,
	known: Contact | null,
	card: SeenCard,
	site: string | null,
): Promise<Contact | null> {
	if (known === null) return null;
	const { contact, verdict } = acceptCard(known, card, { now: core.ports.now(), site });
	if (verdict.case !== "fork-card") return known;
	await takeUpFork(core, contact);
	return contact;
}

export async function takeUpFork(core: Core, contact: Contact): Promise<void> {
	await core.vault.commit([contactChange(contact)]);
	peopleChanged(core);
}
