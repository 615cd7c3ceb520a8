/**
 * Writes positive.json and negative.json: `npx tsx test/vectors/build.ts`. The files are frozen with version 1: this is run
 * only to add cases, and `git diff` must show additions alone.
 */
import { writeFileSync } from "node:fs";
import { join as path } from "node:path";
import { ed25519 } from "@noble/curves/ed25519.js";
import * as protocol from "../../src/protocol/index.ts";
import { paddedLength } from "../../src/protocol/padding.ts";
import { encodePayload } from "../../src/protocol/payload.ts";
import { conversations, play } from "../protocol/conversations.ts";
import { base64, day, fixedRandom, hex, js, now, person, recipients, textPayload } from "../protocol/fixed.ts";
import {
	type CardLies,
	forgeCard,
	forgeCertificate,
	forgeCore,
	forgeEnvelope,
	forgePadded,
	join,
	uint,
} from "../protocol/forge.ts";
import { type EnvelopeLies, ForgedParty } from "../protocol/forge-party.ts";
import { forgeSlot, type SlotLies } from "../protocol/forge-session.ts";
import { Party } from "../protocol/party.ts";

const people = {
	ann: await person("Ann"),
	ben: await person("Ben"),
	cleo: await person("Cleo"),
	mallory: await person("Mallory"),
};
const { ann, ben, cleo, mallory } = people;
const [toBen, toCleo] = await recipients([ben, cleo]);
if (!toBen || !toCleo) throw new Error("no recipients");
const keysOf = (one: typeof ann) => ({
	d: one.device.deviceKey.publicKey,
	dSecret: one.device.deviceKey.secretKey,
	s: one.device.signingKey.publicKey,
	sSecret: one.device.signingKey.secretKey,
	account: one.account.publicKey,
	accountSecret: one.account.secretKey,
});
const authorOf = (one: typeof ann, certificate = one.device.certificate) => ({
	...keysOf(one),
	fingerprint: one.fingerprint,
	certificate,
});
const point = (first: number, between = 0, last = between) => {
	const bytes = new Uint8Array(32).fill(between);
	bytes[0] = first;
	bytes[31] = last;
	return bytes;
};

// ---- positive -----------------------------------------------------------------------------------------------------------

async function sealed(name: string, to: (typeof ann)[], payload: protocol.Payload) {
	const input = { author: ann.author, start: await recipients(to), sessions: [], payload };
	const result = await protocol.sealEnvelope(js, input, fixedRandom(name));
	return {
		random: name,
		author: "Ann",
		readers: to.map((one) => (one === ben ? "Ben" : one === cleo ? "Cleo" : "Mallory")),
		plaintext: hex(encodePayload(payload)),
		envelope: base64(result.envelope),
		digest: hex(result.digest),
		contentKey: hex(result.contentKey),
		origins: protocol.initialOrigins(js, result.envelope).map(hex),
		armor: protocol.encodeArmor({ kind: 1, bytes: result.envelope, messageId: result.messageId, maxChars: null }),
		armorOf2000: protocol.encodeArmor({ kind: 1, bytes: result.envelope, messageId: result.messageId, maxChars: 2000 }),
		armorDense: protocol.encodeArmor({
			kind: 1,
			bytes: result.envelope,
			messageId: result.messageId,
			maxChars: 700,
			dense: true,
		}),
	};
}

