/**
 * Suite 1's curves, KEM and payload cipher in the browser's WebCrypto: 8 to 15 times faster than JavaScript. Which operations a
 * browser has is found out by running each once on known values, never by its name or version. CryptoKeys of keys that are
 * used again are kept: importing costs more than some operations.
 */
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { type Bytes, concat, equalBytes } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import type { SubtleLike } from "./suite.ts";

export type NativeOperation = "agreement" | "signing" | "kem" | "payload";

export interface Native {
	/** Never rejects. Answers from memory after the first time. */
	has(operation: NativeOperation): Promise<boolean>;
	agreementPublicKey(secretKey: Bytes): Promise<Bytes>;
	agree(secretKey: Bytes, publicKey: Bytes): Promise<Bytes>;
	/** With the browser's own randomness; the secret half is not extractable. */
	createEphemeralKey(): Promise<{ publicKey: Bytes; agree(publicKey: Bytes): Promise<Bytes> }>;
	sign(secretKey: Bytes, message: Bytes): Promise<Bytes>;
	verify(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean>;
	/** With the browser's own randomness: WebCrypto takes no seed here. */
	encapsulate(publicKey: Bytes): Promise<{ ciphertext: Bytes; secret: Bytes }>;
	decapsulate(seed: Bytes, ciphertext: Bytes): Promise<Bytes>;
	sealPayload(key: Bytes, nonce: Bytes, additional: Bytes, plaintext: Bytes): Promise<Bytes>;
	openPayload(key: Bytes, nonce: Bytes, additional: Bytes, ciphertext: Bytes): Promise<Bytes | null>;
}

/** Public keys kept as CryptoKeys: contacts' device keys and prekeys. A key more than this is imported again. */
const KEPT_PUBLIC_KEYS = 1024;

/** PKCS #8 of a raw seed (RFC 8410, 7), up to the seed. */
const pkcs8 = (oid: number): Bytes =>
	Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, oid, 4, 0x22, 4, 0x20);
const x25519Prefix = pkcs8(0x6e);
const ed25519Prefix = pkcs8(0x70);

const basePoint = new Uint8Array(32);
basePoint[0] = 9;

const X25519 = { name: "X25519" };
const ED25519 = { name: "Ed25519" };
const ML_KEM = { name: "ML-KEM-768" };
const AES_GCM = { name: "AES-GCM" };

