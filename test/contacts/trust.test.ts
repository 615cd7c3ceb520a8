/** docs/trust.md, row by row: each id has its scenarios here, and what comes of them is what the document says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/contacts/evidence.ts";
import { mostRefusals, noneShown, type ShownAccount } from "../../src/contacts/shown-accounts.ts";
import { isLocked, type KeyChange, maySend, type Pinned, type TrustState } from "../../src/contacts/trust.ts";
import { type Answer, answerTrust } from "../../src/contacts/trust-answer.ts";
import { decideTrust, type Seen, saysNewDevice } from "../../src/contacts/trust-decision.ts";
import { bytes32, device } from "./support.ts";

const document = readFileSync(join(import.meta.dirname, "../../docs/trust.md"), "utf8");

type Row = Readonly<Record<string, string>>;

/** The table whose first column has this heading. */
function table(heading: string): readonly Row[] {
	const lines = document.split("\n");
	const from = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
	const cells = (line: string) =>
		line
			.slice(1, -1)
			.split("|")
			.map((cell) => cell.trim());
	const names = cells(lines[from] ?? "");
	const rest = lines.slice(from + 2);
	const end = rest.findIndex((line) => !line.startsWith("|"));
	return rest.slice(0, end).map((line) => Object.fromEntries(cells(line).map((cell, at) => [names[at] ?? "", cell])));
}

const standings = table("standing");
const rows = table("id | we have");
const answers = table("id | contact");

// ---- Ann: account 10, device 1, list 5 ----------------------------------------------------------------------------------

const ann: Pinned = {
	accountPublicKey: bytes32(10),
	trust: "new",
	change: null,
	listSequence: 5,
	devices: [device(1)],
	cardExpiresAt: 5000,
	left: [],
	notTheirs: [],
	shown: noneShown,
};
const chat = "https://chat.example";
const other = bytes32(20);
const third = bytes32(30);
const old = bytes32(9);
const change = (
	kind: KeyChange["kind"],
	before: KeyChange["before"],
	more: Partial<KeyChange> = {},
): Partial<Pinned> => ({
	trust: "changed",
	change: { kind, before, account: kind === "claimed" ? other : null, evidence: [], ...more },
});
const having = (more: Partial<Pinned>): Pinned => ({ ...ann, ...more });
const [known, verified, revoked] = (["known", "verified", "revoked"] as const).map((trust) => having({ trust })) as [
	Pinned,
	Pinned,
	Pinned,
];
const unverified = [ann, known];
const trusted = [ann, known, verified];
const minute = 60_000;
const shownThere = (account: Uint8Array, more: Partial<ShownAccount> = {}): ShownAccount => ({
	account,
	sites: [chat],
	signed: [],
	since: 1000,
	...more,
});
const claimed = (before: KeyChange["before"]) =>
	having({ ...change("claimed", before), shown: { ...noneShown, waiting: [shownThere(other)] } });
/** Three accounts of this site were not theirs. */
const wolf = (pinned: Pinned) => ({
	...pinned,
	shown: { ...noneShown, refused: new Array<string>(mostRefusals).fill(chat) },
});
const moved = (before: KeyChange["before"]) =>
	having({ ...change("moved", before), left: [{ account: old, moved: true }] });
const doubts = (["forked", "doubted", "differed"] as const).flatMap((kind) =>
	(["new", "known", "verified"] as const).map((before) => having(change(kind, before))),
);
const everybody = [
	...trusted,
	revoked,
	...doubts,
	claimed("new"),
	claimed("verified"),
	moved("known"),
	moved("verified"),
];
const after = (pinned: Pinned, byMove = true) => ({ ...pinned, left: [{ account: old, moved: byMove }] });

