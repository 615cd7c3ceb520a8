/**
 * One encrypted message: a core (core.ts) and a slot for each device it is for.
 *
 *   version(1) suite(1) kind(1) commitment(32) nInitial(1) nRatchet(2) | initial slots(1409) | ratchet slots(112) | payload
 *
 * Slots are in nobody's associated data: damage to one hurts only its owner, and what a slot holds is bound to the core by D.
 */

import { type Bytes, concat, equalBytes, integer, type Random } from "./bytes.ts";
import type { RecipientDevice } from "./card.ts";
import { type Core, coreDigest, openCore, sealCore } from "./core.ts";
import { accountFingerprint, decodeCertificate } from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import type { DeviceKeys } from "./identity.ts";
import {
	INITIAL_SLOT_LENGTH,
	type InitialSlot,
	matchInitialSlots,
	openInitialSlot,
	parseInitialSlot,
	prepareInitialSlot,
	type SlotForUs,
	slotOrigin,
} from "./initial-slot.ts";
import { MAX_INITIAL_SLOTS, MAX_PAYLOAD, MAX_SLOTS, PADDING_FLOOR, PREKEY_GRACE } from "./limits.ts";
import type { Payload } from "./payload.ts";
import type { PrekeyPair } from "./prekey.ts";
import { createReader } from "./reader.ts";
import { shuffle } from "./shuffle.ts";
import type { Suite } from "./suite.ts";

const ENVELOPE_VERSION = 1;
const KIND_SEALED = 1;
const RATCHET_SLOT_LENGTH = 112;
const TAG_LENGTH = 16;
const MESSAGE_ID_LENGTH = 16;

export interface Author {
	readonly accountPublicKey: Bytes;
	readonly device: DeviceKeys;
}

export interface SealedEnvelope {
	readonly envelope: Bytes;
	/** D, 32 bytes. */
	readonly digest: Bytes;
	/** D[0..16]. */
	readonly messageId: Bytes;
	/** To be kept sealed by the author: the only way back to the own message. */
	readonly contentKey: Bytes;
}

/**
 * Seals once. A message that could not be delivered is sent again as the same bytes, never sealed anew.
 * Draws from `random`: content key(32), the shuffle, e(32), then for each slot ratchet key(32) and KEM seed(32).
 * Throws `too-large`; `malformed` for a recipient key that must be refused or a device that is named twice.
 */
export async function sealEnvelope(
	suite: Suite,
	input: { readonly author: Author; readonly recipients: readonly RecipientDevice[]; readonly payload: Payload },
	random: Random,
): Promise<SealedEnvelope> {
	const { author, recipients } = input;
	if (recipients.length > MAX_INITIAL_SLOTS) throw new ProtocolError("too-large", { limit: MAX_INITIAL_SLOTS });
	if (recipients.length < 1) throw new RangeError("no recipients");
	const devices = new Set(recipients.map((recipient) => String.fromCharCode(...recipient.devicePublicKey)));
	if (devices.size !== recipients.length) throw new ProtocolError("malformed");

	const head = Uint8Array.of(ENVELOPE_VERSION, suite.id, KIND_SEALED);
	const fingerprint = accountFingerprint(suite, author.accountPublicKey);
	const contentKey = random(32);
	const slotAuthor = {
		fingerprint,
		devicePublicKey: author.device.deviceKey.publicKey,
		deviceSecret: author.device.deviceKey.secretKey,
		certificate: author.device.certificate,
	};
	const order = shuffle(recipients, random);
	const e = await suite.createEphemeralKey(random);
	const [prepared, core] = await Promise.all([
		Promise.all(order.map((one) => prepareInitialSlot(suite, head, slotAuthor, one, e, random))),
		sealCore(suite, { head, contentKey, author: fingerprint, payload: input.payload }),
	]);
	e.erase();
	const digest = coreDigest(suite, core);
	const slots = prepared.map((slot) => slot.finish(digest, contentKey));
	const counts = concat(integer(slots.length, 1), integer(0, 2));
	const envelope = concat(head, core.commitment, counts, ...slots, core.payload);
	return { envelope, digest, messageId: digest.slice(0, MESSAGE_ID_LENGTH), contentKey };
}

interface ParsedEnvelope {
	readonly core: Core;
	readonly initial: readonly InitialSlot[];
}

/** Throws `malformed`, `too-large`, `unsupported-version`, `unsupported-suite`, all before any key is touched. */
function parseEnvelope(suite: Suite, bytes: Bytes): ParsedEnvelope {
	const reader = createReader(bytes);
	const version = reader.integer(1);
	if (version !== ENVELOPE_VERSION) throw new ProtocolError("unsupported-version", { found: version });
	const suiteId = reader.integer(1);
	if (suiteId !== suite.id) throw new ProtocolError("unsupported-suite", { found: suiteId });
	const kind = reader.integer(1);
	if (kind !== KIND_SEALED) throw new ProtocolError("unsupported-version", { found: kind });
	const head = reader.before();
	const commitment = reader.bytes(32);
	const initialCount = reader.integer(1);
	const ratchetCount = reader.integer(2);
	if (initialCount + ratchetCount > MAX_SLOTS) throw new ProtocolError("too-large", { limit: MAX_SLOTS });
	if (initialCount > MAX_INITIAL_SLOTS) throw new ProtocolError("too-large", { limit: MAX_INITIAL_SLOTS });
	const initial = Array.from({ length: initialCount }, () => parseInitialSlot(reader.bytes(INITIAL_SLOT_LENGTH)));
	reader.bytes(ratchetCount * RATCHET_SLOT_LENGTH);
	const payload = reader.rest();
	if (payload.length > MAX_PAYLOAD + TAG_LENGTH) throw new ProtocolError("too-large", { limit: MAX_PAYLOAD });
	if (payload.length < PADDING_FLOOR + TAG_LENGTH) throw new ProtocolError("malformed");
	return { core: { head, commitment, payload }, initial };
}

