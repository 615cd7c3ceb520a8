/** Contacts whose name somebody else's could be taken for. It warns, and changes no level. */
import type { Contact } from "../contacts/contact.ts";
import { lookalikesOf } from "../contacts/lookalike.ts";
import { cleanName, displayName } from "../contacts/names.ts";
import type { ContactId } from "../messaging/channels.ts";

/** Their names as the user knows them. `id`: the account that has `name`. */
export function namesLike(name: string, id: ContactId, contacts: readonly Contact[]): readonly string[] {
	const known = contacts
		.filter((contact) => contact.id !== id)
		.flatMap((contact) => {
			const shown = displayName(contact);
			return [...new Set([shown, cleanName(contact.nameClaimed)])].map((one) => ({ name: one, shown }));
		});
	return [...new Set(lookalikesOf(name, known).map(({ shown }) => shown))];
}
