/**
 * Handshake and Double Ratchet of the second implementation: Signal's specification (section 4, header encryption) as it is
 * written there, with changing variables, and a place to lie in each message.
 */
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import type { RecipientDevice } from "../../src/protocol/index.ts";
import { ascii, fingerprintOf, join, uint, zeros } from "./forge.ts";

type Bytes = Uint8Array;
const agree = (secret: Bytes, theirs: Bytes): Bytes => x25519.getSharedSecret(secret, theirs);
const same = (a: Bytes, b: Bytes): boolean => Buffer.compare(a, b) === 0;
const mac = (key: Bytes, ...parts: readonly Bytes[]): Bytes => hmac(sha256, key, join(...parts));

export const START = 1305;

/** Where a message goes: what the slots of an envelope have in common. */
export interface Binding {
	readonly commitment: Bytes;
	readonly digest: Bytes;
}

export interface MessageLies {
	/** On the wire, in the header. */
	ratchetKey?: Bytes;
	previousCount?: number;
	/** In the header; the chain moves on to it. */
	number?: number;
	/** The number in the header, whatever the chain does. */
	claimedNumber?: number;
	/** Which header key seals the header and makes the locator. */
	headerKey?: Bytes;
	messageKey?: Bytes;
	locator?: Bytes;
	/** D of another message in header or wrap. */
	headerDigest?: Bytes;
	wrapDigest?: Bytes;
}

/** One end of a Double Ratchet; the names are the specification's. */
export class ForgedRatchet {
	RK: Bytes;
	DHs: Bytes;
	DHr: Bytes | null = null;
	CKs: Bytes | null = null;
	CKr: Bytes | null = null;
	HKs: Bytes | null = null;
	HKr: Bytes | null = null;
	NHKs: Bytes;
	NHKr: Bytes;
	Ns = 0;
	Nr = 0;
	PN = 0;
	MKSKIPPED: { readonly hk: Bytes; readonly n: number; readonly mk: Bytes }[] = [];

	/** The header key of the first chain received, and whether the message opened last was in it. */
	private firstChain: Bytes | null = null;
	fromFirstChain = false;

	private constructor(RK: Bytes, DHs: Bytes, NHKs: Bytes, NHKr: Bytes) {
		this.RK = RK;
		this.DHs = DHs;
		this.NHKs = NHKs;
		this.NHKr = NHKr;
	}

	static initiator(keys: HandshakeKeys, seed: Bytes, spk: Bytes, shared = agree(seed, spk)): ForgedRatchet {
		const root = kdfRoot(keys.RK0, shared);
		const ratchet = new ForgedRatchet(root.RK, seed, root.NHK, keys.NHK_B);
		ratchet.DHr = spk;
		ratchet.CKs = root.CK;
		ratchet.HKs = keys.HK_A;
		return ratchet;
	}

	static responder(keys: HandshakeKeys, spkSeed: Bytes): ForgedRatchet {
		return new ForgedRatchet(keys.RK0, spkSeed, keys.NHK_B, keys.HK_A);
	}

	get publicKey(): Bytes {
		return x25519.getPublicKey(this.DHs);
	}

	/** loc || eh || w. */
	encrypt({ commitment, digest }: Binding, contentKey: Bytes, lies: MessageLies = {}): Bytes {
		if (!this.CKs || !this.HKs) throw new Error("no sending chain");
		while (this.Ns < (lies.number ?? 0)) this.stepSending();
		const number = this.Ns;
		const mk = lies.messageKey ?? this.stepSending();
		const HK = lies.headerKey ?? this.HKs;
		const header = join(
			lies.ratchetKey ?? this.publicKey,
			uint(lies.previousCount ?? this.PN, 4),
			uint(lies.claimedNumber ?? number, 4),
		);
		const hk = mac(HK, uint(2, 1), lies.headerDigest ?? digest);
		const eh = chacha20poly1305(hk, zeros(12), zeros(0)).encrypt(header);
		const D = lies.wrapDigest ?? digest;
		const w = chacha20poly1305(mk, D.subarray(0, 12), join(D, eh)).encrypt(contentKey);
		return join(lies.locator ?? mac(HK, uint(1, 1), commitment).subarray(0, 8), eh, w);
	}