const card = (more: Partial<Extract<Seen, { kind: "card" }>> = {}): Seen => ({
	kind: "card",
	accountPublicKey: bytes32(10),
	listSequence: 5,
	devices: [device(1)],
	expiresAt: 5000,
	...more,
});
const message = (more: Partial<Extract<Seen, { kind: "message" }>> = {}): Seen => ({
	kind: "message",
	accountPublicKey: bytes32(10),
	listSequence: 5,
	device: device(1),
	firstTime: true,
	sentAt: 1000,
	...more,
});
const revocation = (accountPublicKey = bytes32(10)): Seen => ({ kind: "revocation", accountPublicKey });
const move = (more: Partial<Extract<Seen, { kind: "move" }>> = {}): Seen => ({
	kind: "move",
	from: bytes32(10),
	to: other,
	byOld: true,
	byRecovery: true,
	at: 2000,
	...more,
});
const claim = (evidence: readonly Evidence[], accountPublicKey = other, site: string | null = chat): Seen => ({
	kind: "claim",
	accountPublicKey,
	evidence,
	site,
	at: 2000,
});
const speaking: readonly Seen[] = [
	claim(["signed-by-old"]),
	claim(["signed-by-recovery"]),
	claim(["same-site-account"]),
	claim(["other-site"]),
	claim(["same-name", "newer-date", "other-site"]),
	move({ byRecovery: false }),
	move({ byOld: false }),
];

type Scenario = readonly [Pinned | null, Seen];
const each = (have: readonly (Pinned | null)[], seen: readonly Seen[]): readonly Scenario[] =>
	have.flatMap((one) => seen.map((evidence): Scenario => [one, evidence]));
const notRevoked = [...trusted, claimed("known"), claimed("verified"), moved("known"), moved("verified")];

const scenarios: Readonly<Record<string, readonly Scenario[]>> = {
	"first-card": each([null], [card()]),
	"first-message": each([null], [message(), message({ firstTime: false })]),
	"first-revocation": each([null], [revocation()]),
	"first-claim": each([null], [move(), claim(["same-site-account"])]),
	"same-card": each(notRevoked, [
		card(),
		card({ expiresAt: 6000 }),
		card({ listSequence: 6, expiresAt: 1 }),
		card({ listSequence: 6, devices: [] }),
	]).concat(each([{ ...ann, devices: [] }], [card(), card({ devices: [device(1), device(2)] })])),
	"old-list": each(notRevoked, [
		card({ listSequence: 4, devices: [device(2)] }),
		card({ listSequence: 4, expiresAt: 9999 }),
	]),
	"old-card": each(notRevoked, [card({ expiresAt: 4999 })]),
	"device-joined": each(notRevoked, [
		card({ listSequence: 6, devices: [device(1), device(2)] }),
		card({ listSequence: 6, devices: [device(2)] }),
	]),
	"fork-card": each(notRevoked, [
		card({ devices: [device(2)] }),
		card({ devices: [device(1), device(2)] }),
		card({ devices: [], expiresAt: 9999 }),
	]),
	"locked-card": each(doubts, [card(), card({ listSequence: 9, expiresAt: 9999 }), card({ listSequence: 4 })]),
	message: each([...trusted, claimed("new"), moved("known")], [message(), message({ listSequence: 4 })]),
	"message-since-claim": each(
		[claimed("known"), claimed("verified")],
		[message({ sentAt: 1001 + 10 * minute }), message({ sentAt: 90 * minute })],
	),
	"message-again": each(notRevoked, [message({ firstTime: false })]),
	"message-of-new-device": each(
		[...trusted, { ...ann, devices: [] }],
		[message({ listSequence: 6, device: device(2) })],
	),
	"message-of-removed-device": each(notRevoked, [message({ listSequence: 4, device: device(2) })]),
	"fork-message": each(notRevoked, [message({ device: device(2) }), message({ device: device(2), firstTime: false })]),
	"locked-message": each(doubts, [message(), message({ firstTime: false }), message({ listSequence: 9 })]),
	"other-account": each(everybody, [
		card({ accountPublicKey: third, listSequence: 99 }),
		message({ accountPublicKey: third }),
		revocation(third),
		move({ from: third }),
		move({ from: third, to: bytes32(10) }),
	]).concat(each([after(revoked)], [revocation(old), move({ from: old, to: third })]), [
		[after(known), move({ from: old, to: third, byRecovery: false })],
		[after(known), move({ from: old, to: bytes32(10) })],
	]),
	"left-key": each([after(known), after(verified), after(revoked)], [card({ accountPublicKey: old })]).concat(
		each([after(known)], [claim(["same-site-account"], old), claim(["signed-by-recovery"], old)]),
	),
	"left-key-message": each([after(known), after(verified)], [message({ accountPublicKey: old })]),
	revocation: each(
		everybody.filter(({ trust }) => trust !== "revoked"),
		[revocation()],
	),
	"revoked-card": each([revoked], [card(), card({ listSequence: 99, expiresAt: 99_999 })]),
	"revoked-message": each([revoked], [message(), message({ listSequence: 99 })]),
	"revoked-message-again": each([revoked], [message({ firstTime: false })]),
	"revoked-claim": each([revoked], speaking),
	"revoked-move": each([revoked], [move()]),
	"claimed-key-revoked": each([claimed("new"), claimed("known"), claimed("verified")], [revocation(other)]),
	"left-key-revoked": each([after(ann), after(known), moved("known"), moved("verified")], [revocation(old)]),
	"left-key-revoked-apart": each([after(verified), after(ann, false), after(known, false)], [revocation(old)]),
	move: each([...unverified, claimed("known"), moved("new")], [move()]),
	"move-verified": each([verified, claimed("verified"), moved("verified")], [move()]),
	"move-back": each([after(known), after(verified)], [move({ to: old })]),
	"second-move": each([after(ann), after(known, false), moved("verified")], [move({ from: old, to: third })]),
	"second-move-verified": each([after(verified)], [move({ from: old, to: third })]),
	"claim-nothing": each(everybody, [claim([]), claim(["newer-date"]), claim(["same-site-account"], bytes32(10))]),
	"claim-not-theirs": each(
		trusted.map((one) => ({ ...one, notTheirs: [other] })),
		[claim(["same-site-account", "other-site", "same-name", "newer-date"])],
	),
	claim: each(unverified, speaking).concat(
		each([{ ...known, notTheirs: [other] }], [claim(["signed-by-old"]), move({ byOld: false })]),
	),
	"claim-verified": each([verified], speaking).concat(
		each([{ ...verified, notTheirs: [other] }], [claim(["signed-by-old"])]),
	),
	"claim-again": each([claimed("new"), claimed("known"), claimed("verified")], speaking),
	"claim-second": each([claimed("known"), claimed("verified")], [claim(["same-site-account"], third)]).concat(
		each([...doubts, moved("known"), moved("verified")], speaking),
		each(doubts, [move()]),
	),
	"claim-unasked": each(trusted.map(wolf), [claim(["same-site-account"]), claim(["same-site-account", "newer-date"])]),
};