const cardName = "Bén 🌿";
const richCard = await protocol.encodeCard(js, {
	device: ben.device,
	prekeys: [ben.prekey, await protocol.createInvitation(js, ben.device, fixedRandom("second invitation"), now + day)],
	name: cardName,
	recoveryHash: new Uint8Array(32).fill(0xab),
});
const positive = {
	about: "Sotto/1, docs/protocol.md. Randomness: SHA-256(name || ' ' || counter) blocks. Bytes: hex, long ones base64.",
	now,
	people: Object.fromEntries(
		Object.entries({ Ann: ann, Ben: ben, Cleo: cleo, Mallory: mallory }).map(([name, one]) => [
			name,
			{
				accountSecret: hex(one.account.secretKey),
				accountPublic: hex(one.account.publicKey),
				fingerprint: hex(one.fingerprint),
				device: base64(protocol.encodeDeviceKeys(one.device)),
				prekey: base64(protocol.encodePrekeyPair(one.prekey)),
				card: base64(one.card),
			},
		]),
	),
	cards: [{ name: cardName, recoveryHash: hex(new Uint8Array(32).fill(0xab)), prekeys: 2, card: base64(richCard) }],
	safetyNumbers: [
		["Ann", "Ben"],
		["Ann", "Cleo"],
		["Ben", "Cleo"],
	].map(([a, b]) => {
		const key = (name?: string) => ({ Ann: ann, Ben: ben, Cleo: cleo })[name as "Ann"].account.publicKey;
		return { people: [a, b], digits: protocol.safetyNumber(key(a), key(b)) };
	}),
	recipientSetHash: {
		people: ["Ann", "Ben", "Cleo"],
		hash: hex(
			protocol.recipientSetHash(
				js,
				[ann, ben, cleo].map((one) => one.fingerprint),
			),
		),
	},
	padding: [1, 63, 64, 65, 200, 249, 250, 1000, 4097, 65_000].map((length) => [length, paddedLength(length)]),
	envelopes: [
		await sealed("to one", [ben], textPayload("Hello Ben")),
		await sealed(
			"to three",
			[ben, cleo, mallory],
			textPayload("x".repeat(200), { recipients: [ben, cleo, mallory].map((one) => one.fingerprint) }),
		),
		await sealed(
			"with card",
			[ben],
			textPayload("", { kind: 2, seen: [], body: protocol.encodeTextBody("My card", ann.card) }),
		),
	],
	conversations: await Promise.all(
		conversations.map(async (conversation) => {
			const { said, read } = await play(conversation, (who, _, randomness) => new Party(who, randomness));
			return {
				...conversation,
				messages: said.map(({ envelope, digest, contentKey }) => ({
					envelope: base64(envelope),
					digest: hex(digest),
					contentKey: hex(contentKey),
				})),
				read: read.map(({ by, message, result }) => ({
					by,
					message,
					author: hex(result.author),
					plaintext: hex(result.plaintext),
					prekey: result.prekey,
				})),
			};
		}),
	),
};

// ---- negative -----------------------------------------------------------------------------------------------------------

type Case = {
	/** What must refuse it: the row of the table in README.md. */
	check: string;
	name: string;
	input:
		| "envelope"
		| "session"
		| "card"
		| "recipients"
		| "payload"
		| "armor"
		| "verify"
		| "agree"
		| "encapsulate"
		| "digest";
	code: string;
	[more: string]: unknown;
};
const negative: Case[] = [];

const valid = await protocol.sealEnvelope(
	js,
	{ author: ann.author, start: [toBen], sessions: [], payload: textPayload("Hello") },
	fixedRandom("valid"),
);
const both = await protocol.sealEnvelope(
	js,
	{ author: ann.author, start: [toBen, toCleo], sessions: [], payload: textPayload("Hello") },
	fixedRandom("both"),
);
const changed = (bytes: Uint8Array, at: number, value?: number) => {
	const copy = bytes.slice();
	copy[at] = value ?? (copy[at] ?? 0) ^ 1;
	return copy;
};
const envelope = (check: string, name: string, code: string, bytes: Uint8Array, more: object = {}) =>
	negative.push({ check, name, input: "envelope", code, bytes: base64(bytes), ...more });

const HEAD = 38;
const SLOT = 1409;
envelope("envelope version", "version 2", "unsupported-version", changed(valid.envelope, 0, 2));
envelope("envelope suite", "suite 2", "unsupported-suite", changed(valid.envelope, 1, 2));
envelope("envelope kind", "kind 9", "unsupported-version", changed(valid.envelope, 2, 9));
envelope("initial slots", "129 initial slots announced", "too-large", changed(valid.envelope.slice(0, HEAD), 35, 129));
envelope(
	"all slots",
	"1,101 ratchet slots announced",
	"too-large",
	join(valid.envelope.slice(0, 35), uint(0, 1), uint(1101, 2)),
);
envelope("largest payload", "a payload of 65,553 bytes", "too-large", join(valid.envelope.slice(0, 35), uint(0, 3)), {
	append: 65_553,
});
envelope("smallest payload", "a payload of 79 bytes", "malformed", join(valid.envelope.slice(0, 35), uint(0, 3)), {
	append: 79,
});
envelope("lengths", "ends inside a slot", "malformed", valid.envelope.slice(0, 1000));
envelope("lengths", "ends inside the header", "malformed", valid.envelope.slice(0, 20));
envelope("D in the slot", "a byte after the payload", "altered", join(valid.envelope, uint(0, 1)));
envelope(
	"slot is ours",
	"to Cleo only",
	"not-for-us",
	(
		await protocol.sealEnvelope(
			js,
			{ author: ann.author, start: [toCleo], sessions: [], payload: textPayload("Hello") },
			fixedRandom("foreign"),
		)
	).envelope,
);
envelope("hint", "another hint", "not-for-us", changed(valid.envelope, HEAD + 32));
envelope("transcript", "another KEM ciphertext", "altered", changed(valid.envelope, HEAD + 36));
envelope("sealed certificate", "a changed sealed certificate", "altered", changed(valid.envelope, HEAD + 36 + 1088));
envelope("header", "a changed header", "altered", changed(valid.envelope, HEAD + 36 + 1088 + 181));
envelope("wrap", "a changed wrapped key", "altered", changed(valid.envelope, HEAD + SLOT - 1));
envelope("commitment", "a changed commitment", "altered", changed(valid.envelope, 3));
envelope("D in the slot", "a changed payload", "altered", changed(valid.envelope, valid.envelope.length - 1));

