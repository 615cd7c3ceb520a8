/** Runs in a browser: the native suite against the JavaScript one on the same inputs, and what a slot costs. */
import * as sotto from "../../../src/protocol/index.ts";

const random: sotto.Random = (length) => crypto.getRandomValues(new Uint8Array(length));
const now = 1_800_000_000_000;
const subtle = crypto.subtle as unknown as sotto.SubtleLike;
const js = sotto.createSuite1({ subtle: null });
const exact = sotto.createSuite1({ subtle });
const fast = sotto.createSuite1({ subtle, nativeRandomness: true });

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** A fixed stream, so that two runs draw the same bytes. */
function fixed(seed: number): sotto.Random {
	let counter = seed * 1_000_000;
	const next = () => {
		counter = (counter * 1_103_515_245 + 12_345) % 2_147_483_648;
		return counter >> 16;
	};
	return (length) => Uint8Array.from({ length }, next);
}

async function person(suite: sotto.Suite, from: sotto.Random) {
	const { account, device } = await sotto.createAccount(suite, from, now);
	const prekey = await sotto.createInvitation(suite, device, from, now);
	const card = await sotto.encodeCard(suite, { device, prekeys: [prekey], name: "Ben", recoveryHash: null });
	return { account, device, prekey, card };
}

const payload: sotto.Payload = {
	kind: sotto.payloadKind.text,
	sentAt: now,
	conversation: new Uint8Array(16),
	counter: 1,
	recipientSetHash: new Uint8Array(8),
	listSequence: 1,
	keep: null,
	signed: null,
	seen: [],
	recipients: null,
	body: sotto.encodeTextBody("x".repeat(200), null),
};

async function sealTo(suite: sotto.Suite, from: sotto.Random) {
	const [ann, ben] = [await person(suite, from), await person(suite, from)];
	const start = sotto.recipientsOf(await sotto.openCard(suite, ben.card), now);
	const author = { accountPublicKey: ann.account.publicKey, device: ann.device };
	const sealed = await sotto.sealEnvelope(suite, { author, start, sessions: [], payload }, from);
	return { ann, ben, sealed };
}

type Sealed = Awaited<ReturnType<typeof sealTo>>;

async function open(suite: sotto.Suite, { ben, sealed }: Sealed, envelope = sealed.envelope): Promise<string> {
	const own = { accountFingerprint: sotto.accountFingerprint(suite, ben.account.publicKey), device: ben.device };
	const reader = {
		own,
		sessions: sotto.createSessionIndex(suite),
		prekeys: [ben.prekey],
		endedPrekeys: [],
		isTombstone: () => false,
		random,
		now,
	};
	const opened = await sotto.openEnvelope(suite, envelope, reader);
	return sotto.decodeBody(opened.payload).text;
}

/** Ann with one suite, Ben with another: start, answer, next, each opened at the other end. */
async function converse(annsSuite: sotto.Suite, bensSuite: sotto.Suite, seed: number): Promise<string> {
	const from = fixed(seed);
	const [ann, ben] = [await person(annsSuite, from), await person(bensSuite, from)];
	const end = (suite: sotto.Suite, one: typeof ann, stream: sotto.Random) => {
		const sessions = sotto.createSessionIndex(suite);
		const own = { accountFingerprint: sotto.accountFingerprint(suite, one.account.publicKey), device: one.device };
		const author = { accountPublicKey: one.account.publicKey, device: one.device };
		return {
			async say(start: readonly sotto.RecipientDevice[]) {
				const to = start.length > 0 ? [] : sessions.all();
				const sealed = await sotto.sealEnvelope(suite, { author, start, sessions: to, payload }, stream);
				for (const session of [...sealed.started, ...sealed.continued]) sessions.set(session);
				return sealed.envelope;
			},
			async read(envelope: Uint8Array) {
				const more = { endedPrekeys: [], isTombstone: () => false, random: stream, now };
				const opened = await sotto.openEnvelope(suite, envelope, { own, sessions, prekeys: [one.prekey], ...more });
				sessions.set(opened.session);
			},
		};
	};
	const [a, b] = [end(annsSuite, ann, fixed(seed + 1)), end(bensSuite, ben, fixed(seed + 2))];
	const said = [await a.say(sotto.recipientsOf(await sotto.openCard(annsSuite, ben.card), now))];
	await b.read(said[0] ?? new Uint8Array());
	for (const [from, to] of [
		[b, a],
		[a, b],
		[b, a],
	] as const) {
		const envelope = await from.say([]);
		await to.read(envelope);
		said.push(envelope);
	}
	return said.map(hex).join(" ");
}