describe("what is seen", () => {
	test("every row of the document has its scenarios, and there is no other", () => {
		expect(rows.map(({ id }) => id).sort()).toEqual(Object.keys(scenarios).sort());
	});

	test.each(rows.map((row) => [row["id"] ?? "", row] as const))("%s", (id, row) => {
		for (const [have, seen] of scenarios[id] ?? []) expectRow(row, have, seen);
		expect((scenarios[id] ?? []).length).toBeGreaterThan(0);
	});
});

function expectRow(row: Row, have: Pinned | null, seen: Seen) {
	const verdict = decideTrust(have, seen);
	expect(verdict.case).toBe(row["id"]);
	const standing = standingRow(verdict.trust, isLocked(verdict));
	const said = (column: "send" | "read" | "notice") =>
		row[column] === "=" ? (standing[column] ?? "") : (row[column] ?? "");
	const told = { send: verdict.send ? "yes" : "no", read: verdict.read, notice: verdict.notice };
	// A notice of the row is never less than what the standing has.
	const order = ["none", "once", "until-seen", "lock"];
	const notice = [said("notice"), have === null ? "none" : (standing["notice"] ?? "")].sort(
		(a, b) => order.indexOf(b) - order.indexOf(a),
	)[0];
	expect(told).toEqual({ send: said("send"), read: graver(said("read"), standing["read"] ?? ""), notice });
	expect(verdict.takes).toBe(row["takes"]);
	expect(verdict.theirs).toBe(row["theirs"] === "yes");
	expect(verdict.trust).toBe(levelOf(row["level"] ?? "", have));
	expect(verdict.trust === "changed").toBe(verdict.change !== null);
}

const graver = (a: string, b: string) => {
	const order = ["open", "labelled", "refused"];
	return order.indexOf(a) > order.indexOf(b) ? a : b;
};
const standingRow = (trust: TrustState, locked: boolean): Row =>
	standings.find(({ standing }) => standing === (locked ? "changed, locked" : trust)) ?? {};