/** D: names the message, opens the history. Throws like parsing. */
export function envelopeDigest(suite: Suite, envelope: Bytes): Bytes {
	return coreDigest(suite, parseEnvelope(suite, envelope).core);
}

/** Origins of all initial slots, for preloading the origin table before `openEnvelope`. */
export function initialOrigins(suite: Suite, envelope: Bytes): readonly Bytes[] {
	return parseEnvelope(suite, envelope).initial.map((slot) => slotOrigin(suite, slot));
}

/** What the origin table says: the message a session start belongs to, that its key was deleted, or nothing. */
export type OriginLookup = (origin: Bytes) => { readonly digest: Bytes } | "tombstone" | undefined;

export interface EnvelopeReader {
	readonly own: { readonly accountFingerprint: Bytes; readonly device: DeviceKeys };
	/** All whose private halves are still there. */
	readonly prekeys: readonly PrekeyPair[];
	readonly origins: OriginLookup;
	readonly now: number;
	/** Whether this device was revoked by its account, or is missing in a newer list than `listSequence`. */
	readonly isRevoked?: (author: EnvelopeAuthor) => boolean;
}

export interface EnvelopeAuthor {
	readonly accountPublicKey: Bytes;
	/** AF. */
	readonly fingerprint: Bytes;
	readonly devicePublicKey: Bytes;
	readonly signingPublicKey: Bytes;
	readonly certificate: Bytes;
	/** Of the list the certificate belongs to. */
	readonly listSequence: number;
}

export interface OpenedEnvelope {
	readonly author: EnvelopeAuthor;
	readonly payload: Payload;
	readonly digest: Bytes;
	readonly messageId: Bytes;
	readonly contentKey: Bytes;
	/** For the origin table: commit it together with the history row, and only then show anything. */
	readonly origin: Bytes;
	readonly prekeyId: number;
}

/**
 * Opens a message through one of its initial slots. Nothing is stored here; a message already in the history opens with its
 * content key instead (`openWithContentKey`).
 *
 * Throws `not-for-us` when no slot is for this device; `replayed` for a session start known from another message; `key-deleted`
 * for one whose message was read and forgotten; `prekey-expired` for an invitation that ended more than 14 days ago;
 * `revoked-sender`; `altered` for every other failure once a slot is known to be ours.
 */
export async function openEnvelope(suite: Suite, envelope: Bytes, reader: EnvelopeReader): Promise<OpenedEnvelope> {
	const { core, initial } = parseEnvelope(suite, envelope);
	const digest = coreDigest(suite, core);
	const { deviceKey, certificate } = reader.own.device;
	const own = {
		fingerprint: reader.own.accountFingerprint,
		devicePublicKey: decodeCertificate(certificate).devicePublicKey,
		deviceSecret: deviceKey.secretKey,
	};
	const ours = await matchInitialSlots(suite, own.deviceSecret, reader.prekeys, initial);
	if (ours.length === 0) throw new ProtocolError("not-for-us");

	// Several only when a 4-byte hint fits by chance, or when somebody made slots to waste our time: the first that opens counts.
	let failure = new ProtocolError("altered");
	for (const match of ours) {
		try {
			return await openMatched(suite, core, digest, own, match, reader);
		} catch (error) {
			if (!(error instanceof ProtocolError)) throw error;
			failure = error;
		}
	}
	throw failure;
}

async function openMatched(
	suite: Suite,
	core: Core,
	digest: Bytes,
	own: { readonly fingerprint: Bytes; readonly devicePublicKey: Bytes; readonly deviceSecret: Bytes },
	match: SlotForUs,
	reader: EnvelopeReader,
): Promise<OpenedEnvelope> {
	const origin = slotOrigin(suite, match.slot);
	const known = reader.origins(origin);
	if (known === "tombstone") throw new ProtocolError("key-deleted");
	if (known) throw new ProtocolError(equalBytes(known.digest, digest) ? "key-deleted" : "replayed");
	if (reader.now > match.prekey.expiresAt + PREKEY_GRACE) throw new ProtocolError("prekey-expired");

	const slot = await openInitialSlot(suite, core.head, own, match, digest);
	const payload = await openCore(suite, core, slot.contentKey, slot.authorFingerprint);
	const author = {
		accountPublicKey: slot.certificate.accountPublicKey,
		fingerprint: slot.authorFingerprint,
		devicePublicKey: slot.certificate.devicePublicKey,
		signingPublicKey: slot.certificate.signingPublicKey,
		certificate: slot.encodedCertificate,
		listSequence: slot.certificate.sequence,
	};
	if (reader.isRevoked?.(author)) throw new ProtocolError("revoked-sender");
	const messageId = digest.slice(0, MESSAGE_ID_LENGTH);
	return { author, payload, digest, messageId, contentKey: slot.contentKey, origin, prekeyId: match.prekey.id };
}

/** Reads a message again, or one of our own. Throws `altered` when key, author and message do not belong together. */
export async function openWithContentKey(
	suite: Suite,
	envelope: Bytes,
	contentKey: Bytes,
	authorFingerprint: Bytes,
): Promise<Payload> {
	return openCore(suite, parseEnvelope(suite, envelope).core, contentKey, authorFingerprint);
}
