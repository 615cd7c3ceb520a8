/**
 * A signed message on its own, for anybody to verify: no session, no contact and no secret is needed.
 *
 *   version(1) suite(1) certificate(165) conversation(16) counter(4) sent-at(6) kind(1) count(1) AF(32)* signature(64) body
 *
 * It says which account wrote it. Whose account that is, the safety number says.
 */
import { type Bytes, concat, integer } from "./bytes.ts";
import { accountFingerprint, CERTIFICATE_LENGTH, type ListedDevice } from "./device-list.ts";
import { ProtocolError } from "./errors.ts";
import { MAX_PAYLOAD } from "./limits.ts";
import { decodeBody, type Payload } from "./payload.ts";
import { createReader } from "./reader.ts";
import { isRecipientList, signedFields, verifyFields } from "./signed.ts";
import type { Suite } from "./suite.ts";

const PROOF_VERSION = 1;

/** What of a proof is not in the payload it came from is shorter than its certificate. */
const MAX_PROOF = MAX_PAYLOAD + CERTIFICATE_LENGTH;

export interface Proof {
	readonly accountPublicKey: Bytes;
	/** AF of the author. */
	readonly fingerprint: Bytes;
	/** That signed it. */
	readonly device: ListedDevice;
	/** Milliseconds since the epoch, by the author's clock. */
	readonly sentAt: number;
	readonly conversation: Bytes;
	readonly counter: number;
	/** AF of everybody it was written to, ascending. */
	readonly recipients: readonly Bytes[];
	readonly text: string;
	/** As it was sent with the text; not opened. */
	readonly card: Bytes | null;
}

/** Throws `malformed` for a payload that is not a signed one. */
export function encodeProof(suite: Suite, payload: Payload): Bytes {
	const fields = signedFields(payload);
	return concat(
		integer(PROOF_VERSION, 1),
		integer(suite.id, 1),
		fields.certificate,
		fields.conversation,
		integer(fields.counter, 4),
		integer(fields.sentAt, 6),
		integer(fields.kind, 1),
		integer(fields.recipients.length, 1),
		...fields.recipients,
		fields.signature,
		fields.body,
	);
}

/**
 * Throws `altered` unless account, device and message fit together; `malformed` and `too-large` for what no encoder writes,
 * `unsupported-version` and `unsupported-suite` for what a later one may.
 */
export async function openProof(suite: Suite, bytes: Bytes): Promise<Proof> {
	if (bytes.length > MAX_PROOF) throw new ProtocolError("too-large", { limit: MAX_PROOF });
	const reader = createReader(bytes);
	const version = reader.integer(1);
	if (version !== PROOF_VERSION) throw new ProtocolError("unsupported-version", { found: version });
	const suiteId = reader.integer(1);
	if (suiteId !== suite.id) throw new ProtocolError("unsupported-suite", { found: suiteId });
	const certificate = reader.bytes(CERTIFICATE_LENGTH);
	const conversation = reader.bytes(16);
	const counter = reader.integer(4);
	const sentAt = reader.integer(6);
	const kind = reader.integer(1);
	const recipients = Array.from({ length: reader.integer(1) }, () => reader.bytes(32));
	if (!isRecipientList(recipients)) throw new ProtocolError("malformed");
	const signature = reader.bytes(64);
	const body = reader.rest();
	const fields = { certificate, conversation, counter, sentAt, kind, recipients, signature, body };
	const { accountPublicKey, devicePublicKey, signingPublicKey, flags } = await verifyFields(suite, fields);
	return {
		accountPublicKey,
		fingerprint: accountFingerprint(suite, accountPublicKey),
		device: { devicePublicKey, signingPublicKey, flags },
		sentAt,
		conversation,
		counter,
		recipients,
		...decodeBody({ kind, body }),
	};
}