const slotLies = (name: string, author: SlotLies["author"], to = toBen): SlotLies => {
	const random = fixedRandom(name);
	return { e: random(32), ratchet: random(32), kem: random(32), to, author };
};
const forged = (
	name: string,
	lies: { slot?: Partial<SlotLies>; core?: Partial<Parameters<typeof forgeCore>[0]> } = {},
) => {
	const author = lies.slot?.author ?? authorOf(ann);
	const contentKey = fixedRandom(`${name} key`)(32);
	const padded = forgePadded(encodePayload(textPayload("Hello")));
	const core = forgeCore({ contentKey, author: author.fingerprint, padded, ...lies.core });
	const slot = { ...slotLies(name, author), ...lies.slot };
	return forgeEnvelope(core, [forgeSlot(core.head, slot, core, contentKey)]);
};

// A recipient (Cleo) who knows the content key of a message to her and Ben.
const cleosKey = (await new Party(cleo, "Cleo reads").open(both.envelope)).contentKey;
const rewritten = forgeCore({
	contentKey: cleosKey,
	author: ann.fingerprint,
	padded: forgePadded(encodePayload(textPayload("Other"))),
});
envelope(
	"D in the slot",
	"a recipient rewrites the payload under the sender's slots",
	"altered",
	join(rewritten.head, rewritten.commitment, both.envelope.slice(35, HEAD + 2 * SLOT), rewritten.payload),
);
const untouched = {
	head: both.envelope.slice(0, 3),
	commitment: both.envelope.slice(3, 35),
	payload: both.envelope.slice(HEAD + 2 * SLOT),
	digest: both.digest,
};
envelope(
	"author in the core",
	"a recipient wraps the untouched payload again in a slot of her own",
	"altered",
	forgeEnvelope(untouched, [forgeSlot(untouched.head, slotLies("rewrap", authorOf(cleo)), untouched, cleosKey)]),
);
envelope(
	"commitment",
	"a commitment that the content key does not give",
	"altered",
	forged("two keys", { core: { commitment: point(7, 7) } }),
);
envelope(
	"certificate",
	"Mallory's device under Ann's account, not signed by it",
	"altered",
	forged("impostor", {
		slot: {
			author: {
				...authorOf(mallory),
				fingerprint: ann.fingerprint,
				certificate: forgeCertificate({
					...keysOf(mallory),
					account: ann.account.publicKey,
					signer: mallory.account.secretKey,
				}),
			},
		},
	}),
);
envelope(
	"author in the handshake",
	"Ann's certificate in Mallory's session",
	"altered",
	forged("unknown key share", {
		slot: { author: { ...authorOf(mallory), fingerprint: ann.fingerprint, certificate: ann.device.certificate } },
	}),
);
envelope(
	"recipient in the handshake",
	"a slot made for another account with Ben's keys",
	"altered",
	forged("recipient", { slot: { to: { ...toBen, fingerprint: mallory.fingerprint } } }),
);
envelope(
	"prekey in the handshake",
	"another prekey id",
	"altered",
	forged("prekey id", { slot: { to: { ...toBen, prekey: { ...toBen.prekey, id: 1 } } } }),
);
envelope("suites in the handshake", "other suites", "altered", forged("suites", { slot: { suites: 3 } }));
envelope(
	"certificate suite",
	"a certificate whose device cannot read suite 1",
	"altered",
	forged("flags", {
		slot: { author: authorOf(ann, forgeCertificate({ ...keysOf(ann), signer: ann.account.secretKey, flags: 2 })) },
	}),
);
envelope(
	"certificate keys",
	"a certified signing key of small order",
	"altered",
	forged("small S", {
		slot: { author: authorOf(ann, forgeCertificate({ ...keysOf(ann), signer: ann.account.secretKey, s: point(1) })) },
	}),
);
envelope("first chain: PN", "PN = 1", "altered", forged("PN", { slot: { previousCount: 1 } }));
envelope(
	"ratchet key",
	"a ratchet key of small order",
	"altered",
	forged("ratchet", { slot: { ratchetKey: point(0) } }),
);
envelope(
	"E is a key",
	"E of small order, all shared secrets zero",
	"not-for-us",
	forged("small E", { slot: { ephemeral: point(0), zeroShared: true } }),
);
const highBit = slotLies("high bit", authorOf(ann));
const honestE = forged("high bit").slice(HEAD, HEAD + 32);
honestE[31] = (honestE[31] ?? 0) | 0x80;
envelope(
	"E is canonical",
	"E with the unused bit set",
	"not-for-us",
	forged("high bit", { slot: { ...highBit, ephemeral: honestE } }),
);
envelope(
	"padding zeros",
	"something behind the padding marker",
	"malformed",
	forged("padding", { core: { padded: changed(forgePadded(encodePayload(textPayload("Hello"))), 63, 1) } }),
);
envelope(
	"padding marker",
	"no padding marker",
	"malformed",
	forged("no marker", { core: { padded: new Uint8Array(64) } }),
);
envelope(
	"padding length",
	"more padding than there is",
	"malformed",
	forged("long padding", { core: { padded: forgePadded(encodePayload(textPayload("Hello")), 128) } }),
);
envelope("origin: tombstone", "a start whose session was deleted", "key-deleted", valid.envelope, { tombstone: true });
envelope("prekey ended", "an invitation whose private half is gone", "prekey-expired", valid.envelope, {
	prekeyEnded: true,
});
envelope("prekey grace", "15 days after the prekey ended", "prekey-expired", valid.envelope, {
	now: ben.prekey.expiresAt + 15 * day,
});
envelope("revocation", "a device its owner revoked", "revoked-sender", valid.envelope, { revoked: true });

