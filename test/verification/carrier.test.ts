/** Two honest people over a carrier that loses, repeats, delays and reorders, on devices that restart: what can and cannot come of it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeVerificationState, encodeVerificationState } from "../../src/verification/record.ts";
import { minute, Side } from "./support.ts";

type Action =
	/** Whatever comes next for this person, with the latest message of the other. */
	| { readonly do: "next"; readonly by: 0 | 1 }
	| { readonly do: "begin" | "agree" | "send" | "match" | "differ" | "stop" | "restart"; readonly by: 0 | 1 }
	/** A message of the other one, whichever, also one that was read before. */
	| { readonly do: "read"; readonly by: 0 | 1; readonly which: number }
	| { readonly do: "wait"; readonly minutes: number };

const by = fc.constantFrom(0 as const, 1 as const);
const action: fc.Arbitrary<Action> = fc.oneof(
	{ weight: 30, arbitrary: fc.record({ do: fc.constant("next" as const), by }) },
	{ weight: 3, arbitrary: fc.record({ do: fc.constantFrom("begin", "agree", "send", "match", "restart"), by }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constantFrom("differ", "stop"), by }) },
	{ weight: 4, arbitrary: fc.record({ do: fc.constant("read" as const), by, which: fc.nat(3) }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 6 }) }) },
) as fc.Arbitrary<Action>;

interface Posted {
	readonly body: Uint8Array;
	readonly at: number;
}

function nextOf(side: Side, by: 0 | 1): Exclude<Action, { do: "next" }> {
	const view = side.view();
	switch (view.kind) {
		case "idle":
			// Ann begins, Ben waits to be asked.
			return by === 0 && view.left > 0 ? { do: "begin", by } : { do: "read", by, which: 0 };
		case "asked":
			return { do: "agree", by };
		case "to-send":
			return { do: "send", by };
		case "compare":
			return { do: "match", by };
		default:
			return view.kind === "done" && view.body !== null ? { do: "send", by } : { do: "read", by, which: 0 };
	}
}

function play(actions: readonly Action[], seed: number) {
	const sides = [new Side("Ann", "Ben", `Ann ${seed}`), new Side("Ben", "Ann", `Ben ${seed}`)] as const;
	const posted: [Posted[], Posted[]] = [[], []];
	const compared: [string[], string[]] = [[], []];
	const verified: [string[], string[]] = [[], []];
	const yes: [number, number] = [0, 0];
	for (const action of actions) {
		const one = action.do === "next" ? nextOf(sides[action.by], action.by) : action;
		if (one.do === "wait") {
			for (const side of sides) side.now += one.minutes * minute;
			continue;
		}
		const side = sides[one.by];
		const before = side.view();
		switch (one.do) {
			case "begin":
				side.begin();
				break;
			case "agree":
			case "stop":
				side.do({ kind: one.do });
				break;
			case "send":
				if (before.kind === "to-send" || (before.kind === "done" && before.body !== null)) {
					posted[one.by].push({ body: side.send(), at: side.now });
				}
				break;
			case "match":
			case "differ": {
				const code = before.kind === "compare" ? side.code() : "";
				const effects = side.do({ kind: "answer", match: one.do === "match" });
				if (one.do === "match" && before.kind === "compare") yes[one.by]++;
				if (effects.some(({ kind }) => kind === "verified")) verified[one.by].push(code);
				break;
			}
			case "restart":
				side.state = decodeVerificationState(encodeVerificationState(side.state));
				break;
			case "read": {
				const there = posted[1 - one.by] ?? [];
				const message = there[there.length - 1 - one.which];
				if (message) side.receive(message.body, { sentAt: message.at });
			}
		}
		const view = side.view();
		if (view.kind === "compare") compared[one.by].push(`${side.state.attempt?.id.join()}: ${side.code()}`);
	}
	return { sides, compared, verified, yes };
}

test("whatever the carrier does, the two never see two codes of one attempt, and nobody is verified without a yes", () => {
	let both = 0;
	fc.assert(
		fc.property(fc.array(action, { minLength: 20, maxLength: 60, size: "max" }), fc.nat(), (actions, seed) => {
			const { sides, compared, verified, yes } = play(actions, seed);
			const codes = new Map<string, string>();
			for (const [id = "", code = ""] of compared.flat().map((one) => one.split(": "))) {
				expect(codes.get(id) ?? code).toBe(code);
				codes.set(id, code);
			}
			for (const at of [0, 1] as const) {
				expect(verified[at].length).toBe(yes[at]);
				expect(sides[at].state.failures.length).toBeLessThanOrEqual(3);
				const round = decodeVerificationState(encodeVerificationState(sides[at].state));
				expect(round).toEqual(sides[at].state);
			}
			if (verified[0].length > 0 && verified[1].length > 0) both++;
		}),
		{ numRuns: 500, seed: 5 },
	);
	// The property says something: many of them come to the end.
	expect(both).toBeGreaterThan(20);
}, 120_000);
