/** The frame of a message: its bounds to the byte, what a refusal tells, which slot counts, and what is told of one that opened. */
import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { codeOf, fixedRandom, hex, js, now, person, readerOf, recipients, textPayload } from "./fixed.ts";
import { join, uint, zeros } from "./forge.ts";
import { takeApart } from "./model/layout.ts";
import { quick } from "./model/people.ts";
import { Party } from "./party.ts";

type Bytes = Uint8Array;
const [ann, ben, cleo] = [await person("Ann"), await person("Ben"), await person("Cleo")];
const head = Uint8Array.of(1, 1, 1);

/** An envelope of zeros. `announced`: counts of slots, when they are not those that are there. */
function blank(initial: number, ratchet: number, payload: number, announced = [initial, ratchet] as const): Bytes {
	const counts = join(uint(announced[0], 1), uint(announced[1], 2));
	const envelope = new Uint8Array(38 + initial * 1409 + ratchet * 112 + payload);
	envelope.set(join(head, zeros(32), counts));
	return envelope;
}

const refusal = async (work: Promise<unknown>): Promise<unknown> => {
	const error = await work.then(() => null).catch((caught: unknown) => caught);
	if (!(error instanceof protocol.ProtocolError)) throw new Error(`not refused, but ${error}`);
	return { code: error.code, ...error.details };
};
const open = (envelope: Bytes, more: Partial<protocol.EnvelopeReader> = {}) =>
	protocol.openEnvelope(js, envelope, readerOf(ben, more));

/** A message that begins a session with each. */
async function startWith(text: string, people: readonly (typeof ben)[], author = ann, suite = js) {
	const start = await recipients(people);
	const input = { author: author.author, start, sessions: [], payload: textPayload(text) };
	return protocol.sealEnvelope(suite, input, fixedRandom(`${text} ${hex(author.fingerprint)}`));
}

describe("the bounds of an envelope", () => {
	it.each([
		["the smallest payload", blank(0, 1, 80), "not-for-us"],
		["a byte less", blank(0, 1, 79), "malformed"],
		["the largest payload", blank(0, 1, 65_552), "not-for-us"],
		["a byte more", blank(0, 1, 65_553), { code: "too-large", limit: 65_536 }],
		["128 initial slots", blank(128, 0, 80), "not-for-us"],
		["1,100 slots", blank(128, 972, 80), "not-for-us"],
		["no slot at all", blank(0, 0, 80), "not-for-us"],
		["1,101 slots, of both kinds", blank(128, 973, 80), { code: "too-large", limit: 1100 }],
		["1,101 slots that are not there", blank(0, 0, 80, [0, 1101]), { code: "too-large", limit: 1100 }],
		["129 initial slots that are not there", blank(0, 0, 80, [129, 0]), { code: "too-large", limit: 128 }],
		["too many of both: all slots are counted first", blank(0, 0, 0, [255, 1000]), { code: "too-large", limit: 1100 }],
		["one slot less than announced", blank(1, 1, 80, [1, 2]), "malformed"],
		["nothing", new Uint8Array(0), "malformed"],
	])("%s", async (_, envelope, expected) => {
		const answer = typeof expected === "string" ? { code: expected } : expected;
		expect(await refusal(open(envelope))).toEqual(answer);
	});

	it.each([
		["version", 0, { code: "unsupported-version", found: 7 }],
		["suite", 1, { code: "unsupported-suite", found: 7 }],
		["kind", 2, { code: "unsupported-version", found: 7 }],
	])("a later %s is named", async (_, at, expected) => {
		const envelope = blank(0, 1, 80);
		envelope[at] = 7;
		expect(await refusal(open(envelope))).toEqual(expected);
		// Before anything after it is looked at.
		expect(await refusal(open(envelope.slice(0, at + 1)))).toEqual(expected);
	});
});

