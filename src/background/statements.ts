/** What is said about an account for everybody to see: that it is over, or that its owner moved. True wherever it comes from. */
import { sameKey } from "../contacts/account-key.ts";
import { type Contact, contactChange, contactId, decided, encodeContact } from "../contacts/contact.ts";
import { seenStatement } from "../contacts/seen-statement.ts";
import { decideTrust } from "../contacts/trust-decision.ts";
import {
	accountFingerprint,
	type Move,
	type Notice,
	openStatement,
	ProtocolError,
	type Revocation,
	type Statement,
} from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { namedBy } from "./appointments.ts";
import { sameBytes } from "./bytes.ts";
import type { Core } from "./core.ts";
import type { Self } from "./identity.ts";
import { replaceAccount } from "./new-account.ts";
import { ownAccountChange, readOwnAccount } from "./own-account.ts";
import { withRevoked } from "./revoked-accounts.ts";

export interface StatementSeen {
	readonly statement: Statement;
	/** The account that it is about, fingerprint in hex. */
	readonly about: string;
	/** To be committed; empty: it says nothing new. */
	readonly changes: readonly Change[];
}

/**
 * `pending`: a contact as it is about to be stored. `keep`: it is kept for a card that comes later; only if the user asked to see it, or a
 * page could fill what is kept.
 *
 * @throws ProtocolError
 */
export async function statementIn(
	core: Core,
	self: Self,
	notice: Notice,
	{ pending, keep }: { readonly pending: Contact | null; readonly keep: boolean },
): Promise<StatementSeen> {
	const statement = await openStatement(core.suite, notice.statement);
	const about = contactId(accountFingerprint(core.suite, accountOf(statement)));
	const contacts = (await core.book.list()).map((stored) => (stored.id === pending?.id ? pending : stored));
	const isKnown = contacts.some(({ id }) => id === about);
	if (statement.kind === "appointment") {
		if (!sameBytes(statement.revoker, self.accountPublicKey)) throw new ProtocolError("not-for-us");
		// Of strangers nothing is kept: anybody may name us, as often as they like.
		return { statement, about, changes: isKnown ? await namedBy(core, about, notice.statement) : [] };
	}
	if (about === self.id) return { statement, about, changes: await onOurselves(core, statement, notice.statement) };
	const changes: Change[] = [];
	for (const contact of contacts) changes.push(...(await onContact(core, contact, statement, notice.card)));
	if (statement.kind === "revocation" && !isKnown && keep) changes.push(...(await withRevoked(core.vault, about)));
	return { statement, about, changes };
}

const accountOf = (statement: Statement): Uint8Array =>
	statement.kind === "move" ? statement.from : statement.accountPublicKey;

/** Whoever ended it, everybody who sees this refuses what we would write. */
async function onOurselves(core: Core, statement: Revocation | Move, bytes: Uint8Array): Promise<readonly Change[]> {
	const own = await readOwnAccount(core.vault);
	if (statement.kind === "move" || own.ended !== null) return [];
	return [ownAccountChange({ ...own, ended: bytes })];
}

async function onContact(
	core: Core,
	contact: Contact,
	statement: Revocation | Move,
	card: Uint8Array | null,
): Promise<readonly Change[]> {
	const verdict = decideTrust(contact, seenStatement(core.suite, statement, contact.recoveryHash, core.ports.now()));
	if (verdict.takes === "account" && statement.kind === "move") {
		const offered = await usable(core, card);
		return (await replaceAccount(core, contact, verdict, { account: statement.to, offered })).changes;
	}
	const after = decided(contact, verdict);
	if (sameBytes(encodeContact(after), encodeContact(contact))) return [];
	const asked = after.change?.account ?? null;
	const fits = asked !== null && statement.kind === "move" && sameKey(asked, statement.to);
	const offered = fits ? ((await usable(core, card)) ?? after.offered) : after.offered;
	return [contactChange({ ...after, offered })];
}

/** A broken card does not cost the statement. */
async function usable(core: Core, card: Uint8Array | null): Promise<Uint8Array | null> {
	if (card === null) return null;
	try {
		await core.cards.open(card);
		return card;
	} catch (error) {
		if (error instanceof ProtocolError) return null;
		throw error;
	}
}