/** "known" is where new gets by a message; everybody else stays. */
function levelOf(cell: string, have: Pinned | null): string {
	if (cell === "before") return have?.change?.before ?? "";
	if (cell === "known") return have?.trust === "new" ? "known" : (have?.trust ?? "");
	return cell === "=" ? (have?.trust ?? "") : cell;
}

test("changed, and nobody knows what: locked", () => {
	expect(isLocked({ trust: "changed", change: null })).toBe(true);
	expect(maySend({ trust: "changed", change: null })).toBe(false);
	for (const trust of ["new", "known", "verified"] as const) expect(isLocked({ trust, change: null })).toBe(false);
});

describe("what is kept of it", () => {
	test("a first revocation is kept as one", () => {
		expect(decideTrust(null, revocation())).toMatchObject({ trust: "revoked", send: false });
		expect(decideTrust(null, move())).toMatchObject({ trust: "new", send: false });
	});

	test("a claim holds the account and what speaks for it, and gathers more of it", () => {
		const first = decideTrust(known, claim(["same-site-account"]));
		expect(first.change).toEqual({ kind: "claimed", account: other, before: "known", evidence: ["same-site-account"] });
		const second = decideTrust({ ...known, ...first }, move({ byRecovery: false }));
		expect(second.change?.evidence).toEqual(["same-site-account", "signed-by-old"]);
		expect(decideTrust({ ...known, ...second }, claim(["other-site"], third)).change).toEqual(second.change);
	});

	test("the same account on another site agrees, on one more of the same owner not; nothing else changes by it", () => {
		const there = ["same-site-account"] as const;
		const first = { ...verified, ...decideTrust(verified, claim(there)) };
		const same = decideTrust(first, claim(there, other, "https://beta.chat.example"));
		expect(same.change?.evidence).toEqual(["same-site-account"]);
		const agrees = decideTrust({ ...first, ...same }, claim(there, other, "https://mail.test"));
		expect(agrees.change?.evidence).toEqual(["same-site-account", "other-site"]);
		const { case: _a, change: before, shown: _b, ...was } = decideTrust(first, claim(there));
		const { case: _c, change: now, shown, ...is } = agrees;
		expect([is, now?.before]).toEqual([was, before?.before]);
		expect(shown.waiting).toMatchObject([
			{ sites: [chat, "https://beta.chat.example", "https://mail.test"], since: 2000 },
		]);
	});

	test("what was seen of an account while another one was asked about is there when it is asked about itself", () => {
		const asked = { ...known, ...decideTrust(known, claim(["same-site-account"])) };
		const waits = { ...asked, ...decideTrust(asked, claim(["same-site-account"], third)) };
		const answered = { ...waits, ...answerTrust(waits, "not-theirs") };
		expect(answered).toMatchObject({ trust: "known", change: null });
		expect(decideTrust(answered, claim(["same-site-account"], third, "https://mail.test"))).toMatchObject({
			case: "claim",
			change: { account: third, evidence: ["same-site-account", "other-site"] },
		});
	});

	test("what the account we have writes later speaks against the other one, what it wrote before does not", () => {
		const since = (pinned: Pinned, sentAt: number, more = {}) =>
			decideTrust(pinned, message({ sentAt, ...more })).change?.evidence;
		for (const have of [claimed("known"), claimed("verified")]) {
			expect(since(have, 1001 + 10 * minute)).toEqual(["still-used"]);
			expect(since(have, 1000 + 10 * minute)).toEqual([]);
			expect(since(have, 90 * minute, { firstTime: false })).toEqual([]);
			expect(since(have, 90 * minute, { device: device(2), listSequence: 6 })).toEqual(["still-used"]);
			expect(since(have, 90 * minute, { device: device(2), listSequence: 4 })).toEqual([]);
		}
		expect(since(moved("verified"), 90 * minute)).toEqual([]);
	});

	test("a site that was wrong three times is heard again with another one, or with a signature", () => {
		expect(decideTrust(wolf(known), claim(["signed-by-old"])).case).toBe("claim");
		const unasked = { ...wolf(known), ...decideTrust(wolf(known), claim(["same-site-account"])) };
		expect(decideTrust(unasked, claim(["same-site-account"], other, "https://mail.test"))).toMatchObject({
			case: "claim",
			change: { evidence: ["same-site-account", "other-site"] },
		});
		const sure = { ...unasked, ...answerTrust(unasked, compared(bytes32(10))) };
		expect(decideTrust(sure, claim(["same-site-account"])).case).toBe("claim-verified");
	});

	test("of an account that ends, or that they move to, nothing waits any more", () => {
		const waits = { ...known, ...decideTrust(claimed("known"), claim(["same-site-account"], third)) };
		const left = (seen: Seen) => decideTrust(waits, seen).shown.waiting.map(({ account }) => account);
		expect(left(revocation(third))).toEqual([other]);
		expect(left(revocation(other))).toEqual([third]);
		expect(left(move({ to: third }))).toEqual([other]);
	});

	test("a new contact that is asked about becomes known all the same", () => {
		expect(decideTrust(claimed("new"), message()).change?.before).toBe("known");
		expect(decideTrust(claimed("new"), message({ firstTime: false })).change?.before).toBe("new");
	});

	test("a move leaves the old key behind, and remembers that the new one rests on it", () => {
		const { change: open, left } = decideTrust(verified, move());
		expect(open).toEqual({
			kind: "moved",
			account: null,
			before: "verified",
			evidence: ["signed-by-old", "signed-by-recovery"],
		});
		expect(left).toEqual([{ account: bytes32(10), moved: true }]);
	});

	test("a revocation that comes again says nothing new", () => {
		expect(decideTrust(revoked, revocation())).toMatchObject({ case: "revocation", notice: "none", trust: "revoked" });
	});

	test("the same name is said on the card that has it, for what that is worth", () => {
		expect(decideTrust(known, claim(["same-name"]))).toMatchObject({
			case: "claim-nothing",
			notice: "once",
			trust: "known",
		});
		expect(decideTrust(known, claim(["same-name", "newer-date"]))).toMatchObject({
			case: "claim-nothing",
			notice: "once",
		});
	});

	test("the order of devices is no content", () => {
		const two = { ...ann, devices: [device(1), device(2)] };
		expect(decideTrust(two, card({ devices: [device(2), device(1)] })).case).toBe("same-card");
	});

	test("a device that joined is an event, by card and by message", () => {
		expect(saysNewDevice(decideTrust(verified, card({ listSequence: 6, devices: [device(1), device(2)] })))).toBe(true);
		expect(saysNewDevice(decideTrust(verified, message({ listSequence: 6, device: device(2) })))).toBe(true);
		expect(saysNewDevice(decideTrust(verified, card()))).toBe(false);
	});
});