	/** The content key, or `null` when no header key fits. `seed` is for the own new ratchet key. Changes nothing when it throws. */
	decrypt({ digest }: Binding, eh: Bytes, w: Bytes, seed: () => Bytes): Bytes | null {
		const unwrap = (mk: Bytes) => chacha20poly1305(mk, digest.subarray(0, 12), join(digest, eh)).decrypt(w);
		for (const hk of new Set(this.MKSKIPPED.map((one) => one.hk))) {
			const header = readHeader(hk, digest, eh);
			const at = this.MKSKIPPED.findIndex((one) => one.hk === hk && one.n === header?.n);
			if (at < 0) continue;
			const contentKey = unwrap(this.MKSKIPPED[at]?.mk as Bytes);
			this.MKSKIPPED.splice(at, 1);
			this.fromFirstChain = hk === this.firstChain;
			return contentKey;
		}
		const next = Object.assign(Object.create(ForgedRatchet.prototype) as ForgedRatchet, this);
		next.MKSKIPPED = [...this.MKSKIPPED];
		let header = this.HKr && readHeader(this.HKr, digest, eh);
		if (!header) {
			header = readHeader(this.NHKr, digest, eh);
			if (!header) return null;
			next.skip(header.pn);
			next.turn(header.dh, seed());
		}
		next.skip(header.n);
		if (!next.CKr || next.Nr !== header.n) throw new Error("no such key");
		const contentKey = unwrap(mac(next.CKr, uint(1, 1)));
		next.CKr = mac(next.CKr, uint(2, 1));
		next.Nr++;
		next.firstChain ??= next.HKr;
		next.fromFirstChain = next.HKr === next.firstChain;
		Object.assign(this, next);
		return contentKey;
	}

	/** Whether a slot with this locator is for us. */
	knows(commitment: Bytes, locator: Bytes): boolean {
		const keys = [this.HKr, this.NHKr, ...this.MKSKIPPED.map((one) => one.hk)];
		return keys.some((key) => key !== null && same(mac(key, uint(1, 1), commitment).subarray(0, 8), locator));
	}

	private stepSending(): Bytes {
		const mk = mac(this.CKs as Bytes, uint(1, 1));
		this.CKs = mac(this.CKs as Bytes, uint(2, 1));
		this.Ns++;
		return mk;
	}

	private skip(until: number): void {
		if (!this.CKr || !this.HKr) return;
		while (this.Nr < until) {
			this.MKSKIPPED.push({ hk: this.HKr, n: this.Nr, mk: mac(this.CKr, uint(1, 1)) });
			this.CKr = mac(this.CKr, uint(2, 1));
			this.Nr++;
		}
	}

	/** DHRatchetHE. */
	private turn(dh: Bytes, seed: Bytes): void {
		this.PN = this.Ns;
		this.Ns = 0;
		this.Nr = 0;
		this.HKs = this.NHKs;
		this.HKr = this.NHKr;
		this.DHr = dh;
		const received = kdfRoot(this.RK, agree(this.DHs, dh));
		this.DHs = seed;
		const sent = kdfRoot(received.RK, agree(seed, dh));
		Object.assign(this, { RK: sent.RK, CKr: received.CK, NHKr: received.NHK, CKs: sent.CK, NHKs: sent.NHK });
	}
}

function readHeader(hk: Bytes, digest: Bytes, eh: Bytes): { dh: Bytes; pn: number; n: number } | null {
	try {
		const key = mac(hk, uint(2, 1), digest);
		const plain = Buffer.from(chacha20poly1305(key, zeros(12), zeros(0)).decrypt(eh));
		return { dh: Uint8Array.from(plain.subarray(0, 32)), pn: plain.readUInt32BE(32), n: plain.readUInt32BE(36) };
	} catch {
		return null;
	}
}

function kdfRoot(RK: Bytes, shared: Bytes): { RK: Bytes; CK: Bytes; NHK: Bytes } {
	const all = hkdf(sha256, shared, RK, ascii("Sotto/1 root"), 96);
	return { RK: all.slice(0, 32), CK: all.slice(32, 64), NHK: all.slice(64) };
}

export interface HandshakeKeys {
	readonly RK0: Bytes;
	readonly HK_A: Bytes;
	readonly NHK_B: Bytes;
}

type Recipient = Pick<RecipientDevice, "fingerprint" | "devicePublicKey" | "prekey">;

