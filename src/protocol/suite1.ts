/** Suite 1: X25519 + ML-KEM-768, Ed25519, HKDF/HMAC-SHA-256, ChaCha20-Poly1305 for slots, AES-256-GCM for payloads. */
import { type Bytes, zeroize } from "./bytes.ts";
import { open, seal } from "./chacha20-poly1305.ts";
import { ProtocolError } from "./errors.ts";
import { hkdf, hkdfExpand } from "./kdf.ts";
import { isAgreementKey, isKemKey, isSignature, isSigningPoint } from "./key-checks.ts";
import { mac, macKey, sha256 } from "./sha256.ts";
import type { SubtleLike, Suite } from "./suite.ts";
import { createNative, type Native, type NativeOperation } from "./suite1-native.ts";
import { noble } from "./suite1-noble.ts";

export interface Suite1Options {
	/** The browser's `crypto.subtle`. Each operation is tried once and falls back to JavaScript; `null`: JavaScript only. */
	readonly subtle?: SubtleLike | null;
	/**
	 * True lets WebCrypto draw the randomness of one-use keys and of ML-KEM encapsulation itself, which takes no seed there and is
	 * several times faster. False (the default) takes every random byte from `random`: exact, for vectors and models.
	 */
	readonly nativeRandomness?: boolean;
}

/** Signatures found good, by hash: the same certificate comes with every message of a device. */
const KEPT_SIGNATURES = 1024;

/** Shared secrets of two long-lived keys, a secret key: two for each device somebody writes to. */
const KEPT_SHARED = 512;

export function createSuite1(options: Suite1Options = {}): Suite {
	const native = options.subtle ? createNative(options.subtle) : null;
	const ownRandomness = options.nativeRandomness === true;
	const verified = new Set<string>();
	const kept = new WeakMap<Bytes, Map<string, Bytes>>();

	/** The native implementation if it can do this. */
	async function nativeFor(operation: NativeOperation): Promise<Native | null> {
		return native && (await native.has(operation)) ? native : null;
	}

	async function agree(secretKey: Bytes, publicKey: Bytes): Promise<Bytes> {
		checkAgreementKey(publicKey);
		return ((await nativeFor("agreement")) ?? noble).agree(secretKey, publicKey);
	}

	async function agreementKey(secretKey: Bytes) {
		return { publicKey: await ((await nativeFor("agreement")) ?? noble).agreementPublicKey(secretKey), secretKey };
	}

	return {
		id: 1,
		hash: sha256,
		mac: (key, ...parts) => mac(macKey(key), ...parts),
		prepareMac(key) {
			const prepared = macKey(key);
			return (...parts) => mac(prepared, ...parts);
		},
		hkdf,
		hkdfExpand,

		sealSlot: seal,
		openSlot: open,

		sealPayload: async (key, nonce, additional, plaintext) =>
			((await nativeFor("payload")) ?? noble).sealPayload(key, nonce, additional, plaintext),
		openPayload: async (key, nonce, additional, ciphertext) =>
			((await nativeFor("payload")) ?? noble).openPayload(key, nonce, additional, ciphertext),

		// Every `random` below is drawn before the first await, so that concurrent calls draw in the order they were made.
		createAgreementKey: (random) => agreementKey(random(32)),

		async createEphemeralKey(random) {
			const seed = ownRandomness ? null : random(32);
			const browser = await nativeFor("agreement");
			if (browser && !seed) {
				const key = await browser.createEphemeralKey();
				const agree = async (theirs: Bytes) => {
					checkAgreementKey(theirs);
					return key.agree(theirs);
				};
				return { publicKey: key.publicKey, agree, erase: () => {} };
			}
			const { publicKey, secretKey } = await agreementKey(seed ?? random(32));
			return { publicKey, agree: (theirs) => agree(secretKey, theirs), erase: () => zeroize(secretKey) };
		},
		agree,
		async agreeStatic(secretKey, publicKey) {
			const name = String.fromCharCode(...publicKey);
			const shared = kept.get(secretKey) ?? new Map<string, Bytes>();
			kept.set(secretKey, shared);
			const known = shared.get(name) ?? (await agree(secretKey, publicKey));
			const oldest = shared.size >= KEPT_SHARED ? shared.keys().next().value : undefined;
			if (oldest !== undefined && !shared.has(name)) shared.delete(oldest);
			shared.set(name, known);
			return known.slice();
		},

		async createSigningKey(random) {
			const secretKey = random(32);
			return { publicKey: noble.signingPublicKey(secretKey), secretKey };
		},
		sign: async (secretKey, message) => ((await nativeFor("signing")) ?? noble).sign(secretKey, message),

		async verify(publicKey, signature, message) {
			if (!isSigningPoint(publicKey) || !isSignature(signature)) return false;
			const name = String.fromCharCode(...sha256(publicKey, signature, message));
			if (verified.has(name)) return true;
			const good = await ((await nativeFor("signing")) ?? noble).verify(publicKey, signature, message);
			const oldest = good && verified.size >= KEPT_SIGNATURES ? verified.values().next().value : undefined;
			if (oldest !== undefined) verified.delete(oldest);
			if (good) verified.add(name);
			return good;
		},

		async createKemKey(random) {
			const secretKey = random(64);
			return { publicKey: noble.kemPublicKey(secretKey), secretKey };
		},

		async encapsulate(publicKey, random) {
			const seed = ownRandomness ? null : random(32);
			if (!isKemKey(publicKey)) throw new ProtocolError("malformed");
			const browser = seed ? null : await nativeFor("kem");
			return browser ? browser.encapsulate(publicKey) : noble.encapsulate(publicKey, seed ?? random(32));
		},

		async decapsulate(secretKey, ciphertext) {
			if (ciphertext.length !== 1088) throw new ProtocolError("malformed");
			return ((await nativeFor("kem")) ?? noble).decapsulate(secretKey, ciphertext);
		},
	};
}

function checkAgreementKey(publicKey: Bytes): void {
	if (!isAgreementKey(publicKey)) throw new ProtocolError("malformed");
}