// ---- answers ------------------------------------------------------------------------------------------------------------

type Said = readonly [Pinned, Answer];
const saying = (have: readonly Pinned[], said: readonly Answer[]): readonly Said[] =>
	have.flatMap((one) => said.map((answer): Said => [one, answer]));
const compared = (account: Uint8Array): Answer => ({ verified: account });

const said: Readonly<Record<string, readonly Said[]>> = {
	"seen-claim": saying([claimed("new"), claimed("known")], ["seen"]),
	"seen-move": saying([moved("new"), moved("known")], ["seen"]),
	"seen-locked": saying([claimed("verified"), moved("verified"), ...doubts], ["seen"]),
	"seen-nothing": saying(trusted, ["seen"]),
	theirs: saying([claimed("new"), claimed("known")], ["theirs"]),
	"theirs-locked": saying([claimed("verified")], ["theirs"]),
	"not-theirs": saying([claimed("new"), claimed("known"), claimed("verified")], ["not-theirs", { notTheirs: other }]),
	"not-theirs-unasked": saying([...trusted, claimed("known"), moved("verified"), ...doubts], [{ notTheirs: third }]),
	"downgrade-claim": saying([claimed("verified")], ["downgrade"]),
	"downgrade-move": saying([moved("verified")], ["downgrade"]),
	"downgrade-doubt": saying(doubts, ["downgrade"]),
	verified: saying(trusted, [compared(bytes32(10))]),
	"verified-again": saying(
		[claimed("known"), claimed("verified"), moved("verified"), ...doubts],
		[compared(bytes32(10))],
	),
	"verified-claim": saying([claimed("new"), claimed("known"), claimed("verified")], [compared(other)]),
	"verified-other": saying([...trusted, claimed("verified"), moved("known"), ...doubts], [compared(third)]),
	differs: saying(
		everybody.filter(({ trust }) => trust !== "revoked"),
		["differs"],
	),
	revoked: saying(
		[revoked],
		["seen", "theirs", "not-theirs", "downgrade", "differs", compared(bytes32(10)), { notTheirs: third }],
	),
	"not-open": saying(trusted, ["theirs", "not-theirs", "downgrade"]).concat(
		saying([...doubts, moved("known"), moved("verified")], ["theirs", "not-theirs"]),
		saying([claimed("known"), moved("known")], ["downgrade"]),
		saying([...trusted, after(known), claimed("known")], [{ notTheirs: bytes32(10) }]),
		saying([after(known), after(verified)], [{ notTheirs: old }]),
	),
};

