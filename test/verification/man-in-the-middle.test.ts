/**
 * Mallory between Ann and Ben: each has a session with her, and takes her for the other. She may do at any moment what the protocol lets a
 * device do. What the two read to each other then differs, but for one guess an attempt.
 */
import { describe, expect, test } from "vitest";
import { type SasContext, sasCode, sasCommitment, sasContext } from "../../src/protocol/index.ts";
import { fixedRandom, js } from "../protocol/fixed.ts";
import { ends, Side, sessionOf } from "./support.ts";

/** Between one victim and Mallory. */
const withMallory = (victim: string, other: string, seed: string) => ({
	...sessionOf(victim, other, `${victim} and Mallory ${seed}`),
	peer: ends(`Mallory as ${other}`),
});

/** What one victim sees, and the messages Mallory exchanged for that. `hers`: her nonce, chosen when it has to be. */
interface Half {
	readonly side: Side;
	/** T of this half: Mallory knows all that is in it. */
	context(): Uint8Array;
}

function half(victim: string, other: string, seed: string): Half {
	const session = withMallory(victim, other, seed);
	const side = new Side(victim, other, `${victim} ${seed}`, session);
	return { side, context: () => side.state.attempt?.context ?? new Uint8Array() };
}

/** Ann begins; Mallory answers her, having drawn a nonce before she has seen Ann's. Gives Ann's nonce. */
function answerAnn({ side, context }: Half, hers: Uint8Array): Uint8Array {
	side.begin();
	side.send();
	const id = side.state.attempt?.id ?? new Uint8Array();
	side.hear({ kind: "commit", id, commitment: sasCommitment(js, context(), hers) });
	return side.send().slice(17);
}

function finishAnn({ side }: Half, hers: Uint8Array) {
	side.hear({ kind: "reveal", id: side.state.attempt?.id ?? new Uint8Array(), nonce: hers });
}

/** Mallory begins with Ben, who commits. */
function beginWithBen({ side }: Half, id: Uint8Array) {
	side.hear({ kind: "start", id, method: 1 });
	side.do({ kind: "agree" });
	side.send();
}

/** Gives Ben's nonce, after which Ben sees his code. */
function revealToBen({ side }: Half, hers: Uint8Array): Uint8Array {
	side.hear({ kind: "reveal", id: side.state.attempt?.id ?? new Uint8Array(), nonce: hers });
	return side.send().slice(17);
}

describe("a swapped card is caught", () => {
	const seeds = Array.from({ length: 2000 }, (_, seed) => String(seed));

	test("whatever order she goes in, over thousands of attempts", () => {
		let same = 0;
		for (const seed of seeds) {
			const random = fixedRandom(`Mallory ${seed}`);
			const [ann, ben] = [half("Ann", "Ben", seed), half("Ben", "Ann", seed)];
			const [toAnn, toBen, id] = [random(32), random(32), random(16)];
			switch (Number(seed) % 4) {
				case 0: // Ann to the end, then Ben.
					answerAnn(ann, toAnn);
					finishAnn(ann, toAnn);
					beginWithBen(ben, id);
					revealToBen(ben, toBen);
					break;
				case 1: // Ben to the end, then Ann.
					beginWithBen(ben, id);
					revealToBen(ben, toBen);
					answerAnn(ann, toAnn);
					finishAnn(ann, toAnn);
					break;
				case 2: {
					// She passes on to Ben the nonce of Ann as her own.
					beginWithBen(ben, id);
					revealToBen(ben, answerAnn(ann, toAnn));
					finishAnn(ann, toAnn);
					break;
				}
				default: {
					// She uses Ann's id and one nonce of hers for both.
					answerAnn(ann, toAnn);
					beginWithBen(ben, ann.side.state.attempt?.id ?? id);
					revealToBen(ben, toAnn);
					finishAnn(ann, toAnn);
				}
			}
			if (ann.side.code() === ben.side.code()) same++;
		}
		expect(same).toBe(0);
	}, 120_000);

	test("every one of the things that are compared is in the code", () => {
		const random = fixedRandom("what is compared");
		const [first, second] = [random(32), random(32)];
		const [initiator, responder, other] = [ends("Ann"), ends("Ben"), ends("Mallory")];
		const honest: SasContext = { initiator, responder, transcript: random(32), id: random(16), method: 1 };
		const code = (input: SasContext, n = first, m = second) => sasCode(js, sasContext(js, input), n, m).join();
		const codes = [
			honest,
			{ ...honest, initiator: { ...initiator, fingerprint: other.fingerprint } },
			{ ...honest, initiator: { ...initiator, devicePublicKey: other.devicePublicKey } },
			{ ...honest, responder: { ...responder, fingerprint: other.fingerprint } },
			{ ...honest, responder: { ...responder, devicePublicKey: other.devicePublicKey } },
			{ ...honest, initiator: responder, responder: initiator },
			{ ...honest, transcript: random(32) },
			{ ...honest, id: random(16) },
			{ ...honest, method: 2 as const },
		].map((input) => code(input));
		expect(
			new Set([...codes, code(honest, second, first), code(honest, random(32)), code(honest, first, random(32))]).size,
		).toBe(12);
	});
});

