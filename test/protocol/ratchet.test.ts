/** The Double Ratchet alone: two ends and their keys, without envelopes. What one end sends with, the other must find by itself. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bytes, KeyPair, ProtocolErrorDetails } from "../../src/protocol/index.ts";
import { expireSkipped, ProtocolError } from "../../src/protocol/index.ts";
import { MAX_GIVEN_UP, MAX_SKIPPED_OF_CHAIN, MAX_SKIPPED_OF_SESSION } from "../../src/protocol/limits.ts";
import {
	headerKeys,
	initiateRatchet,
	type Ratchet,
	type ReceivedKeys,
	type ReceivingOptions,
	receivingKeys,
	respondRatchet,
	type SendingKeys,
	sendingKeys,
} from "../../src/protocol/ratchet.ts";
import { addSkipped, countSkipped, keysOf } from "../../src/protocol/skipped-keys.ts";
import { fixedRandom, hex, js, now } from "./fixed.ts";

const random = fixedRandom("ratchet");
const options: ReceivingOptions = { random, now, giveUpOlder: false };
const prekey = await js.createAgreementKey(random);
const handshake = { rootKey: random(32), headerKey: random(32), nextHeaderKey: random(32) };

/** The two ends of a new session: A has sent nothing, B has read nothing. */
async function newPair(): Promise<{ a: Ratchet; b: Ratchet }> {
	const own = await js.createAgreementKey(random);
	const shared = await js.agree(own.secretKey, prekey.publicKey);
	return { a: initiateRatchet(js, handshake, own, prekey.publicKey, shared), b: respondRatchet(handshake, prekey) };
}

/** As a reader does it: by the header key, which only the two ends have. */
async function receive(
	ratchet: Ratchet,
	sent: SendingKeys,
	more: Partial<ReceivingOptions> = {},
): Promise<ReceivedKeys> {
	const found = headerKeys(ratchet).filter(({ headerKey }) => hex(headerKey) === hex(sent.headerKey));
	if (found.length > 1) throw new Error("one header key stands for two chains");
	if (!found[0]) throw new Error("no header key fits");
	return receivingKeys(js, ratchet, found[0].role, sent.header, { ...options, ...more });
}

/** `count` messages, and the ratchet after them. */
function send(ratchet: Ratchet, count: number): { sent: SendingKeys[]; after: Ratchet } {
	const sent: SendingKeys[] = [];
	let after = ratchet;
	for (let i = 0; i < count; i++) {
		const one = sendingKeys(js, after);
		sent.push(one);
		after = one.ratchet;
	}
	return { sent, after };
}

const sendOne = (ratchet: Ratchet, skip = 0): SendingKeys => send(ratchet, skip + 1).sent[skip] as SendingKeys;

/** A has sent one message, B has read it and answered, A has read that: both have both chains. */
async function talkingPair(): Promise<{ a: Ratchet; b: Ratchet }> {
	const pair = await newPair();
	const first = sendOne(pair.a);
	const answer = sendOne((await receive(pair.b, first)).ratchet);
	return { a: (await receive(first.ratchet, answer)).ratchet, b: answer.ratchet };
}

async function refusal(work: Promise<unknown>): Promise<{ code: string; details: ProtocolErrorDetails }> {
	const error = await work.then(() => null).catch((caught: unknown) => caught);
	if (!(error instanceof ProtocolError)) throw new Error(`not refused, but ${error}`);
	return { code: error.code, details: error.details };
}

const altered = { code: "altered", details: {} };
const deleted = { code: "key-deleted", details: {} };

