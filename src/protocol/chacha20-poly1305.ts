/**
 * ChaCha20-Poly1305 (RFC 8439) and its form with a nonce of 24 bytes (draft-irtf-cfrg-xchacha-03), for short inputs: a slot seals 40 and
 * 32 bytes, a record some hundred. A library's objects, checks and copies cost several times the cipher itself there.
 * test/protocol/chacha20-poly1305.test.ts pins it to noble.
 *
 * The working arrays are shared: nothing here awaits, so no two computations are ever under way. They are overwritten at the end.
 */
import { type Bytes, equalBytes } from "./bytes.ts";
import * as poly1305 from "./poly1305.ts";

const BLOCK = 64;
const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
const EXTENDED_NONCE_LENGTH = 24;
const TAG_LENGTH = 16;

/** "expand 32-byte k" */
const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

/** Key, then the nonce after the counter, as little-endian words. */
const input = new Int32Array(11);
const block = new Int32Array(16);
/** The first half of block 0, and what Poly1305 is fed of incomplete blocks. */
const oneTimeKey = new Uint8Array(KEY_LENGTH);
const last = new Uint8Array(16);

/** Ciphertext, then 16 bytes of tag. `nonce`: 12 bytes. */
export function seal(key: Bytes, nonce: Bytes, additional: Bytes, plaintext: Bytes): Bytes {
	setUp(key, nonce);
	return sealed(additional, plaintext);
}

/** `null` when the tag is wrong. */
export function open(key: Bytes, nonce: Bytes, additional: Bytes, ciphertext: Bytes): Bytes | null {
	setUp(key, nonce);
	return opened(additional, ciphertext);
}

/** Like `seal`, with a nonce of 24 bytes, which may be random. */
export function sealExtended(key: Bytes, nonce: Bytes, additional: Bytes, plaintext: Bytes): Bytes {
	setUpExtended(key, nonce);
	return sealed(additional, plaintext);
}

export function openExtended(key: Bytes, nonce: Bytes, additional: Bytes, ciphertext: Bytes): Bytes | null {
	setUpExtended(key, nonce);
	return opened(additional, ciphertext);
}

function sealed(additional: Bytes, plaintext: Bytes): Bytes {
	const { length } = plaintext;
	const output = new Uint8Array(length + TAG_LENGTH);
	applyKeystream(plaintext, output, length);
	authenticate(additional, output, length, output, length);
	erase();
	return output;
}

function opened(additional: Bytes, ciphertext: Bytes): Bytes | null {
	const length = ciphertext.length - TAG_LENGTH;
	if (length < 0) return null;
	const tag = new Uint8Array(TAG_LENGTH);
	authenticate(additional, ciphertext, length, tag, 0);
	const plaintext = equalBytes(tag, ciphertext.subarray(length)) ? new Uint8Array(length) : null;
	if (plaintext) applyKeystream(ciphertext, plaintext, length);
	erase();
	return plaintext;
}

function setUp(key: Bytes, nonce: Bytes): void {
	if (key.length !== KEY_LENGTH || nonce.length !== NONCE_LENGTH)
		throw new RangeError("key or nonce of the wrong length");
	for (let i = 0; i < 8; i++) input[i] = wordAt(key, 4 * i);
	for (let i = 0; i < 3; i++) input[8 + i] = wordAt(nonce, 4 * i);
}

/** HChaCha20 of the key and the first 16 bytes is the key, and 0 and the last 8 bytes are the nonce. */
function setUpExtended(key: Bytes, nonce: Bytes): void {
	if (nonce.length !== EXTENDED_NONCE_LENGTH) throw new RangeError("nonce of the wrong length");
	setUp(key, nonce.subarray(4, 4 + NONCE_LENGTH));
	const counter = wordAt(nonce, 0);
	permute(counter);
	// The block function adds the input words it started from; HChaCha20 is without them.
	for (let i = 0; i < 4; i++) input[i] = word(block, i) - word(SIGMA, i);
	input[4] = word(block, 12) - counter;
	for (let i = 0; i < 3; i++) input[5 + i] = word(block, 13 + i) - word(input, 8 + i);
	input[8] = 0;
	input[9] = wordAt(nonce, 16);
	input[10] = wordAt(nonce, 20);
}

