/**
 * One encrypted message: a core (core.ts) and a slot for each device it is for.
 *
 *   version(1) suite(1) kind(1) commitment(32) nInitial(1) nRatchet(2) | initial slots(1409) | ratchet slots(112) | payload
 *
 * Slots are in nobody's associated data: damage to one hurts only its owner, and what a slot holds is bound to the core by D.
 */

import { type Bytes, concat, integer, type Random } from "./bytes.ts";
import type { RecipientDevice } from "./card.ts";
import { type Core, coreDigest, openCore, sealCore } from "./core.ts";
import { accountFingerprint, decodeCertificate } from "./device-list.ts";
import { paddedCount } from "./dummies.ts";
import { type Position, ProtocolError } from "./errors.ts";
import type { DeviceKeys } from "./identity.ts";
import {
	INITIAL_SLOT_LENGTH,
	type InitialSlot,
	initiateSession,
	matchInitialSlots,
	parseInitialSlot,
	respondSession,
	slotOrigin,
} from "./initial-slot.ts";
import {
	MAX_INITIAL_SLOTS,
	MAX_NEW_STARTS,
	MAX_PAYLOAD,
	MAX_SLOTS,
	MAX_TRIES,
	PADDING_FLOOR,
	PREKEY_GRACE,
} from "./limits.ts";
import type { Payload } from "./payload.ts";
import type { EndedPrekey, PrekeyPair } from "./prekey.ts";
import type { ReceivingOptions } from "./ratchet.ts";
import { HEADER_LENGTH, LOCATOR_LENGTH, RATCHET_SLOT_LENGTH } from "./ratchet-slot.ts";
import { createReader } from "./reader.ts";
import { type OpenedSlot, openRepeatedStart, openSlot, type SealedParts, type Session, sealSlot } from "./session.ts";
import type { SessionIndex } from "./session-index.ts";
import { shuffle } from "./shuffle.ts";
import type { Suite } from "./suite.ts";

const ENVELOPE_VERSION = 1;
const KIND_SEALED = 1;
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
	/** New sessions, in the order of `start`: the state after this message. */
	readonly started: readonly Session[];
	/** The sessions of `sessions`, in their order: the state after this message. */
	readonly continued: readonly Session[];
}

/**
 * Seals once. A message that could not be delivered is sent again as the same bytes, never sealed anew; the new states and what is
 * needed for that have to be stored before the envelope leaves.
 *
 * Draws from `random`: content key(32); with `start`: e(32), then for each ratchet key(32) and KEM seed(32); the dummies(112 each); the
 * shuffle of the initial and that of the ratchet slots.
 * Throws `too-large`; `malformed` for a recipient key that must be refused or a device that is named twice.
 */
export async function sealEnvelope(
	suite: Suite,
	input: {
		readonly author: Author;
		/** Devices to begin a session with. */
		readonly start: readonly RecipientDevice[];
		/** Sessions to go on with. */
		readonly sessions: readonly Session[];
		readonly payload: Payload;
	},
	random: Random,
): Promise<SealedEnvelope> {
	const { author, start, sessions } = input;
	if (start.length + sessions.length < 1) throw new RangeError("no recipients");
	const named = [...start, ...sessions.map(({ peer }) => peer)].map((one) =>
		String.fromCharCode(...one.devicePublicKey),
	);
	if (new Set(named).size !== named.length) throw new ProtocolError("malformed");
	if (start.length > MAX_INITIAL_SLOTS) throw new ProtocolError("too-large", { limit: MAX_INITIAL_SLOTS });

	const head = Uint8Array.of(ENVELOPE_VERSION, suite.id, KIND_SEALED);
	const fingerprint = accountFingerprint(suite, author.accountPublicKey);
	const contentKey = random(32);
	const [core, begun] = await Promise.all([
		sealCore(suite, { head, contentKey, author: fingerprint, payload: input.payload }),
		beginSessions(suite, head, fingerprint, author, start, random),
	]);
	const digest = coreDigest(suite, core);
	const sealed = [...begun, ...sessions].map((session) =>
		sealSlot(suite, session, { commitment: core.commitment, digest }, contentKey),
	);
	const initial = sealed.filter((one) => one.initial).map(({ slot }) => slot);
	const ratchet = sealed.filter((one) => !one.initial).map(({ slot }) => slot);
	if (initial.length > MAX_INITIAL_SLOTS) throw new ProtocolError("too-large", { limit: MAX_INITIAL_SLOTS });
	const dummies = paddedCount(ratchet.length) - ratchet.length;
	for (let count = 0; count < dummies; count++) ratchet.push(random(RATCHET_SLOT_LENGTH));
	if (initial.length + ratchet.length > MAX_SLOTS) throw new ProtocolError("too-large", { limit: MAX_SLOTS });

	const counts = concat(integer(initial.length, 1), integer(ratchet.length, 2));
	const slots = [...shuffle(initial, random), ...shuffle(ratchet, random)];
	return {
		envelope: concat(head, core.commitment, counts, ...slots, core.payload),
		digest,
		messageId: digest.slice(0, MESSAGE_ID_LENGTH),
		contentKey,
		started: sealed.slice(0, begun.length).map(({ session }) => session),
		continued: sealed.slice(begun.length).map(({ session }) => session),
	};
}

