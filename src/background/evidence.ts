/** What is told about a message and the page around it (history/tamper-evidence.ts), with what is known here. */
import type { Contact } from "../contacts/contact.ts";
import type { Conversation } from "../contacts/conversation.ts";
import { cleanName } from "../contacts/names.ts";
import { type PageAround, tamperEvidence } from "../history/tamper-evidence.ts";
import type { OnPage, Warning } from "../messaging/channels.ts";
import { armorMessageId } from "../protocol/index.ts";
import { fromHex, toHex } from "./bytes.ts";
import type { Core } from "./core.ts";
import type { MessageFacts } from "./history-store.ts";
import { ownDevice, type Self } from "./identity.ts";
import type { OpenedMessage } from "./opening.ts";
import { membersOf } from "./people.ts";

export interface Shown {
	readonly message: OpenedMessage;
	readonly facts: MessageFacts;
	readonly contact: Contact | null;
	readonly here: Conversation | null;
	/** It was written in this conversation. */
	readonly ours: boolean;
	readonly shownAt: number;
}

/** Notes the message in the ledger of the conversation, and gives what it and the page contradict. Nothing where it does not belong. */
export async function evidenceOf(
	core: Core,
	self: Self,
	{ message, facts, contact, here, ours, shownAt }: Shown,
	how: { readonly onPage: OnPage | null },
): Promise<readonly Warning[]> {
	if (here === null || !ours) return [];
	const { author, counter, sentAt, firstSeen } = facts;
	const noted = {
		id: message.id8,
		author,
		device: facts.device ?? ownDevice(self),
		recipientSet: streamOf(core, facts),
		counter,
		sentAt,
		firstSeen,
	};
	await core.ledgers.note(here.id, noted);
	const members = await membersOf(core, here);
	// What people call themselves, which is what a site may show. A page that could test names given by the user could guess them.
	const others = members.filter(({ id }) => id !== author).map(({ nameClaimed }) => cleanName(nameClaimed));
	return tamperEvidence({
		message: noted,
		seen: message.payload.seen.map(toHex),
		ledger: await core.ledgers.of(here.id),
		page: how.onPage && around(how.onPage),
		shownAt,
		authorName: message.own ? self.name : cleanName(contact?.nameClaimed ?? ""),
		otherNames: message.own ? others : [...others, self.name],
	});
}

/** Counters run for one set of people under one id of the author's: the ledger tells these apart by one name of 8 bytes. */
export function streamOf(core: Core, facts: Pick<MessageFacts, "conversation" | "recipientSet">): string {
	return toHex(core.suite.hash(fromHex(facts.conversation), fromHex(facts.recipientSet)).subarray(0, 8));
}

function around({ order, at, label, quoted }: OnPage): PageAround {
	const ids = order.map((id) => {
		const bytes = armorMessageId(id);
		return bytes && toHex(bytes);
	});
	return { order: ids, at, label, quoted: quoted === true };
}
