/** What a thief gets, and what not: a dump of the victim at one moment, and everything that was ever posted. */
import { describe, expect, it } from "vitest";
import { decodeCertificate } from "../../src/protocol/device-list.ts";
import * as protocol from "../../src/protocol/index.ts";
import {
	initiateSession,
	matchInitialSlots,
	parseInitialSlot,
	respondSession,
} from "../../src/protocol/initial-slot.ts";
import { codeOf, fixedRandom, type Person, person, readerOf, recipients, textPayload } from "./fixed.ts";
import { takeApart } from "./model/layout.ts";
import { Talker } from "./model/pair.ts";
import { quick } from "./model/people.ts";
import { bruteForce, type Dump, dumpOf, openWith, readerFrom, turnedRound } from "./model/thief.ts";

const people = (await Promise.all([person("Ann"), person("Ben")])) as unknown as readonly [Person, Person];
const [annWho, benWho] = people;
const [toBen] = (await recipients([benWho])) as [protocol.RecipientDevice];

interface Recorded {
	readonly text: string;
	readonly by: "ann" | "ben";
	readonly envelope: protocol.Bytes;
	/** What Ben was told when he opened it. */
	prekeyId: number | null;
	read: boolean;
}

/** A conversation with several turns, its recording, and all public keys that were ever in a header. */
class Recording {
	readonly ann = new Talker(annWho, { random: fixedRandom("compromise ann") });
	readonly ben = new Talker(benWho, { random: fixedRandom("compromise ben") });
	readonly messages: Recorded[] = [];
	readonly seenKeys: protocol.Bytes[] = [
		benWho.prekey.spk.publicKey,
		annWho.device.deviceKey.publicKey,
		benWho.device.deviceKey.publicKey,
	];

	async write(by: "ann" | "ben", text: string): Promise<Recorded> {
		const writer = this[by];
		const envelope = writer.session ? await writer.say(text) : await writer.begin(text, toBen);
		const message = { text, by, envelope, prekeyId: null, read: false };
		this.messages.push(message);
		if (writer.session) this.seenKeys.push(writer.session.ratchet.ownKey.publicKey);
		return message;
	}

	async read(message: Recorded): Promise<void> {
		const reader = message.by === "ann" ? this.ben : this.ann;
		const opened = await reader.open(message.envelope);
		reader.session = opened.session;
		message.read = true;
		if (message.by === "ann") message.prekeyId = opened.prekeyId;
	}

	async both(by: "ann" | "ben", ...texts: readonly string[]): Promise<void> {
		for (const text of texts) await this.read(await this.write(by, text));
	}
}

/** Three turns each way. One message of the first chain and one of a later one have not come yet. */
async function record(): Promise<Recording> {
	const talk = new Recording();
	await talk.both("ann", "first 0", "first 1");
	await talk.write("ann", "late of the first chain");
	await talk.both("ann", "first 3", "first 4", "first 5");
	await talk.both("ben", "answer 0", "answer 1");
	await talk.both("ann", "second 0", "second 1");
	await talk.write("ann", "late of a later chain");
	await talk.both("ann", "second 3");
	await talk.both("ben", "answer 2", "answer 3");
	await talk.both("ann", "third 0");
	await talk.both("ben", "answer 4");
	return talk;
}

const late = (message: Recorded) => message.text.startsWith("late");

/** The session as its recorded start gives it, to somebody who has never seen it. */
async function startedAgain(dump: Dump, talk: Recording): Promise<protocol.Bytes[]> {
	const { own, prekeys } = readerFrom(dump, talk.ben);
	const { publicKey: devicePublicKey, secretKey: deviceSecret } = own.device.deviceKey;
	const { head, initial } = takeApart(talk.messages[0]?.envelope as protocol.Bytes);
	const matched = await matchInitialSlots(quick, deviceSecret, prekeys, [], initial.map(parseInitialSlot));
	const keys = { fingerprint: own.accountFingerprint, devicePublicKey, deviceSecret };
	const sessions = matched.ours.map((match) => respondSession(quick, head, keys, match));
	return (await Promise.all(sessions)).map(protocol.encodeSession);
}

/** By every way the thief has with this dump. */
async function opensSomehow(dump: Dump, talk: Recording, { envelope }: Recorded): Promise<string[]> {
	const victim = talk.ben;
	const turned = dump.sessions.map((bytes) => turnedRound(protocol.decodeSession(bytes), victim));
	const ways = {
		"as the device": await openWith(dump, victim, envelope),
		"from the prekey": await openWith({ ...dump, sessions: await startedAgain(dump, talk) }, victim, envelope),
		"as the peer": await codeOf(() =>
			protocol.openEnvelope(quick, envelope, {
				...readerFrom(dump, victim),
				sessions: protocol.createSessionIndex(quick, turned),
			}),
		),
		"by every key": (await bruteForce(dump, envelope, talk.seenKeys)) ? "opened" : "nothing",
	};
	return Object.entries(ways).flatMap(([way, code]) => (code === "opened" ? [way] : []));
}

