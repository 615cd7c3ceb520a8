/** Another account takes the place of a contact's: the contact, and every conversation they are in. */

import { underAccount } from "../contacts/account-change.ts";
import { sameKey } from "../contacts/account-key.ts";
import { type Contact, contactChange, contactId } from "../contacts/contact.ts";
import { conversationChange, withAccount } from "../contacts/conversation.ts";
import type { Standing } from "../contacts/trust.ts";
import { accountFingerprint } from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { appointmentGone } from "./appointments.ts";
import { seenCard } from "./cards.ts";
import { clashes } from "./clashing-cards.ts";
import { comparisonGone } from "./comparison-state.ts";
import type { Core } from "./core.ts";
import { laterGone } from "./making-sure.ts";
import { personMoved } from "./persons.ts";
import { isRevoked } from "./revoked-accounts.ts";
import { answerChange } from "./scan-answers.ts";

/** To be committed with what caused it. `offered`: a card that may be that account's. */
export async function replaceAccount(
	core: Core,
	contact: Contact,
	after: Standing,
	to: { readonly account: Uint8Array; readonly offered: Uint8Array | null },
): Promise<{ readonly contact: Contact; readonly changes: readonly Change[] }> {
	const id = contactId(accountFingerprint(core.suite, to.account));
	const card = to.offered === null ? null : await core.cards.open(to.offered);
	const theirs = card !== null && sameKey(card.accountPublicKey, to.account) && !(await clashes(core, card));
	const over = await isRevoked(core.vault, id);
	const next = underAccount(contact, over ? { ...after, trust: "revoked", change: null } : after, {
		id,
		accountPublicKey: to.account,
		card: theirs && to.offered !== null ? seenCard(card, to.offered) : null,
		held: await core.book.find(id),
	});
	const talks = (await core.book.conversations()).flatMap((before) => {
		const moved = withAccount(before, contact.id, id);
		return moved === before ? [] : [conversationChange(moved)];
	});
	const changes: readonly Change[] = [
		...(await comparisonGone(core, contact.id)),
		...(await laterGone(core.vault, contact.id)),
		...(await appointmentGone(core, contact.id)),
		...(await personMoved(core.vault, contact.id, id)),
		answerChange(contact.id, null),
		{ table: "contacts", id: contact.id, value: null },
		contactChange(next),
		...talks,
	];
	return { contact: next, changes };
}
