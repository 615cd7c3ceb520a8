/** The recovery key: an Ed25519 key kept apart from every device. A card carries its hash, so that nobody learns the key before it is used. */
import { type Bytes, concat, equalBytes, integer, type Random } from "./bytes.ts";
import { label } from "./labels.ts";
import type { KeyPair, Suite } from "./suite.ts";

/** 32 bytes, as in the card. */
export function recoveryHash(suite: Suite, recoveryPublicKey: Bytes): Bytes {
	return suite.hash(label.recovery, integer(suite.id, 1), recoveryPublicKey);
}

/** Whether this is the key whose hash an account's card carries. */
export function isRecoveryKey(suite: Suite, recoveryPublicKey: Bytes, hash: Bytes): boolean {
	return equalBytes(recoveryHash(suite, recoveryPublicKey), hash);
}

const GROUPS = 12;
const GROUP = 5;
const SEED = 32;
const CHECK = 4;
/** Crockford's base 32: without I, L, O and U, which are taken for others. */
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export async function createRecoveryKey(suite: Suite, random: Random): Promise<KeyPair> {
	return suite.createSigningKey(random);
}

/**
 * How a person keeps it: suite(1) seed(32) check(4) and four zero bits, in twelve groups of five digits of base 32. The check is the hash
 * of what is before it.
 */
export function encodeRecoveryCode(suite: Suite, key: KeyPair): string {
	const unchecked = concat(integer(suite.id, 1), key.secretKey);
	const text = toDigits(concat(unchecked, checkOf(suite, unchecked)));
	return Array.from({ length: GROUPS }, (_, at) => text.slice(at * GROUP, (at + 1) * GROUP)).join(" ");
}

/** The first one in a text, which may be a whole kit or what was copied by hand. Null: none whose check holds. */
export async function findRecoveryKey(suite: Suite, text: string): Promise<KeyPair | null> {
	const words = text.split(/[\s-]+/);
	for (let at = 0; at + GROUPS <= words.length; at++) {
		const groups = words.slice(at, at + GROUPS);
		if (!groups.every((group) => group.length === GROUP)) continue;
		const seed = readSeed(suite, groups.join(""));
		if (seed !== null) return suite.createSigningKey(() => seed);
	}
	return null;
}

function readSeed(suite: Suite, text: string): Bytes | null {
	const bytes = fromDigits(text.toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1"));
	if (bytes === null || bytes[0] !== suite.id) return null;
	const unchecked = bytes.subarray(0, 1 + SEED);
	return equalBytes(bytes.subarray(1 + SEED), checkOf(suite, unchecked)) ? bytes.slice(1, 1 + SEED) : null;
}

const checkOf = (suite: Suite, unchecked: Bytes): Bytes => suite.hash(label.recoveryCode, unchecked).slice(0, CHECK);

function toDigits(bytes: Bytes): string {
	let text = "";
	let held = 0;
	let bits = 0;
	for (const byte of bytes) {
		held = (held << 8) | byte;
		bits += 8;
		for (; bits >= 5; bits -= 5) text += digits[(held >> (bits - 5)) & 31];
		held &= (1 << bits) - 1;
	}
	return bits === 0 ? text : text + digits[(held << (5 - bits)) & 31];
}

/** Null for another digit, and for bits behind the last byte that are not zero. */
function fromDigits(text: string): Bytes | null {
	const bytes: number[] = [];
	let held = 0;
	let bits = 0;
	for (const one of text) {
		const value = digits.indexOf(one);
		if (value < 0) return null;
		held = (held << 5) | value;
		bits += 5;
		if (bits < 8) continue;
		bits -= 8;
		bytes.push(held >> bits);
		held &= (1 << bits) - 1;
	}
	return held === 0 ? Uint8Array.from(bytes) : null;
}
