/** From armor to what a reader shows. Everything that is learned is committed before the view is returned. */
import type { Contact } from "../contacts/contact.ts";
import { contactChange } from "../contacts/contact.ts";
import { acceptCard, noteMessage, renews } from "../contacts/contact-book.ts";
import {
	type Alias,
	type Conversation,
	conversationChange,
	isOf,
	matchConversation,
	placeKey,
	withAlias,
} from "../contacts/conversation.ts";
import { cleanName } from "../contacts/names.ts";
import { isLocked, maySend } from "../contacts/trust.ts";
import { saysNewDevice } from "../contacts/trust-decision.ts";
import type { DeletedRow } from "../history/rows.ts";
import type { ContactId, ErrorCode, OnPage, Place, ReaderView, Warning } from "../messaging/channels.ts";
import {
	accountFingerprint,
	armorKind,
	decodeArmorParts,
	decodeNotice,
	envelopeDigest,
	ProtocolError,
	recipientSetHash,
} from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { VaultError } from "../vault/vault.ts";
import { namesLike } from "./alike.ts";
import { type Belonging, belonging } from "./belonging.ts";
import { fromHex, toHex } from "./bytes.ts";
import { seenCard } from "./cards.ts";
import { claimsOf, noClaims } from "./claims.ts";
import { clashes } from "./clashing-cards.ts";
import { endsOf, stepped } from "./comparing.ts";
import { comparisonShown } from "./comparison-shown.ts";
import { type Core, peopleChanged } from "./core.ts";
import { evidenceOf } from "./evidence.ts";
import { Fault } from "./fault.ts";
import { forkSeen, takeUpFork } from "./forks.ts";
import { isOwn, readIdentity, type Self } from "./identity.ts";
import { DeletedMessage, type OpenedMessage, openMessage } from "./opening.ts";
import { confirmedAt, contactView, strangerView } from "./people.ts";
import { proofArmor, proofView } from "./proofs.ts";
import { protectionOf } from "./protection.ts";
import { isRevoked } from "./revoked-accounts.ts";
import { scanHeard } from "./shown-codes.ts";
import { isPending, startAnew, useNewStart } from "./starting-over.ts";
import { statementIn } from "./statements.ts";

/** Where and how something is read. */
export interface Reading {
	/** Null: pasted by hand, so there is no conversation to belong to. */
	readonly place: Place | null;
	readonly site: string | null;
	readonly tab: number | null;
	/** The user asked to see this one, whoever it is from. */
	readonly revealed: boolean;
	/** What stands around it there; null where there is no page. */
	readonly onPage: OnPage | null;
	/** When this showing began; left out: now. What was first read since then was not shown before. */
	readonly shownAt?: number;
	/** The user said to give up the older messages that have no room (`too-many-skipped`). */
	readonly giveUpOlder?: boolean;
}

/** @throws VaultError `storage-failed`, `vault-too-new`: these are not about the message. */
export function readArmor(core: Core, armor: readonly string[], how: Reading): Promise<ReaderView> {
	return viewed(core, armor, how, (self, decoded) => view(core, self, decoded(), how));
}

/** Pins the person of this card, or the author of this message, and adds them to the conversation of the place. */
export function acceptArmor(core: Core, armor: readonly string[], how: Reading): Promise<ReaderView> {
	const revealed = { ...how, revealed: true };
	return viewed(core, armor, revealed, async (self, decoded) => {
		const { kind, bytes } = decoded();
		if (kind === armorKind.card) await acceptCardBytes(core, self, bytes, null, how);
		else await acceptAuthor(core, self, bytes, how);
		peopleChanged(core);
		return view(core, self, decoded(), revealed);
	});
}

/** The user's yes to a new session start that this message came with. */
export function acceptNewStart(core: Core, armor: readonly string[], how: Reading): Promise<ReaderView> {
	const revealed = { ...how, revealed: true };
	return viewed(core, armor, revealed, async (self, decoded) => {
		const { message } = await openHere(core, self, decoded().bytes, revealed);
		// A message that was not shown yet is shown first, with what it says about its author.
		if (message.seen === null) {
			await useNewStart(core, message.facts.session);
			await core.vault.commit([]);
			peopleChanged(core);
		}
		return view(core, self, decoded(), revealed);
	});
}

