/** Signed messages on their own: exported with their proof, and checked when somebody pastes one. */
import { contactId } from "../contacts/contact.ts";
import type { ReaderView } from "../messaging/channels.ts";
import { armorKind, encodeArmor, encodeProof, openProof, type Payload } from "../protocol/index.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";
import { isOwn, type Self } from "./identity.ts";
import { contactView } from "./people.ts";
import { personName } from "./persons.ts";

/** Characters of one part: a proof is pasted, not sent, so only the reader's bound counts (messaging/schemas.ts). */
const maxChars = 100_000;

/** @throws Fault `not-allowed` for a message that nobody signed */
export function proofArmor(core: Core, payload: Payload): readonly string[] {
	if (payload.signed === null) throw new Fault("not-allowed");
	const bytes = encodeProof(core.suite, payload);
	return encodeArmor({ kind: armorKind.proof, bytes, messageId: core.suite.hash(bytes).slice(0, 16), maxChars });
}

/** @throws ProtocolError */
export async function proofView(core: Core, self: Self, bytes: Uint8Array): Promise<ReaderView> {
	const proof = await openProof(core.suite, bytes);
	const id = contactId(proof.fingerprint);
	const contact = await core.book.find(id);
	const recipients = await Promise.all(
		proof.recipients.map(async (fingerprint) => {
			const known = await core.book.find(contactId(fingerprint));
			return {
				id: contactId(fingerprint),
				name: known && (await personName(core, known)),
				self: isOwn(self, contactId(fingerprint)),
			};
		}),
	);
	return {
		kind: "proof",
		text: proof.text,
		sentAt: proof.sentAt,
		author: { self: isOwn(self, id), contact: contact && (await contactView(core, contact)), id },
		recipients,
	};
}
