/** What everybody sees of an envelope: how many slots of which kind, and the bytes of the initial ones. */
import { decodeArmorParts } from "../../src/protocol/index.ts";

const headLength = 38;
const initialLength = 1409;

export interface OnWire {
	readonly bytes: Uint8Array;
	readonly initial: readonly Uint8Array[];
	readonly ratchet: number;
}

export function onWire(armor: readonly string[]): OnWire {
	const { bytes } = decodeArmorParts(armor);
	const count = bytes[35] ?? 0;
	const initial = Array.from({ length: count }, (_, index) => {
		const from = headLength + index * initialLength;
		return bytes.subarray(from, from + initialLength);
	});
	return { bytes, initial, ratchet: ((bytes[36] ?? 0) << 8) | (bytes[37] ?? 0) };
}

/** E: the same in every repeat of one start. */
export const ephemeralOf = (slot: Uint8Array): string => Buffer.from(slot.subarray(0, 32)).toString("hex");