// Sessions. Ben is honest and the same in each; Ann is the second implementation and lies in the last message.
type Before = { readonly read: string } | { readonly say: string };
class Conversation {
	readonly ann = new ForgedParty(ann, [ben, cleo], "Ann in a negative vector");
	readonly ben = new Party(ben, "Ben in a negative vector");
	readonly before: Before[] = [];
	private readonly options: Partial<protocol.EnvelopeReader>;

	constructor(options: Partial<protocol.EnvelopeReader> = {}) {
		this.options = options;
	}

	/** Ben reads it. */
	async given(message: { readonly envelope: Uint8Array }) {
		await this.ben.open(message.envelope, this.options);
		this.before.push({ read: base64(message.envelope) });
		return message;
	}

	/** `seed`: of the ratchet key that Ann turns to. */
	async benSays(text: string, seed?: () => Uint8Array) {
		const said = await this.ben.say(text, { to: [ann] });
		this.before.push({ say: text });
		await this.ann.read(said.envelope, seed);
	}

	private said = 0;
	/** An honest message of Ann's, or a lie. */
	async annSays(lies: EnvelopeLies = {}) {
		const first = this.ann.sessions.length === 0;
		return this.ann.say(`Ann ${this.said++}`, first ? { start: [ben] } : { to: [ben] }, lies);
	}

	refused(check: string, name: string, code: string, bytes: Uint8Array, more: object = {}) {
		negative.push({ check, name, input: "session", code, before: [...this.before], bytes: base64(bytes), ...more });
	}
}

/** Ann wrote, Ben read and answered, Ann read that and wrote again, and Ben read it: both have turned. */
async function confirmed(options: Partial<protocol.EnvelopeReader> = {}): Promise<Conversation> {
	const talk = new Conversation(options);
	await talk.given(await talk.annSays());
	await talk.benSays("answer");
	await talk.given(await talk.annSays());
	return talk;
}
async function lie(check: string, name: string, code: string, lies: EnvelopeLies, more: object = {}) {
	const talk = await confirmed();
	talk.refused(check, name, code, (await talk.annSays(lies)).envelope, more);
}
/** The same in the first message of a new chain. */
async function lieInTurn(check: string, name: string, code: string, lies: EnvelopeLies, more: object = {}) {
	const talk = await confirmed();
	await talk.given(await talk.annSays());
	await talk.benSays("turn");
	talk.refused(check, name, code, (await talk.annSays(lies)).envelope, more);
}
const elsewhere = fixedRandom("another message")(32);

