import { describe, expect, it } from "vitest";
import { hear } from "../../src/sessions/hearing.ts";
import { type SessionRecord, wasUsed } from "../../src/sessions/session-record.ts";
import { textPayload } from "../protocol/fixed.ts";
import { bothEnds, conversation, recordOf } from "./support.ts";

const { begun, answered } = await bothEnds();
const position = { chain: 7, number: 3 };
const openedIn = (session: typeof begun, sentAt: number) => ({
	session,
	position,
	payload: textPayload("", { sentAt }),
});
const known = (more: Partial<SessionRecord> = {}): SessionRecord =>
	recordOf({ ...begun, confirmed: true }, { conversation, ...more });

describe("a message that was opened", () => {
	it("in a new session makes its record", () => {
		const { heard, changed } = hear(openedIn(answered, 5), {
			before: null,
			others: [],
			invitation: "card",
			removedAt: null,
			now: 9,
		});
		expect(heard).toMatchObject({
			session: answered,
			standing: "active",
			conversation: null,
			invitation: "card",
			createdAt: 9,
			heardUntil: 5,
		});
		expect(wasUsed(heard, position)).toBe(true);
		expect(changed).toEqual([heard]);
	});

	it("says that its device started over where it had a confirmed session, also when it is shown late", () => {
		const begins = (others: readonly SessionRecord[]) =>
			hear(openedIn(answered, 5), { before: null, others, invitation: null, removedAt: null, now: 9 }).heard;
		expect(begins([])).toMatchObject({ standing: "active", startedOver: false });
		expect(begins([known({ heardUntil: 4 })])).toMatchObject({ standing: "pending", startedOver: true });
		expect(begins([known({ heardUntil: 6 })])).toMatchObject({ standing: "superseded", startedOver: true });
		const waiting = recordOf(answered, { standing: "pending", startedOver: true });
		const next = hear(openedIn(answered, 6), {
			before: waiting,
			others: [known()],
			invitation: null,
			removedAt: null,
			now: 9,
		});
		expect(next.heard.startedOver).toBe(true);
	});

	it("in a known one keeps what it is, with the new state", () => {
		const before = known({ heardUntil: 8, createdAt: 2 });
		const after = { ...before.session, confirmed: true };
		const { heard } = hear(openedIn(after, 5), { before, others: [], invitation: "other", removedAt: null, now: 9 });
		expect(heard).toEqual({ ...before, session: after, heardFrom: 5, used: heard.used });
		expect(heard.session).toBe(after);
		expect(wasUsed(heard, position)).toBe(true);
		expect(
			hear(openedIn(after, 9), { before, others: [], invitation: null, removedAt: null, now: 9 }).heard.heardUntil,
		).toBe(9);
	});

	it("remembers the earliest there was in it, by its author's clock", () => {
		const next = (heardFrom: number | null, sentAt: number) =>
			hear(openedIn(begun, sentAt), {
				before: known({ heardFrom }),
				others: [],
				invitation: null,
				removedAt: null,
				now: 9,
			}).heard.heardFrom;
		expect([next(null, 5), next(8, 5), next(3, 5), next(null, 1000)]).toEqual([5, 5, 3, 1000]);
	});

	it("that confirms a session asks about what its author began after it, and about nothing once that is confirmed", () => {
		const start = recordOf(answered, { heardFrom: 7, heardUntil: 7 });
		const at = (sentAt: number, confirmed = false) =>
			hear(openedIn({ ...begun, confirmed: true }, sentAt), {
				before: recordOf({ ...begun, confirmed }, { conversation }),
				others: [start],
				invitation: null,
				removedAt: null,
				now: 9,
			});
		expect(at(6).heard.standing).toBe("active");
		expect(at(6).changed).toEqual([at(6).heard, { ...start, standing: "pending", startedOver: true }]);
		expect([at(7), at(6, true)].map(({ changed }) => changed.length)).toEqual([1, 1]);
	});

	it("counts as written now when its author's clock is ahead", () => {
		expect(
			hear(openedIn(begun, 1000), { before: known(), others: [], invitation: null, removedAt: null, now: 9 }).heard
				.heardUntil,
		).toBe(9);
	});

	it("takes the waiting starts along that it outlives", () => {
		const start = recordOf(answered, { standing: "pending", heardUntil: 4 });
		const { heard, changed } = hear(openedIn({ ...begun, confirmed: true }, 5), {
			before: known(),
			others: [start],
			invitation: null,
			removedAt: null,
			now: 9,
		});
		expect(changed).toEqual([heard, { ...start, standing: "superseded" }]);
	});

	it("from before its author was removed is read and never answered on, and no new start is announced", () => {
		const begins = (sentAt: number, others: readonly SessionRecord[] = [], now = 99) =>
			hear(openedIn(answered, sentAt), { before: null, others, invitation: null, removedAt: 5, now }).heard;
		expect(begins(5)).toMatchObject({ standing: "superseded", startedOver: false });
		expect(begins(6)).toMatchObject({ standing: "active", startedOver: false });
		expect(begins(5, [known()])).toMatchObject({ standing: "superseded", startedOver: true });
		// By its author's clock, which may be ahead of ours.
		expect(begins(6, [], 4)).toMatchObject({ standing: "active", heardUntil: 4 });
		expect(begins(5, [], 4)).toMatchObject({ standing: "superseded", heardUntil: 4 });
	});

	it("from after a removal takes up the start from before it", () => {
		const before = recordOf(answered, { standing: "superseded", heardUntil: 4 });
		const next = (sentAt: number) =>
			hear(openedIn(answered, sentAt), { before, others: [], invitation: null, removedAt: 5, now: 99 }).heard;
		expect(next(5).standing).toBe("superseded");
		expect(next(6).standing).toBe("active");
	});
});
