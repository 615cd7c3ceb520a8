/** What the user says about contacts as people: their name, that two are one, that one goes. */
import type { ChannelName } from "../../messaging/channels.ts";
import type { Core } from "../core.ts";
import { merge, remove, rename, split } from "../merging.ts";
import type { Handlers } from "../router.ts";

export type ContactsChannel = Extract<ChannelName, `popup/${"rename" | "remove" | "merge" | "split"}-contact`>;

export function contactsHandlers(core: Core): Pick<Handlers, ContactsChannel> {
	return {
		"popup/rename-contact": async ({ contact, name }) => {
			await rename(core, contact, name);
			return null;
		},
		"popup/remove-contact": async ({ contact }) => {
			await remove(core, contact);
			return null;
		},
		"popup/merge-contact": ({ contact, other }) => merge(core, contact, other),
		"popup/split-contact": ({ contact }) => split(core, contact),
	};
}