function applyKeystream(from: Bytes, to: Bytes, length: number): void {
	for (let at = 0, counter = 1; at < length; at += BLOCK, counter++) {
		permute(counter);
		const end = length - at < BLOCK ? length : at + BLOCK;
		const whole = (end - at) >>> 2;
		let byte = at;
		for (let i = 0; i < whole; i++, byte += 4) {
			const stream = word(block, i);
			to[byte] = byteAt(from, byte) ^ stream;
			to[byte + 1] = byteAt(from, byte + 1) ^ (stream >>> 8);
			to[byte + 2] = byteAt(from, byte + 2) ^ (stream >>> 16);
			to[byte + 3] = byteAt(from, byte + 3) ^ (stream >>> 24);
		}
		for (let shift = 0; byte < end; byte++, shift += 8) {
			to[byte] = byteAt(from, byte) ^ (word(block, whole) >>> shift);
		}
	}
}

function authenticate(additional: Bytes, ciphertext: Bytes, length: number, tag: Bytes, offset: number): void {
	permute(0);
	for (let i = 0; i < KEY_LENGTH; i++) oneTimeKey[i] = word(block, i >>> 2) >>> (8 * (i & 3));
	poly1305.start(oneTimeKey);
	takePadded(additional, additional.length);
	takePadded(ciphertext, length);
	// Both lengths, 64 bits each; inputs are far below 2^32 bytes.
	last.fill(0);
	for (let i = 0; i < 4; i++) {
		last[i] = additional.length >>> (8 * i);
		last[8 + i] = length >>> (8 * i);
	}
	poly1305.take(last, 0, 1);
	poly1305.finish(tag, offset);
}

function takePadded(bytes: Bytes, length: number): void {
	const whole = length >>> 4;
	poly1305.take(bytes, 0, whole);
	const rest = length - 16 * whole;
	if (rest === 0) return;
	last.fill(0);
	for (let i = 0; i < rest; i++) last[i] = byteAt(bytes, 16 * whole + i);
	poly1305.take(last, 0, 1);
}

function erase(): void {
	input.fill(0);
	block.fill(0);
	oneTimeKey.fill(0);
	last.fill(0);
}