describe("two ends", () => {
	it("come to the same keys, whatever is lost, late or turned round, and a key comes once", async () => {
		const step = fc.record({
			by: fc.constantFrom("a" as const, "b" as const),
			read: fc.boolean(),
			pick: fc.nat(30),
			lose: fc.nat(3),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: "max" }), async (steps) => {
				const ends = await newPair();
				const wire: { by: "a" | "b"; chain: number; keys: SendingKeys; read: boolean }[] = [];
				const chains = { a: 0, b: 0 };
				for (const { by, read, pick, lose } of steps) {
					const theirs = wire.filter((one) => one.by !== by);
					const message = theirs[pick % Math.max(1, theirs.length)];
					if (read && message) {
						const before = ends[by];
						const shown = JSON.stringify(before, plain);
						if (message.read) {
							// Its chain may have gone with its last key, and its header key with it.
							await expect(receive(before, message.keys)).rejects.toThrow(/key-deleted|no header key fits/);
						} else {
							const got = await receive(before, message.keys);
							expect(hex(got.messageKey)).toBe(hex(message.keys.messageKey));
							expect(got.viaPrekey, "A's first chain is the prekey's").toBe(by === "b" && message.chain === 0);
							if (hex(got.ratchet.ownKey.publicKey) !== hex(before.ownKey.publicKey))
								chains[by] += before.sending ? 1 : 0;
							ends[by] = got.ratchet;
							message.read = true;
						}
						expect(JSON.stringify(before, plain), "the old state stands").toBe(shown);
					} else if (!read && ends[by].sending) {
						const { sent, after } = send(ends[by], 1 + lose);
						wire.push({ by, chain: chains[by], keys: sent[lose] as SendingKeys, read: false });
						ends[by] = after;
					}
				}
				for (const one of wire.filter(({ read }) => !read).toReversed()) {
					const reader = one.by === "a" ? "b" : "a";
					const got = await receive(ends[reader], one.keys);
					expect(hex(got.messageKey)).toBe(hex(one.keys.messageKey));
					ends[reader] = got.ratchet;
				}
			}),
			{ numRuns: 25 },
		);
	}, 60_000);

	it("use no key twice: not for a message, a chain, a header or a root", async () => {
		let { a, b } = await newPair();
		const used: Bytes[] = [handshake.rootKey];
		for (let turn = 0; turn < 3; turn++) {
			const { sent, after } = send(a, 3);
			for (const one of sent) b = (await receive(b, one)).ratchet;
			const answers = send(b, 3);
			a = after;
			for (const one of answers.sent) a = (await receive(a, one)).ratchet;
			b = answers.after;
			const [first, answer] = [sent[0] as SendingKeys, answers.sent[0] as SendingKeys];
			used.push(first.headerKey, answer.headerKey, a.rootKey, a.ownKey.secretKey, b.ownKey.secretKey);
			for (const one of [...sent, ...answers.sent])
				used.push(one.messageKey, (one.ratchet.sending as { chainKey: Bytes }).chainKey);
		}
		expect(new Set(used.map(hex)).size).toBe(used.length);
		expect(used.every(({ length }) => length === 32)).toBe(true);
	});

	it("number their messages from 0 in each chain, and tell how many were in the chain before", async () => {
		const { a, b } = await newPair();
		const first = send(a, 3);
		expect(first.sent.map(({ header }) => [header.number, header.previousCount])).toEqual([
			[0, 0],
			[1, 0],
			[2, 0],
		]);
		const read = (await receive(b, first.sent[0] as SendingKeys)).ratchet;
		const answers = send(read, 2);
		expect(answers.sent.map(({ header }) => [header.number, header.previousCount])).toEqual([
			[0, 0],
			[1, 0],
		]);
		const turned = (await receive(first.after, answers.sent[1] as SendingKeys)).ratchet;
		const second = sendOne(turned);
		expect([second.header.number, second.header.previousCount]).toEqual([0, 3]);
		expect(hex(second.header.ratchetKey)).not.toBe(hex(first.sent[0]?.header.ratchetKey as Bytes));
		const back = sendOne((await receive(answers.after, second)).ratchet);
		expect([back.header.number, back.header.previousCount]).toEqual([0, 2]);
	});

	it("cannot send before there is a chain", async () => {
		expect(() => sendingKeys(js, respondRatchet(handshake, prekey))).toThrow(new RangeError("no sending chain"));
	});
});

