/** Contacts whose name somebody else's could be taken for. It warns, and changes no level. */
import { lookalikesOf } from "../contacts/lookalike.ts";
import { cleanName, displayName } from "../contacts/names.ts";
import { accountsOf } from "../contacts/person.ts";
import type { ContactId } from "../messaging/channels.ts";
import type { Core } from "./core.ts";
import { listPersons, nameOfAll } from "./persons.ts";

/** Their names as the user knows them. `id`: the account that has `name`; others of the same person are not taken for another. */
export async function namesLike(
	core: Pick<Core, "book" | "vault">,
	name: string,
	id: ContactId,
): Promise<readonly string[]> {
	const persons = await listPersons(core.vault);
	const all = await core.book.list();
	const byId = new Map(all.map((contact) => [contact.id, contact]));
	const theirs = accountsOf(persons, id);
	const known = all
		.filter((contact) => !theirs.includes(contact.id))
		.flatMap((contact) => {
			const accounts = accountsOf(persons, contact.id).map((one) => byId.get(one));
			const shown = nameOfAll(accounts.filter((one) => one !== undefined));
			return [...new Set([shown, displayName(contact), cleanName(contact.nameClaimed)])].map((one) => ({
				name: one,
				shown,
			}));
		});
	return [...new Set(lookalikesOf(name, known).map(({ shown }) => shown))];
}
