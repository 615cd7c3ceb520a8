/** Where the parts of an envelope stand, for a carrier that cuts and pastes. Read from docs/protocol.md, not from the code. */
import { join, uint } from "../forge.ts";

export const HEAD = 3;
export const COUNTS_AT = 35;
export const SLOTS_AT = 38;
export const INITIAL = 1409;
export const RATCHET = 112;

export interface Parts {
	/** Version, suite and kind. */
	readonly head: Uint8Array;
	readonly commitment: Uint8Array;
	readonly initial: readonly Uint8Array[];
	readonly ratchet: readonly Uint8Array[];
	readonly payload: Uint8Array;
}

export function takeApart(envelope: Uint8Array): Parts {
	const nInitial = envelope[COUNTS_AT] ?? 0;
	const nRatchet = ((envelope[COUNTS_AT + 1] ?? 0) << 8) | (envelope[COUNTS_AT + 2] ?? 0);
	const ratchetAt = SLOTS_AT + nInitial * INITIAL;
	const slots = (from: number, count: number, length: number) =>
		Array.from({ length: count }, (_, index) => envelope.slice(from + index * length, from + (index + 1) * length));
	return {
		head: envelope.slice(0, HEAD),
		commitment: envelope.slice(HEAD, COUNTS_AT),
		initial: slots(SLOTS_AT, nInitial, INITIAL),
		ratchet: slots(ratchetAt, nRatchet, RATCHET),
		payload: envelope.slice(ratchetAt + nRatchet * RATCHET),
	};
}

export function putTogether({ head, commitment, initial, ratchet, payload }: Parts): Uint8Array {
	return join(head, commitment, uint(initial.length, 1), uint(ratchet.length, 2), ...initial, ...ratchet, payload);
}