/** Same randomness, same bytes; and each opens what the other sealed. */
export async function agreement() {
	const [a, b, c] = [await sealTo(js, fixed(7)), await sealTo(exact, fixed(7)), await sealTo(fast, random)];
	const opened = [await open(exact, a), await open(fast, b), await open(js, c), await open(fast, c)];
	const talks = [await converse(js, js, 20), await converse(exact, exact, 20), await converse(exact, js, 20)];
	return {
		sameConversation: new Set(talks).size === 1 ? talks[0]?.split(" ").length : 0,
		sameCard: hex(a.ben.card) === hex(b.ben.card),
		sameEnvelope: hex(a.sealed.envelope) === hex(b.sealed.envelope),
		texts: opened.map((text) => text.length),
	};
}

/** Points and signatures that implementations differ on: every suite must answer alike. */
export async function refusals() {
	const answers: Record<string, string[]> = {};
	const ask = async (name: string, question: (suite: sotto.Suite) => Promise<unknown>) => {
		answers[name] = [];
		for (const suite of [js, exact, fast]) {
			answers[name].push(await question(suite).then(String, (error: Error) => error.message));
		}
	};
	const point = (first: number, rest = 0, last = rest) => {
		const bytes = new Uint8Array(32).fill(rest);
		bytes[0] = first;
		bytes[31] = last;
		return bytes;
	};
	const secret = new Uint8Array(32).fill(7);
	await ask("x25519 zero", (suite) => suite.agree(secret, point(0)));
	await ask("x25519 one", (suite) => suite.agree(secret, point(1)));
	await ask("x25519 not canonical", (suite) => suite.agree(secret, point(0xf6, 0xff, 0x7f)));
	// Key and R of small order, S = 0: the equation holds for every message.
	const forged = new Uint8Array(64);
	forged[0] = 1;
	await ask("ed25519 small order", (suite) => suite.verify(point(1), forged, new Uint8Array(3)));
	await ask("kem coefficient", (suite) => suite.encapsulate(new Uint8Array(1184).fill(0xff), random));
	return answers;
}

/** What is really native here: a call through the suite that JavaScript could not make as fast. */
export function support() {
	const has = (name: string) => name in SubtleCrypto.prototype;
	return { encapsulateBits: has("encapsulateBits"), agent: navigator.userAgent };
}

/** Milliseconds, best of five rounds. */
export async function timing() {
	const rows: Record<string, number> = {};
	const best = async (name: string, times: number, work: () => Promise<unknown>) => {
		let least = Number.POSITIVE_INFINITY;
		for (let round = 0; round < 6; round++) {
			const started = performance.now();
			for (let i = 0; i < times; i++) await work();
			least = Math.min(least, (performance.now() - started) / times);
		}
		rows[name] = Math.round(least * 1000) / 1000;
	};
	const secret = random(32);
	const pair = await fast.createAgreementKey(random);
	const kem = await fast.createKemKey(random);
	const many = (work: () => Promise<unknown>) => () => Promise.all(Array.from({ length: 100 }, work));
	await best(
		"agree x100",
		1,
		many(() => fast.agree(secret, pair.publicKey)),
	);
	await best("agree, one", 30, () => fast.agree(secret, pair.publicKey));
	await best(
		"ephemeral key x100",
		1,
		many(() => fast.createEphemeralKey(random)),
	);
	await best(
		"encapsulate x100",
		1,
		many(() => fast.encapsulate(kem.publicKey, random)),
	);
	const short = random(32);
	const all = (times: number, work: () => unknown) => async () => {
		for (let i = 0; i < times; i++) work();
	};
	await best(
		"mac x100",
		1,
		all(100, () => fast.mac(short, short)),
	);
	await best(
		"hash 1088 x100",
		1,
		all(100, () => fast.hash(kem.publicKey)),
	);
	await best(
		"expand 96 x100",
		1,
		all(100, () => fast.hkdf(short, short, short, 96)),
	);
	await best(
		"seal slot 165 x100",
		1,
		all(100, () => fast.sealSlot(short, new Uint8Array(12), short, new Uint8Array(165))),
	);
	const ann = await person(fast, random);
	const author = { accountPublicKey: ann.account.publicKey, device: ann.device };
	const people = await Promise.all(Array.from({ length: 100 }, () => person(fast, random)));
	const recipients = [];
	for (const one of people) recipients.push(...sotto.recipientsOf(await sotto.openCard(fast, one.card), now));
	for (const count of [1, 10, 100]) {
		const input = { author, start: recipients.slice(0, count), sessions: [], payload };
		await best(`seal ${count}`, count === 100 ? 3 : 10, () => sotto.sealEnvelope(fast, input, random));
		const sealed = await sotto.sealEnvelope(fast, input, random);
		const ben = people[0];
		if (!ben) throw new Error("nobody");
		await best(`open ${count}`, 5, () => open(fast, { ann, ben, sealed }));
		const armor = () =>
			sotto.encodeArmor({ kind: 1, bytes: sealed.envelope, messageId: sealed.messageId, maxChars: null });
		await best(`armor ${count}`, 5, async () => armor());
		const parts = armor();
		await best(`unarmor ${count}`, 5, async () => sotto.decodeArmorParts(parts));
	}
	return rows;
}

Object.assign(globalThis, { agreement, refusals, support, timing });