export function createNative(subtle: SubtleLike): Native {
	const publicKeys = new Map<string, Promise<unknown>>();
	const byArray = new WeakMap<Bytes, Promise<unknown>>();
	const found = new Map<NativeOperation, Promise<boolean>>();

	function publicKey(bytes: Bytes, algorithm: { name: string }, usages: readonly string[]): Promise<unknown> {
		const name = algorithm.name + String.fromCharCode(...bytes);
		const kept = publicKeys.get(name);
		if (kept) return kept;
		const imported = subtle.importKey("raw", bytes, algorithm, true, usages);
		const oldest = publicKeys.size >= KEPT_PUBLIC_KEYS ? publicKeys.keys().next().value : undefined;
		if (oldest !== undefined) publicKeys.delete(oldest);
		publicKeys.set(name, imported);
		imported.catch(() => publicKeys.delete(name));
		return imported;
	}

	/** Kept as long as the caller keeps the same array: a locked vault lets both go. Long public keys are kept so too. */
	function keptWith(bytes: Bytes, create: () => Promise<unknown>): Promise<unknown> {
		const kept = byArray.get(bytes);
		if (kept) return kept;
		const imported = create();
		byArray.set(bytes, imported);
		imported.catch(() => byArray.delete(bytes));
		return imported;
	}

	const agreementSecret = (bytes: Bytes) =>
		keptWith(bytes, () => subtle.importKey("pkcs8", concat(x25519Prefix, bytes), X25519, false, ["deriveBits"]));
	const signingSecret = (bytes: Bytes) =>
		keptWith(bytes, () => subtle.importKey("pkcs8", concat(ed25519Prefix, bytes), ED25519, false, ["sign"]));
	const kemSecret = (seed: Bytes) =>
		keptWith(seed, () => subtle.importKey("raw-seed", seed, ML_KEM, false, ["decapsulateBits"]));

	async function derive(secret: unknown, theirs: Bytes): Promise<Bytes> {
		let shared: Bytes;
		try {
			const key = await publicKey(theirs, X25519, []);
			shared = new Uint8Array(await subtle.deriveBits({ name: "X25519", public: key }, secret, 256));
		} catch {
			throw new ProtocolError("malformed");
		}
		if (equalBytes(shared, new Uint8Array(32))) throw new ProtocolError("malformed");
		return shared;
	}

	const native: Native = {
		has(operation) {
			const known = found.get(operation);
			if (known) return known;
			const tried = probes[operation](native).catch(() => false);
			found.set(operation, tried);
			return tried;
		},

		agreementPublicKey: async (secret) => derive(await agreementSecret(secret), basePoint),
		agree: async (secret, theirs) => derive(await agreementSecret(secret), theirs),

		async createEphemeralKey() {
			const pair = (await subtle.generateKey(X25519, false, ["deriveBits"])) as {
				publicKey: unknown;
				privateKey: unknown;
			};
			const publicBytes = new Uint8Array((await subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer);
			return { publicKey: publicBytes, agree: (theirs) => derive(pair.privateKey, theirs) };
		},

		sign: async (secret, message) => new Uint8Array(await subtle.sign(ED25519, await signingSecret(secret), message)),

		async verify(signer, signature, message) {
			try {
				return await subtle.verify(ED25519, await publicKey(signer, ED25519, ["verify"]), signature, message);
			} catch {
				return false;
			}
		},

		async encapsulate(theirs) {
			if (!subtle.encapsulateBits) throw new ProtocolError("unsupported-suite");
			const key = await keptWith(theirs, () =>
				subtle.importKey("raw-public", theirs, ML_KEM, true, ["encapsulateBits"]),
			);
			const result = await subtle.encapsulateBits(ML_KEM, key);
			return { ciphertext: new Uint8Array(result.ciphertext), secret: new Uint8Array(result.sharedKey) };
		},

		async decapsulate(seed, ciphertext) {
			if (!subtle.decapsulateBits) throw new ProtocolError("unsupported-suite");
			return new Uint8Array(await subtle.decapsulateBits(ML_KEM, await kemSecret(seed), ciphertext));
		},

		async sealPayload(key, iv, additionalData, plaintext) {
			const imported = await subtle.importKey("raw", key, AES_GCM, false, ["encrypt"]);
			return new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, imported, plaintext));
		},

		async openPayload(key, iv, additionalData, ciphertext) {
			const imported = await subtle.importKey("raw", key, AES_GCM, false, ["decrypt"]);
			try {
				return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv, additionalData }, imported, ciphertext));
			} catch {
				return null;
			}
		},
	};
	return native;
}

/** Known values: RFC 7748 6.1, RFC 8032 7.1 (test 1), the GCM specification's test case 13; for ML-KEM a round trip with noble. */
const probes: Readonly<Record<NativeOperation, (native: Native) => Promise<boolean>>> = {
	async agreement(native) {
		const secret = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
		const expected = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
		return equalBytes(await native.agreementPublicKey(secret), expected);
	},
	async signing(native) {
		const secret = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
		const signer = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
		const expected = hex(
			"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
		);
		const nothing = new Uint8Array(0);
		const signed = equalBytes(await native.sign(secret, nothing), expected);
		return signed && (await native.verify(signer, expected, nothing));
	},
	async kem(native) {
		const seed = new Uint8Array(64);
		const pair = ml_kem768.keygen(seed);
		const { ciphertext, secret } = await native.encapsulate(pair.publicKey);
		const same = equalBytes(await native.decapsulate(seed, ciphertext), secret);
		return same && equalBytes(ml_kem768.decapsulate(ciphertext, pair.secretKey), secret);
	},
	async payload(native) {
		const tag = await native.sealPayload(new Uint8Array(32), new Uint8Array(12), new Uint8Array(0), new Uint8Array(0));
		return equalBytes(tag, hex("530f8afbc74536b9a963b4f1c4cb738b"));
	},
};

function hex(text: string): Bytes {
	return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
