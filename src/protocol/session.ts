/**
 * A session: one handshake between two devices and the ratchet that goes on from it. State in, state out. Which session of several
 * to write with is not this file's concern, nor what is stored when.
 */
import { type Bytes, concat, readInteger } from "./bytes.ts";
import { type Position, ProtocolError } from "./errors.ts";
import type { InitialSlot } from "./initial-slot.ts";
import { STARTS_AT_FIRST, STARTS_EVERY } from "./limits.ts";
import {
	type HeaderKeyRole,
	headerKeys,
	type Ratchet,
	type ReceivingOptions,
	receivingKeys,
	sendingKeys,
} from "./ratchet.ts";
import { locator, openHeader, type SlotBinding, sealHeader, unwrapContentKey, wrapContentKey } from "./ratchet-slot.ts";
import type { PreparedMac, Suite } from "./suite.ts";

/** The device at the other end. */
export interface SessionPeer {
	readonly accountPublicKey: Bytes;
	/** AF. */
	readonly fingerprint: Bytes;
	readonly devicePublicKey: Bytes;
	readonly signingPublicKey: Bytes;
	/** Of the signed list that named it. */
	readonly listSequence: number;
}

export interface Session {
	/** The origin, 16 bytes: SHA-256(E || KEMct)[0..16]. Both ends know it. */
	readonly id: Bytes;
	/** h2: what both ends hashed of the handshake, 32 bytes. */
	readonly transcript: Bytes;
	readonly peer: SessionPeer;
	readonly ratchet: Ratchet;
	/** E .. ec, repeated until the session is confirmed; `null` for a responder. */
	readonly start: Bytes | null;
	/** The prekey of ours it came with; `null` for an initiator. */
	readonly prekeyId: number | null;
	/** A message came that depends on a ratchet key of ours: the other end lives and is who the handshake says. */
	readonly confirmed: boolean;
}

/** A slot of one message and the session after it. */
export interface SealedSlot {
	readonly session: Session;
	readonly initial: boolean;
	readonly slot: Bytes;
}

/**
 * The next message's slot. A start that is not confirmed goes out again in the first messages and then now and then, since the
 * carrier may have lost it; the messages between have the short slot.
 */
export function sealSlot(
	suite: Suite,
	session: Session,
	{ commitment, digest }: SlotBinding,
	contentKey: Bytes,
): SealedSlot {
	const keys = sendingKeys(suite, session.ratchet);
	const headerKey = suite.prepareMac(keys.headerKey);
	const eh = sealHeader(suite, headerKey, digest, keys.header);
	const w = wrapContentKey(suite, keys.messageKey, digest, eh, contentKey);
	const after = { ...session, ratchet: keys.ratchet };
	if (session.start && !session.confirmed && carriesStart(keys.header.number)) {
		return { session: after, initial: true, slot: concat(session.start, eh, w) };
	}
	return { session: after, initial: false, slot: concat(locator(headerKey, commitment), eh, w) };
}

function carriesStart(number: number): boolean {
	return number < STARTS_AT_FIRST || number % STARTS_EVERY === 0;
}

/** Whether the next message to this device is a long one. */
export function nextCarriesStart({ start, confirmed, ratchet }: Session): boolean {
	return start !== null && !confirmed && carriesStart(ratchet.sending?.number ?? 0);
}

/** The sealed parts of a slot, of either kind. */
export type SealedParts = Pick<InitialSlot, "header" | "wrapped">;

export interface OpenedSlot {
	readonly session: Session;
	readonly contentKey: Bytes;
	/** The key can be derived again as long as this prekey of ours lives; `null`: from no prekey. */
	readonly prekeyId: number | null;
	readonly position: Position;
}

/**
 * Opens a slot found by its locator. The session it gives counts only once the payload has opened. Throws like `receivingKeys`,
 * and `altered` for what does not open.
 */
export async function openSlot(
	suite: Suite,
	session: Session,
	found: { readonly headerKey: PreparedMac; readonly role: HeaderKeyRole },
	parts: SealedParts,
	digest: Bytes,
	options: ReceivingOptions,
): Promise<OpenedSlot> {
	const header = openHeader(suite, found.headerKey, digest, parts.header);
	if (!header) throw new ProtocolError("altered");
	const position = { chain: readInteger(header.ratchetKey.subarray(0, 4)), number: header.number };
	const keys = await receivingKeys(suite, session.ratchet, found.role, header, options).catch((error) => {
		throw isGone(error) ? new ProtocolError("key-deleted", { position }) : error;
	});
	const contentKey = unwrapContentKey(suite, keys.messageKey, digest, parts.header, parts.wrapped);
	// The responder's first turn is on the prekey, which says nothing about whether the other end lives.
	const confirmed = session.confirmed || (found.role === "next" && session.ratchet.peerKey !== null);
	const after = { ...session, ratchet: keys.ratchet, confirmed, start: confirmed ? null : session.start };
	return { session: after, contentKey, prekeyId: keys.viaPrekey ? session.prekeyId : null, position };
}

const isGone = (error: unknown): boolean => error instanceof ProtocolError && error.code === "key-deleted";

/**
 * Opens a repeated start of a session that is known: an initial slot has no locator, so each header key is tried. When none fits,
 * the message was changed as long as the first chain goes on; after that `key-deleted`: its keys are gone with it.
 */
export async function openRepeatedStart(
	suite: Suite,
	session: Session,
	parts: SealedParts,
	digest: Bytes,
	options: ReceivingOptions,
): Promise<OpenedSlot> {
	for (const { headerKey, role } of headerKeys(session.ratchet)) {
		const prepared = suite.prepareMac(headerKey);
		if (openHeader(suite, prepared, digest, parts.header)) {
			return openSlot(suite, session, { headerKey: prepared, role }, parts, digest, options);
		}
	}
	throw new ProtocolError(session.confirmed ? "key-deleted" : "altered");
}
