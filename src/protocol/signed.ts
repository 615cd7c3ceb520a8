/**
 * A message its author cannot deny: the device signs what was said, to whom, when and where. Most messages carry no signature; the
 * session alone tells the reader who wrote them, and proves it to nobody else.
 *
 *   "Sotto/1 signed" suite(1) author AF(32) count(1) AF(32)* conversation(16) counter(4) sent-at(6) kind(1) SHA-256(body)(32)
 *
 * The recipients are part of it, so that a message cannot be shown around as one that was written to somebody else.
 */
import { type Bytes, concat, equalBytes, integer } from "./bytes.ts";
import {
	ascends,
	type Certificate,
	compareBytes,
	accountFingerprint as fingerprintOf,
	openCertificate,
} from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import type { DeviceKeys } from "./identity.ts";
import { label } from "./labels.ts";
import { MAX_RECIPIENT_LIST } from "./limits.ts";
import { type Payload, recipientSetHash, type Signature } from "./payload.ts";
import type { Suite } from "./suite.ts";

/** What the signature covers of a payload, and the signature. */
export interface SignedFields
	extends Pick<Payload, "conversation" | "counter" | "sentAt" | "kind" | "body">,
		Signature {
	/** 1 to 255, strictly ascending. */
	readonly recipients: readonly Bytes[];
}

/**
 * The payload with the signature of this device; its recipient list is put into order. Throws RangeError unless the list is there,
 * names nobody twice, and is what the recipient-set hash was made of.
 */
export async function signPayload(
	suite: Suite,
	device: DeviceKeys,
	accountFingerprint: Bytes,
	payload: Payload,
): Promise<Payload> {
	const recipients = payload.recipients?.toSorted(compareBytes) ?? [];
	if (!isRecipientList(recipients)) throw new RangeError("a signed message names its recipients, each once");
	if (!equalBytes(recipientSetHash(suite, recipients), payload.recipientSetHash)) {
		throw new RangeError("hash of other recipients");
	}
	const covered = coveredBytes(suite, accountFingerprint, { ...payload, recipients });
	const signature = await suite.sign(device.signingKey.secretKey, covered);
	return { ...payload, recipients, signed: { certificate: device.certificate, signature } };
}

/** By a device of this account. Throws `altered`, and `malformed` when nothing in it could be verified. */
export async function verifySigned(suite: Suite, accountFingerprint: Bytes, payload: Payload): Promise<void> {
	const fields = signedFields(payload);
	if (!equalBytes(recipientSetHash(suite, fields.recipients), payload.recipientSetHash)) {
		throw new ProtocolError("altered");
	}
	const author = await verifyFields(suite, fields);
	if (!equalBytes(fingerprintOf(suite, author.accountPublicKey), accountFingerprint)) {
		throw new ProtocolError("altered");
	}
}

/** Throws `malformed` for a payload without a signature, or with one and without a proper recipient list. */
export function signedFields({ recipients, signed, ...payload }: Payload): SignedFields {
	if (signed === null || recipients === null || !isRecipientList(recipients)) throw new ProtocolError("malformed");
	return { ...payload, recipients, ...signed };
}

/** Whose device signed it, by a certificate that its account signed. Throws `altered`. */
export async function verifyFields(suite: Suite, fields: SignedFields): Promise<Certificate> {
	const author = await opened(suite, fields.certificate);
	const covered = coveredBytes(suite, fingerprintOf(suite, author.accountPublicKey), fields);
	if (!(await suite.verify(author.signingPublicKey, fields.signature, covered))) throw new ProtocolError("altered");
	return author;
}

export function isRecipientList(recipients: readonly Bytes[]): boolean {
	return recipients.length >= 1 && recipients.length <= MAX_RECIPIENT_LIST && ascends(recipients);
}

function coveredBytes(suite: Suite, author: Bytes, fields: Omit<SignedFields, keyof Signature>): Bytes {
	return concat(
		label.signed,
		integer(suite.id, 1),
		author,
		integer(fields.recipients.length, 1),
		...fields.recipients,
		fields.conversation,
		integer(fields.counter, 4),
		integer(fields.sentAt, 6),
		integer(fields.kind, 1),
		suite.hash(fields.body),
	);
}

async function opened(suite: Suite, certificate: Bytes): Promise<Certificate> {
	try {
		return await openCertificate(suite, certificate);
	} catch (error) {
		throw error instanceof ProtocolError ? new ProtocolError("altered") : error;
	}
}
