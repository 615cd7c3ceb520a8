/**
 * Whether a message belongs to the conversation on the screen, and so opens by itself. Pure. Only people of this
 * conversation, under an id of this conversation, do; the rest waits for a click and is then said to be what it is.
 */
import { type Conversation, isOf } from "../contacts/conversation.ts";
import type { Warning } from "../messaging/channels.ts";

export interface MessageFacts {
	readonly author: string;
	/** The account that the author has now, if they have moved since. */
	readonly movedTo?: string | undefined;
	readonly own: boolean;
	/** Id inside the message. */
	readonly conversation: string;
	readonly invitation: string | null;
	/** The author may be believed (trust-decision.ts: theirs). */
	readonly trusted: boolean;
	/** It was read before, and its author was believed then. */
	readonly readBefore: boolean;
	/** It was sent to exactly the people of this conversation, us among them. */
	readonly toThesePeople: boolean;
}

export interface Belonging {
	readonly opensByItself: boolean;
	/** It was written here: what is missing or out of order is told of such messages only. */
	readonly ours: boolean;
	readonly warnings: readonly Warning[];
	/** The author sends here under this id from now on, also without the user's saying so. */
	readonly learnsId: boolean;
	/** Only if the user accepts the message, and its author is trusted. */
	readonly mayLearnId: boolean;
	readonly member: boolean;
}

/** `here`: the conversation of the place; null: none was confirmed for it. */
export function belonging(
	message: MessageFacts,
	here: Conversation | null,
	conversations: readonly Conversation[],
): Belonging {
	const { own, conversation, trusted, readBefore, toThesePeople } = message;
	const author = own ? null : message.author;
	const ours = here !== null && isOf(here, conversation, author);
	if (own) {
		const warnings: readonly Warning[] = ours ? [] : [{ kind: "other-conversation" }];
		return { opensByItself: ours, ours, warnings, learnsId: false, mayLearnId: false, member: true };
	}
	const unknown = conversations.every((one) => !isOf(one, conversation, author));
	const member = here?.recipients.includes(message.movedTo ?? message.author) ?? false;
	const answersUs = here !== null && message.invitation === `conversation:${here.id}`;
	// Each side names a conversation by an id of its own, met in its first message here. One a person is taken by itself,
	// and only from a message to exactly these people: somebody else's blob that is shown here must not become part of it.
	const first = here?.aliases.every((alias) => alias.author !== author) ?? false;
	const unmet = unknown && first && toThesePeople;
	const warnings: Warning[] = [];
	if (unknown ? member && !unmet : !ours) warnings.push({ kind: "other-conversation" });
	if (!member && !answersUs) warnings.push({ kind: "author-not-here" });
	const learnsId = member && trusted && unmet;
	return {
		// What was read stays readable, whatever became of its author's key.
		opensByItself: member && ((trusted && (ours || unmet)) || (readBefore && ours)),
		ours: ours || (member && unmet),
		warnings,
		learnsId,
		mayLearnId: unknown && !learnsId && (toThesePeople || answersUs),
		member,
	};
}
