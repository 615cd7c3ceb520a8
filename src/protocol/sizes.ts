/** How long an envelope is, before it is made (envelope.ts). */
import { paddedCount } from "./dummies.ts";
import { INITIAL_SLOT_LENGTH } from "./initial-slot.ts";
import { paddedLength } from "./padding.ts";
import { encodePayload, type Payload } from "./payload.ts";
import { RATCHET_SLOT_LENGTH } from "./ratchet-slot.ts";

const HEAD_LENGTH = 38;
const TAG_LENGTH = 16;

export function envelopeLength(input: {
	readonly initial: number;
	readonly ratchet: number;
	readonly payload: Payload;
}): number {
	const slots = input.initial * INITIAL_SLOT_LENGTH + paddedCount(input.ratchet) * RATCHET_SLOT_LENGTH;
	return HEAD_LENGTH + slots + paddedLength(encodePayload(input.payload).length + 1) + TAG_LENGTH;
}
