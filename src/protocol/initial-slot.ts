/**
 * The initial slot: PQXDH (revision 3) with the sender's identity encrypted, one for each recipient device, 1,409 bytes.
 *
 *   h0   = SHA-256("Sotto/1 initial" || version || suite || AF_B || D_B || prekey id || SPK_B || SHA-256(PQPK_B) || suites_B)
 *   h1   = SHA-256(h0 || E || KEMct)
 *   hint = HMAC(DH(e, D_B), "Sotto/1 hint" || E || SPK_B)[0..4]
 *   c1 || k_id = HKDF(0^32, 0xFF^32 || DH(e, D_B) || DH(e, SPK_B) || ss, "Sotto/1 identity" || h1, 64)
 *   ec   = ChaCha20-Poly1305(k_id, 0^96, AAD = h1, certificate)        h2 = SHA-256(h1 || ec)
 *   RK0 || HK_A || NHK_B = HKDF(c1, DH(D_A, SPK_B) || DH(D_A, D_B), "Sotto/1 session" || h2 || AF_A || AF_B || D_A || D_B, 96)
 *   slot = E(32) hint(4) KEMct(1088) ec(181) eh(56) w(48)
 */

import { type Bytes, concat, equalBytes, integer, type Random, zeroize } from "./bytes.ts";
import type { RecipientDevice } from "./card.ts";
import { accountFingerprint, type Certificate, openCertificate } from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import { label } from "./labels.ts";
import type { PrekeyPair } from "./prekey.ts";
import {
	firstMessageKey,
	HEADER_LENGTH,
	openHeader,
	sealHeader,
	unwrapContentKey,
	WRAP_LENGTH,
	wrapContentKey,
} from "./ratchet.ts";
import { createReader } from "./reader.ts";
import type { EphemeralKey, Suite } from "./suite.ts";

const HINT_LENGTH = 4;
const KEM_CIPHERTEXT_LENGTH = 1088;
const SEALED_CERTIFICATE_LENGTH = 181;
export const INITIAL_SLOT_LENGTH: number =
	32 + HINT_LENGTH + KEM_CIPHERTEXT_LENGTH + SEALED_CERTIFICATE_LENGTH + HEADER_LENGTH + WRAP_LENGTH;

const zero12 = new Uint8Array(12);
const zero32 = new Uint8Array(32);
/** As in X3DH: keeps this input apart from any that begins with a curve point. */
const ones32 = new Uint8Array(32).fill(0xff);

export interface InitialSlot {
	/** E: X25519. */
	readonly ephemeral: Bytes;
	readonly hint: Bytes;
	readonly kemCiphertext: Bytes;
	readonly sealedCertificate: Bytes;
	readonly header: Bytes;
	readonly wrapped: Bytes;
}

export function parseInitialSlot(bytes: Bytes): InitialSlot {
	const reader = createReader(bytes);
	const slot = {
		ephemeral: reader.bytes(32),
		hint: reader.bytes(HINT_LENGTH),
		kemCiphertext: reader.bytes(KEM_CIPHERTEXT_LENGTH),
		sealedCertificate: reader.bytes(SEALED_CERTIFICATE_LENGTH),
		header: reader.bytes(HEADER_LENGTH),
		wrapped: reader.bytes(WRAP_LENGTH),
	};
	reader.end();
	return slot;
}

/** 16 bytes that name a session start: what the reader remembers so that the start never works twice. */
export function slotOrigin(suite: Suite, slot: Pick<InitialSlot, "ephemeral" | "kemCiphertext">): Bytes {
	return suite.hash(slot.ephemeral, slot.kemCiphertext).slice(0, 16);
}

export interface SlotAuthor {
	readonly fingerprint: Bytes;
	readonly devicePublicKey: Bytes;
	readonly deviceSecret: Bytes;
	readonly certificate: Bytes;
}

/** Everything of a slot that does not need the message yet: curve and KEM work, which may run beside sealing the payload. */
export interface PreparedSlot {
	/** Wraps the content key for the message `digest` (D); only once, the keys are gone afterwards. */
	finish(digest: Bytes, contentKey: Bytes): Bytes;
}

/**
 * Draws the ratchet key and the KEM seed from `random`, in this order, before it first awaits. `e` is one for all slots of an
 * envelope, and no longer: h1 holds the recipient, so what is derived from it differs for each.
 */
