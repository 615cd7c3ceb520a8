/**
 * From an envelope to its payload: by its history row if it was read or sent before, else by a live prekey. Nothing is
 * stored here; what has to be comes back as changes, and the caller commits them before anything is shown.
 */
import { deviceId } from "../contacts/contact.ts";
import {
	type Card,
	decodeBody,
	type EnvelopeAuthor,
	envelopeDigest,
	openEnvelope,
	openWithContentKey,
	type Payload,
	ProtocolError,
} from "../protocol/index.ts";
import type { Change } from "../vault/store.ts";
import { fromHex, sameBytes, toHex } from "./bytes.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { findRow, type HistoryRow, originChange, originsOf, rowChange } from "./history.ts";
import type { Self } from "./identity.ts";
import { listPrekeys, prekeyChange, usedByAuthor } from "./prekeys.ts";

export interface OpenedMessage {
	/** Account fingerprint, hex. */
	readonly author: string;
	readonly own: boolean;
	/** What authenticates it, when it is read for the first time; null after that and for our own. */
	readonly seen: {
		readonly device: string;
		/** Of the certificate. The payload has a number too, which the author could write as they like. */
		readonly listSequence: number;
		readonly accountPublicKey: Uint8Array;
	} | null;
	/** As decided when it was first read. */
	readonly trusted: boolean;
	readonly newDevice: boolean;
	readonly text: string;
	/** The author's own card, if one came along and its signatures hold. */
	readonly card: { readonly card: Card; readonly bytes: Uint8Array } | null;
	readonly sentAt: number;
	/** Id inside the message, hex. */
	readonly conversation: string;
	/** What our prekey was made for that it came with (prekeys.ts). */
	readonly invitation: string | null;
	/** Of the people it was sent to, hex. */
	readonly recipientSet: string;
	/** What has to be committed before it is shown; nothing if it was read before. */
	remember(verdict: Pick<HistoryRow, "trusted" | "newDevice">): readonly Change[];
}

/** `tab`: who pays for the trial if it is not in the history. @throws ProtocolError, VaultError, Fault `busy` */
export async function openMessage(
	core: Core,
	self: Self,
	envelope: Uint8Array,
	tab: number | null,
): Promise<OpenedMessage> {
	const digest = envelopeDigest(core.suite, envelope);
	const key = await core.vault.historyKey(digest);
	const row = await findRow(core.vault, key);
	if (row !== null) {
		const payload = await openWithContentKey(core.suite, envelope, row.contentKey, fromHex(row.author));
		return describe(core, self, row, payload, null, () => []);
	}
	if (!core.allowance.take(tab)) throw new Fault("busy");
	return openNew(core, self, envelope, key);
}

async function openNew(core: Core, self: Self, envelope: Uint8Array, key: string): Promise<OpenedMessage> {
	const now = core.ports.now();
	const prekeys = await listPrekeys(core.vault);
	const opened = await openEnvelope(core.suite, envelope, {
		own: { accountFingerprint: self.fingerprint, device: self.device },
		prekeys: prekeys.map(({ pair }) => pair),
		origins: await originsOf(core.vault, core.suite, envelope),
		now,
	});
	const { author, payload } = opened;
	const used = prekeys.find(({ pair }) => pair.id === opened.prekeyId);
	if (used === undefined) throw new ProtocolError("not-for-us");
	const row: HistoryRow = {
		contentKey: opened.contentKey,
		author: toHex(author.fingerprint),
		device: deviceId(author.devicePublicKey, author.signingPublicKey),
		conversation: toHex(payload.conversation),
		invitation: used.madeFor,
		trusted: true,
		newDevice: false,
		firstSeen: now,
	};
	const after = usedByAuthor(used, row.author);
	return describe(core, self, row, payload, author, (verdict) => [
		rowChange(key, { ...row, ...verdict }),
		originChange(opened.origin, { digest: opened.digest, prekey: opened.prekeyId }),
		...(after === used ? [] : [prekeyChange(after)]),
	]);
}

async function describe(
	core: Core,
	self: Self,
	row: HistoryRow,
	payload: Payload,
	author: Pick<EnvelopeAuthor, "listSequence" | "accountPublicKey"> | null,
	remember: OpenedMessage["remember"],
): Promise<OpenedMessage> {
	const { text, card } = decodeBody(payload);
	return {
		author: row.author,
		own: row.author === self.id,
		seen: author === null || row.device === null ? null : { ...author, device: row.device },
		trusted: row.trusted,
		newDevice: row.newDevice,
		text,
		card: card === null ? null : await cardOf(core, row.author, card),
		sentAt: payload.sentAt,
		conversation: row.conversation,
		invitation: row.invitation,
		recipientSet: toHex(payload.recipientSetHash),
		remember,
	};
}

/** Somebody else's card in a message introduces nobody; a broken one does not cost the text. */
async function cardOf(core: Core, author: string, bytes: Uint8Array): Promise<OpenedMessage["card"]> {
	try {
		const card = await core.cards.open(bytes);
		return sameBytes(card.fingerprint, fromHex(author)) ? { card, bytes } : null;
	} catch (error) {
		if (error instanceof ProtocolError) return null;
		throw error;
	}
}
