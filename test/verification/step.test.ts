import { describe, expect, test } from "vitest";
import { VaultError } from "../../src/vault/errors.ts";
import { attemptsLeft, nothingYet } from "../../src/verification/attempt.ts";
import { decodeVerificationState, encodeVerificationState } from "../../src/verification/record.ts";
import { now } from "../protocol/fixed.ts";
import { comparing, minute, Side, sessionOf } from "./support.ts";

const refused = (why: string) => [{ kind: "refused", why }];
const failed = (why: string, counts: boolean) => [{ kind: "failed", why, counts }];
const id = (fill: number) => new Uint8Array(16).fill(fill);

describe("both honest", () => {
	test.each([1, 2] as const)("method %i: four messages, then both see the same code, and who reads first", (method) => {
		const { ann, ben } = comparing(method);
		expect(ann.code()).toBe(ben.code());
		expect(ann.code().split(" ")).toHaveLength(method === 1 ? 7 : 3);
		expect(ann.view()).toMatchObject({ kind: "compare", readsFirst: true, endsAt: now + 10 * minute });
		expect(ben.view()).toMatchObject({ kind: "compare", readsFirst: false, endsAt: now + 10 * minute });
		expect([...ann.effects, ...ben.effects]).toEqual([]);
	});

	test("each is verified by its own user's yes, and by nothing else", () => {
		const { ann, ben } = comparing();
		expect(ann.do({ kind: "answer", match: true })).toEqual([{ kind: "verified" }]);
		expect(ben.receive(ann.send())).toEqual(refused("out-of-order"));
		expect(ben.view().kind).toBe("compare");
		expect(ben.do({ kind: "answer", match: true })).toEqual([{ kind: "verified" }]);
		expect(ann.receive(ben.send())).toEqual([]);
		expect(ann.view()).toEqual({ kind: "done", outcome: "match", body: null });
		ann.now += 10 * minute;
		expect(ann.do({ kind: "tick" })).toEqual([]);
		expect(ann.view()).toEqual({ kind: "idle", left: 3, again: null, ranOut: false });
	});

	test("what each shows, step by step", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		expect(ann.view()).toEqual({ kind: "idle", left: 3, again: null, ranOut: false });
		ann.begin(2);
		expect(ann.view()).toMatchObject({ kind: "to-send" });
		const start = ann.send();
		expect(ann.view()).toMatchObject({ kind: "waiting" });
		ben.receive(start);
		expect(ben.view()).toEqual({ kind: "asked", method: 2, endsAt: now + 10 * minute });
		ben.do({ kind: "agree" });
		const commit = ben.send();
		expect(ben.view()).toMatchObject({ kind: "waiting" });
		ann.receive(commit);
		const first = ann.send();
		expect(ann.view()).toMatchObject({ kind: "waiting" });
		ben.receive(first);
		// Not before its own nonce stands in the chat.
		expect(ben.view()).toMatchObject({ kind: "to-send" });
		const second = ben.send();
		expect(ben.view()).toMatchObject({ kind: "compare" });
		ann.receive(second);
		expect(ann.view()).toMatchObject({ kind: "compare" });
	});

	test("both begin at once: the lower id is kept, by both", () => {
		for (const seed of ["a", "b", "c", "d"]) {
			const [ann, ben] = [new Side("Ann", "Ben", `Ann ${seed}`), new Side("Ben", "Ann", `Ben ${seed}`)];
			ann.begin();
			ben.begin();
			const [fromAnn, fromBen] = [ann.send(), ben.send()];
			ann.receive(fromBen);
			ben.receive(fromAnn);
			const [initiator, responder] = ann.state.attempt?.role === "initiator" ? [ann, ben] : [ben, ann];
			expect(responder.state.attempt).toMatchObject({ role: "responder", phase: "committing" });
			initiator.receive(responder.send());
			responder.receive(initiator.send());
			initiator.receive(responder.send());
			expect(ann.code()).toBe(ben.code());
		}
	});
});

