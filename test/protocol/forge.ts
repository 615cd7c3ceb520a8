/**
 * A second implementation of card and envelope, written from docs/protocol.md over noble alone, with a place to lie at every
 * step: what a dishonest sender, recipient or carrier can make. Honest options must give what src/protocol makes. Sessions are
 * in forge-session.ts, a whole device in forge-party.ts.
 */
import { gcm } from "@noble/ciphers/aes.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

type Bytes = Uint8Array;
export const join = (...parts: readonly Bytes[]): Bytes => Uint8Array.from(parts.flatMap((part) => [...part]));
export const uint = (value: number, length: number): Bytes => {
	const buffer = Buffer.alloc(8);
	buffer.writeBigUInt64BE(BigInt(value));
	return Uint8Array.from(buffer.subarray(8 - length));
};
export const ascii = (text: string): Bytes => Uint8Array.from(Buffer.from(text, "ascii"));
const utf8 = (text: string): Bytes => Uint8Array.from(Buffer.from(text, "utf8"));
export const zeros = (length: number): Bytes => new Uint8Array(length);

export const fingerprintOf = (account: Bytes): Bytes => sha256(join(ascii("Sotto/1 account"), uint(1, 1), account));

export interface ForgedDevice {
	readonly d: Bytes;
	readonly s: Bytes;
	readonly flags?: number;
}

export function forgeCertificate(input: {
	account: Bytes;
	signer: Bytes;
	d: Bytes;
	s: Bytes;
	sequence?: number;
	flags?: number;
}): Bytes {
	const unsigned = join(input.account, input.d, input.s, uint(input.sequence ?? 1, 4), uint(input.flags ?? 1, 1));
	return join(unsigned, ed25519.sign(join(ascii("Sotto/1 device"), uint(1, 1), unsigned), input.signer));
}

export interface CardLies {
	version?: number;
	suite?: number;
	account: Bytes;
	/** Signs the list; another secret than the account's is a lie. */
	accountSecret: Bytes;
	devices: readonly ForgedDevice[];
	sequence?: number;
	listExpiry?: number;
	name?: Bytes;
	nameLength?: number;
	recovery?: Bytes;
	prekeys: readonly {
		index: number;
		id: number;
		suites?: number;
		expiry: number;
		spk: Bytes;
		pqpk: Bytes;
		signer: Bytes;
		d: Bytes;
	}[];
	prekeyCount?: number;
	issuer?: number;
	issuerSecret: Bytes;
	/** Changes the card after it was signed. */
	after?: (card: Bytes) => Bytes;
}

export function forgeCard(lies: CardLies): Bytes {
	const entries = lies.devices.flatMap((one) => [one.d, one.s, uint(one.flags ?? 1, 1)]);
	const list = join(
		lies.account,
		uint(lies.sequence ?? 1, 4),
		uint(lies.listExpiry ?? 1_900_000_000_000, 6),
		uint(lies.devices.length, 1),
		...entries,
	);
	const listSignature = ed25519.sign(join(ascii("Sotto/1 list"), uint(1, 1), list), lies.accountSecret);
	const name = lies.name ?? utf8("Ben");
	const prekeys = lies.prekeys.map((one) => {
		const unsigned = join(uint(one.id, 4), uint(one.suites ?? 1, 1), uint(one.expiry, 6), one.spk, one.pqpk);
		const message = join(ascii("Sotto/1 prekey"), uint(1, 1), fingerprintOf(lies.account), one.d, unsigned);
		return join(uint(one.index, 1), unsigned, ed25519.sign(message, one.signer));
	});
	const unsigned = join(
		uint(lies.version ?? 1, 1),
		uint(lies.suite ?? 1, 1),
		list,
		listSignature,
		uint(lies.nameLength ?? name.length, 1),
		name,
		lies.recovery ?? uint(0, 1),
		uint(lies.prekeyCount ?? prekeys.length, 1),
		...prekeys,
		uint(lies.issuer ?? 0, 1),
	);
	const card = join(unsigned, ed25519.sign(join(ascii("Sotto/1 card"), unsigned), lies.issuerSecret));
	return lies.after ? lies.after(card) : card;
}

export interface CoreLies {
	head?: Bytes;
	contentKey: Bytes;
	/** AF of the author. */
	author: Bytes;
	/** Already padded. */
	padded: Bytes;
	commitment?: Bytes;
}

export function forgeCore(lies: CoreLies): { head: Bytes; commitment: Bytes; payload: Bytes; digest: Bytes } {
	const head = lies.head ?? Uint8Array.of(1, 1, 1);
	const both = expand(sha256, lies.contentKey, join(ascii("Sotto/1 envelope"), head, lies.author), 64);
	const commitment = lies.commitment ?? both.subarray(32);
	const payload = gcm(both.subarray(0, 32), zeros(12), join(head, commitment)).encrypt(lies.padded);
	return { head, commitment, payload, digest: digestOf(head, commitment, payload) };
}

export const digestOf = (head: Bytes, commitment: Bytes, payload: Bytes): Bytes =>
	sha256(join(ascii("Sotto/1 core"), head, commitment, payload));

export function forgeEnvelope(
	core: Pick<ReturnType<typeof forgeCore>, "head" | "commitment" | "payload">,
	initial: readonly Bytes[],
	ratchet: readonly Bytes[] = [],
): Bytes {
	const counts = join(uint(initial.length, 1), uint(ratchet.length, 2));
	return join(core.head, core.commitment, counts, ...initial, ...ratchet, core.payload);
}

/** 0x80, then zeros up to the next Padmé length. */
export function forgePadded(plaintext: Bytes, to?: number): Bytes {
	const length = plaintext.length + 1;
	const exponent = Math.floor(Math.log2(length));
	const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
	const padded = new Uint8Array(to ?? (length <= 64 ? 64 : Math.ceil(length / step) * step));
	padded.set(plaintext);
	padded[plaintext.length] = 0x80;
	return padded;
}
