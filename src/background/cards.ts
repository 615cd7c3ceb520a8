/** Cards: opened once and remembered while the worker lives, and our own. */
import { deviceId } from "../contacts/contact.ts";
import type { SeenCard } from "../contacts/contact-book.ts";
import { type Card, cardLength, encodeCard, openCard, type PrekeyPair, type Suite } from "../protocol/index.ts";
import { toHex } from "./bytes.ts";
import { Fault } from "./fault.ts";
import type { Self } from "./identity.ts";

export interface Cards {
	/** Every signature checked. @throws ProtocolError */
	open(bytes: Uint8Array): Promise<Card>;
}

/** A list of contacts shows one card each; checking signatures again on every look would be felt. */
const remembered = 128;

export function createCards(suite: Suite): Cards {
	const known = new Map<string, Card>();
	return {
		async open(bytes) {
			const key = toHex(suite.hash(bytes));
			const card = known.get(key) ?? (await openCard(suite, bytes));
			known.delete(key);
			known.set(key, card);
			for (const oldest of known.keys()) {
				if (known.size <= remembered) break;
				known.delete(oldest);
			}
			return card;
		},
	};
}

/** A card as trust decisions take it. */
export function seenCard(card: Card, bytes: Uint8Array): SeenCard {
	return {
		fingerprint: card.fingerprint,
		accountPublicKey: card.accountPublicKey,
		name: card.name,
		listSequence: card.listSequence,
		devices: card.devices.map((device) => deviceId(device.devicePublicKey, device.signingPublicKey)),
		expiresAt: card.expiresAt,
		recoveryHash: card.recoveryHash,
		bytes,
	};
}

/** @throws Fault `own-account-ended` */
export async function ownCard(suite: Suite, self: Self, prekey: PrekeyPair): Promise<Uint8Array> {
	if (self.ended !== null) throw new Fault("own-account-ended");
	return encodeCard(suite, {
		device: self.device,
		prekeys: [prekey],
		name: self.name,
		recoveryHash: self.recoveryHash,
	});
}

/** Of the card that `ownCard` will give, whichever prekey it is made with. */
export const ownCardLength = ({ device, name, recoveryHash }: Self): number =>
	cardLength({ deviceList: device.deviceList, name, recovers: recoveryHash !== null });
