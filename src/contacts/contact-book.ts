/** Contacts as they lie in the vault. What may change and when is decided in trust-decision.ts. */
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import {
	type Contact,
	type ContactId,
	contactChange,
	contactId,
	type DeviceId,
	decided,
	decodeContact,
	withSite,
} from "./contact.ts";
import { type Conversation, conversationChange, decodeConversation, withoutRecipient } from "./conversation.ts";
import { cleanName } from "./names.ts";
import { maySend } from "./trust.ts";
import { decideTrust, type Verdict } from "./trust-decision.ts";

/** A card whose signatures hold (protocol `openCard`). */
export interface SeenCard {
	/** Account fingerprint, 32 bytes. */
	readonly fingerprint: Uint8Array;
	readonly accountPublicKey: Uint8Array;
	readonly name: string;
	readonly listSequence: number;
	readonly devices: readonly DeviceId[];
	/** When the last of its prekeys, or the device list, ends. Milliseconds since the epoch. */
	readonly expiresAt: number;
	/** Of the recovery key it names; null: none. */
	readonly recoveryHash: Uint8Array | null;
	/** The card as it came. */
	readonly bytes: Uint8Array;
}

/** The author of a message whose last seal opened (protocol `openEnvelope`). */
export interface SeenAuthor {
	readonly accountPublicKey: Uint8Array;
	readonly listSequence: number;
	readonly device: DeviceId;
	/** By its author's clock, in milliseconds since the epoch. */
	readonly sentAt: number;
}

export interface Met {
	readonly now: number;
	/** Origin where it was seen, null when pasted by hand. */
	readonly site: string | null;
}

/** The contact after a card was seen and the user said yes to it. A blocked card changes at most the trust. Pure. */
export function acceptCard(known: Contact | null, card: SeenCard, met: Met): { contact: Contact; verdict: Verdict } {
	const verdict = decideTrust(known, { kind: "card", ...card });
	if (known === null) {
		const contact: Contact = {
			id: contactId(card.fingerprint),
			accountPublicKey: card.accountPublicKey,
			nameClaimed: cleanName(card.name),
			nameGiven: null,
			trust: verdict.trust,
			change: verdict.change,
			offered: null,
			left: verdict.left,
			notTheirs: verdict.notTheirs,
			shown: verdict.shown,
			recoveryHash: card.recoveryHash,
			verified: null,
			knownSince: null,
			timesMet: 0,
			since: met.now,
			sites: withSite([], met.site),
			card: card.bytes,
			cardExpiresAt: card.expiresAt,
			listSequence: card.listSequence,
			devices: [...card.devices].sort(),
		};
		return { contact, verdict };
	}
	const trusted = decided(known, verdict);
	if (!verdict.theirs) return { contact: trusted, verdict };
	const contact = { ...trusted, sites: withSite(known.sites, met.site) };
	if (verdict.takes !== "card") return { contact, verdict };
	const { listSequence, bytes, expiresAt } = card;
	return {
		contact: {
			...contact,
			nameClaimed: cleanName(card.name) || known.nameClaimed,
			recoveryHash: known.recoveryHash ?? card.recoveryHash,
			card: bytes,
			cardExpiresAt: expiresAt,
			listSequence,
			devices: [...card.devices].sort(),
		},
		verdict,
	};
}

/** Whether taking this card would let us write to them for longer than the one we hold. */
export function renews(known: Contact, card: SeenCard): boolean {
	return card.expiresAt > known.cardExpiresAt && decideTrust(known, { kind: "card", ...card }).takes === "card";
}

/** The contact after a message of theirs was opened. `firstTime`: not read before. Pure. */
export function noteMessage(
	known: Contact,
	author: SeenAuthor,
	{ firstTime, now, site }: { readonly firstTime: boolean } & Met,
): { contact: Contact; verdict: Verdict } {
	const verdict = decideTrust(known, { kind: "message", ...author, firstTime });
	const trusted = decided(known, verdict);
	if (!verdict.theirs) return { contact: trusted, verdict };
	const contact = { ...trusted, sites: withSite(known.sites, site) };
	if (!firstTime) return { contact, verdict };
	return { contact: { ...contact, knownSince: known.knownSince ?? now, timesMet: known.timesMet + 1 }, verdict };
}

/** Whether anything may be sealed to them at all; whether a prekey of theirs still lives is the protocol's to say. */
export const maySealTo = (contact: Contact): boolean => contact.card !== null && maySend(contact);

export interface ContactBook {
	find(id: ContactId): Promise<Contact | null>;
	list(): Promise<readonly Contact[]>;
	conversations(): Promise<readonly Conversation[]>;
	/**
	 * Pins or updates the contact of this card, in one transaction with `also`, and gives what was written. When the card is
	 * blocked only the contact's trust is written, and `also` is not.
	 */
	accept(card: SeenCard, met: Met, also?: readonly Change[]): Promise<{ contact: Contact; verdict: Verdict }>;
	/** Null when there is no such contact. An empty name gives the claimed one back. */
	rename(id: ContactId, name: string): Promise<Contact | null>;
	/**
	 * Also takes them out of every conversation, which then has to be confirmed again, in one transaction with `also`. False,
	 * and nothing written, when there is no such contact.
	 */
	remove(id: ContactId, also?: readonly Change[]): Promise<boolean>;
}

/** All methods fail with the VaultErrors of the vault. */
export function createContactBook(vault: Pick<Vault, "get" | "list" | "commit">): ContactBook {
	async function find(id: ContactId) {
		const value = await vault.get("contacts", id);
		return value && decodeContact(value);
	}
	async function conversations() {
		return (await vault.list("conversations")).map(({ value }) => decodeConversation(value));
	}
	return {
		find,
		conversations,

		async list() {
			return (await vault.list("contacts")).map(({ value }) => decodeContact(value));
		},

		async accept(card, met, also = []) {
			const { contact, verdict } = acceptCard(await find(contactId(card.fingerprint)), card, met);
			await vault.commit([contactChange(contact), ...(verdict.theirs ? also : [])]);
			return { contact, verdict };
		},

		async rename(id, name) {
			const known = await find(id);
			if (!known) return null;
			const contact = { ...known, nameGiven: cleanName(name) || null };
			await vault.commit([contactChange(contact)]);
			return contact;
		},

		async remove(id, also = []) {
			if (!(await find(id))) return false;
			const touched = (await conversations())
				.map((before) => ({ before, after: withoutRecipient(before, id) }))
				.filter(({ before, after }) => before !== after)
				.map(({ after }) => conversationChange(after));
			await vault.commit([{ table: "contacts", id, value: null }, ...touched, ...also]);
			return true;
		},
	};
}
