/** Contact codes of ours: made, kept sealed until they end, and what a scan of one comes to (src/verification/shown-codes.ts). */
import { type Contact, contactChange, decided } from "../contacts/contact.ts";
import { acceptCard } from "../contacts/contact-book.ts";
import { isInDoubt } from "../contacts/trust.ts";
import { answerTrust } from "../contacts/trust-answer.ts";
import type { ContactId, Reply } from "../messaging/channels.ts";
import {
	armorKind,
	CODE_LIFE,
	createContactCode,
	encodeFile,
	encodeLink,
	encodeQr,
	ProtocolError,
} from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { decodeShownCodes, encodeShownCodes, type ShownCode, scanned, show } from "../verification/shown-codes.ts";
import { namesLike } from "./alike.ts";
import { contactOf } from "./answering-trust.ts";
import { fromHex, sameBytes, toBase64url } from "./bytes.ts";
import { seenCard } from "./cards.ts";
import { clashes } from "./clashing-cards.ts";
import { type Core, exclusively } from "./core.ts";
import { readIdentity, type Self } from "./identity.ts";
import type { OpenedMessage } from "./opening.ts";
import { isRevoked } from "./revoked-accounts.ts";
import { cardByHand, cardFor, requireLive } from "./sealing.ts";

const name = "shown-codes";

/** Milliseconds. Somebody who is there scans at once; a link may wait for the evening. */
const lives = { screen: 10 * 60 * 1000, link: CODE_LIFE } as const;

async function shownCodes(core: Core): Promise<readonly ShownCode[]> {
	const value = await core.vault.get("settings", name);
	return value === null ? [] : decodeShownCodes(value);
}

const shownChange = (codes: readonly ShownCode[]): Change => ({
	table: "settings",
	id: name,
	value: encodeShownCodes(codes),
});

/**
 * `meant`: for them alone, and without a card if they have one of ours. Its secret is committed before it is shown.
 *
 * @throws Fault `nothing-found`, `own-account-ended`; VaultError
 */
export function showCode(core: Core, meant: ContactId | null, way: "screen" | "link"): Promise<Reply<"codes/show">> {
	return exclusively(core, async () => {
		const self = await readIdentity(core.vault, core.suite);
		requireLive(self);
		const contact = meant === null ? null : await contactOf(core, meant);
		const { card, changes } =
			contact === null ? await cardByHand(core, self) : await cardFor(core, self, [contact], "");
		const endsAt = core.ports.now() + lives[way];
		const reader = meant === null ? null : fromHex(meant);
		const { code, secret } = createContactCode(
			core.suite,
			{ fingerprint: self.fingerprint, reader, card, endsAt },
			core.ports.random,
		);
		const shown = show(await shownCodes(core), { secret, endsAt, way, reader: meant }, core.ports.now());
		await core.vault.commit([...changes, shownChange(shown)]);
		const carried = { kind: armorKind.code, bytes: code } as const;
		return { qr: toBase64url(encodeQr(carried)), link: encodeLink(carried), file: encodeFile(carried), endsAt };
	});
}

/**
 * A message that says: I have scanned your code. `contact`: its author as far as they are known; null for a stranger, who is one no more if the
 * card with it is theirs. It settles no doubt, which our own scan of theirs does. Nothing where it proves nothing. To be committed with the message.
 */
export async function scanHeard(
	core: Core,
	me: Self,
	message: OpenedMessage,
	contact: Contact | null,
	site: string | null,
): Promise<{ readonly contact: Contact | null; readonly changes: readonly Change[] } | null> {
	const { verification, author, seen } = message;
	if (verification?.kind !== "scanned" || seen === null || message.own) return null;
	const now = core.ports.now();
	const scan = { shower: me.fingerprint, scanner: fromHex(author) };
	const came = scanned(core.suite, await shownCodes(core), scan, verification.proof, now);
	if (came.kind === "second") {
		return { contact, changes: [shownChange(came.codes), ...(await notSure(core, came.first, came.at))] };
	}
	if (came.kind !== "verified") return null;
	const known = await withCard(core, author, contact, verification.card, site);
	if (known === null) return null;
	const changes = [shownChange(came.codes)];
	const claimed = contact === null ? await namesLike(core, known.nameClaimed, known.id) : [];
	// Of a doubt they may be who caused it; of a name it is asked before somebody is verified by it.
	if (isInDoubt(known) || claimed.length > 0) return { contact: known, changes };
	const said = answerTrust(known, { verified: known.accountPublicKey });
	if (!said.done) return null;
	// Who was verified already stays so by what it was.
	const verified = known.trust === "verified" ? known.verified : ({ how: "code", at: now } as const);
	return { contact: { ...decided(known, said), verified }, changes };
}

/** Two have scanned what one was shown: whom that code verified, and nothing else since, it verifies no more. */
async function notSure(core: Core, first: ContactId, at: number): Promise<readonly Change[]> {
	const contact = await core.book.find(first);
	if (contact?.verified?.how !== "code" || contact.verified.at !== at) return [];
	const said = answerTrust(contact, "differs");
	return said.done ? [contactChange(decided(contact, said))] : [];
}

/** A broken card does not cost the proof of somebody we know. */
async function withCard(
	core: Core,
	author: ContactId,
	contact: Contact | null,
	bytes: Uint8Array | null,
	site: string | null,
): Promise<Contact | null> {
	if (bytes === null || (await isRevoked(core.vault, author))) return contact;
	try {
		const card = await core.cards.open(bytes);
		if (!sameBytes(card.fingerprint, fromHex(author)) || (await clashes(core, card))) return contact;
		return acceptCard(contact, seenCard(card, bytes), { now: core.ports.now(), site }).contact;
	} catch (error) {
		if (error instanceof ProtocolError) return contact;
		throw error;
	}
}