export async function prepareInitialSlot(
	suite: Suite,
	head: Bytes,
	author: SlotAuthor,
	recipient: RecipientDevice,
	e: EphemeralKey,
	random: Random,
): Promise<PreparedSlot> {
	const { devicePublicKey: deviceB, prekey } = recipient;
	const [ratchetKey, kem] = await Promise.all([
		suite.createEphemeralKey(random),
		suite.encapsulate(prekey.pqpk, random),
	]);
	const [eD, eS, dS, dD, rS] = await Promise.all([
		e.agree(deviceB),
		e.agree(prekey.spk),
		suite.agreeStatic(author.deviceSecret, prekey.spk),
		suite.agreeStatic(author.deviceSecret, deviceB),
		ratchetKey.agree(prekey.spk),
	]);
	ratchetKey.erase();

	const transcript = hashStart(suite, head, recipient, e.publicKey, kem.ciphertext);
	const hint = hintFor(suite, eD, e.publicKey, prekey.spk);
	const identity = identityKeys(suite, transcript, eD, eS, kem.secret);
	const sealedCertificate = suite.sealSlot(identity.key, zero12, transcript, author.certificate);
	const people = { authorFingerprint: author.fingerprint, authorDevice: author.devicePublicKey };
	const session = sessionKeys(suite, transcript, sealedCertificate, identity.chain, dS, dD, people, recipient);
	const messageKey = firstMessageKey(suite, session.rootKey, rS);
	zeroize(eD, eS, dS, dD, rS, kem.secret, identity.key, identity.chain, session.rootKey);

	return {
		finish(digest, contentKey) {
			const first = { ratchetKey: ratchetKey.publicKey, previousCount: 0, number: 0 };
			const header = sealHeader(suite, session.headerKey, digest, first);
			const wrapped = wrapContentKey(suite, messageKey, digest, header, contentKey);
			zeroize(messageKey, session.headerKey);
			return concat(e.publicKey, hint, kem.ciphertext, sealedCertificate, header, wrapped);
		},
	};
}

/** A slot whose hint fits one of our prekeys. */
export interface SlotForUs {
	readonly slot: InitialSlot;
	readonly prekey: PrekeyPair;
	/** DH(e, D_B). */
	readonly shared: Bytes;
}

/**
 * Which of our prekeys each slot is for, at the cost of one X25519 for each different E: one for an envelope made by the book.
 * Slots that are somebody else's are left out.
 */
export async function matchInitialSlots(
	suite: Suite,
	deviceSecret: Bytes,
	prekeys: readonly PrekeyPair[],
	slots: readonly InitialSlot[],
): Promise<SlotForUs[]> {
	const shared = new Map<string, Promise<Bytes | null>>();
	for (const { ephemeral } of slots) {
		const name = nameOf(ephemeral);
		// A small-order E makes a slot nobody's: it must not keep the slots beside it from opening.
		if (!shared.has(name))
			shared.set(
				name,
				suite.agree(deviceSecret, ephemeral).catch(() => null),
			);
	}
	const matches: SlotForUs[] = [];
	for (const slot of slots) {
		const key = await shared.get(nameOf(slot.ephemeral));
		const fits = (one: PrekeyPair) =>
			key && equalBytes(hintFor(suite, key, slot.ephemeral, one.spk.publicKey), slot.hint);
		const prekey = prekeys.find(fits);
		if (key && prekey) matches.push({ slot, prekey, shared: key });
	}
	return matches;
}

function nameOf(key: Bytes): string {
	return String.fromCharCode(...key);
}

export interface OpenedSlot {
	readonly certificate: Certificate;
	/** As it was sent, 165 bytes. */
	readonly encodedCertificate: Bytes;
	readonly authorFingerprint: Bytes;
	readonly contentKey: Bytes;
}

