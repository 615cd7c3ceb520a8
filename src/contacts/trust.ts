/**
 * What we have, what we see -> what to do. Pure. The evidence must be authenticated before it comes here: a card whose
 * signatures hold, a message whose last seal opened.
 */
import type { ContactId, DeviceId, TrustState } from "./contact.ts";

/** The part of a contact that decides. */
export interface Pinned {
	readonly id: ContactId;
	readonly accountPublicKey: Uint8Array;
	readonly trust: TrustState;
	readonly listSequence: number;
	readonly devices: readonly DeviceId[];
	/** When the card we hold ends; 0 without one. */
	readonly cardExpiresAt: number;
}

export type Seen =
	/** A card: the whole device list. */
	| {
			readonly kind: "card";
			readonly accountPublicKey: Uint8Array;
			readonly listSequence: number;
			readonly devices: readonly DeviceId[];
			readonly expiresAt: number;
	  }
	/** An opened message: one device of the list. */
	| {
			readonly kind: "message";
			readonly accountPublicKey: Uint8Array;
			/** Of the author's certificate, which the account signed; the number inside the message is the author's word only. */
			readonly listSequence: number;
			readonly device: DeviceId;
			/** False when it is read again: the same message says nothing new. */
			readonly firstTime: boolean;
	  };

export type Reason =
	| "first-contact"
	| "same-key"
	/** Another account. Whoever it is, it is not this contact. */
	| "other-account"
	/** A device joined. A visible event, not a change of key. */
	| "new-device"
	/** An older device list than the pinned one: ignored, the rest counts. */
	| "old-device-list"
	/** The pinned list, on a card that ends before the one we hold: ignored. */
	| "older-card"
	/** One sequence number, two contents: somebody with the account key speaks with two voices. */
	| "device-list-fork"
	/** From a device that the pinned list does not have any more. */
	| "device-removed"
	| "changed-before"
	| "revoked";

export interface Verdict {
	/** `warn`: goes on, with the reasons shown. `block`: nothing is taken over and nothing is sealed. */
	readonly action: "accept" | "warn" | "block";
	readonly reasons: readonly Reason[];
	/** Trust of the contact from here on. */
	readonly trust: TrustState;
	/** Whether the seen card and its list replace the pinned ones. */
	readonly takesList: boolean;
}

export function decideTrust(pinned: Pinned | null, seen: Seen): Verdict {
	if (pinned === null) {
		return { action: "warn", reasons: ["first-contact"], trust: "new", takesList: seen.kind === "card" };
	}
	const block = (reason: Reason, trust = pinned.trust): Verdict => ({
		action: "block",
		reasons: [reason],
		trust,
		takesList: false,
	});
	if (!sameBytes(pinned.accountPublicKey, seen.accountPublicKey)) return block("other-account");
	if (pinned.trust === "revoked") return block("revoked");
	if (pinned.trust === "changed") return block("changed-before");
	return seen.kind === "card" ? cardVerdict(pinned, seen, block) : messageVerdict(pinned, seen, block);
}

type Block = (reason: Reason, trust?: TrustState) => Verdict;

function cardVerdict(pinned: Pinned, seen: Extract<Seen, { kind: "card" }>, block: Block): Verdict {
	const { trust } = pinned;
	if (seen.listSequence < pinned.listSequence) {
		return { action: "accept", reasons: ["same-key", "old-device-list"], trust, takesList: false };
	}
	const joined = seen.devices.filter((device) => !pinned.devices.includes(device));
	const left = pinned.devices.filter((device) => !seen.devices.includes(device));
	// An empty list was never seen whole (contact known from a message): there is nothing it could contradict.
	const seenWhole = pinned.devices.length > 0;
	if (seenWhole && seen.listSequence === pinned.listSequence && joined.length + left.length > 0) {
		return block("device-list-fork", "changed");
	}
	// The same list around older prekeys: a page that repeats an old card must not cut the writing short.
	if (seen.listSequence === pinned.listSequence && seen.expiresAt < pinned.cardExpiresAt) {
		return { action: "accept", reasons: ["same-key", "older-card"], trust, takesList: false };
	}
	if (seenWhole && joined.length > 0) {
		return { action: "warn", reasons: ["same-key", "new-device"], trust, takesList: true };
	}
	return { action: "accept", reasons: ["same-key"], trust, takesList: true };
}

function messageVerdict(pinned: Pinned, seen: Extract<Seen, { kind: "message" }>, block: Block): Verdict {
	const listed = pinned.devices.includes(seen.device);
	if (!listed && pinned.devices.length > 0) {
		if (seen.listSequence === pinned.listSequence) return block("device-list-fork", "changed");
		if (seen.listSequence < pinned.listSequence) return block("device-removed");
	}
	const trust = pinned.trust === "new" && seen.firstTime ? "known" : pinned.trust;
	return listed
		? { action: "accept", reasons: ["same-key"], trust, takesList: false }
		: { action: "warn", reasons: ["same-key", "new-device"], trust, takesList: false };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