async function beginSessions(
	suite: Suite,
	head: Bytes,
	fingerprint: Bytes,
	{ device }: Author,
	start: readonly RecipientDevice[],
	random: Random,
): Promise<readonly Session[]> {
	if (start.length === 0) return [];
	const slotAuthor = {
		fingerprint,
		devicePublicKey: device.deviceKey.publicKey,
		deviceSecret: device.deviceKey.secretKey,
		certificate: device.certificate,
	};
	const e = await suite.createEphemeralKey(random);
	const begun = await Promise.all(start.map((one) => initiateSession(suite, head, slotAuthor, one, e, random)));
	e.erase();
	return begun;
}

interface ParsedEnvelope {
	readonly core: Core;
	readonly initial: readonly InitialSlot[];
	/** All ratchet slots, as they stand. */
	readonly ratchet: Bytes;
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
	const ratchet = reader.bytes(ratchetCount * RATCHET_SLOT_LENGTH);
	const payload = reader.rest();
	if (payload.length > MAX_PAYLOAD + TAG_LENGTH) throw new ProtocolError("too-large", { limit: MAX_PAYLOAD });
	if (payload.length < PADDING_FLOOR + TAG_LENGTH) throw new ProtocolError("malformed");
	return { core: { head, commitment, payload }, initial, ratchet };
}

/** D: names the message, opens the history. Throws like parsing. */
export function envelopeDigest(suite: Suite, envelope: Bytes): Bytes {
	return coreDigest(suite, parseEnvelope(suite, envelope).core);
}

/** Origins of all initial slots: ids of the sessions they start, for preloading what is known of them before `openEnvelope`. */
export function initialOrigins(suite: Suite, envelope: Bytes): readonly Bytes[] {
	return parseEnvelope(suite, envelope).initial.map((slot) => slotOrigin(suite, slot));
}

export interface EnvelopeReader {
	readonly own: { readonly accountFingerprint: Bytes; readonly device: DeviceKeys };
	readonly sessions: SessionIndex;
	/** All whose private halves are still there. */
	readonly prekeys: readonly PrekeyPair[];
	/** Those whose private halves are gone, as far as they are remembered. */
	readonly endedPrekeys: readonly EndedPrekey[];
	/** Whether a session with this origin was here and was deleted: its start must not work again (docs/protocol.md, Origins). */
	readonly isTombstone: (origin: Bytes) => boolean;
	readonly random: Random;
	readonly now: number;
	/** After a refusal with `too-many-skipped`, when the user said so. */
	readonly giveUpOlder?: boolean;
	/** Whether this device was revoked by its account, or is missing in a newer list than `listSequence`. */
	readonly isRevoked?: (author: EnvelopeAuthor) => boolean;
}

export interface EnvelopeAuthor {
	readonly accountPublicKey: Bytes;
	/** AF. */
	readonly fingerprint: Bytes;
	readonly devicePublicKey: Bytes;
	readonly signingPublicKey: Bytes;
	/** Of the signed list that named the device. */
	readonly listSequence: number;
}

export interface OpenedEnvelope {
	readonly author: EnvelopeAuthor;
	readonly payload: Payload;
	readonly digest: Bytes;
	readonly messageId: Bytes;
	readonly contentKey: Bytes;
	/** The session after this message: commit it together with the history row, and only then show anything. */
	readonly session: Session;
	/** The session begins with this message: it was not known before. */
	readonly started: boolean;
	/** Whoever has the private half of this prekey of ours could open the message again; `null`: from no prekey. */
	readonly prekeyId: number | null;
	readonly position: Position;
}

/**
 * Opens a message through a slot that is for us. Nothing is stored and nothing in `reader` changed: the caller commits the new state
 * of the session. A message already in the history opens with its content key instead (`openWithContentKey`).
 *
 * Throws `not-for-us` when no slot is for this device; `key-deleted` when the key of this number was used or is gone; `prekey-expired` for
 * an invitation that ended; `too-many-skipped`; `revoked-sender`; `altered` for every other failure once a slot is known to be ours.
 */