describe("the other one's message shows that ours had arrived", () => {
	test("a commit before the start was said to be sent", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		ann.begin();
		const start = ann.view();
		ben.receive(start.kind === "to-send" && start.body ? start.body : new Uint8Array());
		ben.do({ kind: "agree" });
		ann.receive(ben.send());
		ben.receive(ann.send());
		ann.receive(ben.send());
		expect(ann.code()).toBe(ben.code());
	});

	test("a late word about it is not taken for the next one", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		ann.begin();
		ben.receive(ann.send());
		ben.do({ kind: "agree" });
		const view = ben.view();
		const commit = view.kind === "to-send" ? view.body : new Uint8Array();
		ann.receive(commit);
		ben.receive(ann.send());
		expect(ben.do({ kind: "sent", body: commit })).toEqual(refused("nothing-to-do"));
		// Nothing to compare before its own nonce was sent.
		expect(ben.view().kind).toBe("to-send");
	});

	test("both nonces, and a yes, before ours were said to be sent", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		const body = (side: Side) => {
			const view = side.view();
			if (view.kind !== "to-send") throw new Error(view.kind);
			return view.body;
		};
		ann.begin();
		ben.receive(body(ann));
		ben.do({ kind: "agree" });
		ann.receive(body(ben));
		ben.receive(body(ann));
		ann.receive(body(ben));
		expect(ann.view().kind).toBe("compare");
		ann.do({ kind: "answer", match: true });
		expect(ben.view().kind).toBe("to-send");
		expect(ben.receive(ann.send())).toEqual([]);
		expect(ben.view().kind).toBe("compare");
	});
});

describe("they differ", () => {
	test("here: it failed, and the other one is told, whose yes is taken back", () => {
		const { ann, ben } = comparing();
		ben.do({ kind: "answer", match: true });
		expect(ann.do({ kind: "answer", match: false })).toEqual(failed("differ", true));
		expect(ann.view()).toMatchObject({ kind: "done", outcome: "differ" });
		expect(ben.receive(ann.send())).toEqual([{ kind: "withdrawn" }, ...failed("differ-there", true)]);
		expect(ann.view()).toEqual({ kind: "idle", left: 2, again: null, ranOut: false });
		expect(ben.view()).toEqual({ kind: "idle", left: 2, again: null, ranOut: false });
	});

	test("there, before the answer here", () => {
		const { ann, ben } = comparing();
		ben.do({ kind: "answer", match: false });
		expect(ann.receive(ben.send())).toEqual(failed("differ-there", true));
		expect(ann.do({ kind: "answer", match: true })).toEqual(refused("nothing-to-do"));
	});

	test("there, long after: what was said in ten minutes stands", () => {
		const { ann, ben } = comparing();
		ann.do({ kind: "answer", match: true });
		ben.do({ kind: "answer", match: false });
		ann.now += 10 * minute;
		expect(ann.receive(ben.send())).toEqual(refused("over"));
	});
});

test("a nonce that was not committed to ends it, and counts", () => {
	const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
	ann.begin();
	ben.receive(ann.send());
	ben.do({ kind: "agree" });
	ann.receive(ben.send());
	const reveal = ann.send();
	ben.receive(reveal);
	const nonce = ben.send();
	const changed = nonce.slice();
	changed[20] = (changed[20] ?? 0) ^ 1;
	expect(ann.receive(changed)).toEqual(failed("swapped", true));
	expect(ann.receive(nonce)).toEqual(refused("over"));
	expect(ann.view()).toEqual({ kind: "idle", left: 2, again: null, ranOut: false });
});

describe("stopping", () => {
	test("before anything was sent leaves nothing to be said", () => {
		const ann = new Side("Ann", "Ben");
		ann.begin();
		expect(ann.do({ kind: "stop" })).toEqual(failed("stopped", false));
		expect(ann.view()).toEqual({ kind: "idle", left: 3, again: null, ranOut: false });
	});

	test("when asked, while waiting, while comparing: the other one is told", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		ann.begin();
		ben.receive(ann.send());
		expect(ben.do({ kind: "stop" })).toEqual(failed("stopped", false));
		expect(ann.receive(ben.send())).toEqual(failed("stopped-there", false));
		expect(ben.view().kind).toBe("idle");
		const both = comparing();
		expect(both.ann.do({ kind: "stop" })).toEqual(failed("stopped", true));
		expect(both.ben.receive(both.ann.send())).toEqual(failed("stopped-there", true));
	});

	test("counts at either side from the moment its own nonce is handed out", () => {
		const counts = (steps: number, who: "ann" | "ben") => {
			const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
			const script = [
				() => ann.begin(),
				() => ben.receive(ann.send()),
				() => ben.do({ kind: "agree" }),
				() => ann.receive(ben.send()),
				() => ben.receive(ann.send()),
				() => ann.receive(ben.send()),
			];
			for (const one of script.slice(0, steps)) one();
			const [effect] = { ann, ben }[who].do({ kind: "stop" });
			return effect?.kind === "failed" ? effect.counts : null;
		};
		expect([1, 2, 3, 4, 5, 6].map((steps) => counts(steps, "ann"))).toEqual([false, false, false, true, true, true]);
		expect([2, 3, 4, 5, 6].map((steps) => counts(steps, "ben"))).toEqual([false, false, false, true, true]);
	});

	test("an answer or a yes at another time than it is asked for does nothing", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		const script = [
			() => ann.begin(),
			() => ben.receive(ann.send()),
			() => ben.do({ kind: "agree" }),
			() => ann.receive(ben.send()),
			() => ben.receive(ann.send()),
		];
		for (const one of script) {
			one();
			for (const side of [ann, ben]) {
				const before = side.state;
				for (const match of [true, false]) {
					expect(side.do({ kind: "answer", match })).toEqual(refused("nothing-to-do"));
				}
				if (before.attempt?.phase !== "asked") {
					expect(side.do({ kind: "agree" })).toEqual(refused("nothing-to-do"));
				}
				expect(side.state).toEqual(before);
			}
		}
		ann.receive(ben.send());
		expect(ann.do({ kind: "agree" })).toEqual(refused("nothing-to-do"));
		expect(ann.code()).toBe(ben.code());
	});

	test("of nothing is nothing", () => {
		const ann = new Side("Ann", "Ben");
		for (const kind of ["stop", "agree"] as const) expect(ann.do({ kind })).toEqual(refused("nothing-to-do"));
		expect(ann.do({ kind: "sent", body: new Uint8Array(17) })).toEqual(refused("nothing-to-do"));
		expect(ann.do({ kind: "answer", match: true })).toEqual(refused("nothing-to-do"));
		expect(ann.state).toEqual(nothingYet);
	});
});

