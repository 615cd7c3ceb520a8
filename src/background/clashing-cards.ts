/** Cards that cannot stand beside each other. */
import type { Card } from "../protocol/index.ts";
import { toHex } from "./bytes.ts";
import type { Core } from "./core.ts";

/**
 * A device that gives out prekeys for two accounts: no message to the two of them could be sealed. A prekey is signed by its device for one
 * account; only to list somebody else's device takes nothing from them, and is never written to.
 */
export async function clashes(core: Core, card: Card): Promise<boolean> {
	const writtenTo = (one: Card) => one.prekeys.map(({ device }) => toHex(device.devicePublicKey));
	const ours = new Set(writtenTo(card));
	const id = toHex(card.fingerprint);
	for (const other of await core.book.list()) {
		if (other.id === id || other.card === null) continue;
		if (writtenTo(await core.cards.open(other.card)).some((device) => ours.has(device))) return true;
	}
	return false;
}