/** @throws Fault `not-allowed` for a message nobody signed; like opening */
export function exportProof(core: Core, armor: readonly string[], tab: number | null): Promise<readonly string[]> {
	return core.reads.run(async () => {
		const self = await readIdentity(core.vault, core.suite);
		const { bytes } = decodeArmorParts(armor);
		const message = await openMessage(core, self, bytes, { tab, giveUpOlder: false });
		// What was never shown is not given away by a page that frames our button.
		if (message.seen !== null) throw new Fault("not-allowed");
		return proofArmor(core, message.payload);
	});
}

/**
 * With whom the comparison is that goes on from this message.
 *
 * @throws Fault `not-allowed` for every other message, and for one that is not open here; like opening
 */
export function comparedOver(core: Core, armor: readonly string[], how: Reading): Promise<ContactId> {
	return core.reads.run(async () => {
		const self = await readIdentity(core.vault, core.suite);
		const { kind, bytes } = decodeArmorParts(armor);
		if (kind !== armorKind.envelope) throw new Fault("not-allowed");
		const opened = await openHere(core, self, bytes, how);
		if (opened.message.seen !== null || !(how.revealed || opensByItself(opened))) throw new Fault("not-allowed");
		const shown = await stepShown(core, { ...opened, contact: opened.noted?.contact ?? null }, how);
		if (shown?.now == null || shown.contact === null) throw new Fault("not-allowed");
		return shown.contact.id;
	});
}

type Decoded = ReturnType<typeof decodeArmorParts>;

async function viewed(
	core: Core,
	armor: readonly string[],
	how: Reading,
	work: (self: Self, decoded: () => Decoded) => Promise<ReaderView>,
): Promise<ReaderView> {
	let held: Decoded | null = null;
	const decoded = (): Decoded => {
		held ??= decodeArmorParts(armor);
		return held;
	};
	try {
		const row = await historyRowOf(core, decoded);
		return await core.reads.run(async () => work(await readIdentity(core.vault, core.suite), decoded), row);
	} catch (error) {
		if (error instanceof VaultError && error.code === "locked") {
			return { kind: (await core.vault.state()) === "none" ? "no-vault" : "locked" };
		}
		if (error instanceof DeletedMessage) return { kind: "failed", code: error.code, deletedAt: error.at };
		if (error instanceof ProtocolError || (error instanceof Fault && ofMessage.includes(error.code))) {
			return how.revealed ? failed(error) : { kind: "placeholder" };
		}
		throw error;
	}
}

/** Faults that say something of this message. */
const ofMessage: readonly ErrorCode[] = ["busy", "account-revoked", "contact-code"];

/** What the queue can read ahead. Null for what is no message, or with a locked vault: the work itself says so. */
async function historyRowOf(core: Core, decoded: () => Decoded): Promise<string | null> {
	try {
		const { kind, bytes } = decoded();
		return kind === armorKind.envelope ? await core.vault.historyKey(envelopeDigest(core.suite, bytes)) : null;
	} catch {
		return null;
	}
}

function failed(error: ProtocolError | Fault): ReaderView {
	const code: ErrorCode = error.code;
	if (!(error instanceof ProtocolError)) return { kind: "failed", code };
	const { missing, skipped } = error.details;
	if (skipped !== undefined) return { kind: "failed", code, givesUp: skipped };
	if (missing === undefined) return { kind: "failed", code };
	return { kind: "failed", code, part: { missing, count: error.details.count ?? missing.length } };
}

async function view(core: Core, self: Self, { kind, bytes }: Decoded, how: Reading): Promise<ReaderView> {
	switch (kind) {
		case armorKind.card:
			return cardView(core, self, bytes, how);
		case armorKind.proof:
			// Everybody may make one of everything they were told: only where it was pasted, never in a page that shows it.
			return how.place === null ? proofView(core, self, bytes) : { kind: "placeholder" };
		case armorKind.envelope:
			return messageView(core, self, bytes, how);
		case armorKind.notice:
			return statementView(core, self, bytes, how);
		case armorKind.code:
			// As true as the way it came: never out of a page.
			throw new Fault("contact-code");
	}
}

