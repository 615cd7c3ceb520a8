import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	acceptNewStart,
	chooseSession,
	outlivedStarts,
	standingAfter,
	standingOfNew,
	supersededBy,
} from "../../src/sessions/session-choice.ts";
import { type SessionRecord, sessionId } from "../../src/sessions/session-record.ts";
import { bothEnds, conversation, recordOf } from "./support.ts";

const { begun, answered } = await bothEnds();
const elsewhere = "0d".repeat(16);
const idOf = (id: number) => new Uint8Array(16).fill(id);

/** We began it: the start goes out again until it is confirmed. */
const ours = (id: number, more: Partial<SessionRecord> = {}, confirmed = false): SessionRecord =>
	recordOf({ ...begun, id: idOf(id), confirmed, prekeyId: null }, { conversation, ...more });
/** They began it with a prekey of ours. */
const theirs = (id: number, more: Partial<SessionRecord> = {}, confirmed = false): SessionRecord =>
	recordOf({ ...answered, id: idOf(id), confirmed, prekeyId: 1 }, more);
const confirmed = (id: number, more: Partial<SessionRecord> = {}) => ours(id, more, true);
const standings = (changed: readonly SessionRecord[]) => changed.map((one) => [one.session.id[0], one.standing]);

describe("the session that is written with", () => {
	it("is a confirmed one before every other, whatever their ids", () => {
		const one = confirmed(9);
		for (const others of [[ours(1)], [theirs(1)], [ours(1), theirs(2)]]) {
			expect(chooseSession([...others, one], conversation)).toBe(one);
			expect(chooseSession([one, ...others], elsewhere)).toBe(one);
		}
	});

	it("has the lower id of two that are alike", () => {
		for (const make of [ours, confirmed]) {
			const [low, high] = [make(3), make(200)];
			expect(chooseSession([high, low], conversation)).toBe(low);
			expect(chooseSession([low, high], conversation)).toBe(low);
		}
	});

	it("is a start of ours only in the conversation it was begun in, and theirs in any", () => {
		expect(chooseSession([ours(1)], elsewhere)).toBeNull();
		expect(chooseSession([ours(1)], conversation)).not.toBeNull();
		const answer = theirs(5);
		expect(chooseSession([ours(1), answer], elsewhere)).toBe(answer);
		const there = ours(7, { conversation: elsewhere });
		expect(chooseSession([ours(1), there], elsewhere)).toBe(there);
	});

	it("is, of theirs, the one that was heard from last, and rather one of theirs than of ours", () => {
		const [early, late] = [theirs(3, { heardUntil: 10 }), theirs(200, { heardUntil: 20 })];
		for (const all of [
			[early, late],
			[late, early],
			[ours(1), early, late],
		])
			expect(chooseSession(all, conversation)).toBe(late);
	});

	it("is never a pending one, nor one that was superseded", () => {
		expect(chooseSession([], conversation)).toBeNull();
		for (const standing of ["pending", "superseded"] as const) {
			for (const make of [ours, theirs, confirmed]) {
				expect(chooseSession([make(1, { standing })], conversation)).toBeNull();
				const active = make(9);
				expect(chooseSession([make(1, { standing }), active], conversation)).toBe(active);
			}
		}
	});

	it("is the same at both ends of the same confirmed sessions, in whatever order they lie", () => {
		const ids = fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 1 });
		fc.assert(
			fc.property(ids, fc.func(fc.boolean()), (all, begunHere) => {
				const here = all.map((id) => (begunHere(id) ? confirmed(id) : theirs(id, {}, true)));
				const there = all.map((id) => (begunHere(id) ? theirs(id, {}, true) : confirmed(id))).reverse();
				expect(chooseSession(here, conversation)?.session.id).toEqual(idOf(Math.min(...all)));
				expect(chooseSession(there, elsewhere)?.session.id).toEqual(idOf(Math.min(...all)));
			}),
		);
	});
});

