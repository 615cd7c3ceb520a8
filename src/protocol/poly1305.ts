/**
 * Poly1305 (RFC 8439, 2.5) over whole blocks of 16 bytes, as the AEAD feeds it (chacha20-poly1305.ts).
 *
 * Numbers modulo 2^130 - 5 in six limbs of 22 bits: the largest sum of products is below 2^52, so doubles hold it exactly.
 * One computation at a time, and what is left of it is overwritten at its end.
 */
import type { Bytes } from "./bytes.ts";

// biome-ignore lint/style/noRestrictedGlobals: rounding and no randomness
const { floor } = Math;

const LIMB = 0x3fffff;
const BASE = 2 ** 22;
const PER_BASE = 2 ** -22;
/** A carry out of the highest limb, 2^132, is 20 modulo 2^130 - 5. */
const WRAP = 20;

const r = new Float64Array(6);
const h = new Float64Array(6);
/** The second half of the key, which is added at the end. */
const pad = new Uint8Array(16);

/** The one-time key: 32 bytes. */
export function start(key: Bytes): void {
	const k0 = wordAt(key, 0) & 0x0fffffff;
	const k1 = wordAt(key, 4) & 0x0ffffffc;
	const k2 = wordAt(key, 8) & 0x0ffffffc;
	const k3 = wordAt(key, 12) & 0x0ffffffc;
	r[0] = k0 & LIMB;
	r[1] = ((k0 >>> 22) | (k1 << 10)) & LIMB;
	r[2] = ((k1 >>> 12) | (k2 << 20)) & LIMB;
	r[3] = (k2 >>> 2) & LIMB;
	r[4] = ((k2 >>> 24) | (k3 << 8)) & LIMB;
	r[5] = k3 >>> 14;
	for (let i = 0; i < 16; i++) pad[i] = byteAt(key, 16 + i);
	h.fill(0);
}

/** `count` blocks of `data` from `offset` on. */
export function take(data: Bytes, offset: number, count: number): void {
	const [r0, r1, r2, r3, r4, r5] = [limb(r, 0), limb(r, 1), limb(r, 2), limb(r, 3), limb(r, 4), limb(r, 5)];
	const [s1, s2, s3, s4, s5] = [WRAP * r1, WRAP * r2, WRAP * r3, WRAP * r4, WRAP * r5];
	let [h0, h1, h2, h3, h4, h5] = [limb(h, 0), limb(h, 1), limb(h, 2), limb(h, 3), limb(h, 4), limb(h, 5)];
	for (let at = offset, end = offset + 16 * count; at < end; at += 16) {
		const t0 = wordAt(data, at);
		const t1 = wordAt(data, at + 4);
		const t2 = wordAt(data, at + 8);
		const t3 = wordAt(data, at + 12);
		h0 += t0 & LIMB;
		h1 += ((t0 >>> 22) | (t1 << 10)) & LIMB;
		h2 += ((t1 >>> 12) | (t2 << 20)) & LIMB;
		h3 += (t2 >>> 2) & LIMB;
		h4 += ((t2 >>> 24) | (t3 << 8)) & LIMB;
		// Every block is a whole one: its bit 128.
		h5 += (t3 >>> 14) | 0x40000;

		const d0 = h0 * r0 + h1 * s5 + h2 * s4 + h3 * s3 + h4 * s2 + h5 * s1;
		const c0 = floor(d0 * PER_BASE);
		const d1 = h0 * r1 + h1 * r0 + h2 * s5 + h3 * s4 + h4 * s3 + h5 * s2 + c0;
		const c1 = floor(d1 * PER_BASE);
		const d2 = h0 * r2 + h1 * r1 + h2 * r0 + h3 * s5 + h4 * s4 + h5 * s3 + c1;
		const c2 = floor(d2 * PER_BASE);
		const d3 = h0 * r3 + h1 * r2 + h2 * r1 + h3 * r0 + h4 * s5 + h5 * s4 + c2;
		const c3 = floor(d3 * PER_BASE);
		const d4 = h0 * r4 + h1 * r3 + h2 * r2 + h3 * r1 + h4 * r0 + h5 * s5 + c3;
		const c4 = floor(d4 * PER_BASE);
		const d5 = h0 * r5 + h1 * r4 + h2 * r3 + h3 * r2 + h4 * r1 + h5 * r0 + c4;
		const c5 = floor(d5 * PER_BASE);

		const low = d0 - c0 * BASE + c5 * WRAP;
		const carry = floor(low * PER_BASE);
		h0 = low - carry * BASE;
		h1 = d1 - c1 * BASE + carry;
		h2 = d2 - c2 * BASE;
		h3 = d3 - c3 * BASE;
		h4 = d4 - c4 * BASE;
		h5 = d5 - c5 * BASE;
	}
	h[0] = h0;
	h[1] = h1;
	h[2] = h2;
	h[3] = h3;
	h[4] = h4;
	h[5] = h5;
}

