/** Contacts whose name somebody else's could be taken for. It warns, and changes no level. */
import { lookalikesOf } from "../contacts/lookalike.ts";
import { cleanName, displayName } from "../contacts/names.ts";
import { accountsOf } from "../contacts/person.ts";
import type { ContactId } from "../messaging/channels.ts";
import type { Core } from "./core.ts";
import { listPersons, personName } from "./persons.ts";

/** Their names as the user knows them. `id`: the account that has `name`; others of the same person are not taken for another. */
export async function namesLike(
	core: Pick<Core, "book" | "vault">,
	name: string,
	id: ContactId,
): Promise<readonly string[]> {
	const theirs = accountsOf(await listPersons(core.vault), id);
	const others = (await core.book.list()).filter((contact) => !theirs.includes(contact.id));
	const known = await Promise.all(
		others.map(async (contact) => {
			const shown = await personName(core, contact);
			return [...new Set([shown, displayName(contact), cleanName(contact.nameClaimed)])].map((one) => ({
				name: one,
				shown,
			}));
		}),
	);
	return [...new Set(lookalikesOf(name, known.flat()).map(({ shown }) => shown))];
}