async function statementView(core: Core, self: Self, bytes: Uint8Array, how: Reading): Promise<ReaderView> {
	const notice = decodeNotice(bytes);
	const keep = how.revealed || how.place === null;
	const { statement, about, changes } = await statementIn(core, self, notice, { pending: null, keep });
	if (changes.length > 0) {
		await core.vault.commit(changes);
		peopleChanged(core);
	}
	const to = statement.kind === "move" ? toHex(statement.toFingerprint) : null;
	const contact = (await ownerOf(core, about)) ?? (to === null ? null : await core.book.find(to));
	const here = how.place && matchConversation(await core.book.conversations(), how.place);
	const member = contact !== null && (here?.recipients.includes(contact.id) ?? false);
	const shown = member || keep ? contact : null;
	return {
		kind: "statement",
		says: saysOf[statement.kind],
		mine: isOwn(self, about),
		contact: shown && (await contactView(core, shown)),
	};
}

const saysOf = { revocation: "ended", move: "moved", appointment: "named" } as const;

/** Of a message; it says the same each time. A broken one does not cost the text. */
async function statedIn(
	core: Core,
	self: Self,
	{ notice, own }: OpenedMessage,
	pending: Contact | null,
): Promise<readonly Change[]> {
	if (notice === null || own) return [];
	try {
		return (await statementIn(core, self, notice, { pending, keep: false })).changes;
	} catch (error) {
		if (error instanceof ProtocolError) return [];
		throw error;
	}
}

async function cardView(core: Core, self: Self, bytes: Uint8Array, how: Reading): Promise<ReaderView> {
	const card = await core.cards.open(bytes);
	const stranger = strangerView(card, core.ports.now());
	const contact = await forkSeen(core, await core.book.find(stranger.id), seenCard(card, bytes), how.site);
	const here = how.place && matchConversation(await core.book.conversations(), how.place);
	const claims = isOwn(self, stranger.id) ? noClaims : await claimsOf(core, { card, bytes }, here, how);
	if (claims.changes.length > 0) await core.vault.commit(claims.changes);
	if (claims.asks) peopleChanged(core);
	const member = how.place === null ? contact !== null : (here?.recipients.includes(stranger.id) ?? false);
	// Whether the user knows somebody who is not of this conversation is not for the page to see before a click.
	const shown = member || how.revealed ? contact : null;
	return {
		kind: "card",
		name: cleanName(card.name),
		mine: isOwn(self, stranger.id),
		contact: shown && (await contactView(core, shown)),
		// A card that lets us write for longer is accepted anew, else there were no way back once the old one has ended.
		accepted: member && !(contact !== null && renews(contact, seenCard(card, bytes))),
		expired: !stranger.writable,
		looksLike: stranger.id === self.id ? null : ((await namesLike(core, card.name, stranger.id))[0] ?? null),
		quoted: how.onPage?.quoted === true,
	};
}

/** `openMessage`, with its facts about this place. @throws like it */
async function openHere(core: Core, self: Self, envelope: Uint8Array, how: Reading) {
	const message = await openMessage(core, self, envelope, {
		tab: how.tab,
		giveUpOlder: how.giveUpOlder ?? false,
	});
	const known = message.own ? null : await ownerWith(core, self, message);
	const noted = known && (await noteContact(core, known, message, how.site));
	if (noted !== null && known?.change?.kind !== "forked" && noted.contact.change?.kind === "forked") {
		await takeUpFork(core, noted.contact);
	}
	const conversations = await core.book.conversations();
	const here = how.place && matchConversation(conversations, how.place);
	const trusted = noted?.trusted === true;
	const toThesePeople = isToThese(core, self, message, here);
	const readBefore = message.seen === null && message.trusted;
	const where = belonging({ ...message, movedTo: known?.id, trusted, readBefore, toThesePeople }, here, conversations);
	return { message, known, noted, here, trusted, where };
}

/**
 * Whose message it is. A statement is true wherever it stands: somebody of ours who writes under a new account, with the word of the old one,
 * is them before it is asked whether they belong here.
 */
async function ownerWith(core: Core, self: Self, message: OpenedMessage): Promise<Contact | null> {
	const known = await ownerOf(core, message.author);
	if (known !== null || message.notice === null) return known;
	const changes = await statedIn(core, self, message, null);
	if (changes.length === 0) return null;
	await core.vault.commit(changes);
	peopleChanged(core);
	return ownerOf(core, message.author);
}