describe("a thief with the whole state of a device and all traffic", () => {
	it("opens nothing that was read, but the first chain as long as its prekey lives", async () => {
		const talk = await record();
		const dump = dumpOf(talk.ben);
		for (const message of talk.messages.filter(({ read }) => read)) {
			const again = message.prekeyId === null ? [] : ["from the prekey"];
			expect(await opensSomehow(dump, talk, message), message.text).toEqual(again);
		}
		expect(talk.messages.filter(({ prekeyId }) => prekeyId !== null).map(({ text }) => text)).toEqual([
			"first 0",
			"first 1",
			"first 3",
			"first 4",
			"first 5",
		]);
		const afterwards = dumpOf(talk.ben, { prekey: false });
		for (const message of talk.messages.filter(({ prekeyId }) => prekeyId !== null)) {
			expect(await opensSomehow(afterwards, talk, message), message.text).toEqual([]);
		}
	}, 60_000);

	it("opens what has not come yet, until its keys expire", async () => {
		const talk = await record();
		const waiting = talk.messages.filter(late);
		expect(waiting).toHaveLength(2);
		for (const message of waiting) {
			const ways = await opensSomehow(dumpOf(talk.ben, { prekey: false }), talk, message);
			expect(ways).toEqual(["as the device", "by every key"]);
		}
		const { session } = talk.ben;
		if (!session) throw new Error("no session");
		talk.ben.session = { ...session, ratchet: protocol.expireSkipped(session.ratchet, Number.MAX_SAFE_INTEGER) };
		for (const message of waiting) {
			expect(await opensSomehow(dumpOf(talk.ben, { prekey: false }), talk, message)).toEqual([]);
		}
	}, 60_000);

	it("opens what comes next, both ways, and after one round trip nothing any more", async () => {
		const talk = await record();
		const dump = dumpOf(talk.ben);
		const next = [await talk.write("ben", "ben goes on"), await talk.write("ann", "ann answers")] as const;
		expect(await opensSomehow(dump, talk, next[0])).toEqual(["as the peer", "by every key"]);
		expect(await opensSomehow(dump, talk, next[1])).toEqual(["as the device", "by every key"]);
		// The thief goes on with its own copy, too.
		const copy = await protocol.openEnvelope(quick, next[1].envelope, readerFrom(dump, talk.ben));
		const followed = { ...dump, sessions: [...dump.sessions, protocol.encodeSession(copy.session)] };

		for (const message of next) await talk.read(message);
		const healed = [await talk.write("ben", "with a new key")];
		for (const message of healed) await talk.read(message);
		healed.push(await talk.write("ann", "and a new one of hers"));
		for (const message of healed) expect(await opensSomehow(followed, talk, message), message.text).toEqual([]);
		await talk.read(healed[1] as Recorded);
		healed.push(await talk.write("ben", "for good"));
		for (const message of healed) expect(await opensSomehow(followed, talk, message), message.text).toEqual([]);
	}, 60_000);
});