describe("once one is written with", () => {
	it("those with higher ids are never written with again, though one of lower id may come", () => {
		const chosen = confirmed(5);
		const all = [chosen, confirmed(6), ours(7), theirs(8), theirs(2)];
		const changed = supersededBy(chosen, all);
		expect(standings(changed)).toEqual([6, 7, 8].map((id) => [id, "superseded"]));
		const after = all.map((one) => changed.find((other) => sessionId(other) === sessionId(one)) ?? one);
		expect(chooseSession(after, conversation)).toBe(chosen);
		const lower = confirmed(1);
		expect(chooseSession([...after, lower], conversation)).toBe(lower);
	});

	it("nothing changes while it is not confirmed, and a pending one keeps waiting", () => {
		expect(supersededBy(ours(1), [ours(1), theirs(2)])).toEqual([]);
		const waiting = theirs(9, { standing: "pending" });
		expect(supersededBy(confirmed(1), [confirmed(1), waiting])).toEqual([]);
	});
});

describe("a start of ours that was given up", () => {
	const start = ours(5, { standing: "superseded" });
	const answeredNow = { ...start.session, confirmed: true };

	it("is taken up by its answer, unless another one was answered", () => {
		expect(standingAfter(start, answeredNow, [ours(1), theirs(2)], 5)).toBe("active");
		expect(standingAfter(start, answeredNow, [confirmed(9)], 5)).toBe("superseded");
		expect(standingAfter(start, start.session, [], 5)).toBe("superseded");
		const confirmedBefore = confirmed(5, { standing: "superseded" });
		expect(standingAfter(confirmedBefore, confirmedBefore.session, [], 5)).toBe("superseded");
	});
});

describe("a start by the other device", () => {
	it("waits where a session with it was confirmed, and only there", () => {
		expect(standingOfNew([], 5)).toBe("active");
		expect(standingOfNew([ours(1), theirs(2)], 5)).toBe("active");
		expect(standingOfNew([ours(1), confirmed(2)], 5)).toBe("pending");
		// What was confirmed once stays a reason to ask.
		expect(standingOfNew([confirmed(2, { standing: "superseded" })], 5)).toBe("pending");
	});

	it("does not wait when it was only shown late: the device was heard from after it", () => {
		expect(standingOfNew([theirs(1, { heardUntil: 6 })], 5)).toBe("active");
		for (const heard of [confirmed(2, { heardUntil: 6 }), theirs(2, { heardUntil: 6, standing: "pending" })]) {
			expect(standingOfNew([confirmed(1, { heardUntil: 3 }), heard], 5)).toBe("superseded");
			expect(standingOfNew([confirmed(1, { heardUntil: 3 }), heard], 6)).toBe("pending");
		}
	});

	it("waits after all once the newest message of all came in it", () => {
		const late = theirs(9, { standing: "superseded", heardUntil: 4 });
		const others = [confirmed(1, { heardUntil: 6 })];
		expect(standingAfter(late, late.session, others, 5)).toBe("superseded");
		expect(standingAfter(late, late.session, others, 7)).toBe("pending");
		const waiting = { ...late, standing: "pending" } as const;
		expect(standingAfter(waiting, late.session, others, 5)).toBe("pending");
	});

	it("no longer waits when the device goes on in its confirmed session after it", () => {
		const heard = confirmed(1, { heardUntil: 8 });
		const start = (heardUntil: number) => theirs(9, { standing: "pending", heardUntil });
		expect(standings(outlivedStarts(heard, [start(7), ours(3), confirmed(4)]))).toEqual([[9, "superseded"]]);
		expect(outlivedStarts(heard, [start(8), start(9)])).toEqual([]);
		expect(outlivedStarts({ ...heard, standing: "superseded" }, [start(7)])).toEqual([]);
		expect(outlivedStarts(theirs(1, { heardUntil: 8 }), [start(7)])).toEqual([]);
	});

	it("is the only one after the user's yes, also with the highest id", () => {
		const start = theirs(250, { standing: "pending" });
		const old = confirmed(2, { standing: "superseded" });
		const all = [confirmed(1), old, theirs(9, { standing: "pending" }), start, ours(3)];
		const changed = acceptNewStart(start, all);
		expect(standings(changed)).toEqual([
			[1, "superseded"],
			[9, "superseded"],
			[250, "active"],
			[3, "superseded"],
		]);
		const after = [...changed, old];
		for (const at of [conversation, elsewhere]) expect(chooseSession(after, at)?.session.id).toEqual(idOf(250));
	});

	it("needs no yes twice, and none where it did not wait", () => {
		for (const standing of ["active", "superseded"] as const) {
			const one = theirs(5, { standing });
			expect(acceptNewStart(one, [one, confirmed(1)])).toEqual([]);
		}
	});
});
