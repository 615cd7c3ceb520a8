/**
 * A message of ours that the site has put into its box to be changed: the text comes from the history to the composer, never from or
 * through the page. Only one that was written in this conversation, to exactly these people: the page chooses what stands in its box.
 */
import { isConfirmedAt, isOf } from "../contacts/conversation.ts";
import type { MessageOptions, Place } from "../messaging/channels.ts";
import { armorKind, decodeArmorParts, ProtocolError, recipientSetHash } from "../protocol/index.ts";
import { fromHex, toHex } from "./bytes.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { readIdentity } from "./identity.ts";
import { openMessage } from "./opening.ts";
import { conversationAt } from "./people.ts";

export interface Edited {
	readonly text: string;
	/** It may stay no longer than the one before. */
	readonly options: MessageOptions;
}

/** Null: it is not ours, not of here, or opens no more. */
export async function textToEdit(
	core: Core,
	armor: readonly string[],
	place: Place,
	tab: number | null,
): Promise<Edited | null> {
	const here = await conversationAt(core, place);
	if (here === null || !isConfirmedAt(here, place)) return null;
	try {
		const { kind, bytes } = decodeArmorParts(armor);
		if (kind !== armorKind.envelope) return null;
		return await core.reads.run(async () => {
			const self = await readIdentity(core.vault, core.suite);
			const message = await openMessage(core, self, bytes, { tab, giveUpOlder: false });
			const toThese = toHex(recipientSetHash(core.suite, here.recipients.map(fromHex))) === message.recipientSet;
			if (!message.own || !toThese || !isOf(here, message.conversation, null)) return null;
			const { asked } = message.facts;
			return { text: message.text, options: { signed: false, disappears: asked === "forever" ? null : asked } };
		});
	} catch (error) {
		if (error instanceof ProtocolError || error instanceof Fault) return null;
		throw error;
	}
}