/** Nobody but the people of this conversation got it. */
function isToThese(core: Core, self: Self, message: OpenedMessage, here: Conversation | null): boolean {
	const others = (here?.recipients ?? []).filter((id) => id !== message.author);
	return [self.id, ...self.former].some((own) => {
		return toHex(recipientSetHash(core.suite, [...others, own].map(fromHex))) === message.recipientSet;
	});
}

/** Names a message at a place among the placeholders. */
function placeholderName(core: Core, envelope: Uint8Array, how: Reading): string {
	const at = how.place === null ? "" : placeKey(how.place);
	const digest = toHex(envelopeDigest(core.suite, envelope));
	return toHex(core.suite.hash(new TextEncoder().encode(JSON.stringify([digest, at]))));
}

async function messageView(core: Core, self: Self, envelope: Uint8Array, how: Reading): Promise<ReaderView> {
	if (how.revealed) return openedView(core, self, await openHere(core, self, envelope, how), how);
	const name = placeholderName(core, envelope, how);
	if (core.placeholders.has(name)) return { kind: "placeholder" };
	try {
		const opened = await openHere(core, self, envelope, how);
		if (opensByItself(opened)) return await openedView(core, self, opened, how);
	} catch (error) {
		if (error instanceof DeletedMessage && (await wasHere(core, error.row, how))) throw error;
		if (!(error instanceof ProtocolError || error instanceof DeletedMessage)) throw error;
	}
	core.placeholders.add(name);
	return { kind: "placeholder" };
}

/** It was ours or of a person of this conversation: what it says now opens by itself as it did before. */
async function wasHere(core: Core, row: DeletedRow, how: Reading): Promise<boolean> {
	const here = how.place && matchConversation(await core.book.conversations(), how.place);
	if (here === null) return false;
	const author = row.device === null ? null : row.author;
	if (author === null) return isOf(here, row.conversation, null);
	const person = (await ownerOf(core, author))?.id ?? author;
	return isOf(here, row.conversation, author) && here.recipients.includes(person);
}

type Opened = Awaited<ReturnType<typeof openHere>>;

/** That a comparison came out different does not hide what it says about that: it has no text. */
function opensByItself({ message, noted, here, where }: Opened): boolean {
	if (where.opensByItself) return true;
	const { verification } = message;
	const compares = verification !== null && verification.kind !== "scanned";
	const differed = compares && noted?.contact.change?.kind === "differed";
	return differed && here !== null && isOf(here, message.conversation, message.author);
}

async function openedView(core: Core, me: Self, opened: Opened, how: Reading): Promise<ReaderView> {
	const { message, known, noted, here, where, trusted } = opened;
	const claims = noted === null && message.card !== null ? await claimsOf(core, message.card, here, how) : noClaims;
	const learned: Change[] = [];
	if (here !== null && where.learnsId) learned.push(conversationChange(withAlias(here, aliasOf(message))));
	const verdict = { trusted: noted?.trusted ?? true, newDevice: noted?.newDevice ?? false };
	const shownAt = how.shownAt ?? core.ports.now();
	const { session } = message.facts;
	const newSession = message.seen !== null && session !== null && (await core.sessions.find(fromHex(session))) === null;
	const { changes, facts } = await message.remember(verdict, here);
	const heard =
		message.verification?.kind === "scanned"
			? await scannedIn(core, me, opened, how.site)
			: await comparedIn(core, me, opened, fromHex(facts.session ?? ""));
	const evidence = await evidenceOf(
		core,
		me,
		{ message, facts, contact: noted?.contact ?? null, here, ours: where.ours, shownAt },
		how,
	);
	const contact = heard?.contact ?? noted?.contact ?? null;
	if (contact !== null && contact !== known) learned.push(contactChange(contact));
	const stated = await statedIn(core, me, message, contact);
	await core.vault.commit([...changes, ...claims.changes, ...learned, ...(heard?.changes ?? []), ...stated]);
	// Messages of a session that was not known may have been tried in vain.
	if (learned.length > 0 || claims.asks || newSession) core.placeholders.forget();
	if (newSession || claims.asks || stated.length > 0 || heard !== null) peopleChanged(core);

	const quoted = how.onPage?.quoted === true;
	const newStart = await isPending(core, facts.session);
	const byHand = how.place === null;
	const warnings: readonly Warning[] = [
		...(byHand ? [] : where.warnings),
		...(verdict.newDevice ? [{ kind: "new-device" } as const] : []),
		...(noted === null ? [] : doubtsOf(noted, message)),
		...(facts.startedOver ? [{ kind: "started-over" } as const] : []),
		...evidence,
		...(await likenessOf(core, message, contact)),
	];
	const protection = await protectionOf(core, facts);
	const comparison = await stepShown(core, { ...opened, contact }, how);
	const shown = {
		kind: "message",
		text: message.text,
		sentAt: message.sentAt,
		warnings,
		protection,
		newStart,
		quoted,
		...(comparison === null ? {} : { comparison }),
		...(message.verification?.kind === "scanned" ? ({ carries: "scan" } as const) : {}),
	} as const;
	if (message.own) return { ...shown, author: { self: true }, acceptable: false };
	const { card } = message;
	const person = contact ? await contactView(core, contact) : card && strangerView(card.card, core.ports.now());
	const unknown = {
		id: message.author,
		name: "",
		person: null,
		trust: "new",
		since: core.ports.now(),
		sites: [],
		writable: false,
		change: null,
	} as const;
	return {
		...shown,
		author: { self: false, contact: person ?? unknown, accepted: contact !== null },
		acceptable: contact === null ? card !== null : !byHand && trusted && joins(where),
	};
}

