/** How a message gets to every device of some people: by a session, or by a new one for which we hold a live prekey of theirs. */
import type { Contact } from "../contacts/contact.ts";
import { maySealTo } from "../contacts/contact-book.ts";
import { ProtocolError, type RecipientDevice, recipientsOf, type SealedEnvelope } from "../protocol/index.ts";
import { chooseSession, supersededBy } from "../sessions/session-choice.ts";
import type { SessionRecord } from "../sessions/session-record.ts";
import { sameBytes } from "./bytes.ts";
import type { Core } from "./core.ts";
import { Fault } from "./fault.ts";

export interface Ways {
	/** Devices to begin a session with. */
	readonly start: readonly RecipientDevice[];
	readonly sessions: readonly SessionRecord[];
}

/**
 * @throws Fault `contact-not-writable`: trust forbids it, their device list has ended, or there is neither a session nor a live prekey
 *   for any of their devices. `locked`: also to a contact whose key is in doubt, for what says nothing but that.
 */
export async function waysTo(
	core: Core,
	contacts: readonly Contact[],
	conversation: string,
	{ locked = false }: { readonly locked?: boolean } = {},
): Promise<Ways> {
	const ways = await Promise.all(contacts.map((contact) => waysToContact(core, contact, conversation, locked)));
	return { start: ways.flatMap(({ start }) => start), sessions: ways.flatMap(({ sessions }) => sessions) };
}

async function waysToContact(core: Core, contact: Contact, conversation: string, locked: boolean): Promise<Ways> {
	const may = locked ? contact.trust !== "revoked" : maySealTo(contact);
	if (contact.card === null || !may) throw new Fault("contact-not-writable");
	const now = core.ports.now();
	const card = await core.cards.open(contact.card);
	// A list that has ended may name a device that was stolen since.
	if (card.listExpiresAt <= now) throw new Fault("contact-not-writable");
	const reachable = live(() => recipientsOf(card, now));
	const start: RecipientDevice[] = [];
	const sessions: SessionRecord[] = [];
	for (const { devicePublicKey } of card.devices) {
		const session = chooseSession(await core.sessions.withDevice(card.fingerprint, devicePublicKey), conversation);
		const device = reachable.find((one) => sameBytes(one.devicePublicKey, devicePublicKey));
		if (session !== null) sessions.push(session);
		else if (device !== undefined) start.push(device);
	}
	if (start.length + sessions.length === 0) throw new Fault("contact-not-writable");
	return { start, sessions };
}

function live(devices: () => readonly RecipientDevice[]): readonly RecipientDevice[] {
	try {
		return devices();
	} catch (error) {
		if (error instanceof ProtocolError) return [];
		throw error;
	}
}

/** The sessions after a message was sealed. The caller commits. */
export async function takeSessions(
	core: Core,
	ways: Ways,
	sealed: Pick<SealedEnvelope, "started" | "continued">,
	conversation: string,
): Promise<void> {
	const begun = sealed.started.map(
		(session): SessionRecord => ({
			session,
			standing: "active",
			conversation,
			invitation: null,
			used: [],
			createdAt: core.ports.now(),
			heardUntil: 0,
			heardFrom: null,
			startedOver: false,
		}),
	);
	const gone: SessionRecord[] = [];
	for (const chosen of ways.sessions) {
		const { fingerprint, devicePublicKey } = chosen.session.peer;
		const all = await core.sessions.withDevice(fingerprint, devicePublicKey);
		gone.push(...supersededBy(chosen, all));
	}
	const continued = ways.sessions.flatMap((record, index) => {
		const session = sealed.continued[index];
		return session === undefined ? [] : [{ ...record, session }];
	});
	await core.sessions.take([...begun, ...gone, ...continued]);
}