describe("sealing", () => {
	const nothing = () => {
		throw new Error("something was drawn");
	};
	const seal = async (more: Partial<Parameters<typeof protocol.sealEnvelope>[1]>, random: protocol.Random) =>
		protocol.sealEnvelope(
			js,
			{ author: ann.author, start: [], sessions: [], payload: textPayload("x"), ...more },
			random,
		);

	it("refuses before it draws anything", async () => {
		const [one] = (await recipients([ben])) as [protocol.RecipientDevice];
		const many = Array.from({ length: 129 }, (_, i) => ({ ...one, devicePublicKey: uint(i, 8) }));
		expect(await refusal(seal({ start: many }, nothing))).toEqual({ code: "too-large", limit: 128 });
		expect(await refusal(seal({ start: [one, one] }, nothing))).toEqual({ code: "malformed" });
		await expect(seal({}, nothing)).rejects.toThrow(new RangeError("no recipients"));
	});

	it("begins with 128 devices at once", async () => {
		const [one] = (await recipients([ben])) as [protocol.RecipientDevice];
		const draw = fixedRandom("128 devices");
		const keys = await Promise.all(Array.from({ length: 127 }, () => quick.createAgreementKey(draw)));
		const others = keys.map(({ publicKey }) => ({ ...one, devicePublicKey: publicKey }));
		const input = { author: ann.author, start: [...others, one], sessions: [], payload: textPayload("to all") };
		const sealed = await protocol.sealEnvelope(quick, input, draw);
		expect([...sealed.envelope.slice(35, 38)]).toEqual([128, 0, 0]);
		expect(protocol.decodeBody((await open(sealed.envelope)).payload).text).toBe("to all");
	}, 30_000);

	it("names the limit that repeated starts and dummies go over", async () => {
		const device = new Party(ann, "limits");
		await device.say("first", { start: [ben] });
		const start = device.with(ben);
		const others = (count: number, of: protocol.Session, first = 0) =>
			Array.from({ length: count }, (_, i) => ({ ...of, peer: { ...of.peer, devicePublicKey: uint(first + i, 8) } }));
		const random = fixedRandom("limits");
		expect(await refusal(seal({ sessions: others(129, start) }, random))).toEqual({ code: "too-large", limit: 128 });
		const short = others(1024, { ...start, start: null });
		const { envelope } = await seal({ sessions: [...short, ...others(76, start, 1024)] }, random);
		expect([...envelope.slice(35, 38)]).toEqual([76, 4, 0]);
		const oneMore = [...short, ...others(77, start, 1024)];
		expect(await refusal(seal({ sessions: oneMore }, random))).toEqual({ code: "too-large", limit: 1100 });
	}, 30_000);

	it("gives back each session's new state in the order it was asked, and its own message opens with the content key", async () => {
		const device = new Party(ann, "states");
		await device.say("first", { start: [ben, cleo] });
		const sessions = [device.with(cleo), device.with(ben)];
		const mallory = await person("Mallory");
		const sealed = await seal({ start: await recipients([mallory]), sessions }, fixedRandom("states"));
		expect(sealed.continued.map(({ id }) => hex(id))).toEqual(sessions.map(({ id }) => hex(id)));
		expect(sealed.continued.map(({ ratchet }) => ratchet.sending?.number)).toEqual([2, 2]);
		expect(sealed.started.map(({ peer }) => hex(peer.fingerprint))).toEqual([hex(mallory.fingerprint)]);
		expect(sealed.started[0]?.ratchet.sending?.number).toBe(1);
		expect(hex(sealed.messageId)).toBe(hex(sealed.digest).slice(0, 32));
		expect(hex(protocol.envelopeDigest(js, sealed.envelope))).toBe(hex(sealed.digest));
		const own = await protocol.openWithContentKey(js, sealed.envelope, sealed.contentKey, ann.fingerprint);
		expect(protocol.decodeBody(own).text).toBe("x");
	});

	it("erases the key that all starts of a message shared", async () => {
		const erased: boolean[] = [];
		const watched: protocol.Suite = {
			...js,
			async createEphemeralKey(random) {
				const key = await js.createEphemeralKey(random);
				return { ...key, erase: () => void erased.push(true) };
			},
		};
		await startWith("to two", [ben, cleo], ann, watched);
		expect(erased).toEqual([true]);
	});
});