/** From a stranger, who may become a contact by it, from a contact who is believed, or about whom something is open. */
async function scannedIn(core: Core, me: Self, { message, known, noted }: Opened, site: string | null) {
	const locked = known !== null && known.id === message.author && isLocked(known);
	return known === null || noted?.trusted === true || locked
		? scanHeard(core, me, message, noted?.contact ?? null, site)
		: null;
}

/** Why this message is not taken as theirs. */
function doubtsOf(
	{ contact, trusted }: Noted,
	{ author, seen, trusted: wasTrusted }: OpenedMessage,
): readonly Warning[] {
	if (trusted) return [];
	if (contact.id !== author) return [{ kind: "left-key" }];
	const open = contact.trust === "revoked" ? "revoked-account" : isLocked(contact) ? "changed-key" : null;
	if (open === null) return [{ kind: "untrusted-device" }];
	return seen === null && !wasTrusted ? [{ kind: open }, { kind: "untrusted-device" }] : [{ kind: open }];
}

/** Of a stranger; and of whoever scanned a code of ours, and is not verified. */
async function likenessOf(core: Core, message: OpenedMessage, contact: Contact | null): Promise<readonly Warning[]> {
	const scanned = message.verification?.kind === "scanned" && contact?.trust !== "verified" ? contact : null;
	const claimed = contact === null ? message.card?.card.name : scanned?.nameClaimed;
	if (claimed === undefined) return [];
	const [name] = await namesLike(core, claimed, contact?.id ?? message.author);
	return name === undefined ? [] : [{ kind: "looks-like", name }];
}

/** A step of comparing a code is taken up once, when it is read for the first time, and only from a contact who is believed. */
async function comparedIn(core: Core, me: Self, { message, noted }: Opened, session: Uint8Array) {
	const { verification, seen, sentAt } = message;
	if (verification === null || seen === null || noted?.trusted !== true) return null;
	const found = await core.sessions.find(session);
	if (found === null) return null;
	const event = { kind: "received", message: verification, session: endsOf(me, found), sentAt } as const;
	return stepped(core, noted.contact, event);
}

/** Null: it carries no step of a comparison. */
async function stepShown(
	core: Core,
	{ message, noted, here, contact }: Pick<Opened, "message" | "noted" | "here"> & { readonly contact: Contact | null },
	{ onPage }: Reading,
) {
	const { verification: step, own } = message;
	if (step === null || step.kind === "scanned") return null;
	if (!own && contact === null) return null;
	const believed = own || noted?.trusted === true || contact?.change?.kind === "differed";
	const idle = onPage?.quoted === true || !believed;
	return comparisonShown(core, { step, author: own ? null : contact, here, idle });
}

/** Accepting would change something here: the author joins, or their messages under this id belong here from then on. */
const joins = (where: Belonging): boolean => !where.member || where.mayLearnId;