/** Every failure is `altered`: the hint said that it is for us. The certificate proves nothing until the payload opens too. */
export async function openInitialSlot(
	suite: Suite,
	head: Bytes,
	own: { readonly fingerprint: Bytes; readonly devicePublicKey: Bytes; readonly deviceSecret: Bytes },
	match: SlotForUs,
	digest: Bytes,
): Promise<OpenedSlot> {
	const { slot, prekey } = match;
	const publicPrekey = { id: prekey.id, suites: prekey.suites, spk: prekey.spk.publicKey, pqpk: prekey.pqpk.publicKey };
	const recipient = { fingerprint: own.fingerprint, devicePublicKey: own.devicePublicKey, prekey: publicPrekey };
	const [eS, secret] = await Promise.all([
		suite.agree(prekey.spk.secretKey, slot.ephemeral),
		suite.decapsulate(prekey.pqpk.secretKey, slot.kemCiphertext),
	]);
	const transcript = hashStart(suite, head, recipient, slot.ephemeral, slot.kemCiphertext);
	const identity = identityKeys(suite, transcript, match.shared, eS, secret);
	const encodedCertificate = suite.openSlot(identity.key, zero12, transcript, slot.sealedCertificate);
	if (!encodedCertificate) throw new ProtocolError("altered");
	const certificate = await openCertificate(suite, encodedCertificate).catch(() => {
		throw new ProtocolError("altered");
	});
	const authorFingerprint = accountFingerprint(suite, certificate.accountPublicKey);
	const authorDevice = certificate.devicePublicKey;

	const [dS, dD] = await Promise.all([
		suite.agreeStatic(prekey.spk.secretKey, authorDevice),
		suite.agreeStatic(own.deviceSecret, authorDevice),
	]);
	const people = { authorFingerprint, authorDevice };
	const session = sessionKeys(suite, transcript, slot.sealedCertificate, identity.chain, dS, dD, people, recipient);
	const header = openHeader(suite, session.headerKey, digest, slot.header);
	// A session carries one message for now (docs/protocol.md, Initial slot); a later one needs the ratchet.
	if (header.previousCount !== 0 || header.number !== 0) throw new ProtocolError("altered");
	const rS = await suite.agree(prekey.spk.secretKey, header.ratchetKey).catch(() => {
		throw new ProtocolError("altered");
	});
	const messageKey = firstMessageKey(suite, session.rootKey, rS);
	const contentKey = unwrapContentKey(suite, messageKey, digest, slot.header, slot.wrapped);
	zeroize(eS, secret, dS, dD, rS, messageKey, identity.key, identity.chain, session.rootKey, session.headerKey);
	return { certificate, encodedCertificate, authorFingerprint, contentKey };
}

/** h1. */
function hashStart(suite: Suite, head: Bytes, to: RecipientDevice, ephemeral: Bytes, kemCiphertext: Bytes): Bytes {
	const { id, spk, pqpk, suites } = to.prekey;
	const h0 = suite.hash(
		label.initial,
		head.subarray(0, 2),
		to.fingerprint,
		to.devicePublicKey,
		integer(id, 4),
		spk,
		suite.hash(pqpk),
		integer(suites, 1),
	);
	return suite.hash(h0, ephemeral, kemCiphertext);
}

function hintFor(suite: Suite, shared: Bytes, ephemeral: Bytes, spk: Bytes): Bytes {
	return suite.mac(shared, label.hint, ephemeral, spk).subarray(0, HINT_LENGTH);
}

function identityKeys(suite: Suite, h1: Bytes, eD: Bytes, eS: Bytes, secret: Bytes): { chain: Bytes; key: Bytes } {
	const ikm = concat(ones32, eD, eS, secret);
	const both = suite.hkdf(zero32, ikm, concat(label.identity, h1), 64);
	zeroize(ikm);
	return { chain: both.subarray(0, 32), key: both.subarray(32) };
}

function sessionKeys(
	suite: Suite,
	h1: Bytes,
	sealedCertificate: Bytes,
	chain: Bytes,
	dS: Bytes,
	dD: Bytes,
	author: { readonly authorFingerprint: Bytes; readonly authorDevice: Bytes },
	to: RecipientDevice,
): { rootKey: Bytes; headerKey: Bytes } {
	const h2 = suite.hash(h1, sealedCertificate);
	const ikm = concat(dS, dD);
	const { authorFingerprint, authorDevice } = author;
	const info = concat(label.session, h2, authorFingerprint, to.fingerprint, authorDevice, to.devicePublicKey);
	const keys = suite.hkdf(chain, ikm, info, 96);
	zeroize(ikm);
	return { rootKey: keys.slice(0, 32), headerKey: keys.slice(32, 64) };
}
