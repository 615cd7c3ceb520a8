import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptNewStart, chooseSession, standingOfNew, supersededBy } from "../../src/sessions/session-choice.ts";
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
		for (const make of [ours, theirs, confirmed]) {
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

describe("a start by the other device", () => {
	it("waits where a session with it was confirmed, and only there", () => {
		expect(standingOfNew([])).toBe("active");
		expect(standingOfNew([ours(1), theirs(2)])).toBe("active");
		expect(standingOfNew([ours(1), confirmed(2)])).toBe("pending");
		// What was confirmed once stays a reason to ask.
		expect(standingOfNew([confirmed(2, { standing: "superseded" })])).toBe("pending");
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
