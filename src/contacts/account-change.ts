/** A contact whose account was replaced: under the new one, with what the user gave to the person. Pure. */
import { type Contact, type ContactId, decided, withSite } from "./contact.ts";
import type { SeenCard } from "./contact-book.ts";
import { cleanName } from "./names.ts";
import type { Standing } from "./trust.ts";

export interface NewAccount {
	readonly id: ContactId;
	readonly accountPublicKey: Uint8Array;
	/** Their card, if we have one. */
	readonly card: SeenCard | null;
	/** The contact that this account is already. */
	readonly held: Contact | null;
}

export function underAccount(contact: Contact, standing: Standing, to: NewAccount): Contact {
	const { card, held } = to;
	const later = card !== null && (held === null || card.listSequence >= held.listSequence);
	const list = later
		? {
				card: card.bytes,
				cardExpiresAt: card.expiresAt,
				listSequence: card.listSequence,
				devices: [...card.devices].sort(),
			}
		: {
				card: held?.card ?? null,
				cardExpiresAt: held?.cardExpiresAt ?? 0,
				listSequence: held?.listSequence ?? 0,
				devices: held?.devices ?? [],
			};
	const moved: Contact = {
		...contact,
		...list,
		id: to.id,
		accountPublicKey: to.accountPublicKey,
		nameClaimed: cleanName(card?.name ?? "") || held?.nameClaimed || contact.nameClaimed,
		nameGiven: contact.nameGiven ?? held?.nameGiven ?? null,
		recoveryHash: held?.recoveryHash ?? card?.recoveryHash ?? null,
		sites: (held?.sites ?? []).reduce(withSite, contact.sites),
		verified: null,
		knownSince: held?.knownSince ?? null,
		timesMet: held?.timesMet ?? 0,
		change: null,
		offered: null,
	};
	const after = decided(moved, standing);
	// What is open about that account, or was ended, is so under whatever name: only comparing it settles that.
	const keeps =
		held !== null && (held.trust === "revoked" || (held.trust === "changed" && standing.trust !== "verified"));
	return keeps ? { ...after, trust: held.trust, change: held.change, offered: held.offered, shown: held.shown } : after;
}