describe("header keys", () => {
	it("are those of the chain that is read, the next one, and of ended ones with keys that wait, each once", async () => {
		const { a, b } = await newPair();
		const roles = (ratchet: Ratchet) =>
			headerKeys(ratchet).map(({ role }) => (typeof role === "object" ? "old" : role));
		expect(roles(b)).toEqual(["next"]);
		expect(roles(a)).toEqual(["next"]);
		const { sent, after } = send(a, 3);
		const gap = (await receive(b, sent[2] as SendingKeys)).ratchet;
		// Two keys of the chain that is read wait: its header key is not told twice.
		expect(countSkipped(gap.skipped)).toBe(2);
		expect(roles(gap)).toEqual(["current", "next"]);
		const answer = sendOne(gap);
		const next = sendOne((await receive(after, answer)).ratchet);
		const turned = (await receive(answer.ratchet, next)).ratchet;
		expect(roles(turned)).toEqual(["current", "next", "old"]);
		expect(headerKeys(turned).map(({ headerKey }) => hex(headerKey))).toEqual([
			hex(next.headerKey),
			hex(turned.nextReceivingHeaderKey),
			hex(sent[0]?.headerKey as Bytes),
		]);
	});
});

describe("a header that does not fit the state is altered", () => {
	const withHeader = (sent: SendingKeys, header: Partial<SendingKeys["header"]>): SendingKeys => ({
		...sent,
		header: { ...sent.header, ...header },
	});

	it("another ratchet key within a chain", async () => {
		const { a, b } = await talkingPair();
		const turned = sendOne(a);
		const reader = (await receive(b, turned)).ratchet;
		const next = sendOne(turned.ratchet);
		const other = (await js.createAgreementKey(random)).publicKey;
		expect(await refusal(receive(reader, withHeader(next, { ratchetKey: other })))).toEqual(altered);
		expect(hex((await receive(reader, next)).messageKey)).toBe(hex(next.messageKey));
	});

	it("a message of the current chain when there is none", async () => {
		const { a, b } = await newPair();
		expect(await refusal(receivingKeys(js, b, "current", sendOne(a).header, options))).toEqual(altered);
		const own = { ratchetKey: prekey.publicKey, previousCount: 0, number: 0 };
		expect(await refusal(receivingKeys(js, a, "current", own, options))).toEqual(altered);
	});

	it("a turn to the ratchet key that is there already", async () => {
		const { a, b } = await talkingPair();
		const turned = sendOne(a);
		expect(await refusal(receive(b, withHeader(turned, { ratchetKey: b.peerKey as Bytes })))).toEqual(altered);
	});

	it("a chain that ended before what was read of it", async () => {
		const { a, b } = await talkingPair();
		const turned = sendOne(a);
		const first = (await receive(b, turned)).ratchet;
		const answer = sendOne(first);
		const more = send(turned.ratchet, 2);
		const read = (await receive(answer.ratchet, more.sent[1] as SendingKeys)).ratchet;
		expect(read.receiving?.number).toBe(3);
		const next = sendOne((await receive(more.after, answer)).ratchet);
		expect(next.header.previousCount).toBe(3);
		expect(await refusal(receive(read, withHeader(next, { previousCount: 2 })))).toEqual(altered);
		expect(hex((await receive(read, next)).messageKey)).toBe(hex(next.messageKey));
	});

	it.each([1, 2, 5000, 2 ** 32 - 1])("messages of a chain nobody ever had a key of: PN = %i", async (previousCount) => {
		const { a, b } = await newPair();
		const first = sendOne(a);
		expect(await refusal(receive(b, withHeader(first, { previousCount })))).toEqual(altered);
	});

	it.each([0, 1])("a ratchet key of small order: u = %i", async (u) => {
		const { a, b } = await talkingPair();
		const ratchetKey = new Uint8Array(32).fill(u, 0, 1);
		expect(await refusal(receive(b, withHeader(sendOne(a), { ratchetKey })))).toEqual(altered);
	});
});

