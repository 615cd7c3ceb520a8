/** A contact code that the user has scanned, opened or pasted: whose it is, and what the user says of how it came -> what it changes. */
import { type Contact, contactChange, contactId, decided } from "../contacts/contact.ts";
import { lookAlike } from "../contacts/lookalike.ts";
import { cleanName } from "../contacts/names.ts";
import { answerTrust } from "../contacts/trust-answer.ts";
import type { Ask, CodeReply, ContactId } from "../messaging/channels.ts";
import {
	accountFingerprint,
	armorKind,
	type Carried,
	type ContactCode,
	decodeLinkOrFile,
	decodeQr,
	encodeFile,
	openContactCode,
	ProtocolError,
	scanProof,
} from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { answered, contactOf } from "./answering-trust.ts";
import { sameBytes, toHex } from "./bytes.ts";
import { seenCard } from "./cards.ts";
import { clashes } from "./clashing-cards.ts";
import { type Core, exclusively, peopleChanged } from "./core.ts";
import { Fault } from "./fault.ts";
import { readIdentity, type Self } from "./identity.ts";
import { contactView } from "./people.ts";
import { isRevoked } from "./revoked-accounts.ts";
import { answerChange } from "./scan-answers.ts";
import { requireLive } from "./sealing.ts";
import { startAnew } from "./starting-over.ts";

type Take = Ask<"codes/take">;

/** Of a QR code, a link or a file. @throws ProtocolError; Fault `bad-request` */
export function carriedIn(code: Take["code"], fromBase64: (text: string) => Uint8Array): Carried {
	return "qr" in code ? decodeQr(fromBase64(code.qr)) : decodeLinkOrFile(code.text);
}

/** As it is pasted. */
export const asText = (carried: Carried): string => encodeFile(carried).trim();

/**
 * @throws ProtocolError for what is no contact code of this version, or one that has ended; Fault `account-revoked`, `nothing-found` for a
 *   contact that is gone, `own-account-ended` for all but `look`; VaultError
 */
export async function takeCode(core: Core, carried: Carried, ask: Omit<Take, "code">): Promise<CodeReply> {
	if (carried.kind !== armorKind.code) throw new ProtocolError("malformed");
	const reply = await exclusively(core, async () => {
		const self = await readIdentity(core.vault, core.suite);
		const code = await openContactCode(core.suite, carried.bytes, core.ports.now());
		return takenBy(core, self, code, ask);
	});
	if (ask.say !== "look" || ask.another.length > 0) peopleChanged(core);
	return reply;
}

async function takenBy(
	core: Core,
	self: Self,
	code: ContactCode,
	{ meant, say, another }: Omit<Take, "code">,
): Promise<CodeReply> {
	const id = contactId(code.fingerprint);
	if (id === self.id) return { kind: "mine" };
	if (code.reader !== null && !sameBytes(code.reader, self.fingerprint)) return { kind: "not-for-me" };
	await saidOthers(core, code, another);
	const { owner, claimed, before } = await whose(core, id, meant);
	if (owner === null && before !== null) return { kind: "old-account", contact: await contactView(core, before) };
	if (owner?.trust === "revoked" || (await isRevoked(core.vault, id))) throw new Fault("account-revoked");
	const wanted = meant === null ? null : await contactOf(core, meant);
	if (wanted !== null && owner !== null && owner.id !== wanted.id) {
		return {
			kind: "other-contact",
			contact: await contactView(core, owner),
			meant: await contactView(core, wanted),
		};
	}
	const name = cleanName(code.card?.opened.name ?? "");
	if (owner === null && wanted !== null) {
		return { kind: "other-account", name, account: id, meant: await contactView(core, wanted) };
	}
	const [shownAs] = owner === null ? claimed : [];
	if (shownAs !== undefined) return { kind: "claimed", name, contact: await contactView(core, shownAs) };
	if (say === "look") return { kind: "ask", name, account: id, contact: owner && (await contactView(core, owner)) };
	requireLive(self);
	if (owner === null && code.card === null) return { kind: "no-card" };
	const alike = owner === null && say === "sure" ? await alikeTo(core, name) : [];
	const [first] = alike;
	if (first !== undefined && !alike.some((one) => another.includes(one.id))) {
		return { kind: "same-name", name, contact: await contactView(core, first) };
	}
	const met = owner ?? (await accept(core, code));
	if (say === "unsure") return { kind: "accepted", contact: await contactView(core, met) };
	const key = id === met.id ? met.accountPublicKey : (met.change?.account ?? null);
	if (key === null) throw new Fault("nothing-found");
	const sure = await answered(core, met, { verified: key }, "code");
	// After the answer: what is scanned settles what was open before, not what comes with it.
	const now = owner !== null && code.card !== null ? await accept(core, code) : sure;
	if (now.change?.kind === "forked") return { kind: "forked", contact: await contactView(core, now) };
	const proof = scanProof(core.suite, code.secret, { shower: code.fingerprint, scanner: self.fingerprint });
	await core.vault.commit([answerChange(id, { proof, endsAt: code.endsAt, with: null })]);
	return { kind: "verified", contact: await contactView(core, now) };
}