describe("time", () => {
	test("ten minutes from the start, at either side; not a moment less", () => {
		const { ann, ben } = comparing();
		for (const side of [ann, ben]) {
			side.now += 10 * minute - 1;
			expect(side.do({ kind: "tick" })).toEqual([]);
			expect(side.view().kind).toBe("compare");
			side.now += 1;
			// What has run out counts, whether or not anybody has looked yet.
			expect(side.view()).toEqual({ kind: "idle", left: 2, again: null, ranOut: true });
			expect(side.do({ kind: "answer", match: true })).toEqual([
				...failed("expired", true),
				...refused("nothing-to-do"),
			]);
			expect(side.view()).toEqual({ kind: "idle", left: 2, again: null, ranOut: true });
		}
	});

	test("that ran out before a nonce was given away costs nothing", () => {
		const ann = new Side("Ann", "Ben");
		ann.begin();
		ann.send();
		ann.now += 10 * minute;
		expect(ann.do({ kind: "tick" })).toEqual(failed("expired", false));
		expect(ann.view()).toEqual({ kind: "idle", left: 3, again: null, ranOut: true });
	});

	test("a clock that is set back does not make it last", () => {
		const { ann } = comparing();
		ann.now -= 1;
		expect(ann.do({ kind: "tick" })).toEqual(failed("expired", true));
	});

	test("a start from before, or from far ahead, is not taken up", () => {
		const ben = new Side("Ben", "Ann");
		const start = { kind: "start", id: id(1), method: 1 } as const;
		expect(ben.hear(start, { sentAt: now - 10 * minute - 1 })).toEqual(refused("late"));
		expect(ben.hear(start, { sentAt: now + 10 * minute + 1 })).toEqual(refused("late"));
		expect(ben.hear(start, { sentAt: now - 10 * minute })).toEqual([]);
	});
});

describe("three failures a day", () => {
	const fail = (ann: Side, ben: Side) => {
		ann.begin();
		ben.receive(ann.send());
		ben.do({ kind: "agree" });
		ann.receive(ben.send());
		ann.do({ kind: "stop" });
		ben.receive(ann.send());
	};

	test("then neither side goes on, until the first is a day old", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		for (let at = 0; at < 3; at++) {
			fail(ann, ben);
			ann.now += minute;
			ben.now += minute;
		}
		expect(ann.view()).toEqual({ kind: "idle", left: 0, again: now + 24 * 60 * minute, ranOut: false });
		expect(ann.begin()).toEqual(refused("too-many"));
		expect(ann.hear({ kind: "start", id: id(7), method: 1 })).toEqual(refused("too-many"));
		// Ben gave no nonce away.
		expect(attemptsLeft(ben.state, ben.now)).toBe(3);
		ann.now = now + 24 * 60 * minute - 1;
		expect(ann.begin()).toEqual(refused("too-many"));
		ann.now += 1;
		expect(ann.view()).toEqual({ kind: "idle", left: 1, again: null, ranOut: false });
		expect(ann.begin()).toEqual([]);
	});

	test("a clock that is set back does not give them back", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		for (let at = 0; at < 3; at++) fail(ann, ben);
		ann.now -= 48 * 60 * minute;
		expect(ann.begin()).toEqual(refused("too-many"));
	});
});