describe("a message key", () => {
	it("is gone once it was used: of the chain that is read, of a gap in it, and of an ended one", async () => {
		const { a, b } = await newPair();
		const { sent, after } = send(a, 4);
		const [first, second, third, last] = sent as [SendingKeys, SendingKeys, SendingKeys, SendingKeys];
		let reader = (await receive(b, first)).ratchet;
		expect(await refusal(receive(reader, first)), "nothing waits").toEqual(deleted);
		reader = (await receive(reader, last)).ratchet;
		expect(await refusal(receive(reader, last)), "others wait").toEqual(deleted);
		reader = (await receive(reader, third)).ratchet;
		expect(await refusal(receive(reader, third)), "it waited").toEqual(deleted);
		const answer = sendOne(reader);
		const next = sendOne((await receive(after, answer)).ratchet);
		reader = (await receive(answer.ratchet, next)).ratchet;
		expect(await refusal(receive(reader, third)), "of an ended chain").toEqual(deleted);
		const late = await receive(reader, second);
		expect([hex(late.messageKey), late.viaPrekey, late.ratchet.skipped]).toEqual([hex(second.messageKey), true, []]);
	});

	it("waits with the time at which it was skipped", async () => {
		const { a, b } = await newPair();
		const { sent } = send(a, 4);
		let reader = (await receive(b, sent[1] as SendingKeys, { now: 5 })).ratchet;
		reader = (await receive(reader, sent[3] as SendingKeys, { now: 9 })).ratchet;
		const [chain] = reader.skipped;
		expect(chain && keysOf(chain).map(({ number, at }) => [number, at])).toEqual([
			[0, 5],
			[2, 9],
		]);
		expect(expireSkipped(reader, 5)).toBe(reader);
		const left = expireSkipped(reader, 6);
		expect(left.skipped.flatMap(keysOf).map(({ number }) => number)).toEqual([2]);
		expect({ ...left, skipped: reader.skipped }).toEqual(reader);
		expect(expireSkipped(reader, 10).skipped).toEqual([]);
		expect(countSkipped(reader.skipped)).toBe(2);
	});
});

