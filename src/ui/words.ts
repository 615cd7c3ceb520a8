/** The words for every closed list of the channels. The types make a list without words fail to compile. */
import type {
	ContactPage,
	ContentErrorCode,
	ErrorCode,
	InsertRefusal,
	KeyChangeView,
	PlainWarning,
	ReaderView,
	Retention,
	TrustState,
	Warning,
} from "../messaging/channels.ts";
import { counted, type MessageKey, nameInSentence, shownMoment, t } from "./strings.ts";

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
	"key-deleted": "errorKeyDeleted",
	"account-revoked": "errorAccountRevoked",
	"own-account-ended": "errorOwnAccountEnded",
	"wrong-recovery-key": "errorWrongRecoveryKey",
	altered: "errorAltered",
	"number-reused": "errorNumberReused",
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
	"person-locked": "errorPersonLocked",
	"ticket-spent": "errorTicketSpent",
	"no-recipients": "errorNoRecipients",
	"not-confirmed": "errorNotConfirmed",
	"contact-not-writable": "errorContactNotWritable",
	"place-changed": "errorPlaceChanged",
	"tab-gone": "errorTabGone",
	"name-empty": "errorNameEmpty",
	"site-unsupported": "errorSiteUnsupported",
	"nothing-found": "errorNothingFound",
	"contact-code": "errorContactCode",
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
	cut: "refusedCut",
	partly: "refusedPartly",
	"too-many": "refusedTooMany",
	changed: "refusedChanged",
	"not-restored": "refusedNotRestored",
	busy: "refusedBusy",
};

/** With the author's name as $1 where a text has one. */
export const warningWords: Readonly<Record<PlainWarning, MessageKey>> = {
	"other-conversation": "warningOtherConversation",
	"author-not-here": "warningAuthorNotHere",
	"new-device": "warningNewDevice",
	"untrusted-device": "warningUntrustedDevice",
	"changed-key": "warningChangedKey",
	"revoked-account": "warningRevokedAccount",
	"left-key": "warningLeftKey",
	"started-over": "warningStartedOver",
	order: "warningOrder",
};

export const retentionWords: Readonly<Record<Retention, MessageKey>> = {
	forever: "keepForever",
	"90d": "keep90d",
	"30d": "keep30d",
	"7d": "keep7d",
	"24h": "keep24h",
	closed: "keepClosed",
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

/** What is open about a contact's key, with their name as $1: on their page, and over a composer that does not write to them. */
export const changeWords: Readonly<
	Record<KeyChangeView["kind"], { readonly page: MessageKey; readonly locked: MessageKey }>
> = {
	claimed: { page: "changeClaimed", locked: "composerLockedClaimed" },
	moved: { page: "changeMoved", locked: "composerLockedMoved" },
	forked: { page: "changeForked", locked: "composerLockedForked" },
	doubted: { page: "changeDoubted", locked: "composerLockedDoubted" },
	differed: { page: "changeDiffered", locked: "composerLockedDiffered" },
};

const signatures: readonly KeyChangeView["evidence"][number][] = ["signed-by-old", "signed-by-recovery"];

/** What speaks for a claim and against it, in sentences; of what proves nothing, nothing. */
export function claimTexts(name: string, { evidence }: KeyChangeView): readonly string[] {
	return [
		...(evidence.some((one) => signatures.includes(one)) ? [t("claimSigned", nameInSentence(name))] : []),
		...(evidence.includes("other-site") ? [t("claimOtherSite")] : []),
		...(evidence.includes("still-used") ? [t("claimStillUsed")] : []),
	];
}

export const verifiedWords: Readonly<Record<NonNullable<ContactPage["verified"]>["how"], MessageKey>> = {
	live: "contactVerifiedLive",
	code: "contactVerifiedCode",
	number: "contactVerifiedNumber",
};

export function errorText(code: AnyErrorCode): string {
	return t(errorWords[code]);
}

type Message = Extract<ReaderView, { kind: "message" }>;
type Author = Message["author"];

/** All warnings of a message in words, none twice, but those with a place of their own. */
export function warningTexts({ warnings, author, quoted }: Message): readonly string[] {
	const inLines = warnings.filter(({ kind }) => !inSummary.has(kind) && !(quoted && kind === "shown-before"));
	return [...new Set(inLines.map((warning) => warningText(warning, author)))];
}

/** That it is a quotation is what the page says; when it was shown before is what is known here. */
export function quotedText({ warnings }: Message): string {
	const shown = warnings.find((warning) => warning.kind === "shown-before");
	return shown === undefined ? t("readerQuoted") : t("readerQuotedShown", shownMoment(shown.at));
}

/** Of names that the page may have chosen. */
const inSummary: ReadonlySet<Warning["kind"]> = new Set(["site-says-other", "looks-like"]);

/** Who wrote it, against what the site or their name says. Not with the others: see ProtectionDetails. */
export function nameWarning(warnings: readonly Warning[], author: Author): string | null {
	const found = warnings.find(({ kind }) => inSummary.has(kind));
	return found === undefined ? null : warningText(found, author);
}

/** The level of its author belongs to the account they have now, and this is of one before. */
export const isLeft = ({ warnings }: Message): boolean => warnings.some(({ kind }) => kind === "left-key");

function warningText(warning: Warning, author: Author): string {
	const name = author.self ? "" : nameInSentence(author.contact.name);
	switch (warning.kind) {
		case "missing":
			return counted(warning.count, "warningMissingOne", "warningMissingMany");
		case "shown-before":
			return t("warningShownBefore", shownMoment(warning.at));
		case "site-says-other": {
			const other = nameInSentence(warning.name);
			return author.self ? t("warningSiteSaysOtherSelf", other) : t("warningSiteSaysOther", name, other);
		}
		case "looks-like":
			return t("warningLooksLike", nameInSentence(warning.name));
		default:
			return t(warningWords[warning.kind], name);
	}
}