const aliasOf = ({ conversation, author }: OpenedMessage): Alias => ({ id: conversation, author });

interface Noted {
	readonly contact: Contact;
	readonly trusted: boolean;
	readonly newDevice: boolean;
}

/** Whose account this is, or was before they had the one they have now. */
async function ownerOf(core: Core, author: string): Promise<Contact | null> {
	const contact = await core.book.find(author);
	if (contact !== null) return contact;
	const had = ({ left }: Contact) =>
		left.some(({ account }) => toHex(accountFingerprint(core.suite, account)) === author);
	return (await core.book.list()).find(had) ?? null;
}

/**
 * The contact after this message, with the card that may have come in it. A message read again says nothing new.
 *
 * @throws Fault `account-revoked`
 */
async function noteContact(core: Core, known: Contact, message: OpenedMessage, site: string | null): Promise<Noted> {
	const { seen, card } = message;
	if (seen === null) {
		const trusted = message.trusted && known.id === message.author && maySend(known);
		return { contact: known, trusted, newDevice: message.newDevice };
	}
	const met = { firstTime: true, now: core.ports.now(), site };
	// Whoever has the key of an account that is over could have written it today.
	if (noteMessage(known, seen, met).verdict.read === "refused") throw new Fault("account-revoked");
	const usable = card !== null && !(await clashes(core, card.card)) ? seenCard(card.card, card.bytes) : null;
	const first = usable && acceptCard(known, usable, { now: known.since, site });
	if (first && !first.verdict.theirs) return { contact: first.contact, trusted: false, newDevice: false };
	const { contact, verdict } = noteMessage(first?.contact ?? known, seen, met);
	const newDevice = saysNewDevice(verdict) || (first !== null && saysNewDevice(first.verdict));
	return { contact, trusted: verdict.theirs, newDevice };
}

/** @throws Fault `not-allowed` for an author who has not shown a card, or who may not be believed */
async function acceptAuthor(core: Core, self: Self, envelope: Uint8Array, how: Reading): Promise<void> {
	const { message, known, trusted, where } = await openHere(core, self, envelope, how);
	if (message.own) throw new Fault("bad-request");
	const learns = where.mayLearnId ? message : null;
	if (known === null) {
		if (message.card === null) throw new Fault("not-allowed");
		return acceptCardBytes(core, self, message.card.bytes, { message, learns }, how);
	}
	if (!trusted) throw new Fault("not-allowed");
	// Committed as read by the view that follows, with the verdict about its author.
	await core.vault.commit(await joining(core, message.author, learns, how));
}

async function acceptCardBytes(
	core: Core,
	self: Self,
	bytes: Uint8Array,
	from: { readonly message: OpenedMessage; readonly learns: OpenedMessage | null } | null,
	how: Reading,
): Promise<void> {
	const card = await core.cards.open(bytes);
	const seen = seenCard(card, bytes);
	const id = strangerView(card, core.ports.now()).id;
	if (isOwn(self, id)) throw new Fault("bad-request");
	if (await isRevoked(core.vault, id)) throw new Fault("account-revoked");
	if (await clashes(core, card)) throw new ProtocolError("malformed");
	const here = how.place && matchConversation(await core.book.conversations(), how.place);
	const read = (await from?.message.remember({ trusted: true, newDevice: false }, here))?.changes ?? [];
	const also = [...read, ...(await joining(core, id, from?.learns ?? null, how))];
	const before = await core.book.find(id);
	await core.book.accept(seen, { now: core.ports.now(), site: how.site }, also);
	await startAnew(core, before, await core.book.find(id));
}

/**
 * The person joins the conversation of the place. The first one is confirmed by this click. One more is not: the click was on
 * a frame that the page shows as it likes, so the composer asks once more, with all names.
 */
async function joining(core: Core, id: string, learns: OpenedMessage | null, how: Reading): Promise<readonly Change[]> {
	if (how.place === null) return [];
	const here = matchConversation(await core.book.conversations(), how.place);
	const alias = learns && aliasOf(learns);
	if (here?.recipients.includes(id)) return alias === null ? [] : [conversationChange(withAlias(here, alias))];
	const others = here?.recipients ?? [];
	return confirmedAt(core, how.place, [...others, id], { alias, confirmed: others.length === 0 });
}
