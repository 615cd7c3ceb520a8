import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	acceptNewStart,
	begunSince,
	chooseSession,
	crowdedOut,
	outlivedStarts,
	standingAfter,
	standingOfNew,
	supersededBy,
	type Written,
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
const at = (sentAt: number, removal: Written["removal"] = null): Written => ({ sentAt, removal });
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

	it("is, of those we began, the one that was answered last, and of that and theirs the one with the lower id", () => {
		const [early, late] = [confirmed(3, { heardUntil: 10 }), confirmed(200, { heardUntil: 20 })];
		expect(chooseSession([early, late], conversation)).toBe(late);
		const lower = theirs(100, {}, true);
		expect(chooseSession([early, late, lower], conversation)).toBe(lower);
		expect(chooseSession([early, late, theirs(201, {}, true)], conversation)).toBe(late);
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
		const all = [chosen, theirs(6, {}, true), theirs(8), theirs(2)];
		const changed = supersededBy(chosen, all);
		expect(standings(changed)).toEqual([6, 8].map((id) => [id, "superseded"]));
		const after = all.map((one) => changed.find((other) => sessionId(other) === sessionId(one)) ?? one);
		expect(chooseSession(after, conversation)).toBe(chosen);
		const lower = confirmed(1);
		expect(chooseSession([...after, lower], conversation)).toBe(lower);
	});

	it("those that we began wait on, unless it is one of theirs: the other end has its pick", () => {
		const all = [confirmed(6), ours(7), theirs(8)];
		expect(standings(supersededBy(confirmed(5), all))).toEqual([[8, "superseded"]]);
		expect(standings(supersededBy(theirs(5, {}, true), all))).toEqual([6, 7, 8].map((id) => [id, "superseded"]));
	});

	it("nothing changes while it is not confirmed, and a pending one keeps waiting", () => {
		expect(supersededBy(ours(1), [ours(1), theirs(2)])).toEqual([]);
		const waiting = theirs(9, { standing: "pending" });
		expect(supersededBy(confirmed(1), [confirmed(1), waiting])).toEqual([]);
	});
});

describe("an answer that comes after a later start of its author", () => {
	it("has that start wait for a yes, by the author's clock alone", () => {
		const heard = confirmed(1);
		const start = (more: Partial<SessionRecord>) => theirs(9, { heardFrom: 6, ...more });
		expect(begunSince(5, heard, [start({})])).toEqual([start({ standing: "pending", startedOver: true })]);
		expect(begunSince(5, heard, [theirs(9, { heardFrom: 6 }, true)])).toHaveLength(1);
		expect(begunSince(6, heard, [start({})])).toEqual([]);
		expect(begunSince(5, heard, [start({ heardFrom: null }), ours(2, { heardFrom: 6 })])).toEqual([]);
		for (const standing of ["pending", "superseded"] as const) {
			expect(begunSince(5, heard, [start({ standing })])).toEqual([]);
			expect(begunSince(5, confirmed(1, { standing }), [start({})])).toEqual([]);
		}
	});
});

describe("a start of ours that was given up", () => {
	const start = ours(5, { standing: "superseded" });
	const answeredNow = { ...start.session, confirmed: true };

	it("is taken up by its answer, unless another one was answered", () => {
		expect(standingAfter(start, answeredNow, [ours(1), theirs(2)], at(5))).toBe("active");
		expect(standingAfter(start, answeredNow, [confirmed(9)], at(5))).toBe("superseded");
		expect(standingAfter(start, start.session, [], at(5))).toBe("superseded");
		const confirmedBefore = confirmed(5, { standing: "superseded" });
		expect(standingAfter(confirmedBefore, confirmedBefore.session, [], at(5))).toBe("superseded");
	});
});