describe("one at a time", () => {
	test("no second one is begun or taken up while one runs", () => {
		const { ann, ben } = comparing();
		const code = ann.code();
		expect(ann.begin()).toEqual(refused("running"));
		expect(ann.hear({ kind: "start", id: id(0), method: 2 })).toEqual(refused("running"));
		expect(ben.hear({ kind: "start", id: id(0), method: 2 })).toEqual(refused("running"));
		expect([ann.code(), ben.code()]).toEqual([code, code]);
	});

	test("a start while the first was not answered yet does not take its place", () => {
		const ben = new Side("Ben", "Ann");
		ben.hear({ kind: "start", id: id(5), method: 1 });
		expect(ben.hear({ kind: "start", id: id(4), method: 2 })).toEqual(refused("running"));
		expect(ben.hear({ kind: "start", id: id(5), method: 2 })).toEqual(refused("running"));
		expect(ben.view()).toMatchObject({ kind: "asked", method: 1 });
	});

	test("after it ended another one may begin, also before the last word was sent", () => {
		const { ann, ben } = comparing();
		ann.do({ kind: "answer", match: false });
		expect(ann.begin()).toEqual([]);
		ben.do({ kind: "answer", match: true });
		ben.receive(ann.send());
		expect(ben.view().kind).toBe("asked");
	});
});

describe("a hostile carrier", () => {
	test("nothing said twice changes anything", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		ann.begin();
		const start = ann.send();
		ben.receive(start);
		expect(ben.receive(start)).toEqual(refused("running"));
		ben.do({ kind: "agree" });
		const commit = ben.send();
		ann.receive(commit);
		expect(ann.receive(commit)).toEqual(refused("out-of-order"));
		const first = ann.send();
		ben.receive(first);
		expect(ben.receive(first)).toEqual(refused("out-of-order"));
		const second = ben.send();
		ann.receive(second);
		const before = ann.state;
		for (const body of [start, commit, first, second]) ann.receive(body);
		expect(ann.state).toEqual(before);
		ann.do({ kind: "answer", match: false });
		ben.receive(ann.send());
		for (const body of [start, commit, first, second]) {
			expect(ann.receive(body)).toEqual(refused("over"));
			expect(ben.receive(body)).toEqual(refused("over"));
		}
	});

	test("a second commitment does not take the place of the first", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		ann.begin();
		ben.receive(ann.send());
		ben.do({ kind: "agree" });
		const commit = ben.send();
		ann.receive(commit);
		const attempt = ann.state.attempt;
		expect(ann.hear({ kind: "commit", id: attempt?.id ?? id(0), commitment: new Uint8Array(32) })).toEqual(
			refused("out-of-order"),
		);
		expect(ann.state.attempt).toEqual(attempt);
	});

	test("our own role's messages do not come to us", () => {
		const ann = new Side("Ann", "Ben");
		ann.begin();
		const { id: own = id(0) } = ann.state.attempt ?? {};
		ann.send();
		expect(ann.hear({ kind: "reveal", id: own, nonce: new Uint8Array(32) })).toEqual(refused("out-of-order"));
		const ben = new Side("Ben", "Ann");
		ben.hear({ kind: "start", id: id(3), method: 1 });
		expect(ben.hear({ kind: "commit", id: id(3), commitment: new Uint8Array(32) })).toEqual(refused("out-of-order"));
		expect(ben.hear({ kind: "reveal", id: id(3), nonce: new Uint8Array(32) })).toEqual(refused("out-of-order"));
		expect(ben.hear({ kind: "result", id: id(3), outcome: "match" })).toEqual(refused("out-of-order"));
	});

	test("what comes in another session, or is of no attempt, is not heeded", () => {
		const { ann, ben } = comparing();
		ben.do({ kind: "answer", match: false });
		const other = sessionOf("Ann", "Ben", "another");
		expect(ann.receive(ben.send(), { session: other })).toEqual(refused("other-session"));
		expect(ann.hear({ kind: "result", id: id(9), outcome: "differ" })).toEqual(refused("over"));
		expect(ann.view().kind).toBe("compare");
	});

	test("a session that is not confirmed is no place for it", () => {
		const ann = new Side("Ann", "Ben");
		const session = { ...ann.session, confirmed: false };
		expect(ann.do({ kind: "begin", method: 1, session })).toEqual(refused("unconfirmed"));
		expect(ann.hear({ kind: "start", id: id(1), method: 1 }, { session })).toEqual(refused("unconfirmed"));
	});

	test("one that the other end began will do to begin, and gives our nonce away only once it is confirmed", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		const session = { ...ann.session, confirmed: false, begunThere: true };
		expect(ann.do({ kind: "begin", method: 1, session })).toEqual([]);
		ben.receive(ann.send());
		ben.do({ kind: "agree" });
		const commitment = ben.send();
		expect(ann.receive(commitment, { session })).toEqual(refused("unconfirmed"));
		expect(ann.view().kind).toBe("waiting");
		ann.receive(commitment);
		expect(ann.view().kind).toBe("to-send");
	});

	test("the word about a scanned code is for others to hear", () => {
		const ann = new Side("Ann", "Ben");
		expect(ann.hear({ kind: "scanned", proof: new Uint8Array(32), card: null })).toEqual(refused("nothing-to-do"));
	});
});