/** The block function of RFC 8439, 2.3: `block` from SIGMA, key, `counter` and nonce. */
function permute(counter: number): void {
	const [k0, k1, k2, k3] = [word(input, 0), word(input, 1), word(input, 2), word(input, 3)];
	const [k4, k5, k6, k7] = [word(input, 4), word(input, 5), word(input, 6), word(input, 7)];
	const [n0, n1, n2] = [word(input, 8), word(input, 9), word(input, 10)];
	let [x0, x1, x2, x3] = SIGMA as readonly [number, number, number, number];
	let [x4, x5, x6, x7] = [k0, k1, k2, k3];
	let [x8, x9, x10, x11] = [k4, k5, k6, k7];
	let [x12, x13, x14, x15] = [counter, n0, n1, n2];
	// biome-ignore format: half a quarter round to a line; four on the columns, four on the diagonals
	for (let round = 0; round < 10; round++) {
		x0 = (x0 + x4) | 0; x12 ^= x0; x12 = (x12 << 16) | (x12 >>> 16); x8 = (x8 + x12) | 0; x4 ^= x8; x4 = (x4 << 12) | (x4 >>> 20);
		x0 = (x0 + x4) | 0; x12 ^= x0; x12 = (x12 << 8) | (x12 >>> 24); x8 = (x8 + x12) | 0; x4 ^= x8; x4 = (x4 << 7) | (x4 >>> 25);
		x1 = (x1 + x5) | 0; x13 ^= x1; x13 = (x13 << 16) | (x13 >>> 16); x9 = (x9 + x13) | 0; x5 ^= x9; x5 = (x5 << 12) | (x5 >>> 20);
		x1 = (x1 + x5) | 0; x13 ^= x1; x13 = (x13 << 8) | (x13 >>> 24); x9 = (x9 + x13) | 0; x5 ^= x9; x5 = (x5 << 7) | (x5 >>> 25);
		x2 = (x2 + x6) | 0; x14 ^= x2; x14 = (x14 << 16) | (x14 >>> 16); x10 = (x10 + x14) | 0; x6 ^= x10; x6 = (x6 << 12) | (x6 >>> 20);
		x2 = (x2 + x6) | 0; x14 ^= x2; x14 = (x14 << 8) | (x14 >>> 24); x10 = (x10 + x14) | 0; x6 ^= x10; x6 = (x6 << 7) | (x6 >>> 25);
		x3 = (x3 + x7) | 0; x15 ^= x3; x15 = (x15 << 16) | (x15 >>> 16); x11 = (x11 + x15) | 0; x7 ^= x11; x7 = (x7 << 12) | (x7 >>> 20);
		x3 = (x3 + x7) | 0; x15 ^= x3; x15 = (x15 << 8) | (x15 >>> 24); x11 = (x11 + x15) | 0; x7 ^= x11; x7 = (x7 << 7) | (x7 >>> 25);
		x0 = (x0 + x5) | 0; x15 ^= x0; x15 = (x15 << 16) | (x15 >>> 16); x10 = (x10 + x15) | 0; x5 ^= x10; x5 = (x5 << 12) | (x5 >>> 20);
		x0 = (x0 + x5) | 0; x15 ^= x0; x15 = (x15 << 8) | (x15 >>> 24); x10 = (x10 + x15) | 0; x5 ^= x10; x5 = (x5 << 7) | (x5 >>> 25);
		x1 = (x1 + x6) | 0; x12 ^= x1; x12 = (x12 << 16) | (x12 >>> 16); x11 = (x11 + x12) | 0; x6 ^= x11; x6 = (x6 << 12) | (x6 >>> 20);
		x1 = (x1 + x6) | 0; x12 ^= x1; x12 = (x12 << 8) | (x12 >>> 24); x11 = (x11 + x12) | 0; x6 ^= x11; x6 = (x6 << 7) | (x6 >>> 25);
		x2 = (x2 + x7) | 0; x13 ^= x2; x13 = (x13 << 16) | (x13 >>> 16); x8 = (x8 + x13) | 0; x7 ^= x8; x7 = (x7 << 12) | (x7 >>> 20);
		x2 = (x2 + x7) | 0; x13 ^= x2; x13 = (x13 << 8) | (x13 >>> 24); x8 = (x8 + x13) | 0; x7 ^= x8; x7 = (x7 << 7) | (x7 >>> 25);
		x3 = (x3 + x4) | 0; x14 ^= x3; x14 = (x14 << 16) | (x14 >>> 16); x9 = (x9 + x14) | 0; x4 ^= x9; x4 = (x4 << 12) | (x4 >>> 20);
		x3 = (x3 + x4) | 0; x14 ^= x3; x14 = (x14 << 8) | (x14 >>> 24); x9 = (x9 + x14) | 0; x4 ^= x9; x4 = (x4 << 7) | (x4 >>> 25);
	}
	block[0] = x0 + SIGMA[0];
	block[1] = x1 + SIGMA[1];
	block[2] = x2 + SIGMA[2];
	block[3] = x3 + SIGMA[3];
	block[4] = x4 + k0;
	block[5] = x5 + k1;
	block[6] = x6 + k2;
	block[7] = x7 + k3;
	block[8] = x8 + k4;
	block[9] = x9 + k5;
	block[10] = x10 + k6;
	block[11] = x11 + k7;
	block[12] = x12 + counter;
	block[13] = x13 + n0;
	block[14] = x14 + n1;
	block[15] = x15 + n2;
}

/** Little-endian. */
function wordAt(bytes: Bytes, at: number): number {
	return (
		byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8) | (byteAt(bytes, at + 2) << 16) | (byteAt(bytes, at + 3) << 24)
	);
}

/** Index access that the type checker accepts; the indices are in range and the engine inlines it. */
function word(words: ArrayLike<number>, index: number): number {
	return words[index] as number;
}

function byteAt(bytes: Bytes, index: number): number {
	return bytes[index] as number;
}
