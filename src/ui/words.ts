/** The words for every closed list of the channels. The types make a list without words fail to compile. */
import type { ContentErrorCode, ErrorCode, InsertRefusal, TrustState, Warning } from "../messaging/channels.ts";
import { type MessageKey, t } from "./strings.ts";

export type AnyErrorCode = ErrorCode | ContentErrorCode;

/** Each text says the cause and the next step. */
export const errorWords: Readonly<Record<AnyErrorCode, MessageKey>> = {
	malformed: "errorMalformed",
	truncated: "errorTruncated",
	"part-missing": "errorPartMissing",
	damaged: "errorDamaged",
	"unsupported-version": "errorUnsupportedVersion",
	"unsupported-suite": "errorUnsupportedSuite",
	"not-for-us": "errorNotForUs",
	"waiting-for-earlier": "errorWaitingForEarlier",
	"key-deleted": "errorKeyDeleted",
	altered: "errorAltered",
	replayed: "errorReplayed",
	"wrong-conversation": "errorWrongConversation",
	"prekey-expired": "errorPrekeyExpired",
	"revoked-sender": "errorRevokedSender",
	"too-large": "errorTooLarge",
	"too-many-skipped": "errorTooManySkipped",
	"no-vault": "errorNoVault",
	locked: "errorLocked",
	"wrong-passphrase": "errorWrongPassphrase",
	"vault-exists": "errorVaultExists",
	"storage-failed": "errorStorageFailed",
	"vault-too-new": "errorVaultTooNew",
	"bad-request": "errorBadRequest",
	"not-allowed": "errorNotAllowed",
	"ticket-spent": "errorTicketSpent",
	"no-recipients": "errorNoRecipients",
	"not-confirmed": "errorNotConfirmed",
	"contact-not-writable": "errorContactNotWritable",
	"place-changed": "errorPlaceChanged",
	"tab-gone": "errorTabGone",
	"name-empty": "errorNameEmpty",
	"site-unsupported": "errorSiteUnsupported",
	"nothing-found": "errorNothingFound",
	"no-box": "errorNoBox",
	busy: "errorBusy",
	internal: "errorInternal",
	refused: "errorInternal",
};

export const refusalWords: Readonly<Record<InsertRefusal, MessageKey>> = {
	"box-gone": "refusedBoxGone",
	"box-not-empty": "refusedBoxNotEmpty",
	"not-exact": "refusedNotExact",
	"too-long": "refusedTooLong",
	"place-changed": "refusedPlaceChanged",
	"no-send": "refusedNoSend",
	"not-seen": "refusedNotSeen",
	busy: "refusedBusy",
};

export const warningWords: Readonly<Record<Warning, MessageKey>> = {
	"other-conversation": "warningOtherConversation",
	"author-not-here": "warningAuthorNotHere",
	"site-may-have-seen": "warningSiteMayHaveSeen",
	"self-from-other-device": "warningSelfFromOtherDevice",
	"new-device": "warningNewDevice",
};

export const trustWords: Readonly<Record<TrustState, MessageKey>> = {
	new: "trustNew",
	known: "trustKnown",
	verified: "trustVerified",
	changed: "trustChanged",
	revoked: "trustRevoked",
};

export const trustMeaning: Readonly<Record<TrustState, MessageKey>> = {
	new: "trustNewMeaning",
	known: "trustKnownMeaning",
	verified: "trustVerifiedMeaning",
	changed: "trustChangedMeaning",
	revoked: "trustRevokedMeaning",
};

export function errorText(code: AnyErrorCode): string {
	return t(errorWords[code]);
}