describe("kept", () => {
	test("after a restart at every step it goes on with the same messages and comes to the same code", () => {
		const [ann, ben] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
		const restart = () => {
			for (const side of [ann, ben]) {
				const again = decodeVerificationState(encodeVerificationState(side.state));
				expect(again).toEqual(side.state);
				side.state = again;
			}
		};
		for (const one of [
			() => ann.begin(),
			() => ben.receive(ann.send()),
			() => ben.do({ kind: "agree" }),
			() => ann.receive(ben.send()),
			() => ben.receive(ann.send()),
			() => ann.receive(ben.send()),
		]) {
			one();
			restart();
		}
		expect(ann.code()).toBe(ben.code());
		expect(ann.code()).toBe(comparing().ann.code());
		ann.do({ kind: "answer", match: true });
		ben.do({ kind: "answer", match: false });
		restart();
		ben.send();
		restart();
		expect(ann.state.attempt?.phase).toBe("matched");
		expect(ben.state).toMatchObject({ attempt: null, failures: [now] });
	});

	test("anything but a whole state that can have come to be is damage", () => {
		const { ann, ben } = comparing();
		const responderRevealing = (() => {
			const [one, other] = [new Side("Ann", "Ben"), new Side("Ben", "Ann")];
			one.begin();
			other.receive(one.send());
			other.do({ kind: "agree" });
			one.receive(other.send());
			other.receive(one.send());
			return other;
		})();
		const initiator = ann.state.attempt;
		const responder = ben.state.attempt;
		const revealing = responderRevealing.state.attempt;
		if (!initiator || !responder || !revealing) throw new Error("no attempt");
		const bytes = new Uint8Array(49);
		const damaged = [
			{ ...initiator, peerNonce: null },
			{ ...initiator, commitment: null },
			{ ...initiator, outgoing: bytes },
			{ ...initiator, id: new Uint8Array(15) },
			{ ...initiator, ownNonce: new Uint8Array(31) },
			{ ...initiator, method: 3 },
			{ ...initiator, phase: "done" },
			{ ...initiator, startedAt: -1 },
			{ ...initiator, more: 1 },
			{ ...initiator, phase: "asked" },
			{ ...initiator, phase: "committing", outgoing: bytes },
			{ ...initiator, phase: "awaiting-nonce", commitment: null },
			{ ...initiator, phase: "revealing" },
			{ ...initiator, phase: "awaiting-commit", outgoing: bytes },
			{ ...responder, commitment: new Uint8Array(32) },
			{ ...responder, phase: "starting", outgoing: bytes },
			{ ...responder, phase: "awaiting-commit" },
			{ ...responder, phase: "asked", outgoing: bytes },
			{ ...responder, phase: "committing" },
			{ ...revealing, peerNonce: null },
			{ ...revealing, outgoing: null },
		].map((attempt) => ({ ...ann.state, attempt }));
		for (const state of [
			...damaged,
			{ ...ann.state, failures: [1, 2, 3, 4] },
			{ ...ann.state, over: ["zz"] },
			{ attempt: null, failures: [] },
		]) {
			expect(() => decodeVerificationState(encodeVerificationState(state as typeof ann.state))).toThrow(VaultError);
		}
		expect(() => decodeVerificationState(encodeVerificationState(responderRevealing.state))).not.toThrow();
	});

	test("the nonces are gone once it is over", () => {
		const { ann } = comparing();
		ann.do({ kind: "answer", match: false });
		ann.send();
		expect(ann.state).toEqual({
			attempt: null,
			failures: [now],
			over: [expect.stringMatching(/^[0-9a-f]{32}$/)],
			ranOut: false,
		});
	});
});
