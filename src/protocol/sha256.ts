/**
 * SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104) for short synchronous inputs: a slot takes about 15 keyed hashes, and a
 * library's general-purpose objects cost more than the hashing. test/protocol/published.test.ts pins it to noble.
 *
 * The working arrays are shared: nothing here awaits, so no two computations are ever under way.
 */
import type { Bytes } from "./bytes.ts";

const BLOCK = 64;

// biome-ignore format: eight to a row, as in the standard
const roundConstants = Int32Array.of(
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);
const initialState = Int32Array.of(
	0x6a09e667,
	0xbb67ae85,
	0x3c6ef372,
	0xa54ff53a,
	0x510e527f,
	0x9b05688c,
	0x1f83d9ab,
	0x5be0cd19,
);

const schedule = new Int32Array(64);
const buffer = new Uint8Array(BLOCK);
const state = new Int32Array(8);

function compress(input: Bytes, offset: number): void {
	const w = schedule;
	for (let i = 0, at = offset; i < 16; i++, at += 4) {
		w[i] =
			(byteAt(input, at) << 24) | (byteAt(input, at + 1) << 16) | (byteAt(input, at + 2) << 8) | byteAt(input, at + 3);
	}
	for (let i = 16; i < 64; i++) {
		const a = word(w, i - 15);
		const b = word(w, i - 2);
		const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
		const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
		w[i] = (word(w, i - 16) + s0 + word(w, i - 7) + s1) | 0;
	}
	let a = word(state, 0);
	let b = word(state, 1);
	let c = word(state, 2);
	let d = word(state, 3);
	let e = word(state, 4);
	let f = word(state, 5);
	let g = word(state, 6);
	let h = word(state, 7);
	for (let i = 0; i < 64; i++) {
		const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
		const t1 = (h + s1 + ((e & f) ^ (~e & g)) + word(roundConstants, i) + word(w, i)) | 0;
		const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
		const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
		h = g;
		g = f;
		f = e;
		e = (d + t1) | 0;
		d = c;
		c = b;
		b = a;
		a = (t1 + t2) | 0;
	}
	state[0] = word(state, 0) + a;
	state[1] = word(state, 1) + b;
	state[2] = word(state, 2) + c;
	state[3] = word(state, 3) + d;
	state[4] = word(state, 4) + e;
	state[5] = word(state, 5) + f;
	state[6] = word(state, 6) + g;
	state[7] = word(state, 7) + h;
}

/** Index access that the type checker accepts; the indices are in range and the engine inlines it. */
function word(words: Int32Array, index: number): number {
	return words[index] as number;
}

function byteAt(bytes: Bytes, index: number): number {
	return bytes[index] as number;
}

/** Hashes `parts` on top of a state that has taken `taken` bytes (a multiple of 64). */
function finish(from: Int32Array, taken: number, parts: readonly Bytes[]): Bytes {
	state.set(from);
	let filled = 0;
	let total = taken;
	for (const part of parts) {
		let at = 0;
		total += part.length;
		if (filled > 0) {
			while (at < part.length && filled < BLOCK) buffer[filled++] = byteAt(part, at++);
			if (filled === BLOCK) {
				compress(buffer, 0);
				filled = 0;
			}
		}
		for (; part.length - at >= BLOCK; at += BLOCK) compress(part, at);
		for (; at < part.length; at++) buffer[filled++] = byteAt(part, at);
	}
	buffer[filled++] = 0x80;
	if (filled > BLOCK - 8) {
		buffer.fill(0, filled);
		compress(buffer, 0);
		filled = 0;
	}
	buffer.fill(0, filled, BLOCK - 8);
	// Length in bits, big-endian; inputs are far below 2^32 bytes.
	const high = (total / 0x2000_0000) | 0;
	const low = total << 3;
	for (let i = 0; i < 4; i++) {
		buffer[BLOCK - 8 + i] = high >>> (24 - 8 * i);
		buffer[BLOCK - 4 + i] = low >>> (24 - 8 * i);
	}
	compress(buffer, 0);
	const digest = new Uint8Array(32);
	for (let i = 0; i < 8; i++) {
		const value = word(state, i);
		digest[4 * i] = value >>> 24;
		digest[4 * i + 1] = value >>> 16;
		digest[4 * i + 2] = value >>> 8;
		digest[4 * i + 3] = value;
	}
	return digest;
}

/** SHA-256 over the concatenation of the parts. */
export function sha256(...parts: readonly Bytes[]): Bytes {
	return finish(initialState, 0, parts);
}

/** A key's two halves of HMAC, so that several MACs under one key cost two blocks less each. */
export interface MacKey {
	readonly inner: Int32Array;
	readonly outer: Int32Array;
}

export function macKey(key: Bytes): MacKey {
	const short = key.length > BLOCK ? sha256(key) : key;
	const half = (pad: number): Int32Array => {
		for (let i = 0; i < BLOCK; i++) buffer[i] = (i < short.length ? byteAt(short, i) : 0) ^ pad;
		state.set(initialState);
		compress(buffer, 0);
		return state.slice();
	};
	const keyed = { inner: half(0x36), outer: half(0x5c) };
	buffer.fill(0);
	return keyed;
}

/** HMAC-SHA-256 over the concatenation of the parts. */
export function mac(key: MacKey, ...parts: readonly Bytes[]): Bytes {
	return finish(key.outer, BLOCK, [finish(key.inner, BLOCK, parts)]);
}