{
	const talk = new Conversation();
	const first = await talk.given(await talk.annSays());
	talk.refused("start again", "a start that was read", "key-deleted", first.envelope);
	talk.refused(
		"repeated start: header",
		"a repeated start with a changed header",
		"altered",
		changed((await talk.annSays()).envelope, HEAD + 1305),
	);
	await talk.benSays("answer");
	await talk.given(await talk.annSays({ message: { previousCount: 1 } }));
	talk.refused("repeated start: ended", "a start after its chain and its keys ended", "key-deleted", first.envelope);
}
{
	const talk = await confirmed();
	const read = await talk.given(await talk.annSays());
	talk.refused("key used", "a message that was read", "key-deleted", read.envelope);
	const skipped = await talk.annSays();
	await talk.given(await talk.annSays());
	await talk.given(skipped);
	const another = await talk.annSays();
	await talk.given(await talk.annSays());
	talk.refused("skipped key used", "a message that was read late", "key-deleted", skipped.envelope);
	await talk.benSays("turn");
	await talk.given(await talk.annSays());
	talk.refused("skipped key used", "the same, after its chain ended", "key-deleted", skipped.envelope);
	talk.refused(
		"sessions: wrap",
		"a skipped message with a changed wrapped key",
		"altered",
		changed(another.envelope, HEAD + 111),
	);
}
await lie("locator", "a locator that fits in its first 7 bytes", "not-for-us", {
	slots: (initial, ratchet) => [initial, ratchet.map((slot) => changed(slot, 7))],
});
await lie("locator", "another locator", "not-for-us", { message: { locator: point(9, 9).slice(0, 8) } });
await lie("sessions: header", "a header sealed for another message", "altered", {
	message: { headerDigest: elsewhere },
});
await lie("sessions: wrap", "a content key wrapped for another message", "altered", {
	message: { wrapDigest: elsewhere },
});
await lie("sessions: wrap", "a content key under another message key", "altered", {
	message: { messageKey: elsewhere },
});
await lie("sessions: wrap", "a number that is not the key's", "altered", { message: { claimedNumber: 5 } });
await lie("ratchet key of the chain", "another ratchet key in the same chain", "altered", {
	message: { ratchetKey: point(9) },
});
await lie("key used", "N below, in a new message", "key-deleted", { message: { claimedNumber: 0 } });
await lie("skipped keys of a chain", "N 4,097 ahead", "too-many-skipped", { message: { number: 1 + 4097 } });
await lie(
	"keys given up",
	"N 65,537 ahead, whatever is given up",
	"too-many-skipped",
	{ message: { number: 1 + 65_537 } },
	{ giveUpOlder: true },
);
await lie("revocation", "a session of a device its owner revoked", "revoked-sender", {}, { revoked: true });
await lie("padding length", "more padding than there is, in a session", "malformed", {
	padded: forgePadded(encodePayload(textPayload("Hello")), 128),
});
{
	const [talk, other] = [await confirmed(), (await confirmed()).ann];
	const message = await talk.annSays();
	const foreign = new Party(cleo, "Cleo writes");
	const theirs = await foreign.say("from Cleo", { start: [ben] });
	const core = { head: theirs.envelope.slice(0, 3), commitment: theirs.envelope.slice(3, 35), digest: theirs.digest };
	const payload = theirs.envelope.slice(HEAD + SLOT);
	// Ann was given Cleo's content key and wraps it as her own message.
	const rewrapped = await other.say("", { to: [ben] }, { core: { ...core, payload }, contentKey: theirs.contentKey });
	talk.refused(
		"author in the core",
		"a recipient wraps another author's payload in her session",
		"altered",
		rewrapped.envelope,
	);
	talk.refused("sessions: header", "a changed header", "altered", changed(message.envelope, HEAD + 8));
	talk.refused("sessions: wrap", "a changed wrapped key", "altered", changed(message.envelope, HEAD + 64));
	// Ben and Cleo have one content key, so Cleo can make another payload with the same commitment.
	const same = forgeCore({
		contentKey: message.contentKey,
		author: ann.fingerprint,
		padded: forgePadded(encodePayload(textPayload("Other"))),
	});
	const slot = message.envelope.slice(HEAD, HEAD + 112);
	talk.refused(
		"D in the slot",
		"a recipient rewrites the payload over the sender's ratchet slot",
		"altered",
		forgeEnvelope(same, [], [slot]),
	);
	const honest = message.envelope.slice(HEAD + 112);
	const moved = await talk.annSays();
	const mixed = join(moved.envelope.slice(0, HEAD), slot, moved.envelope.slice(HEAD + 112));
	talk.refused("locator", "a slot of another message of the sender", "not-for-us", mixed);
	if (honest.length === 0) throw new Error("no payload");
}
{
	const talk = await confirmed();
	// Ann turns to the key she has: whoever stole it once would follow her through every turn.
	const { DHs } = talk.ann.with(ben).ratchet;
	await talk.benSays("turn", () => DHs);
	talk.refused("ratchet key is new", "a turn to the same ratchet key", "altered", (await talk.annSays()).envelope);
}
await lieInTurn("PN", "PN below what was received", "altered", { message: { previousCount: 1 } });
await lieInTurn("skipped keys of a chain", "PN 4,097 ahead", "too-many-skipped", {
	message: { previousCount: 2 + 4097 },
});
await lieInTurn(
	"keys given up",
	"PN 65,537 ahead, whatever is given up",
	"too-many-skipped",
	{ message: { previousCount: 2 + 65_537 } },
	{ giveUpOlder: true },
);
await lieInTurn("ratchet key", "a turn to a ratchet key of small order", "altered", {
	message: { ratchetKey: point(0) },
});
await lieInTurn("E is canonical", "a turn to a ratchet key with the unused bit set", "altered", {
	message: { ratchetKey: point(9, 0, 0x80) },
});
{
	// The bound of a chain holds over several gaps of it: what was stored must be readable again.
	const talk = await confirmed();
	await talk.given(await talk.annSays({ message: { number: 1 + 4000 } }));
	const far = await talk.annSays({ message: { number: 1 + 4000 + 1 + 97 } });
	talk.refused("skipped keys of a chain", "two gaps that are 4,097 together", "too-many-skipped", far.envelope);
}
{
	const talk = await confirmed();
	// Four chains with 4,096 that wait.
	for (let chain = 0; chain < 4; chain++) {
		await talk.benSays(`turn ${chain}`);
		await talk.given(await talk.annSays({ message: { number: 4096 } }));
	}
	await talk.benSays("turn 5");
	const first = await talk.annSays({ message: { number: 1 } });
	talk.refused("skipped keys of a session", "one more than 16,384 that wait", "too-many-skipped", first.envelope);
}
{
	const talk = await confirmed();
	await talk.given(await talk.annSays({ message: { number: 3 } }));
	const low = await talk.annSays({ message: { claimedNumber: 9 } });
	talk.refused("sessions: wrap", "a failed message takes no key with it", "altered", low.envelope);
}

