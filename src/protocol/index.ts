/** The only file of the protocol that others import (content scripts: armor-scan.ts). */
export {
	type ArmorInput,
	type ArmorKind,
	armorKind,
	armorMessageId,
	armorParts,
	decodeArmorParts,
	encodeArmor,
} from "./armor.ts";
export { ARMOR_MAGIC, type ArmorSpan, findArmor, hasArmor } from "./armor-scan.ts";
export type { Bytes, Random } from "./bytes.ts";
export {
	type Card,
	type CardDevice,
	type CardInput,
	type CardPrekey,
	encodeCard,
	openCard,
	type RecipientDevice,
	recipientsOf,
} from "./card.ts";
export {
	type Carried,
	type CarriedKind,
	decodeLinkOrFile,
	decodeQr,
	encodeFile,
	encodeLink,
	encodeQr,
} from "./carried.ts";
export { openExtended, sealExtended } from "./chacha20-poly1305.ts";
export {
	type ContactCode,
	createContactCode,
	isScanProof,
	openContactCode,
	type Scan,
	scanProof,
} from "./contact-code.ts";
export { accountFingerprint } from "./device-list.ts";
export {
	type Author,
	type EnvelopeAuthor,
	type EnvelopeReader,
	envelopeDigest,
	initialOrigins,
	type OpenedEnvelope,
	openEnvelope,
	openWithContentKey,
	type SealedEnvelope,
	sealEnvelope,
} from "./envelope.ts";
export { type Position, ProtocolError, type ProtocolErrorCode, type ProtocolErrorDetails } from "./errors.ts";
export {
	type AccountKey,
	createAccount,
	type DeviceKeys,
	decodeDeviceKeys,
	deviceListExpiry,
	encodeDeviceKeys,
	renewDeviceList,
} from "./identity.ts";
export {
	CODE_LIFE,
	DEVICE_LIST_LIFE,
	PREKEY_GRACE,
	PREKEY_LIFE,
	SAS_FAILURES,
	SAS_FAILURES_WITHIN,
	SAS_LIFE,
	SKIPPED_KEY_LIFE,
} from "./limits.ts";
export { type Move, moveAccount } from "./move.ts";
export { decodeNotice, decodeNoticeBody, encodeNotice, encodeNoticeBody, type Notice } from "./notice.ts";
export {
	decodeBody,
	encodeTextBody,
	type KeepCode,
	keepCode,
	type Payload,
	payloadKind,
	recipientSetHash,
} from "./payload.ts";
export { createInvitation, decodePrekeyPair, type EndedPrekey, encodePrekeyPair, type PrekeyPair } from "./prekey.ts";
export { encodeProof, openProof, type Proof } from "./proof.ts";
export { expireSkipped } from "./ratchet.ts";
export {
	createRecoveryKey,
	encodeRecoveryCode,
	findRecoveryKey,
	isRecoveryKey,
	recoveryHash,
} from "./recovery.ts";
export { safetyNumber } from "./safety-number.ts";
export {
	isCommittedTo,
	type SasContext,
	type SasEnd,
	type SasMethod,
	sasCode,
	sasCommitment,
	sasContext,
	sasMethod,
	sasNumbers,
	sasPictures,
} from "./sas.ts";
export { nextCarriesStart, type Session, type SessionPeer } from "./session.ts";
export { decodeSession, encodeSession } from "./session-codec.ts";
export { createSessionIndex, type SessionIndex } from "./session-index.ts";
export { type MacKey, mac, macKey } from "./sha256.ts";
export { signPayload, verifySigned } from "./signed.ts";
export { cardLength, envelopeLength } from "./sizes.ts";
export {
	type Appointment,
	appointRevoker,
	encodeAppointment,
	type Naming,
	openStatement,
	type Revocation,
	revokeAccount,
	revokeAsNamed,
	type Statement,
} from "./statement.ts";
export type { EphemeralKey, KeyPair, SubtleLike, Suite } from "./suite.ts";
export { createSuite1, type Suite1Options } from "./suite1.ts";
export { decodeVerification, encodeVerification, type SasOutcome, type VerificationMessage } from "./verification.ts";