describe("a start by the other device", () => {
	it("waits where a session with it was confirmed, and only there", () => {
		expect(standingOfNew([], at(5))).toBe("active");
		expect(standingOfNew([ours(1), theirs(2)], at(5))).toBe("active");
		expect(standingOfNew([ours(1), confirmed(2)], at(5))).toBe("pending");
		// What was confirmed once stays a reason to ask.
		expect(standingOfNew([confirmed(2, { standing: "superseded" })], at(5))).toBe("pending");
	});

	it("does not wait when it was only shown late: the device was heard from after it", () => {
		expect(standingOfNew([theirs(1, { heardUntil: 6 })], at(5))).toBe("active");
		for (const heard of [confirmed(2, { heardUntil: 6 }), theirs(2, { heardUntil: 6, standing: "pending" })]) {
			expect(standingOfNew([confirmed(1, { heardUntil: 3 }), heard], at(5))).toBe("superseded");
			expect(standingOfNew([confirmed(1, { heardUntil: 3 }), heard], at(6))).toBe("pending");
		}
	});

	it("waits after all once the newest message of all came in it", () => {
		const late = theirs(9, { standing: "superseded", heardUntil: 4 });
		const others = [confirmed(1, { heardUntil: 6 })];
		expect(standingAfter(late, late.session, others, at(5))).toBe("superseded");
		expect(standingAfter(late, late.session, others, at(7))).toBe("pending");
		const waiting = { ...late, standing: "pending" } as const;
		expect(standingAfter(waiting, late.session, others, at(5))).toBe("pending");
	});

	it("no longer waits when the device goes on in its confirmed session after it", () => {
		const heard = confirmed(1, { heardUntil: 8 });
		const start = (heardUntil: number) => theirs(9, { standing: "pending", heardUntil });
		expect(standings(outlivedStarts(heard, [start(7), ours(3), confirmed(4)]))).toEqual([[9, "superseded"]]);
		expect(outlivedStarts(heard, [start(8), start(9)])).toEqual([]);
		expect(outlivedStarts({ ...heard, standing: "superseded" }, [start(7)])).toEqual([]);
		expect(outlivedStarts(theirs(1, { heardUntil: 8 }), [start(7)])).toEqual([]);
	});

	it("from before its device was removed is not written with, and not asked about either", () => {
		expect(standingOfNew([], at(5, "before"))).toBe("superseded");
		expect(standingOfNew([], at(5, "after"))).toBe("active");
		expect(standingOfNew([confirmed(1, { heardUntil: 3 })], at(5, "before"))).toBe("superseded");
		expect(standingOfNew([confirmed(1, { heardUntil: 3 })], at(5, "after"))).toBe("pending");
	});

	it("from before a removal is taken up by what comes in it from after it, and by nothing else", () => {
		const old = theirs(9, { standing: "superseded", heardUntil: 4 });
		expect(standingAfter(old, old.session, [], at(5, "before"))).toBe("superseded");
		expect(standingAfter(old, old.session, [], at(5, "after"))).toBe("active");
		expect(standingAfter(old, old.session, [ours(1)], at(5, "after"))).toBe("active");
		// Its prekey is gone, and with it what was known of the removal.
		expect(standingAfter(old, old.session, [ours(1)], at(5))).toBe("superseded");
		expect(standingAfter(old, old.session, [confirmed(1)], at(5, "after"))).toBe("pending");
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

	it("says that it is one until the yes", () => {
		const start = theirs(250, { standing: "pending", startedOver: true });
		const other = theirs(9, { standing: "pending", startedOver: true });
		const said = acceptNewStart(start, [confirmed(1), other, start]).map((one) => [one.session.id[0], one.startedOver]);
		expect(said).toEqual([
			[1, false],
			[9, true],
			[250, false],
		]);
	});

	it("needs no yes twice, and none where it did not wait", () => {
		for (const standing of ["active", "superseded"] as const) {
			const one = theirs(5, { standing });
			expect(acceptNewStart(one, [one, confirmed(1)])).toEqual([]);
		}
	});
});

describe("when a device begins more and more", () => {
	const of = (one: SessionRecord, device: number): SessionRecord => ({
		...one,
		session: { ...one.session, peer: { ...one.session.peer, devicePublicKey: new Uint8Array(32).fill(device) } },
	});
	const ids = (records: readonly SessionRecord[]) => records.map(({ session }) => session.id[0]);
	const newest = theirs(255, { standing: "pending", createdAt: 1000 });
	/** Written with, however old. */
	const inUse = (id: number) => theirs(id, { createdAt: 0 }, true);
	const waiting = (from: number, count: number) =>
		Array.from({ length: count }, (_, n) => theirs(from + n, { standing: "pending", createdAt: 100 + n }));

	it("nothing goes up to sixteen, the newest counted", () => {
		expect(crowdedOut(newest, [newest, ...waiting(1, 15)])).toEqual([]);
		expect(ids(crowdedOut(newest, [newest, ...waiting(1, 16)]))).toEqual([1]);
		expect(ids(crowdedOut(newest, [...waiting(1, 18).reverse(), newest]))).toEqual([1, 2, 3]);
	});

	it("those go first that were never to be written with, then those that wait, then those that might be", () => {
		const all = [
			theirs(1, { createdAt: 1, standing: "superseded" }, true),
			theirs(2, { createdAt: 2 }),
			theirs(3, { createdAt: 3, standing: "pending" }),
			theirs(4, { createdAt: 4, standing: "superseded" }),
			theirs(5, { createdAt: 5, standing: "superseded" }),
			theirs(6, { createdAt: 6, standing: "pending" }),
			theirs(7, { createdAt: 7 }),
			inUse(8),
		];
		const order = [4, 5, 3, 6, 2, 7, 1];
		// As many of those in use as leave room for one less each time.
		for (let out = 1; out <= order.length; out++) {
			const others = Array.from({ length: 16 - all.length - 1 + out }, (_, n) => inUse(100 + n));
			expect(ids(crowdedOut(newest, [...others, ...all]))).toEqual(order.slice(0, out));
		}
	});

	it("what is written with stays, and so does the newest and everything that we began", () => {
		const used = Array.from({ length: 30 }, (_, n) => inUse(n + 1));
		expect(crowdedOut(newest, [...used, newest])).toEqual([]);
		const begunHere = Array.from({ length: 60 }, (_, n) => of(ours(n + 1, { standing: "superseded" }), 1));
		const begun = of(newest, 1);
		expect(crowdedOut(begun, [...begunHere, ...waiting(100, 15).map((one) => of(one, 1)), begun])).toEqual([]);
		const last = theirs(254, { standing: "superseded", createdAt: 0 });
		expect(ids(crowdedOut(last, [last, ...waiting(1, 16)]))).toEqual([1]);
	});

	it("an account has room for 48 with all its devices, and its devices do not push each other out before", () => {
		const [first, ...more] = [1, 2, 3, 4].map((device) => waiting(device * 40, 12).map((one) => of(one, device)));
		const begun = of(newest, 1);
		const all = [...(first ?? []), ...more.flat()];
		expect(all).toHaveLength(48);
		expect(crowdedOut(begun, all.slice(1))).toEqual([]);
		const doomed = of(theirs(9, { standing: "superseded", createdAt: 500 }), 3);
		expect(ids(crowdedOut(begun, [...all.slice(1), doomed]))).toEqual([9]);
		// Too many of both: who goes for its device is counted among those of the account.
		const crowded = waiting(1, 16).map((one) => of(one, 1));
		const gone = crowdedOut(begun, [...crowded, ...more.flat()]);
		expect(new Set(ids(gone)).size).toBe(gone.length);
		expect(ids(gone)).toEqual([1, 80, 120, 160, 2]);
	});
});