describe("a thief of one key", () => {
	const stolen = async () => {
		const talk = await record();
		const slot = parseInitialSlot(takeApart(talk.messages[0]?.envelope as protocol.Bytes).initial[0] as protocol.Bytes);
		const head = takeApart(talk.messages[0]?.envelope as protocol.Bytes).head;
		const shared = await quick.agree(benWho.device.deviceKey.secretKey, slot.ephemeral);
		const own = {
			fingerprint: benWho.fingerprint,
			devicePublicKey: benWho.device.deviceKey.publicKey,
			deviceSecret: benWho.device.deviceKey.secretKey,
		};
		const respond = (more: {
			own?: Partial<typeof own>;
			prekey?: Partial<protocol.PrekeyPair>;
			shared?: protocol.Bytes;
		}) =>
			codeOf(() =>
				respondSession(
					quick,
					head,
					{ ...own, ...more.own },
					{ slot, prekey: { ...benWho.prekey, ...more.prekey }, shared: more.shared ?? shared },
				),
			);
		return { talk, respond };
	};
	const guess = fixedRandom("guess");

	it("with the device key and no prekey opens nothing", async () => {
		const { talk, respond } = await stolen();
		for (const { envelope } of talk.messages) {
			const dump = { ...dumpOf(talk.ben, { prekey: false }), sessions: [] };
			expect(await openWith(dump, talk.ben, envelope)).toBe("not-for-us");
		}
		const { spk, pqpk } = benWho.prekey;
		expect(await respond({})).toBe("opened");
		expect(await respond({ prekey: { spk: { ...spk, secretKey: guess(32) } } })).toBe("altered");
		// Either half of the prekey alone is not enough: the hybrid.
		expect(await respond({ prekey: { pqpk: { ...pqpk, secretKey: guess(64) } } })).toBe("altered");
	});

	it("with the prekey and no device key opens nothing", async () => {
		const { talk, respond } = await stolen();
		const { device } = benWho;
		const without = { ...device, deviceKey: { ...device.deviceKey, secretKey: guess(32) } };
		const dump = { ...dumpOf(talk.ben), sessions: [], device: protocol.encodeDeviceKeys(without) };
		for (const { envelope } of talk.messages) expect(await openWith(dump, talk.ben, envelope)).toBe("not-for-us");
		// Even when the hint is passed by.
		expect(await respond({ own: { deviceSecret: guess(32) }, shared: guess(32) })).toBe("altered");
	});

	it("with both opens the first chain, exactly the messages that said so, and nothing after it", async () => {
		const talk = await record();
		const dump = { ...dumpOf(talk.ben), sessions: [] };
		const reader = readerFrom(dump, talk.ben);
		const opened: string[] = [];
		for (let round = 0; round < 2; round++) {
			for (const { envelope, text } of talk.messages) {
				try {
					const one = await protocol.openEnvelope(quick, envelope, reader);
					expect(one.prekeyId).toBe(benWho.prekey.id);
					reader.sessions.set(one.session);
					opened.push(text);
				} catch (error) {
					expect(error).toBeInstanceOf(protocol.ProtocolError);
				}
			}
		}
		const told = talk.messages.filter(({ prekeyId }) => prekeyId !== null).map(({ text }) => text);
		// The one that never came to Ben is of the first chain as well.
		expect(opened.toSorted()).toEqual([...told, "late of the first chain"].toSorted());
		await talk.read(talk.messages.find(({ text }) => text === "late of the first chain") as Recorded);
		await talk.read(talk.messages.find(({ text }) => text === "late of a later chain") as Recorded);
		const late = talk.messages.filter(({ text }) => text.startsWith("late"));
		expect(late.map(({ prekeyId }) => prekeyId)).toEqual([benWho.prekey.id, null]);
	});
});

describe("key compromise impersonation", () => {
	const annDevice = decodeCertificate(annWho.device.certificate).devicePublicKey;
	const benDevice = benWho.device.deviceKey;
	const head = Uint8Array.of(1, 1, 1);

	/** A start in Ann's name by somebody who answers for her static agreement with the prekey with `dS`. */
	async function asAnn(dS: protocol.Bytes): Promise<string> {
		const dD = await quick.agree(benDevice.secretKey, annDevice);
		const lying: protocol.Suite = {
			...quick,
			agreeStatic: async (_secret, theirs) => (theirs === toBen.prekey.spk ? dS : dD).slice(),
		};
		const forged = {
			...annWho.author,
			device: { ...annWho.device, deviceKey: { publicKey: annDevice, secretKey: zero } },
		};
		const input = { author: forged, start: [toBen], sessions: [], payload: textPayload("as Ann") };
		const { envelope } = await protocol.sealEnvelope(lying, input, fixedRandom("impersonation"));
		return codeOf(() => protocol.openEnvelope(quick, envelope, readerOf(benWho)));
	}
	const zero = new Uint8Array(32);

	it("with the victim's device key alone, nobody begins a session as somebody else", async () => {
		const { spk } = benWho.prekey;
		const guesses = [
			zero,
			fixedRandom("dS")(32),
			await quick.agree(benDevice.secretKey, annDevice),
			await quick.agree(benDevice.secretKey, spk.publicKey),
		];
		for (const dS of guesses) expect(await asAnn(dS)).toBe("altered");
		// With the prekey's private half as well it works, as in every X3DH (SECURITY.md): the test above can tell.
		expect(await asAnn(await quick.agree(spk.secretKey, annDevice))).toBe("opened");
	});

	it("nor with an own device key under somebody else's certificate", async () => {
		const mallory = await person("Mallory");
		const mixed = { ...mallory.device, certificate: annWho.device.certificate };
		const author = { ...annWho.author, device: mixed };
		const e = await quick.createEphemeralKey(fixedRandom("mixed e"));
		const slotAuthor = {
			fingerprint: annWho.fingerprint,
			devicePublicKey: annDevice,
			deviceSecret: mallory.device.deviceKey.secretKey,
			certificate: annWho.device.certificate,
		};
		await expect(initiateSession(quick, head, slotAuthor, toBen, e, fixedRandom("mixed"))).resolves.toBeDefined();
		const input = { author, start: [toBen], sessions: [], payload: textPayload("as Ann") };
		const { envelope } = await protocol.sealEnvelope(quick, input, fixedRandom("mixed envelope"));
		expect(await codeOf(() => protocol.openEnvelope(quick, envelope, readerOf(benWho)))).toBe("altered");
	});
});