/** The tag: 16 bytes into `output` at `offset`. */
export function finish(output: Bytes, offset: number): void {
	// h modulo 2^130 - 5: once to below 2^130 and a little, then less 2^130 - 5 if that is not negative, which the mask says.
	let [h0, h1, h2, h3, h4, h5] = [limb(h, 0), limb(h, 1), limb(h, 2), limb(h, 3), limb(h, 4), limb(h, 5)];
	for (let round = 0; round < 2; round++) {
		h1 += h0 >>> 22;
		h0 &= LIMB;
		h2 += h1 >>> 22;
		h1 &= LIMB;
		h3 += h2 >>> 22;
		h2 &= LIMB;
		h4 += h3 >>> 22;
		h3 &= LIMB;
		h5 += h4 >>> 22;
		h4 &= LIMB;
		h0 += 5 * (h5 >>> 20);
		h5 &= 0xfffff;
	}
	const g0 = h0 + 5;
	const g1 = h1 + (g0 >>> 22);
	const g2 = h2 + (g1 >>> 22);
	const g3 = h3 + (g2 >>> 22);
	const g4 = h4 + (g3 >>> 22);
	const g5 = h5 + (g4 >>> 22) - 0x100000;
	const less = g5 >> 31;
	const pick = (reduced: number, same: number): number => (reduced & LIMB & ~less) | (same & less);
	const [l0, l1, l2] = [pick(g0, h0), pick(g1, h1), pick(g2, h2)];
	const [l3, l4, l5] = [pick(g3, h3), pick(g4, h4), pick(g5, h5)];

	let sum = 0;
	const words = [
		l0 | (l1 << 22),
		(l1 >>> 10) | (l2 << 12),
		(l2 >>> 20) | (l3 << 2) | (l4 << 24),
		(l4 >>> 8) | (l5 << 14),
	];
	for (const [i, word] of words.entries()) {
		sum += (word >>> 0) + (wordAt(pad, 4 * i) >>> 0);
		output[offset + 4 * i] = sum;
		output[offset + 4 * i + 1] = sum >>> 8;
		output[offset + 4 * i + 2] = sum >>> 16;
		output[offset + 4 * i + 3] = sum >>> 24;
		sum = floor(sum / 2 ** 32);
	}
	r.fill(0);
	h.fill(0);
	pad.fill(0);
}

/** Little-endian. */
function wordAt(bytes: Bytes, at: number): number {
	return (
		byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8) | (byteAt(bytes, at + 2) << 16) | (byteAt(bytes, at + 3) << 24)
	);
}

/** Index access that the type checker accepts; the indices are in range and the engine inlines it. */
function byteAt(bytes: Bytes, index: number): number {
	return bytes[index] as number;
}

function limb(limbs: Float64Array, index: number): number {
	return limbs[index] as number;
}
