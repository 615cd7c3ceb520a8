/**
 * Which conversation an open composer stands in, with the messages that the page shows around it as evidence
 * (contacts/conversation-identity.ts). The readers of the tab say which these are, so that nothing is kept of it and a worker that was
 * ended loses nothing.
 */
import { noteMessage } from "../contacts/contact-book.ts";
import { placeKey } from "../contacts/conversation.ts";
import { type Identity, identify, type SeenMessage } from "../contacts/conversation-identity.ts";
import type { Place } from "../messaging/channels.ts";
import { armorKind, decodeArmorParts, ProtocolError } from "../protocol/index.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import type { ComposerSubject } from "./frame-tickets.ts";
import { readIdentity, type Self } from "./identity.ts";
import { openMessage } from "./opening.ts";

/** A screen; each that is new costs a trial. */
const most = 12;

export async function identityAt(core: Core, { about }: ComposerSubject, place: Place): Promise<Identity> {
	return identify(await core.book.conversations(), place, await messagesAt(core, about, place));
}

/** A quotation says nothing of where it stands. */
async function messagesAt(core: Core, tab: number | null, place: Place): Promise<readonly SeenMessage[]> {
	if (tab === null) return [];
	const here = placeKey(place);
	const shown = (await core.tickets.readersIn(tab)).filter((one) => {
		return one.onPage.quoted !== true && placeKey(one.place) === here;
	});
	const self = await readIdentity(core.vault, core.suite);
	const latest = new Map(shown.map(({ armor }) => [armor.join(), armor]));
	const seen = await Promise.all([...latest.values()].slice(0, most).map((armor) => messageIn(core, self, armor, tab)));
	return seen.filter((one) => one !== null);
}

/** Nothing of it is stored: that waits until it is shown. Null: not for us, or of somebody who is not known or not believed. */
async function messageIn(core: Core, self: Self, armor: readonly string[], tab: number): Promise<SeenMessage | null> {
	try {
		const { kind, bytes } = decodeArmorParts(armor);
		if (kind !== armorKind.envelope) return null;
		return await core.reads.run(async () => {
			const message = await openMessage(core, self, bytes, { tab, giveUpOlder: false });
			const { author, conversation, own, seen, trusted } = message;
			if (own) return { author: null, conversation };
			const contact = await core.book.find(author);
			if (contact === null || contact.trust === "changed" || contact.trust === "revoked") return null;
			const known =
				seen === null
					? trusted
					: noteMessage(contact, seen, { firstTime: true, site: null }).verdict.action !== "block";
			return known ? { author, conversation } : null;
		});
	} catch (error) {
		if (error instanceof ProtocolError || error instanceof Fault) return null;
		throw error;
	}
}
