/**
 * What a chat site can do to an envelope without any key. `harmless`: it must open like the untouched one. `core`: commitment,
 * payload or head differ, so it must not open for anybody. `slots`: it opens as it was written, or not at all.
 */
import { INITIAL, type Parts, putTogether, RATCHET, takeApart } from "./layout.ts";
import { modelRandom } from "./people.ts";

export type Damage = "harmless" | "core" | "slots";

export interface Delivered {
	readonly envelope: Uint8Array;
	readonly damage: Damage;
}

type Trick = (parts: Parts, pick: number, other: Parts) => { parts: Parts; damage: Damage };

const flipped = (bytes: Uint8Array, pick: number): Uint8Array => {
	const copy = bytes.slice();
	const at = pick % bytes.length;
	copy[at] = (copy[at] ?? 0) ^ (1 << (pick % 8));
	return copy;
};

/** Flips a bit between two places of one slot. */
const inSlot = (slots: readonly Uint8Array[], pick: number, from: number, to: number): Uint8Array[] =>
	slots.map((slot, index) => {
		if (index !== pick % slots.length) return slot;
		const region = flipped(slot.slice(from, to), pick);
		return Uint8Array.from([...slot.slice(0, from), ...region, ...slot.slice(to)]);
	});

const initialRegion =
	(from: number, to: number): Trick =>
	(parts, pick) => ({ parts: { ...parts, initial: inSlot(parts.initial, pick, from, to) }, damage: "slots" });
const ratchetRegion =
	(from: number, to: number): Trick =>
	(parts, pick) => ({ parts: { ...parts, ratchet: inSlot(parts.ratchet, pick, from, to) }, damage: "slots" });

const noise = (length: number, pick: number) => modelRandom(`noise ${pick}`)(length);

export const tricks: Readonly<Record<string, Trick>> = {
	nothing: (parts) => ({ parts, damage: "harmless" }),
	"flip version, suite or kind": (parts, pick) => ({
		parts: { ...parts, head: flipped(parts.head, pick) },
		damage: "core",
	}),
	"flip commitment": (parts, pick) => ({
		parts: { ...parts, commitment: flipped(parts.commitment, pick) },
		damage: "core",
	}),
	"flip payload": (parts, pick) => ({ parts: { ...parts, payload: flipped(parts.payload, pick) }, damage: "core" }),
	"flip payload tag": (parts, pick) => ({
		parts: {
			...parts,
			payload: Uint8Array.from([...parts.payload.slice(0, -16), ...flipped(parts.payload.slice(-16), pick)]),
		},
		damage: "core",
	}),
	"flip E": initialRegion(0, 32),
	"flip hint": initialRegion(32, 36),
	"flip KEM ciphertext": initialRegion(36, 1124),
	"flip sealed certificate": initialRegion(1124, 1305),
	"flip initial header": initialRegion(1305, 1361),
	"flip initial wrap": initialRegion(1361, INITIAL),
	"flip locator": ratchetRegion(0, 8),
	"flip header": ratchetRegion(8, 64),
	"flip wrap": ratchetRegion(64, RATCHET),
	"strip a slot": (parts, pick) => ({
		parts: {
			...parts,
			initial: parts.initial.filter((_, index) => index !== pick % (parts.initial.length + 1)),
			ratchet: parts.ratchet.filter((_, index) => index !== pick % (parts.ratchet.length + 1)),
		},
		damage: "slots",
	}),
	"strip all slots": (parts) => ({ parts: { ...parts, initial: [], ratchet: [] }, damage: "slots" }),
	"other order": (parts) => ({
		parts: { ...parts, initial: parts.initial.toReversed(), ratchet: parts.ratchet.toReversed() },
		damage: "harmless",
	}),
	"each slot twice": (parts) => ({
		parts: {
			...parts,
			initial: parts.initial.flatMap((slot) => [slot, slot]),
			ratchet: parts.ratchet.flatMap((slot) => [slot, slot]),
		},
		damage: "harmless",
	}),
	"noise between": (parts, pick) => ({
		parts: {
			...parts,
			initial: [noise(INITIAL, pick), ...parts.initial],
			ratchet: [noise(RATCHET, pick), ...parts.ratchet, noise(RATCHET, pick + 1)],
		},
		damage: "harmless",
	}),
	"slots of another message": (parts, _pick, other) => ({
		parts: { ...parts, initial: other.initial, ratchet: other.ratchet },
		damage: "core",
	}),
	"slots of another message too": (parts, _pick, other) => ({
		parts: { ...parts, initial: [...other.initial, ...parts.initial], ratchet: [...other.ratchet, ...parts.ratchet] },
		damage: "harmless",
	}),
	"another start with this header": (parts, _pick, other) => ({
		parts: {
			...parts,
			initial: parts.initial.map((slot, index) => {
				const start = other.initial[index % Math.max(1, other.initial.length)] ?? slot;
				return Uint8Array.from([...start.slice(0, 1305), ...slot.slice(1305)]);
			}),
		},
		damage: "slots",
	}),
	"more slots than are tried": (parts, pick) => {
		const many = (length: number, count: number) => Array.from({ length: count }, () => noise(length, pick));
		const more =
			pick % 2 === 0
				? { ratchet: [...parts.ratchet, ...many(RATCHET, 1101 - parts.ratchet.length)] }
				: { initial: [...parts.initial, ...many(INITIAL, 129 - parts.initial.length)] };
		return { parts: { ...parts, ...more }, damage: "core" };
	},
	"payload of another message": (parts, _pick, other) => ({
		parts: { ...parts, payload: other.payload },
		damage: "core",
	}),
};

/** Tricks on the bytes as a whole. */
const cuts: readonly ((envelope: Uint8Array, pick: number) => Uint8Array)[] = [
	(envelope, pick) => envelope.slice(0, pick % envelope.length),
	(envelope, pick) => envelope.slice(0, -1 - (pick % 16)),
	(envelope, pick) => Uint8Array.from([...envelope, ...noise(1 + (pick % 20), pick)]),
	(_envelope, pick) => noise(pick % 3000, pick),
	(envelope, pick) => envelope.map((byte, at) => (at >= 35 && at < 38 ? (pick >> (8 * (at - 35))) & 255 : byte)),
];

export const trickCount: number = Object.keys(tricks).length + cuts.length;

export function tamper(envelope: Uint8Array, trick: number, pick: number, otherEnvelope: Uint8Array): Delivered {
	const named = Object.values(tricks)[trick % trickCount];
	const untouched = (changed: Uint8Array) => Buffer.compare(changed, envelope) === 0;
	if (!named) {
		const cut = cuts[(trick % trickCount) - Object.keys(tricks).length];
		const changed = cut ? cut(envelope, pick) : envelope;
		return { envelope: changed, damage: untouched(changed) ? "harmless" : "core" };
	}
	const { parts, damage } = named(takeApart(envelope), pick, takeApart(otherEnvelope));
	const changed = putTogether(parts);
	return { envelope: changed, damage: untouched(changed) ? "harmless" : damage };
}