export async function openEnvelope(suite: Suite, envelope: Bytes, reader: EnvelopeReader): Promise<OpenedEnvelope> {
	const parsed = parseEnvelope(suite, envelope);
	const message: Message = { ...parsed, digest: coreDigest(suite, parsed.core) };
	const tries = [
		...slotsOfSessions(suite, message, reader),
		...repeatedStarts(suite, message, reader),
		...(await newStarts(suite, message, reader)).slice(0, MAX_NEW_STARTS),
	];
	if (tries.length === 0) throw new ProtocolError("not-for-us");
	// Several only when a hint fits by chance, or when somebody made slots to waste our time: the first that opens counts.
	let failure: ProtocolError | null = null;
	for (const attempt of tries.slice(0, MAX_TRIES)) {
		try {
			return await finish(suite, message, await attempt(), reader);
		} catch (error) {
			if (!(error instanceof ProtocolError)) throw error;
			failure ??= error;
		}
	}
	throw failure ?? new ProtocolError("altered");
}

interface Message extends ParsedEnvelope {
	readonly digest: Bytes;
}

type Attempt = () => Promise<OpenedSlot & { readonly started: boolean }>;

const receiving = ({ random, now, giveUpOlder }: EnvelopeReader): ReceivingOptions => ({
	random,
	now,
	giveUpOlder: giveUpOlder ?? false,
});

function slotsOfSessions(suite: Suite, { core, ratchet, digest }: Message, reader: EnvelopeReader): readonly Attempt[] {
	return reader.sessions.find(core.commitment, ratchet).map((found) => async () => {
		const parts = sealedParts(found.slot);
		return { ...(await openSlot(suite, found.session, found, parts, digest, receiving(reader))), started: false };
	});
}

function repeatedStarts(suite: Suite, { initial, digest }: Message, reader: EnvelopeReader): readonly Attempt[] {
	return initial.flatMap((slot) => {
		const session = reader.sessions.get(slotOrigin(suite, slot));
		// Our own start, shown to us: the session is there, and it is not for us.
		if (!session || session.prekeyId === null) return [];
		return [
			async () => ({
				...(await openRepeatedStart(suite, session, slot, digest, receiving(reader))),
				started: false,
			}),
		];
	});
}

async function newStarts(
	suite: Suite,
	{ core, initial, digest }: Message,
	reader: EnvelopeReader,
): Promise<readonly Attempt[]> {
	const unknown = initial.filter((slot) => !reader.sessions.get(slotOrigin(suite, slot)));
	if (unknown.length === 0) return [];
	const { deviceKey, certificate } = reader.own.device;
	const own = {
		fingerprint: reader.own.accountFingerprint,
		devicePublicKey: decodeCertificate(certificate).devicePublicKey,
		deviceSecret: deviceKey.secretKey,
	};
	const { ours, ended } = await matchInitialSlots(
		suite,
		own.deviceSecret,
		reader.prekeys,
		reader.endedPrekeys,
		unknown,
	);
	const attempts = ours.map(
		(match): Attempt =>
			async () => {
				if (reader.isTombstone(slotOrigin(suite, match.slot))) throw new ProtocolError("key-deleted");
				if (reader.now > match.prekey.expiresAt + PREKEY_GRACE) throw new ProtocolError("prekey-expired");
				const session = await respondSession(suite, core.head, own, match);
				return { ...(await openFirst(suite, session, match.slot, digest, reader)), started: true };
			},
	);
	return attempts.length === 0 && ended ? [() => Promise.reject(new ProtocolError("prekey-expired"))] : attempts;
}

async function openFirst(suite: Suite, session: Session, slot: InitialSlot, digest: Bytes, reader: EnvelopeReader) {
	const found = { headerKey: suite.prepareMac(session.ratchet.nextReceivingHeaderKey), role: "next" as const };
	return openSlot(suite, session, found, slot, digest, receiving(reader));
}

function sealedParts(slot: Bytes): SealedParts {
	const end = LOCATOR_LENGTH + HEADER_LENGTH;
	return { header: slot.subarray(LOCATOR_LENGTH, end), wrapped: slot.subarray(end) };
}

async function finish(
	suite: Suite,
	{ core, digest }: Message,
	slot: OpenedSlot & { readonly started: boolean },
	reader: EnvelopeReader,
): Promise<OpenedEnvelope> {
	const { session, contentKey, started, prekeyId, position } = slot;
	const author = session.peer;
	const payload = await openCore(suite, core, contentKey, author.fingerprint);
	if (reader.isRevoked?.(author)) throw new ProtocolError("revoked-sender");
	const messageId = digest.slice(0, MESSAGE_ID_LENGTH);
	return { author, payload, digest, messageId, contentKey, session, started, prekeyId, position };
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