// Cards.
const cardLies = (more: Partial<CardLies> = {}): CardLies => {
	const keys = keysOf(ben);
	return {
		...keys,
		devices: [keys],
		prekeys: [prekeyLies()],
		issuerSecret: keys.sSecret,
		...more,
	};
};
const prekeyLies = (more: Partial<CardLies["prekeys"][number]> = {}) => ({
	index: 0,
	id: ben.prekey.id,
	expiry: ben.prekey.expiresAt,
	spk: ben.prekey.spk.publicKey,
	pqpk: ben.prekey.pqpk.publicKey,
	signer: ben.device.signingKey.secretKey,
	d: ben.device.deviceKey.publicKey,
	...more,
});
const card = (check: string, name: string, code: string, lies: Partial<CardLies>, more: object = {}) =>
	negative.push({ check, name, input: "card", code, bytes: base64(forgeCard(cardLies(lies))), ...more });
const byKey = (devices: { d: Uint8Array; s: Uint8Array }[]) => devices.toSorted((a, b) => Buffer.compare(a.d, b.d));
const many = byKey(
	Array.from({ length: 17 }, (_, i) => ({
		d: fixedRandom(`device ${i}`)(32).map((byte, at) => (at === 31 ? byte & 0x7f : byte)),
		s: ben.device.signingKey.publicKey,
	})),
);

card("card version", "version 2", "unsupported-version", { version: 2 });
card("card suite", "suite 2", "unsupported-suite", { suite: 2 });
card("card size", "24,577 bytes", "too-large", {}, { appendTo: 24_577 });
card("card end", "a byte after the signature", "malformed", { after: (bytes) => join(bytes, uint(0, 1)) });
card("lengths", "ends inside a prekey", "malformed", { after: (bytes) => bytes.slice(0, 500) });
card("prekey device", "no device", "malformed", { devices: [] });
card("devices: at most 16", "17 devices", "too-large", { devices: many });
const two = byKey([keysOf(ben), keysOf(cleo)]);
card("devices: order", "devices in descending order", "malformed", { devices: two.toReversed() });
card("devices: order", "one device twice", "malformed", { devices: [keysOf(ben), keysOf(ben)] });
card("device key", "a device key of small order", "malformed", {
	devices: byKey([keysOf(ben), { d: point(0), s: keysOf(ben).s }]),
	prekeys: [prekeyLies({ index: 1 })],
	issuer: 1,
});
card("device signing key", "a device signing key of small order", "malformed", {
	devices: [keysOf(ben), { d: new Uint8Array(32).fill(0x7e), s: point(1) }],
});
card("list signature", "a device list that another account signed", "malformed", {
	accountSecret: mallory.account.secretKey,
});
card("name length", "a name of 129 bytes", "too-large", { name: new Uint8Array(129).fill(0x61) });
card("name text", "a name that is not UTF-8", "malformed", { name: Uint8Array.of(0xc3, 0x28) });
card("recovery flag", "recovery flag 2", "malformed", { recovery: uint(2, 1) });
card("prekeys: at least one", "no prekey", "malformed", { prekeys: [] });
card("prekeys: at most 16", "17 prekeys", "too-large", {
	prekeys: Array.from({ length: 17 }, (_, i) => prekeyLies({ id: i })),
});
card("prekeys: order", "one prekey twice", "malformed", { prekeys: [prekeyLies(), prekeyLies()] });
card("prekey device", "a prekey of a device that is not in the list", "malformed", {
	prekeys: [prekeyLies({ index: 1 })],
});
card("prekey signature", "a prekey that another device signed", "malformed", {
	prekeys: [prekeyLies({ signer: mallory.device.signingKey.secretKey })],
});
card("prekey signature", "a prekey signed for another device key", "malformed", {
	prekeys: [prekeyLies({ d: mallory.device.deviceKey.publicKey })],
});
card("SPK", "an SPK of small order", "malformed", { prekeys: [prekeyLies({ spk: point(1) })] });
card("PQPK", "a PQPK with a coefficient of 3329", "malformed", {
	prekeys: [prekeyLies({ pqpk: changed(changed(ben.prekey.pqpk.publicKey, 0, 0x01), 1, 0x0d) })],
});
card("issuer", "an issuer that is not in the list", "malformed", { issuer: 3 });
card("card signature", "another name put in after signing", "malformed", {
	name: Buffer.from("Ben"),
	after: (bytes) => {
		const at = Buffer.from(bytes).indexOf("Ben");
		return changed(bytes, at, 0x4b);
	},
});