/** The user was asked whether it is one of these, and said that it is somebody else: what a page shows of it asks nothing about them any more. */
async function saidOthers(core: Core, { card, fingerprint }: ContactCode, ids: readonly ContactId[]): Promise<void> {
	const changes: Change[] = [];
	for (const contact of await core.book.list()) {
		if (!ids.includes(contact.id)) continue;
		const shown = [contact.change?.account ?? null, ...contact.shown.waiting.map(({ account }) => account)];
		const isIt = (key: Uint8Array | null) =>
			key !== null && sameBytes(accountFingerprint(core.suite, key), fingerprint);
		const key = card?.opened.accountPublicKey ?? shown.find(isIt) ?? null;
		const said = key === null ? null : answerTrust(contact, { notTheirs: key });
		if (said?.done) changes.push(contactChange(decided(contact, said)));
	}
	if (changes.length > 0) await core.vault.commit(changes);
}

/**
 * The contact this account is; those that it is shown as (docs/trust.md, `claim`); and the one that had it before. A page says whom it is shown
 * as, so it is nobody's but theirs whom the user means.
 */
async function whose(
	core: Core,
	id: ContactId,
	meant: ContactId | null,
): Promise<{ readonly owner: Contact | null; readonly claimed: readonly Contact[]; readonly before: Contact | null }> {
	const all = await core.book.list();
	const is = (key: Uint8Array) => toHex(accountFingerprint(core.suite, key)) === id;
	const claimed = all.filter(({ change }) => change?.account != null && is(change.account));
	return {
		owner: all.find((one) => one.id === id) ?? claimed.find((one) => one.id === meant) ?? null,
		claimed,
		before: all.find(({ left }) => left.some(({ account }) => is(account))) ?? null,
	};
}

async function alikeTo(core: Core, name: string): Promise<readonly Contact[]> {
	const all = await core.book.list();
	const live = all.filter(({ trust }) => trust !== "revoked");
	return live.filter((one) => lookAlike(name, one.nameClaimed) || lookAlike(name, one.nameGiven ?? ""));
}

/** @throws ProtocolError `malformed` for a card that cannot stand beside another */
async function accept(core: Core, { card }: ContactCode): Promise<Contact> {
	if (card === null) throw new Fault("nothing-found");
	if (await clashes(core, card.opened)) throw new ProtocolError("malformed");
	const seen = seenCard(card.opened, card.bytes);
	const before = await core.book.find(contactId(seen.fingerprint));
	const { contact } = await core.book.accept(seen, { now: core.ports.now(), site: null });
	await startAnew(core, before, contact);
	await core.vault.commit([]);
	return contact;
}

/** The user was shown the code of another account, on the device of this contact. @throws Fault `nothing-found`, `not-allowed` */
export async function showsAnother(core: Core, id: ContactId): Promise<CodeReply> {
	const contact = await exclusively(core, async () => answered(core, await contactOf(core, id), "differs", null));
	peopleChanged(core);
	return { kind: "differs", contact: await contactView(core, contact) };
}