describe("what the user says", () => {
	test("every row of the document has its scenarios, and there is no other", () => {
		expect(answers.map(({ id }) => id).sort()).toEqual(Object.keys(said).sort());
	});

	test.each(answers.map((row) => [row["id"] ?? "", row] as const))("%s", (id, row) => {
		for (const [have, answer] of said[id] ?? []) {
			const result = answerTrust(have, answer);
			expect(result.case).toBe(id);
			const level = row["level"] ?? "";
			expect(result.trust).toBe(level === "=" ? have.trust : level === "before" ? have.change?.before : level);
			expect(result.takes).toBe(row["takes"]);
			expect(result.done).toBe(row["done"] === "yes");
			expect(result.send).toBe(maySend(result));
			expect(result.trust === "changed").toBe(result.change !== null);
			if (!result.done) expect(result).toMatchObject({ trust: have.trust, change: have.change, left: have.left });
		}
		expect((said[id] ?? []).length).toBeGreaterThan(0);
	});

	test("an account that was not theirs is not asked about again, one that is leaves the old key behind", () => {
		for (const answer of ["seen", "not-theirs", compared(bytes32(10))] as const) {
			const { notTheirs } = answerTrust(claimed("known"), answer);
			expect(notTheirs).toEqual([other]);
			expect(decideTrust({ ...known, notTheirs }, claim(["same-site-account"])).case).toBe("claim-not-theirs");
		}
		const before = { ...claimed("known"), left: [{ account: old, moved: true }], notTheirs: [other, third] };
		for (const answer of ["theirs", compared(other)] as const) {
			expect(answerTrust(before, answer)).toMatchObject({
				left: [
					{ account: old, moved: false },
					{ account: bytes32(10), moved: false },
				],
				notTheirs: [third],
			});
		}
	});
});

// ---- whatever comes -----------------------------------------------------------------------------------------------------

const someKey = fc.constantFrom(bytes32(10), other, third, old);
const someDevice = fc.constantFrom(device(1), device(2), device(3));
const sequence = fc.integer({ min: 3, max: 7 });
const someEvidence = fc.subarray<Evidence>([
	"signed-by-old",
	"signed-by-recovery",
	"same-site-account",
	"other-site",
	"still-used",
	"newer-date",
	"same-name",
]);
const someSite = fc.constantFrom("https://a.example", "https://b.example", "https://c.b.example", null);
const someTime = fc.constantFrom(1000, 2000, 30 * minute, 60 * minute);
const someSeen: fc.Arbitrary<Seen> = fc.oneof(
	fc.record({
		kind: fc.constant("card" as const),
		accountPublicKey: someKey,
		listSequence: sequence,
		devices: fc.uniqueArray(someDevice),
		expiresAt: fc.constantFrom(4000, 5000, 6000),
	}),
	fc.record({
		kind: fc.constant("message" as const),
		accountPublicKey: someKey,
		listSequence: sequence,
		device: someDevice,
		firstTime: fc.boolean(),
		sentAt: someTime,
	}),
	fc.record({ kind: fc.constant("revocation" as const), accountPublicKey: someKey }),
	fc.record({
		kind: fc.constant("move" as const),
		from: someKey,
		to: someKey,
		byOld: fc.boolean(),
		byRecovery: fc.boolean(),
		at: someTime,
	}),
	fc.record({
		kind: fc.constant("claim" as const),
		accountPublicKey: someKey,
		evidence: someEvidence,
		site: someSite,
		at: someTime,
	}),
);
const somePinned: fc.Arbitrary<Pinned> = fc
	.record({
		one: fc.constantFrom(...everybody),
		listSequence: sequence,
		devices: fc.uniqueArray(someDevice),
		left: fc.subarray([
			{ account: old, moved: true },
			{ account: third, moved: false },
		]),
		notTheirs: fc.subarray([other, third]),
	})
	.map(({ one, ...more }) => ({ ...one, ...more }));