const recipientsCase = (check: string, name: string, lies: Partial<CardLies>, at: number) =>
	negative.push({
		check,
		name,
		input: "recipients",
		code: "prekey-expired",
		bytes: base64(forgeCard(cardLies(lies))),
		now: at,
	});
recipientsCase("prekey expiry", "all prekeys ended", { listExpiry: now + 100 * day }, ben.prekey.expiresAt);
recipientsCase(
	"list expiry",
	"the device list ended",
	{ listExpiry: now + day, prekeys: [prekeyLies({ expiry: now + 10 * day })] },
	now + day,
);

// Payloads, as they are inside the padding.
const payload = (check: string, name: string, code: string, bytes: Uint8Array) =>
	negative.push({ check, name, input: "payload", code, bytes: hex(bytes) });
const plain = (flags: number, seen: number, more: Uint8Array, kind = 1) =>
	join(
		uint(kind, 1),
		uint(now, 6),
		new Uint8Array(16),
		uint(1, 4),
		new Uint8Array(8),
		uint(1, 4),
		uint(flags, 1),
		uint(seen, 1),
		more,
	);
payload("payload flags", "a flag of a later version", "unsupported-version", plain(8, 0, uint(0x61, 1)));
payload("payload kind", "a kind of a later version", "unsupported-version", plain(0, 0, uint(0x61, 1), 9));
payload("seen count", "5 seen ids", "malformed", plain(0, 5, new Uint8Array(40)));
payload("lengths", "ends inside the seen ids", "malformed", plain(0, 2, new Uint8Array(9)));
payload("recipient list", "an empty recipient list", "malformed", plain(1, 0, uint(0, 1)));
payload(
	"recipient list",
	"recipients in descending order",
	"malformed",
	plain(1, 0, join(uint(2, 1), point(2), point(1))),
);
payload("keep", "keep 0", "malformed", plain(2, 0, uint(0, 1)));
payload("keep", "keep 6", "malformed", plain(2, 0, uint(6, 1)));
payload("lengths", "ends inside the signature", "malformed", plain(5, 0, join(uint(1, 1), new Uint8Array(32 + 50))));
payload("signed: recipients", "a signature without a recipient list", "malformed", plain(4, 0, new Uint8Array(300)));
payload("body text", "text that is not UTF-8", "malformed", plain(0, 0, Uint8Array.of(0xff)));
payload("body card", "text and card without a card", "malformed", plain(0, 0, join(uint(1, 4), uint(0x61, 1)), 2));
payload(
	"body card size",
	"a card of 24,577 bytes",
	"too-large",
	plain(0, 0, join(uint(0, 4), new Uint8Array(24_577)), 2),
);
payload("lengths", "a text length past the end", "malformed", plain(0, 0, join(uint(9, 4), uint(0x61, 1)), 2));

// Keys and signatures.
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const message = Buffer.from("Sotto");
const good = ed25519.sign(message, ann.account.secretKey);
let s = 0n;
for (let i = 63; i >= 32; i--) s = (s << 8n) | BigInt(good[i] ?? 0);
s += L;
const malleable = good.slice();
for (let i = 32; i < 64; i++) {
	malleable[i] = Number(s & 255n);
	s >>= 8n;
}
const verify = (check: string, name: string, publicKey: Uint8Array, signature: Uint8Array) =>
	negative.push({
		check,
		name,
		input: "verify",
		code: "false",
		publicKey: hex(publicKey),
		signature: hex(signature),
		message: hex(message),
	});
