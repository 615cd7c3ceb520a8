/** People with real identities, pairs of sessions between them, and the message that every row sends: 200 bytes, unsigned. */
import * as sotto from "../../../src/protocol/index.ts";

export const text: string = "x".repeat(200);
export const random: sotto.Random = (length) => crypto.getRandomValues(new Uint8Array(length));
export const suite: sotto.Suite = sotto.createSuite1({
	subtle: crypto.subtle as unknown as sotto.SubtleLike,
	nativeRandomness: true,
});
export const now: number = Date.now();

export async function createPerson() {
	const { account, device } = await sotto.createAccount(suite, random, now);
	const prekey = await sotto.createInvitation(suite, device, random, now);
	const card = await sotto.openCard(
		suite,
		await sotto.encodeCard(suite, { device, prekeys: [prekey], name: "B", recoveryHash: null }),
	);
	const author: sotto.Author = { accountPublicKey: account.publicKey, device };
	return { author, device, prekey, recipients: sotto.recipientsOf(card, now), fingerprint: card.fingerprint };
}

export type Person = Awaited<ReturnType<typeof createPerson>>;

const [conversation, recipientSetHash] = [random(16), random(8)];

export const payload: sotto.Payload = {
	kind: sotto.payloadKind.text,
	sentAt: now,
	conversation,
	counter: 1,
	recipientSetHash,
	listSequence: 1,
	keep: null,
	signed: null,
	seen: [],
	recipients: null,
	body: sotto.encodeTextBody(text, null),
};

/** One envelope that begins sessions with `to` and goes on with `sessions`. */
export function seal(
	from: Person,
	sessions: readonly sotto.Session[],
	to: readonly sotto.RecipientDevice[] = [],
): Promise<sotto.SealedEnvelope> {
	return sotto.sealEnvelope(suite, { author: from.author, start: to, sessions, payload }, random);
}

/** The session after it is in the index. Throws unless the text came through. */
export async function open(
	reader: Person,
	sessions: sotto.SessionIndex,
	envelope: sotto.Bytes,
): Promise<sotto.OpenedEnvelope> {
	const opened = await sotto.openEnvelope(suite, envelope, {
		own: { accountFingerprint: reader.fingerprint, device: reader.device },
		sessions,
		prekeys: [reader.prekey],
		endedPrekeys: [],
		isTombstone: () => false,
		random,
		now,
	});
	if (sotto.decodeBody(opened.payload).text !== text) throw new Error("wrong text");
	sessions.set(opened.session);
	return opened;
}

/** One message each way, so the session is confirmed at both ends and `from` writes short messages. */
export async function acquaint(from: Person, to: Person): Promise<{ from: sotto.Session; to: sotto.Session }> {
	const first = await seal(from, [], to.recipients);
	const [begun] = first.started;
	if (!begun) throw new Error("no session");
	const [froms, tos] = [sotto.createSessionIndex(suite, [begun]), sotto.createSessionIndex(suite)];
	const received = await open(to, tos, first.envelope);
	const answer = await seal(to, [received.session]);
	const [answered] = answer.continued;
	const confirmed = (await open(from, froms, answer.envelope)).session;
	if (!answered || !confirmed.confirmed) throw new Error("the session is not confirmed");
	// The answer's new ratchet key is taken up with the next message; the row starts after that.
	const next = await seal(from, [confirmed]);
	const [sender] = next.continued;
	tos.set(answered);
	const reader = (await open(to, tos, next.envelope)).session;
	if (!sender) throw new Error("no session");
	return { from: sender, to: reader };
}
