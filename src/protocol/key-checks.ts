/**
 * Public keys and signatures that must be refused whatever the implementation underneath would say: browsers and noble differ
 * on them, and a message that opens in one browser and not in another is a way to tell people different things.
 */
import { type Bytes, equalBytes } from "./bytes.ts";

/** Little-endian 2^255 - 19. */
const fieldPrime = littleEndian(0xed, 0x7f, 0xff);

/** y of the five small-order x-classes of Ed25519: 0, 1, -1, and the two of order 8 (one the negative of the other). */
const smallOrderY: readonly Bytes[] = [
	littleEndian(0x00, 0x00, 0x00),
	littleEndian(0x01, 0x00, 0x00),
	littleEndian(0xec, 0x7f, 0xff),
	fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
	fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
];

/** u of the small-order points of Curve25519: 0, 1, -1, and the two of order 8 (RFC 7748, 6.1 tells to refuse their results). */
const smallOrderU: readonly Bytes[] = [
	littleEndian(0x00, 0x00, 0x00),
	littleEndian(0x01, 0x00, 0x00),
	littleEndian(0xec, 0x7f, 0xff),
	fromHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
	fromHex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
];

/** L = 2^252 + 27742317777372353535851937790883648493, little-endian (RFC 8032, 5.1). */
const groupOrder = fromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

/** X25519 public key: canonical, not of small order. */
export function isAgreementKey(key: Bytes): boolean {
	return key.length === 32 && isBelow(key, fieldPrime) && !smallOrderU.some((u) => equalBytes(u, key));
}

/** Ed25519 public key or R of a signature: canonical y, not of small order. Whether it is on the curve, verifying shows. */
export function isSigningPoint(point: Bytes): boolean {
	if (point.length !== 32) return false;
	const y = point.slice();
	y[31] = (y[31] ?? 0) & 0x7f;
	return isBelow(y, fieldPrime) && !smallOrderY.some((small) => equalBytes(small, y));
}

/** S below the group order (RFC 8032, 5.1.7): otherwise anybody can make a second signature out of one. */
export function isSignature(signature: Bytes): boolean {
	return (
		signature.length === 64 && isSigningPoint(signature.subarray(0, 32)) && isBelow(signature.subarray(32), groupOrder)
	);
}

const KEM_MODULUS = 3329;

/** ML-KEM-768 encapsulation key: length, and every 12-bit coefficient below q (FIPS 203, 7.2: modulus check). */
export function isKemKey(key: Bytes): boolean {
	if (key.length !== 1184) return false;
	for (let i = 0; i < 1152; i += 3) {
		const [a, b, c] = [key[i] ?? 0, key[i + 1] ?? 0, key[i + 2] ?? 0];
		if ((a | ((b & 15) << 8)) >= KEM_MODULUS || ((b >> 4) | (c << 4)) >= KEM_MODULUS) return false;
	}
	return true;
}

/** Little-endian, of equal length. Public values: need not be constant time. */
function isBelow(value: Bytes, bound: Bytes): boolean {
	for (let i = value.length - 1; i >= 0; i--) {
		const difference = (value[i] ?? 0) - (bound[i] ?? 0);
		if (difference !== 0) return difference < 0;
	}
	return false;
}

function littleEndian(first: number, last: number, between: number): Bytes {
	const bytes = new Uint8Array(32).fill(between);
	bytes[0] = first;
	bytes[31] = last;
	return bytes;
}

function fromHex(hex: string): Bytes {
	return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