verify("S below L", "S + L", ann.account.publicKey, malleable);
verify("A not of small order", "A and R the neutral element, S = 0", point(1), join(point(1), new Uint8Array(32)));
verify("signature", "one bit of R", ann.account.publicKey, changed(good, 0));
verify("signature length", "63 bytes", ann.account.publicKey, good.slice(0, 63));
const order8 = Uint8Array.from(Buffer.from("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800", "hex"));
for (const [name, key] of [
	["0", point(0)],
	["1", point(1)],
	["-1", point(0xec, 0xff, 0x7f)],
	["of order 8", order8],
	["p + 9, not canonical", point(0xf6, 0xff, 0x7f)],
	["9 with the unused bit", point(9, 0, 0x80)],
] as const) {
	negative.push({
		check: name.includes("9") ? "E is canonical" : "E is a key",
		name: `X25519 key ${name}`,
		input: "agree",
		code: "malformed",
		publicKey: hex(key),
	});
}
negative.push({
	check: "PQPK",
	name: "ML-KEM key with a coefficient of 3329",
	input: "encapsulate",
	code: "malformed",
	publicKey: base64(changed(changed(ben.prekey.pqpk.publicKey, 0, 0x01), 1, 0x0d)),
});
negative.push({
	check: "PQPK",
	name: "ML-KEM key one byte short",
	input: "encapsulate",
	code: "malformed",
	publicKey: base64(ben.prekey.pqpk.publicKey.slice(1)),
});

// Armor.
const armor = (check: string, name: string, code: string, ...parts: string[]) =>
	negative.push({ check, name, input: "armor", code, parts });
const [whole = ""] = positive.envelopes[0]?.armor ?? [];
const parts = positive.envelopes[0]?.armorOf2000 ?? [];
const others = positive.envelopes[2]?.armorOf2000 ?? [];
const swap = (text: string, at: number) => text.slice(0, at) + (text[at] === "a" ? "b" : "a") + text.slice(at + 1);
armor("armor is there", "no armor at all", "malformed", "Hello, this is a chat.");
armor("armor end", "cut at 200 characters", "truncated", `${whole.slice(0, 200)}… See more`);
armor("armor end", "cut inside the header", "truncated", whole.slice(0, 24));
armor("armor end", "only the end mark is missing", "truncated", whole.slice(0, -4));
armor("armor checksum", "another character in the body", "damaged", swap(whole, 300));
armor("armor checksum", "another character in the message id", "damaged", swap(whole, 12));
armor("armor checksum", "a character too many", "damaged", `${whole.slice(0, 300)}a${whole.slice(300)}`);
armor("armor checksum", "a character too few", "damaged", whole.slice(0, 300) + whole.slice(301));
armor("armor version", "version 2", "unsupported-version", `${whole.slice(0, 8)}2${whole.slice(9)}`);
const [dense = ""] = positive.envelopes[0]?.armorDense ?? [];
/** The last character of the body with its last bit set, under a checksum that is right: of a body whose bits do not end with it. */
const restBits = () => {
	const [one = ""] = protocol.encodeArmor({
		kind: 1,
		bytes: Uint8Array.of(1),
		messageId: new Uint8Array(8),
		maxChars: null,
		dense: true,
	});
	const checked = one.slice(0, 29) + String.fromCharCode(one.charCodeAt(29) + 1);
	const sum = js.hash(new TextEncoder().encode(checked)).slice(0, 4);
	const [digits = ""] = protocol.encodeArmor({ kind: 1, bytes: sum, messageId: new Uint8Array(8), maxChars: null });
	return `${checked}${digits.slice(29, 35)}${one.slice(-4)}`;
};
armor("armor end", "dense, cut at 200 characters", "truncated", `${dense.slice(0, 200)}… See more`);
armor("armor checksum", "dense, another character in the body", "damaged", dense.replace(dense.charAt(99), "\u4e2d"));
armor(
	"armor dense: characters",
	"dense, a character above U+8DFF in the body",
	"damaged",
	dense.replace(dense.charAt(99), "\u8e00"),
);
armor("armor dense: rest bits", "dense, bits left over that are not zero", "malformed", restBits());
armor("armor parts", "the second part only", "part-missing", parts[1] ?? "");
armor("armor parts: one message", "parts of two messages", "malformed", parts[0] ?? "", others[1] ?? "");
writeFileSync(path(import.meta.dirname, "positive.json"), `${JSON.stringify(positive, null, "\t")}\n`);
writeFileSync(path(import.meta.dirname, "negative.json"), `${JSON.stringify(negative, null, "\t")}\n`);