describe("opening", () => {
	it("tells who wrote it, in which session, under which id, and with which prekey", async () => {
		const sealed = await startWith("facts", [cleo, ben]);
		const opened = await open(sealed.envelope);
		const card = await protocol.openCard(js, ann.card);
		expect(opened.author).toEqual({
			accountPublicKey: ann.account.publicKey,
			fingerprint: ann.fingerprint,
			devicePublicKey: ann.device.deviceKey.publicKey,
			signingPublicKey: ann.device.signingKey.publicKey,
			listSequence: card.listSequence,
		});
		const session = sealed.started.find(({ peer }) => hex(peer.fingerprint) === hex(ben.fingerprint));
		expect([hex(opened.session.id), hex(opened.session.transcript)]).toEqual([
			hex(session?.id as Bytes),
			hex(session?.transcript as Bytes),
		]);
		expect([opened.started, opened.prekeyId, opened.session.start]).toEqual([true, ben.prekey.id, null]);
		expect([hex(opened.digest), hex(opened.messageId)]).toEqual([hex(sealed.digest), hex(sealed.digest.slice(0, 16))]);
		expect(hex(opened.contentKey)).toBe(hex(sealed.contentKey));
		expect(opened.position).toEqual({
			chain: Buffer.from(session?.ratchet.ownKey.publicKey as Bytes).readUInt32BE(),
			number: 0,
		});
	});

	it("a prekey works to the last millisecond of its grace", async () => {
		const { envelope } = await startWith("late", [ben]);
		const end = ben.prekey.expiresAt + 14 * 24 * 60 * 60 * 1000;
		expect(await codeOf(() => open(envelope, { now: end }))).toBe("opened");
		expect(await refusal(open(envelope, { now: end + 1 }))).toEqual({ code: "prekey-expired" });
	});

	it("a message to a live and to an ended invitation of ours opens", async () => {
		const old = await person("Ben");
		const random = fixedRandom("another invitation");
		const fresh = await protocol.createInvitation(js, ben.device, random, now);
		const [one, other] = [await startWith("ended", [ben]), await startWith("live", [ben])];
		expect(old.prekey.id).not.toBe(fresh.id);
		const ended = [
			{ id: fresh.id, spk: fresh.spk.publicKey },
			{ id: ben.prekey.id, spk: ben.prekey.spk.publicKey },
		];
		expect(await refusal(open(one.envelope, { prekeys: [fresh], endedPrekeys: ended }))).toEqual({
			code: "prekey-expired",
		});
		// Somebody puts the slot of the old one in front.
		const renewed = await protocol.encodeCard(js, {
			device: ben.device,
			prekeys: [fresh],
			name: "Ben",
			recoveryHash: null,
		});
		const start = protocol.recipientsOf(await protocol.openCard(js, renewed), now);
		const input = { author: ann.author, start, sessions: [], payload: textPayload("to the new one") };
		const sealed = await protocol.sealEnvelope(js, input, fixedRandom("to the new one"));
		const [stale, live] = [takeApart(other.envelope).initial, takeApart(sealed.envelope)];
		const both = (slots: readonly Bytes[]) =>
			join(head, live.commitment, uint(slots.length, 1), uint(0, 2), ...slots, live.payload);
		const reader = { prekeys: [fresh], endedPrekeys: [{ id: ben.prekey.id, spk: ben.prekey.spk.publicKey }] };
		expect(await codeOf(() => open(both([...stale, ...live.initial]), reader))).toBe("opened");
		expect(await codeOf(() => open(both([...live.initial, ...stale]), reader))).toBe("opened");
		// The slot that is ours decides, also when it does not open.
		const damaged = live.initial.map((slot) => slot.map((byte, at) => (at === 1408 ? byte ^ 1 : byte)));
		expect(await refusal(open(both([...stale, ...damaged]), reader))).toEqual({ code: "altered" });
		expect(await refusal(open(both(stale), reader))).toEqual({ code: "prekey-expired" });
	});

	it("when no slot opens, the first one's reason is told: of a session, of a repeated start, of a new one", async () => {
		const [a, b] = [new Party(ann, "first, Ann"), new Party(ben, "first, Ben")];
		const start = await a.say("0", { start: [ben] });
		await b.open(start.envelope);
		for (let i = 1; i < 3; i++) await a.say(`${i}`, { to: [ben] });
		const short = await a.say("3", { to: [ben] });
		await b.open(short.envelope);
		const parts = takeApart(short.envelope);
		const used = parts.ratchet[0] as Bytes;
		const repeated = takeApart(start.envelope).initial[0] as Bytes;
		const unknown = takeApart((await startWith("new", [ben], cleo)).envelope).initial[0] as Bytes;
		const withSlots = (initial: readonly Bytes[], ratchet: readonly Bytes[]) =>
			join(
				head,
				parts.commitment,
				uint(initial.length, 1),
				uint(ratchet.length, 2),
				...initial,
				...ratchet,
				parts.payload,
			);
		const answer = async (...slots: Parameters<typeof withSlots>) => {
			const error = await b.open(withSlots(...slots)).catch((caught: unknown) => caught);
			return error instanceof protocol.ProtocolError ? error.code : "opened";
		};
		expect(await answer([], [used])).toBe("key-deleted");
		expect(await answer([repeated], [])).toBe("altered");
		expect(await answer([unknown], [])).toBe("altered");
		expect(await answer([repeated, unknown], [used])).toBe("key-deleted");
		b.tombstones.add(hex(protocol.initialOrigins(js, withSlots([unknown], []))[0] as Bytes));
		expect(await answer([unknown], [])).toBe("key-deleted");
		expect(await answer([unknown, repeated], [])).toBe("altered");
	});

	it("takes its own start for nothing of its own", async () => {
		const a = new Party(ann, "own start");
		const { envelope } = await a.say("0", { start: [ben] });
		expect(await codeOf(() => a.open(envelope))).toBe("not-for-us");
	});

	it("refuses a revoked device by what is known of it, after the message has opened", async () => {
		const { envelope } = await startWith("revoked", [ben]);
		const asked: protocol.EnvelopeAuthor[] = [];
		const isRevoked = (author: protocol.EnvelopeAuthor) => asked.push(author) > 0;
		expect(await refusal(open(envelope, { isRevoked }))).toEqual({ code: "revoked-sender" });
		expect(asked.map(({ devicePublicKey }) => hex(devicePublicKey))).toEqual([hex(ann.device.deviceKey.publicKey)]);
		const damaged = envelope.map((byte, at) => (at === envelope.length - 1 ? byte ^ 1 : byte));
		expect(await refusal(open(damaged, { isRevoked }))).toEqual({ code: "altered" });
		expect(asked).toHaveLength(1);
	});

	it("does not take a failure of the machine for one of the message", async () => {
		const { envelope } = await startWith("machine", [ben]);
		const random = () => {
			throw new RangeError("no randomness");
		};
		await expect(open(envelope, { random })).rejects.toThrow(new RangeError("no randomness"));
		// Nor is another slot tried that would open: whatever is wrong would go unseen.
		const { initial, commitment, payload } = takeApart(envelope);
		const twice = join(head, commitment, uint(2, 1), uint(0, 2), ...initial, ...initial, payload);
		const drawn = fixedRandom("once");
		let calls = 0;
		const once = (length: number) => (calls++ === 0 ? random() : drawn(length));
		await expect(open(twice, { random: once })).rejects.toThrow(new RangeError("no randomness"));
		expect(await codeOf(() => open(twice, { random: once }))).toBe("opened");
	});

	it("gives up older messages only when it is asked to", async () => {
		const [a, b] = [new Party(ann, "ahead, Ann"), new Party(ben, "ahead, Ben")];
		await a.say("0", { start: [ben] });
		for (let i = 0; i < 4097; i++) {
			const { ratchet } = a.with(ben);
			const { sending } = ratchet;
			if (!sending) throw new Error("no chain");
			const mac = js.prepareMac(sending.chainKey);
			const chain = { ...sending, chainKey: mac(Uint8Array.of(2)), number: sending.number + 1 };
			a.sessions.set({ ...a.with(ben), ratchet: { ...ratchet, sending: chain } });
		}
		// N = 4,104: a multiple of 8, so it carries the start, and nothing before it has come.
		for (let i = 4098; i < 4104; i++) await a.say(`${i}`, { to: [ben] });
		const { envelope } = await a.say("far", { to: [ben] });
		const tooMany = { code: "too-many-skipped", skipped: 8 };
		expect(await refusal(b.open(envelope))).toEqual(tooMany);
		expect(await refusal(b.open(envelope, { giveUpOlder: false }))).toEqual(tooMany);
		expect(await b.text(envelope, { giveUpOlder: true })).toBe("far");
	});
});
