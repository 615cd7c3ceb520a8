/** The recovery key: an Ed25519 key kept apart from every device. A card carries its hash, so that nobody learns the key before it is used. */
import { type Bytes, equalBytes, integer } from "./bytes.ts";
import { label } from "./labels.ts";
import type { Suite } from "./suite.ts";

/** 32 bytes, as in the card. */
export function recoveryHash(suite: Suite, recoveryPublicKey: Bytes): Bytes {
	return suite.hash(label.recovery, integer(suite.id, 1), recoveryPublicKey);
}

/** Whether this is the key whose hash an account's card carries. */
export function isRecoveryKey(suite: Suite, recoveryPublicKey: Bytes, hash: Bytes): boolean {
	return equalBytes(recoveryHash(suite, recoveryPublicKey), hash);
}