/** What both ends derive, given the shared secrets that each gets in its own way. */
function handshake(
	head: Bytes,
	to: Recipient,
	suites: number,
	E: Bytes,
	ct: Bytes,
	secrets: { readonly eD: Bytes; readonly eS: Bytes; readonly ss: Bytes },
) {
	const { id, spk, pqpk } = to.prekey;
	const fixed = [uint(id, 4), spk, sha256(pqpk), uint(suites, 1)];
	const h0 = sha256(join(ascii("Sotto/1 initial"), head.subarray(0, 2), to.fingerprint, to.devicePublicKey, ...fixed));
	const h1 = sha256(join(h0, E, ct));
	const ikm = join(zeros(32).fill(0xff), secrets.eD, secrets.eS, secrets.ss);
	const identity = hkdf(sha256, ikm, zeros(32), join(ascii("Sotto/1 identity"), h1), 64);
	return {
		hint: mac(secrets.eD, ascii("Sotto/1 hint"), E, spk).subarray(0, 4),
		certificateCipher: chacha20poly1305(identity.subarray(32), zeros(12), h1),
		keys(ec: Bytes, author: { fingerprint: Bytes; d: Bytes }, dS: Bytes, dD: Bytes): HandshakeKeys {
			const h2 = sha256(join(h1, ec));
			const people = join(author.fingerprint, to.fingerprint, author.d, to.devicePublicKey);
			const info = join(ascii("Sotto/1 session"), h2, people);
			const all = hkdf(sha256, join(dS, dD), identity.subarray(0, 32), info, 96);
			return { RK0: all.slice(0, 32), HK_A: all.slice(32, 64), NHK_B: all.slice(64) };
		},
	};
}

export interface StartLies {
	/** Seeds: E, the first ratchet key, the encapsulation. */
	e: Bytes;
	ratchet: Bytes;
	kem: Bytes;
	to: RecipientDevice;
	author: { fingerprint: Bytes; d: Bytes; dSecret: Bytes; certificate: Bytes };
	/** E as it is written on the wire. */
	ephemeral?: Bytes;
	/** Its shared secret with the recipient's keys; all zero for small-order points. */
	zeroShared?: boolean;
	suites?: number;
	/** The first ratchet key on the wire, of small order: its shared secret is all zero. */
	ratchetKey?: Bytes;
}

/** E || hint || KEMct || ec, and the initiator's end of the session. */
export function forgeStart(head: Bytes, lies: StartLies): { start: Bytes; ratchet: ForgedRatchet } {
	const { to, author } = lies;
	const { spk, pqpk } = to.prekey;
	const E = lies.ephemeral ?? x25519.getPublicKey(lies.e);
	const { cipherText, sharedSecret } = ml_kem768.encapsulate(pqpk, lies.kem);
	const withE = (theirs: Bytes) => (lies.zeroShared ? zeros(32) : agree(lies.e, theirs));
	const secrets = { eD: withE(to.devicePublicKey), eS: withE(spk), ss: sharedSecret };
	const shaken = handshake(head, to, lies.suites ?? to.prekey.suites, E, cipherText, secrets);
	const ec = shaken.certificateCipher.encrypt(author.certificate);
	const keys = shaken.keys(ec, author, agree(author.dSecret, spk), agree(author.dSecret, to.devicePublicKey));
	const shared = lies.ratchetKey ? zeros(32) : agree(lies.ratchet, spk);
	return {
		start: join(E, shaken.hint, cipherText, ec),
		ratchet: ForgedRatchet.initiator(keys, lies.ratchet, spk, shared),
	};
}

/** The responder's end, with the author's account fingerprint; `null` when the hint says that it is for somebody else. */
export function acceptStart(
	head: Bytes,
	own: { fingerprint: Bytes; d: Bytes; dSecret: Bytes; spkSecret: Bytes; pqpkSeed: Bytes; prekey: Recipient["prekey"] },
	start: Bytes,
): { ratchet: ForgedRatchet; author: Bytes; d: Bytes } | null {
	const [E, hint, ct, ec] = [start.slice(0, 32), start.slice(32, 36), start.slice(36, 1124), start.slice(1124, START)];
	const to = { fingerprint: own.fingerprint, devicePublicKey: own.d, prekey: own.prekey };
	const ss = ml_kem768.decapsulate(ct, ml_kem768.keygen(own.pqpkSeed).secretKey);
	const secrets = { eD: agree(own.dSecret, E), eS: agree(own.spkSecret, E), ss };
	const shaken = handshake(head, to, own.prekey.suites, E, ct, secrets);
	if (!same(shaken.hint, hint)) return null;
	const certificate = shaken.certificateCipher.decrypt(ec);
	const author = { fingerprint: fingerprintOf(certificate.slice(0, 32)), d: certificate.slice(32, 64) };
	const keys = shaken.keys(ec, author, agree(own.spkSecret, author.d), agree(own.dSecret, author.d));
	return { ratchet: ForgedRatchet.responder(keys, own.spkSecret), author: author.fingerprint, d: author.d };
}

export interface SlotLies extends StartLies, Pick<MessageLies, "previousCount" | "number"> {}

/** A whole initial slot. */
export function forgeSlot(head: Bytes, lies: SlotLies, binding: Binding, contentKey: Bytes): Bytes {
	const { start, ratchet } = forgeStart(head, lies);
	const sealed = ratchet.encrypt(binding, contentKey, lies);
	return join(start, sealed.slice(8));
}
