/** How long a card or an envelope will be, before it is made (card.ts, envelope.ts): no key is needed for that. */
import { type Bytes, encodeText } from "./bytes.ts";
import { paddedCount } from "./dummies.ts";
import { INITIAL_SLOT_LENGTH } from "./initial-slot.ts";
import { paddedLength } from "./padding.ts";
import { encodePayload, type Payload } from "./payload.ts";
import { RATCHET_SLOT_LENGTH } from "./ratchet-slot.ts";

const HEAD_LENGTH = 38;
const TAG_LENGTH = 16;
const PREKEY_LENGTH = 1291;
const SIGNATURE_LENGTH = 64;
const HASH_LENGTH = 32;

/** With one prekey. `recovers`: with a recovery hash. */
export function cardLength({
	deviceList,
	name,
	recovers,
}: {
	readonly deviceList: Bytes;
	readonly name: string;
	readonly recovers: boolean;
}): number {
	const fields = 2 + deviceList.length + 1 + encodeText(name).length + 1 + (recovers ? HASH_LENGTH : 0);
	return fields + 1 + (1 + PREKEY_LENGTH) + 1 + SIGNATURE_LENGTH;
}

export function envelopeLength(input: {
	readonly initial: number;
	readonly ratchet: number;
	readonly payload: Payload;
}): number {
	const slots = input.initial * INITIAL_SLOT_LENGTH + paddedCount(input.ratchet) * RATCHET_SLOT_LENGTH;
	return HEAD_LENGTH + slots + paddedLength(encodePayload(input.payload).length + 1) + TAG_LENGTH;
}