describe("the bounds of what waits", () => {
	const giveUpOlder = true;
	const waiting = (ratchet: Ratchet) => ratchet.skipped.flatMap(keysOf).map(({ number }) => number);
	/** Keys of chains that ended long ago. */
	const filled = (ratchet: Ratchet, ...counts: readonly number[]): Ratchet => ({
		...ratchet,
		skipped: counts.reduce<Ratchet["skipped"]>((all, count) => {
			const keys = Array.from({ length: count }, (_, number) => ({ number, key: new Uint8Array(32), at: now }));
			return addSkipped(all, { headerKey: random(32), viaPrekey: false }, keys);
		}, []),
	});

	it("a chain holds 4,096, all gaps of it together", async () => {
		const { a, b } = await newPair();
		const opened = (await receive(b, sendOne(a, MAX_SKIPPED_OF_CHAIN))).ratchet;
		expect(countSkipped(opened.skipped)).toBe(4096);
		const further = sendOne(a, MAX_SKIPPED_OF_CHAIN + 1);
		expect((await receive(opened, further)).ratchet.receiving?.number).toBe(4098);
		expect(await refusal(receive(b, further))).toEqual({ code: "too-many-skipped", details: { skipped: 1 } });
		const two = sendOne(a, MAX_SKIPPED_OF_CHAIN + 3);
		expect(await refusal(receive(opened, two))).toEqual({ code: "too-many-skipped", details: { skipped: 2 } });
	});

	it("giving up leaves the newest, as many as there is room for", async () => {
		const { a, b } = await newPair();
		const { sent } = send(a, MAX_SKIPPED_OF_CHAIN + 5);
		const last = sent.at(-1) as SendingKeys;
		const got = await receive(b, last, { giveUpOlder });
		expect(hex(got.messageKey)).toBe(hex(last.messageKey));
		expect(waiting(got.ratchet)).toEqual(Array.from({ length: 4096 }, (_, at) => at + 4));
		expect(await refusal(receive(got.ratchet, sent[3] as SendingKeys))).toEqual(deleted);
		const kept = sent[4] as SendingKeys;
		expect(hex((await receive(got.ratchet, kept)).messageKey)).toBe(hex(kept.messageKey));
	});

	it("loses nothing when there is room, though asked to", async () => {
		const { a, b } = await newPair();
		const got = await receive(b, sendOne(a, 7), { giveUpOlder });
		expect(waiting(got.ratchet)).toEqual([0, 1, 2, 3, 4, 5, 6]);
	});

	it("a session holds 16,384 over all chains", async () => {
		const { a, b } = await newPair();
		const nearly = filled(b, 4096, 4096, 4096, 4096 - 3);
		expect(countSkipped((await receive(nearly, sendOne(a, 3))).ratchet.skipped)).toBe(MAX_SKIPPED_OF_SESSION);
		const further = sendOne(a, 5);
		expect(await refusal(receive(nearly, further))).toEqual({ code: "too-many-skipped", details: { skipped: 2 } });
		const got = await receive(nearly, further, { giveUpOlder });
		expect(countSkipped(got.ratchet.skipped)).toBe(16_384);
		expect(got.ratchet.skipped.at(-1)?.count).toBe(3);
		expect(waiting(got.ratchet).slice(-3)).toEqual([2, 3, 4]);
	});

	it("the rest of an ended chain counts too, before the new one", async () => {
		const { a, b } = await talkingPair();
		const turned = sendOne(a);
		const reader = (await receive(b, turned)).ratchet;
		const answer = sendOne(reader);
		const ended = send(turned.ratchet, 10).after;
		const next = sendOne((await receive(ended, answer)).ratchet, 2);
		const room = (count: number) => filled(answer.ratchet, 4096, 4096, 4096, 4096 - count);
		const got = await receive(room(12), next);
		expect(countSkipped(got.ratchet.skipped)).toBe(MAX_SKIPPED_OF_SESSION);
		expect(await refusal(receive(room(11), next))).toEqual({ code: "too-many-skipped", details: { skipped: 1 } });
		// Four of the ended chain and both of the new one.
		expect(await refusal(receive(room(6), next))).toEqual({ code: "too-many-skipped", details: { skipped: 6 } });
		expect(await refusal(receive(room(0), next))).toEqual({ code: "too-many-skipped", details: { skipped: 12 } });
		// A number that nothing can open, whatever it would cost.
		const hopeless = { ...next.header, number: MAX_GIVEN_UP + 1 };
		const far = receivingKeys(js, room(6), "next", hopeless, options);
		expect(await refusal(far)).toEqual({ code: "too-many-skipped", details: {} });
		const given = await receive(room(6), next, { giveUpOlder });
		expect(given.ratchet.skipped.slice(4).map((chain) => keysOf(chain).map(({ number }) => number))).toEqual([
			[5, 6, 7, 8, 9, 10],
		]);
	});

	it("no message moves a chain further than 65,536, whatever is given up", async () => {
		const { b } = await newPair();
		const own: KeyPair = await js.createAgreementKey(random);
		const header = { ratchetKey: own.publicKey, previousCount: 0, number: MAX_GIVEN_UP };
		const got = await receivingKeys(js, b, "next", header, { ...options, giveUpOlder });
		expect(got.ratchet.receiving?.number).toBe(65_537);
		for (const asked of [true, false]) {
			const far = receivingKeys(js, b, "next", { ...header, number: 65_537 }, { ...options, giveUpOlder: asked });
			expect(await refusal(far)).toEqual({ code: "too-many-skipped", details: {} });
		}
		const near = receivingKeys(js, b, "next", header, options);
		expect(await refusal(near)).toEqual({ code: "too-many-skipped", details: { skipped: 65_536 - 4096 } });
	}, 30_000);
});

function plain(_key: string, value: unknown): unknown {
	if (value instanceof Uint8Array) return hex(value);
	return value instanceof Map ? [...value] : value;
}
