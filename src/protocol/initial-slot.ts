/**
 * The initial slot: PQXDH (revision 3) with the sender's identity encrypted, 1,409 bytes. E, hint, KEMct and ec start a session
 * and are repeated byte for byte in later messages of it; eh and w are the ratchet's (ratchet-slot.ts).
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
import { accountFingerprint, openCertificate } from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import { label } from "./labels.ts";
import type { EndedPrekey, PrekeyPair } from "./prekey.ts";
import { type HandshakeKeys, initiateRatchet, respondRatchet } from "./ratchet.ts";
import { HEADER_LENGTH, WRAP_LENGTH } from "./ratchet-slot.ts";
import { createReader } from "./reader.ts";
import type { Session } from "./session.ts";
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

/** E, hint, KEMct and ec: the part that starts a session. */
export const START_LENGTH: number = INITIAL_SLOT_LENGTH - HEADER_LENGTH - WRAP_LENGTH;

export interface InitialSlot {
	/** E: X25519. */
	readonly ephemeral: Bytes;
	readonly hint: Bytes;
	readonly kemCiphertext: Bytes;
	readonly sealedCertificate: Bytes;
	/** eh. */
	readonly header: Bytes;
	/** w. */
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

/**
 * A new session with this device, before its first message. Draws the ratchet key(32) and the KEM seed(32) from `random`, in this
 * order, before it first awaits. `e` is one for all starts of an envelope, and no longer: h1 holds the recipient, so what is
 * derived from it differs for each.
 */
export async function initiateSession(
	suite: Suite,
	head: Bytes,
	author: SlotAuthor,
	recipient: RecipientDevice,
	e: EphemeralKey,
	random: Random,
): Promise<Session> {
	const { devicePublicKey: deviceB, prekey } = recipient;
	const [ratchetKey, kem] = await Promise.all([
		suite.createAgreementKey(random),
		suite.encapsulate(prekey.pqpk, random),
	]);
	const [eD, eS, dS, dD, rS] = await Promise.all([
		e.agree(deviceB),
		e.agree(prekey.spk),
		suite.agreeStatic(author.deviceSecret, prekey.spk),
		suite.agreeStatic(author.deviceSecret, deviceB),
		suite.agree(ratchetKey.secretKey, prekey.spk),
	]);

	const transcript = hashStart(suite, head, recipient, e.publicKey, kem.ciphertext);
	const hint = hintFor(suite, eD, e.publicKey, prekey.spk);
	const identity = identityKeys(suite, transcript, eD, eS, kem.secret);
	const sealedCertificate = suite.sealSlot(identity.key, zero12, transcript, author.certificate);
	const people = { authorFingerprint: author.fingerprint, authorDevice: author.devicePublicKey };
	const keys = sessionKeys(suite, transcript, sealedCertificate, identity.chain, dS, dD, people, recipient);
	const ratchet = initiateRatchet(suite, keys, ratchetKey, prekey.spk, rS);
	zeroize(eD, eS, dS, dD, rS, kem.secret, identity.key, identity.chain, keys.rootKey);
	const { fingerprint, accountPublicKey, listSequence, devicePublicKey, signingPublicKey } = recipient;
	return {
		id: slotOrigin(suite, { ephemeral: e.publicKey, kemCiphertext: kem.ciphertext }),
		transcript: keys.transcript,
		peer: { accountPublicKey, fingerprint, devicePublicKey, signingPublicKey, listSequence },
		ratchet,
		start: concat(e.publicKey, hint, kem.ciphertext, sealedCertificate),
		prekeyId: null,
		confirmed: false,
	};
}

/** A slot whose hint fits one of our prekeys. */
export interface SlotForUs {
	readonly slot: InitialSlot;
	readonly prekey: PrekeyPair;
	/** DH(e, D_B). */
	readonly shared: Bytes;
}

/** `ended`: slots for invitations whose private half is gone. */
export interface MatchedSlots {
	readonly ours: readonly SlotForUs[];
	readonly ended: boolean;
}

/**
 * Which of our prekeys each slot is for, at the cost of one X25519 for each different E: one for an envelope made by the book.
 * Slots that are somebody else's are left out.
 */
export async function matchInitialSlots(
	suite: Suite,
	deviceSecret: Bytes,
	prekeys: readonly PrekeyPair[],
	endedPrekeys: readonly EndedPrekey[],
	slots: readonly InitialSlot[],
): Promise<MatchedSlots> {
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
	const ours: SlotForUs[] = [];
	let ended = false;
	for (const slot of slots) {
		const key = await shared.get(nameOf(slot.ephemeral));
		if (!key) continue;
		const fits = (spk: Bytes) => equalBytes(hintFor(suite, key, slot.ephemeral, spk), slot.hint);
		const prekey = prekeys.find(({ spk }) => fits(spk.publicKey));
		if (prekey) ours.push({ slot, prekey, shared: key });
		else ended ||= endedPrekeys.some(({ spk }) => fits(spk));
	}
	return { ours, ended };
}

function nameOf(key: Bytes): string {
	return String.fromCharCode(...key);
}

/**
 * The session this slot starts, before its first message. Every failure is `altered`: the hint said that it is for us. It proves
 * nothing until a message opens with it.
 */
export async function respondSession(
	suite: Suite,
	head: Bytes,
	own: { readonly fingerprint: Bytes; readonly devicePublicKey: Bytes; readonly deviceSecret: Bytes },
	match: SlotForUs,
): Promise<Session> {
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
	const keys = sessionKeys(suite, transcript, slot.sealedCertificate, identity.chain, dS, dD, people, recipient);
	zeroize(eS, secret, dS, dD, identity.key, identity.chain);
	return {
		id: slotOrigin(suite, slot),
		transcript: keys.transcript,
		peer: {
			accountPublicKey: certificate.accountPublicKey.slice(),
			fingerprint: authorFingerprint,
			devicePublicKey: certificate.devicePublicKey.slice(),
			signingPublicKey: certificate.signingPublicKey.slice(),
			listSequence: certificate.sequence,
		},
		ratchet: respondRatchet(keys, prekey.spk),
		start: null,
		prekeyId: prekey.id,
		confirmed: false,
	};
}

type Recipient = Pick<RecipientDevice, "fingerprint" | "devicePublicKey" | "prekey">;

/** h1. */
function hashStart(suite: Suite, head: Bytes, to: Recipient, ephemeral: Bytes, kemCiphertext: Bytes): Bytes {
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
	to: Recipient,
): HandshakeKeys & { readonly transcript: Bytes } {
	const h2 = suite.hash(h1, sealedCertificate);
	const ikm = concat(dS, dD);
	const { authorFingerprint, authorDevice } = author;
	const info = concat(label.session, h2, authorFingerprint, to.fingerprint, authorDevice, to.devicePublicKey);
	const keys = suite.hkdf(chain, ikm, info, 96);
	zeroize(ikm);
	return {
		rootKey: keys.slice(0, 32),
		headerKey: keys.slice(32, 64),
		nextHeaderKey: keys.slice(64),
		transcript: h2,
	};
}