/**
 * The same two halves with a code cut to a few bits, so that a collision can be found and its price counted. Mallory grinds wherever she is
 * the last to choose something.
 */
describe("a collision search on a shortened code", () => {
	const bitsOf = (code: Uint8Array, bits: number) =>
		(((code[0] ?? 0) << 16) | ((code[1] ?? 0) << 8) | (code[2] ?? 0)) >>> (24 - bits);
	const nonce = (seed: string, at: number) => {
		const drawn = fixedRandom(seed)(32);
		new DataView(drawn.buffer).setUint32(0, at);
		return drawn;
	};

	/** With the commitment: all that is left to choose is chosen before Ben's nonce is known. */
	function withCommitment(seed: string, bits: number): boolean {
		const [ann, ben] = [half("Ann", "Ben", seed), half("Ben", "Ann", seed)];
		const toAnn = nonce(`${seed} to Ann`, 0);
		beginWithBen(ben, nonce(`${seed} id`, 0).slice(0, 16));
		const fromAnn = answerAnn(ann, toAnn);
		const target = bitsOf(sasCode(js, ann.context(), fromAnn, toAnn), bits);
		// She may try nonces as many as she likes: without Ben's she cannot tell which is better, so she takes the first.
		const toBen = nonce(`${seed} to Ben`, 0);
		const fromBen = revealToBen(ben, toBen);
		finishAnn(ann, toAnn);
		// And she may not change what she committed to towards Ann.
		expect(ann.side.view().kind).toBe("compare");
		return bitsOf(sasCode(js, ben.context(), toBen, fromBen), bits) === target;
	}

	/** Without it: the responder shows its nonce first, and Mallory, who is the initiator there, answers last. */
	function withoutCommitment(seed: string, bits: number): number {
		const [ann, ben] = [half("Ann", "Ben", seed), half("Ben", "Ann", seed)];
		const toAnn = nonce(`${seed} to Ann`, 0);
		const fromAnn = answerAnn(ann, toAnn);
		const target = bitsOf(sasCode(js, ann.context(), fromAnn, toAnn), bits);
		beginWithBen(ben, nonce(`${seed} id`, 0).slice(0, 16));
		const fromBen = ben.side.state.attempt?.ownNonce ?? new Uint8Array();
		for (let tries = 1; ; tries++) {
			const toBen = nonce(`${seed} to Ben`, tries);
			if (bitsOf(sasCode(js, ben.context(), toBen, fromBen), bits) === target) return tries;
		}
	}

	test("with the commitment she has one guess: 2^-bits", () => {
		for (const [bits, attempts] of [
			[4, 640],
			[6, 1280],
		] as const) {
			let found = 0;
			for (let seed = 0; seed < attempts; seed++) if (withCommitment(`${bits} ${seed}`, bits)) found++;
			const expected = attempts / 2 ** bits;
			// Four standard deviations: the seeds are fixed, so this is decided once.
			expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected));
			expect(found).toBeGreaterThan(0);
		}
	}, 120_000);

	test("without it she finds one each time, at 2^bits tries: so the code alone would be worth nothing", () => {
		for (const bits of [4, 6, 8, 9]) {
			const attempts = 40;
			let tries = 0;
			for (let seed = 0; seed < attempts; seed++) tries += withoutCommitment(`${bits} ${seed}`, bits);
			const mean = tries / attempts;
			expect(Math.abs(mean - 2 ** bits)).toBeLessThan((4 * 2 ** bits) / Math.sqrt(attempts));
		}
	}, 120_000);

	test("a commitment cannot be opened to the nonce she found afterwards", () => {
		const [ann, ben] = [half("Ann", "Ben", "later"), half("Ben", "Ann", "later")];
		const [committed, found] = [nonce("committed", 0), nonce("found", 1)];
		answerAnn(ann, committed);
		finishAnn(ann, found);
		expect(ann.side.effects).toEqual([{ kind: "failed", why: "swapped", counts: true }]);
		expect(ann.side.view()).toMatchObject({ kind: "idle", left: 2 });
		expect(ben.side.effects).toEqual([]);
	});
});

test("breaking off when the code is not the wanted one is a guess too: three a day", () => {
	const ann = new Side("Ann", "Ben", "broken off", withMallory("Ann", "Ben", "broken off"));
	let guesses = 0;
	for (let at = 0; at < 20; at++) {
		if (ann.begin().length > 0) break;
		ann.send();
		const { id = new Uint8Array(), context = new Uint8Array() } = ann.state.attempt ?? {};
		const hers = fixedRandom(`guess ${at}`)(32);
		ann.hear({ kind: "commit", id, commitment: sasCommitment(js, context, hers) });
		const nonce = ann.send().slice(17);
		// From here on she knows Ann's code, and Ann does not.
		expect(sasCode(js, context, nonce, hers)).toHaveLength(6);
		guesses++;
		ann.hear({ kind: "result", id, outcome: "stopped" });
	}
	expect(guesses).toBe(3);
});
