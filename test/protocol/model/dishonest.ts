/**
 * A dishonest recipient. It read the message, so it has the content key and may seal anything with it under its own sessions. None
 * of what it makes may open for anybody else.
 */
import { coreDigest, sealCore } from "../../../src/protocol/core.ts";
import type { Bytes, Session } from "../../../src/protocol/index.ts";
import { initiateSession } from "../../../src/protocol/initial-slot.ts";
import { sealSlot } from "../../../src/protocol/session.ts";
import { hex, textPayload } from "../fixed.ts";
import type { Message, ModelDevice } from "./device.ts";
import { putTogether, takeApart } from "./layout.ts";
import { quick } from "./people.ts";

export const forgeries = ["rewrite", "new key", "own name", "re-wrap", "re-wrap in a start"] as const;
export type Forgery = (typeof forgeries)[number];

/** `null` when this forger cannot try it: it has no session with the victim. */
export async function forge(
	kind: Forgery,
	forger: ModelDevice,
	victim: ModelDevice,
	message: Message,
	contentKey: Bytes,
): Promise<Bytes | null> {
	// Not under watch: it seals twice under one content key, and twice for one D, on purpose.
	const suite = quick;
	const { random } = forger;
	const parts = takeApart(message.envelope);
	const core = { head: parts.head, commitment: parts.commitment, payload: parts.payload };
	const binding = { commitment: core.commitment, digest: coreDigest(suite, core) };
	const author = message.author.identity.account.fingerprint;
	const another = (key: Bytes, as: Bytes) =>
		sealCore(suite, { head: parts.head, contentKey: key, author: as, payload: textPayload("forged") });
	switch (kind) {
		// The same key and so the same commitment and locators: only D tells the slots that it is another payload.
		case "rewrite":
			return putTogether({ ...parts, ...(await another(contentKey, author)) });
		case "new key":
			return putTogether({ ...parts, ...(await another(random(32), author)) });
		case "own name":
			return putTogether({ ...parts, ...(await another(contentKey, forger.identity.account.fingerprint)) });
		case "re-wrap": {
			const record = forger.choiceFor(victim.identity, message.chat);
			if (!record) return null;
			return wrapped(forger, record.session);
		}
		case "re-wrap in a start": {
			const e = await suite.createEphemeralKey(random);
			const { keys, account } = forger.identity;
			const slotAuthor = {
				fingerprint: account.fingerprint,
				devicePublicKey: keys.deviceKey.publicKey,
				deviceSecret: keys.deviceKey.secretKey,
				certificate: keys.certificate,
			};
			const started = await initiateSession(suite, parts.head, slotAuthor, victim.identity.recipient, e, random);
			const { slot } = sealSlot(suite, started, binding, contentKey);
			return putTogether({ ...parts, initial: [slot], ratchet: [] });
		}
	}

	function wrapped(by: ModelDevice, session: Session): Bytes {
		const { slot, session: after, initial } = sealSlot(suite, session, binding, contentKey);
		const record = by.records.get(hex(session.id));
		if (record) by.records.set(hex(session.id), { ...record, session: after });
		by.sessions.set(after);
		return putTogether({ ...parts, initial: initial ? [slot] : [], ratchet: initial ? [] : [slot] });
	}
}