describe("whatever comes", () => {
	test("everything above with everything above: each verdict is the one of its row", () => {
		const all = Object.values(scenarios).flat();
		const unique = <T>(some: readonly T[]) => [...new Map(some.map((one) => [JSON.stringify(one), one])).values()];
		const seens = unique(all.map(([, seen]) => seen));
		for (const have of unique(all.map(([pinned]) => pinned))) {
			for (const seen of seens) {
				const { case: name } = decideTrust(have, seen);
				// Two rows say more in words than in their columns.
				const again = name === "revocation" && have?.trust === "revoked";
				const named = name === "claim-nothing" && seen.kind === "claim" && seen.evidence.includes("same-name");
				const row = rows.find(({ id }) => id === name);
				if (!again && !named) expectRow(row ?? {}, have, seen);
			}
		}
	}, 60_000);

	test("nothing seen verifies, brings back from revoked or opens a lock, and no other key is written to unless two keys signed", () => {
		fc.assert(
			fc.property(somePinned, someSeen, (have, seen) => {
				const result = decideTrust(have, seen);
				const answered = result.case === "claimed-key-revoked";
				if (result.trust === "verified" && !answered) expect(have.trust).toBe("verified");
				if (have.trust === "revoked") expect([result.trust, result.send]).toEqual(["revoked", false]);
				if (isLocked(have) && !answered) expect(result.send).toBe(false);
				if (result.takes === "account") expect(seen).toMatchObject({ kind: "move", byOld: true, byRecovery: true });
				if (result.takes === "card") {
					expect(seen).toMatchObject({ kind: "card", accountPublicKey: have.accountPublicKey });
					expect(seen.kind === "card" && seen.listSequence >= have.listSequence).toBe(true);
				}
				if (!result.theirs) expect(result.takes).toBe("nothing");
			}),
			{ numRuns: 2000, seed: 2 },
		);
	}, 60_000);

	test("what is seen and said in any order: verified is only what was compared last, and never with something open", () => {
		const anyAnswer = fc.oneof(
			fc.constantFrom<Answer>("seen", "theirs", "not-theirs", "downgrade", "differs"),
			someKey.map(compared),
			someKey.map((key): Answer => ({ notTheirs: key })),
		);
		const steps = fc.array(fc.oneof(someSeen, anyAnswer), { maxLength: 12 });
		fc.assert(
			fc.property(steps, (all) => {
				let have: Pinned = ann;
				/** Keys compared with success and not put in question by a comparison since. */
				let compareds: Uint8Array[] = [];
				for (const one of all) {
					const isSeen = typeof one === "object" && "kind" in one;
					const result = isSeen ? decideTrust(have, one) : answerTrust(have, one);
					if (!isSeen && typeof one === "object" && "verified" in one) compareds.push(one.verified);
					if (one === "differs") compareds = [];
					const taken =
						result.takes !== "account"
							? have.accountPublicKey
							: isSeen && one.kind === "move"
								? one.to
								: (have.change?.account ?? have.accountPublicKey);
					const { trust, change: open, left, notTheirs, shown } = result;
					have = { ...have, accountPublicKey: taken, trust, change: open, left, notTheirs, shown };
					// What is asked about was seen, and is not pushed out by what is seen besides.
					if (open?.kind === "claimed")
						expect(shown.waiting.map(({ account }) => account)).toContainEqual(open.account);
					expect(shown.waiting).not.toContainEqual(expect.objectContaining({ account: taken }));
					if (trust === "verified") expect(compareds).toContainEqual(taken);
					if (open !== null) expect(trust).toBe("changed");
				}
			}),
			{ numRuns: 1500, seed: 3 },
		);
	}, 60_000);
});
