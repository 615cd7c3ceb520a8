/** Long messages on small sites: cut to what is known, told ahead, learned from, and never sealed a second time. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { InsertVerdict, SendRefusal } from "../../src/messaging/channels.ts";
import { type Site, sites } from "../../src/sites/index.ts";
import { armorsIn, origin, type Person, placeAt, plain, senders, suite } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const room = placeAt("room");
let ann: Person;
let ben: Person;
/** Parts of each order, in order. */
let ordered: { parts: readonly string[]; before: readonly (readonly string[])[]; paceMs: number }[];

beforeEach(async () => {
	({ ann, ben } = await acquainted());
	ann.orders.splice(0);
	ordered = [];
});

async function open(limit: number | null = null, text = "x".repeat(900)) {
	const { handle, view } = await ann.compose(room, limit);
	await ann.ask(senders.composer(), "composer/set-auto-send", { handle, value: "yes" });
	return { handle, recipients: view.recipients.map(({ id }) => id), text, submit: true, options: plain };
}

/** The site takes it, or the next verdicts of the list. */
async function send(
	out: Awaited<ReturnType<typeof open>>,
	sendId: string,
	verdict: InsertVerdict = { outcome: "sent" },
	how: { moreThan?: number } = {},
) {
	ann.verdict = verdict;
	const reply = await ann.ask(senders.composer(), "composer/send", { ...out, sendId, ...how });
	for (const { order } of ann.orders.splice(0)) {
		if (order.kind === "insert") ordered.push({ parts: order.parts, before: order.before, paceMs: order.paceMs });
	}
	// Nobody waits for what is learned.
	await new Promise((done) => setTimeout(done, 5));
	return reply as { outcome: "sent" | "inserted" } | ({ outcome: "refused" } & SendRefusal);
}
const last = () => ordered.at(-1) ?? { parts: [], before: [], paceMs: 0 };
const longest = () => Math.max(...last().parts.map(({ length }) => length));
const refused = (
	reason: "cut" | "partly" | "not-seen" | "no-send",
	part: number,
	cutAt: number | null,
	out = part,
): InsertVerdict => ({ outcome: "refused", reason, out, fate: { part, cutAt } });
const learned = () => ann.flags.get(`room:${origin}`);
/** As of two messages that were cut there. */
const learn = (limit: number) => ann.flags.set(`room:${origin}`, { limit, dense: false, paceMs: 0, at: ann.now });
const ahead = (
	out: Awaited<ReturnType<typeof open>>,
	bytes = new TextEncoder().encode(out.text).length,
	sendId: string | null = null,
) => {
	const { handle, recipients, options } = out;
	return ann.ask(senders.composer(), "composer/parts", { handle, bytes, recipients, options, sendId });
};
const readByBen = async (parts: readonly string[]) => (await ben.read(armorsIn(parts))).view;

describe("how many messages it will be", () => {
	it.each([null, 2_000, 999, 350])("is told ahead as it comes, with a limit of %s", async (limit) => {
		for (const [text, options] of [
			["short", plain],
			["ü".repeat(700), plain],
			["x".repeat(3_000), { signed: true, disappears: "7d" as const }],
		] as const) {
			const out = { ...(await open(limit, text)), options };
			const { parts } = await ahead(out);
			expect(await send(out, ann.nextSendId())).toEqual({ outcome: "sent" });
			expect(last().parts.length).toBe(parts);
			for (const part of last().parts) expect(part.length).toBeLessThanOrEqual(limit ?? Number.POSITIVE_INFINITY);
			expect(await readByBen(last().parts)).toMatchObject({ text });
		}
	});

	it("is told for a first message with its line and its card, and for somebody who is not confirmed here yet", async () => {
		const out = await open(999, "first");
		const elsewhere = await ann.compose(placeAt("new room"), 999);
		expect(elsewhere.view.recipients).toEqual([]);
		const { parts } = await ahead({ ...out, handle: elsewhere.handle });
		await ann.ask(senders.composer(), "composer/confirm-recipients", {
			handle: elsewhere.handle,
			recipients: out.recipients,
		});
		await send({ ...out, handle: elsewhere.handle }, ann.nextSendId());
		expect(last().parts.length).toBe(parts);
	});

	it("changes nothing", async () => {
		const out = await open(999);
		const before = ann.snapshot();
		const flags = JSON.stringify([...ann.flags]);
		await ahead(out);
		expect(ann.snapshot()).toBe(before);
		expect(JSON.stringify([...ann.flags])).toBe(flags);
	});

	it("makes no key and no signature, even where the message will hold a card of a new pair and be signed", async () => {
		ann.now += 31 * 24 * 60 * 60 * 1000;
		await ann.unlock();
		await ann.ask(senders.content(), "content/start", { top: true });
		for (const limit of [null, 2_000, 999]) {
			const out = { ...(await open(limit)), options: { ...plain, signed: true } };
			const used = (["sign", "createAgreementKey", "createKemKey"] as const).map((name) => vi.spyOn(suite, name));
			const { parts } = await ahead(out);
			for (const operation of used) {
				expect(operation).not.toHaveBeenCalled();
				operation.mockRestore();
			}
			const rows = ann.count("prekeys");
			await send(out, ann.nextSendId());
			expect(last().parts.length).toBe(parts);
			if (limit === null) expect(ann.count("prekeys")).toBe(rows + 1);
		}
	});

	it("is null for what does not fit", async () => {
		const out = await open(350);
		expect(await ahead(out, 40_000)).toEqual({ parts: null, learned: false });
		expect(await ahead(out, 66_000)).toEqual({ parts: null, learned: false });
		learn(360);
		expect(await ahead(out, 40_000)).toEqual({ parts: null, learned: true });
		expect((await ahead(out, 1)).parts).toBeGreaterThan(0);
	});

	it("is refused without people, as sending is", async () => {
		const out = await open();
		await expect(ahead({ ...out, recipients: [] })).rejects.toMatchObject({ code: "no-recipients" });
	});
});

describe("a box that counts characters", () => {
	it("gets ideographs where that makes fewer parts, and letters where one is enough", async () => {
		await send(await open(999), ann.nextSendId());
		expect(last().parts.length).toBe(1);
		expect(last().parts[0]).toMatch(/[\u4e00-\u8dff]{500}/);
		expect(await readByBen(last().parts)).toMatchObject({ text: "x".repeat(900) });
		await send(await open(2_000), ann.nextSendId());
		expect(last().parts.length).toBe(1);
		expect(last().parts[0]).not.toMatch(/[\u4e00-\u8dff]/);
	});

	it("gets letters when the user asks for smaller parts, and always after that helped two messages", async () => {
		for (const dense of [true, true, false]) {
			const out = await open(999);
			const sendId = ann.nextSendId();
			const reply = await send(out, sendId, refused("not-seen", 0, null));
			expect(/[\u4e00-\u8dff]/.test(last().parts.join(""))).toBe(dense);
			expect(reply).toMatchObject({ outcome: "refused", reason: "not-seen", next: "offer" });
			const { length } = last().parts;
			await send(out, sendId, { outcome: "sent" }, { moreThan: length });
			expect(last().parts.length).toBeGreaterThan(length);
			expect(last().parts.join("")).not.toMatch(/[\u4e00-\u8dff]/);
			expect(await readByBen(last().parts)).toMatchObject({ text: "x".repeat(900) });
		}
		expect(learned()).toMatchObject({ limit: null, dense: false });
	});
});

describe("a site that cuts", () => {
	it("gets the same message in smaller parts at the next try", async () => {
		const out = await open();
		const sendId = ann.nextSendId();
		const reply = await send(out, sendId, refused("cut", 0, 350));
		const [whole] = ordered;
		expect(whole?.parts.length).toBe(1);
		expect(reply).toMatchObject({ reason: "cut", next: "smaller" });
		const rows = ann.count("history");
		const copy = (reply as SendRefusal).copy;
		expect((await ahead(out, 900, sendId)).parts).toBe(copy.split("\n").length);
		ann.restart();
		expect(await send(out, sendId)).toEqual({ outcome: "sent" });
		expect(ann.count("history")).toBe(rows);
		expect(copy).toBe(last().parts.join("\n"));
		expect(longest()).toBeLessThanOrEqual(350);
		// The whole one and the parts are the same envelope.
		expect(await readByBen(last().parts)).toMatchObject({ text: out.text });
		expect(await readByBen(whole?.parts ?? [])).toMatchObject({ text: out.text });
	});

	it("is looked at for every way the message was cut before anything is sent again", async () => {
		const out = await open(null, "x".repeat(1_800));
		const sendId = ann.nextSendId();
		await send(out, sendId, refused("cut", 0, 900));
		await send(out, sendId, refused("cut", 0, 400));
		await send(out, sendId);
		expect(ordered.map(({ before }) => before.length)).toEqual([0, 1, 2]);
		expect(last().before).toEqual(ordered.slice(0, 2).map(({ parts }) => parts));
	});

	it("is believed when a second message was cut at the same length, and not when the same one was", async () => {
		const [first, second] = [ann.nextSendId(), ann.nextSendId()];
		await send(await open(), first, refused("cut", 0, 500));
		await send(await open(), first, refused("cut", 0, 500));
		expect(learned()).toBeUndefined();
		await send(await open(null, "y".repeat(900)), second, refused("cut", 0, 498));
		expect(learned()).toEqual({ limit: 498, dense: true, paceMs: 0, at: ann.now });
		await send(await open(null, "z".repeat(900)), ann.nextSendId());
		expect(longest()).toBeLessThanOrEqual(498);
	});

	it("is not believed when it cuts here and there", async () => {
		for (const cutAt of [500, 600, 490, 800]) await send(await open(), ann.nextSendId(), refused("cut", 0, cutAt));
		expect(learned()).toBeUndefined();
	});

	it("is not believed below 350 before the user asked for smaller parts, and never below 100", async () => {
		for (const [cutAt, limit] of [
			[200, 200],
			[40, 100],
		] as const) {
			for (let i = 0; i < 3; i++) await send(await open(), ann.nextSendId(), refused("cut", 0, cutAt));
			expect(learned()).not.toMatchObject({ limit });
			const sendId = ann.nextSendId();
			const out = await open();
			const reply = await send(out, sendId, refused("cut", 0, cutAt));
			const { length } = (reply as SendRefusal).copy.split("\n");
			await send(out, sendId, { outcome: "sent" }, { moreThan: length });
			expect(learned()).toMatchObject({ limit });
			expect(longest()).toBeLessThanOrEqual(200);
		}
	});

	it("gets a message that was sealed before it was known to cut in parts that it takes", async () => {
		const out = await open();
		const sendId = ann.nextSendId();
		await send(out, sendId, refused("not-seen", 0, null));
		learn(400);
		expect((await ahead(out, 900, sendId)).parts).toBeGreaterThan(1);
		await send(out, sendId);
		expect(longest()).toBeLessThanOrEqual(400);
		expect(last().before).toEqual([ordered[0]?.parts]);
	});

	it("never gets as many parts as before: pieces of both would be joined", async () => {
		const out = await open(900, "x".repeat(1_200));
		learn(900);
		const sendId = ann.nextSendId();
		await send(out, sendId, refused("cut", 1, 890));
		const before = last().parts.length;
		await send(out, sendId);
		expect(last().parts.length).toBeGreaterThan(before);
		expect(await readByBen(last().parts)).toMatchObject({ text: out.text });
	});

	it("is not said to get smaller parts where there are none", async () => {
		const out = await open(null, "x".repeat(20_000));
		const sendId = ann.nextSendId();
		const first = await send(out, sendId, refused("cut", 0, 360));
		const { parts } = last();
		expect(first).toMatchObject({ reason: "cut", copy: parts.join("\n") });
		expect(first).not.toHaveProperty("next");
	});
});

describe("what was learned of a site", () => {
	const twice = async () => {
		for (const text of ["x", "y"]) {
			await send(await open(null, text.repeat(900)), ann.nextSendId(), refused("cut", 0, 400));
		}
		expect(learned()).toMatchObject({ limit: 400 });
	};

	it("ends after a month, and is nothing where the record does not fit", async () => {
		await twice();
		const pass = async (days: number) => {
			ann.now += days * 24 * 60 * 60 * 1000;
			await ann.unlock();
			await ann.ask(senders.content(), "content/start", { top: true });
		};
		await pass(29);
		await send(await open(), ann.nextSendId());
		expect(longest()).toBeLessThanOrEqual(400);
		await pass(2);
		await send(await open(), ann.nextSendId());
		expect(last().parts.length).toBe(1);
		for (const wrong of [
			{ limit: "400", dense: 0, paceMs: Number.NaN, at: ann.now },
			{ limit: 3, dense: true, paceMs: -1, at: ann.now },
			{ limit: 400 },
			"400",
		]) {
			ann.flags.set(`room:${origin}`, wrong);
			await send(await open(), ann.nextSendId());
			expect(last()).toMatchObject({ parts: [expect.any(String)], paceMs: 0 });
		}
	});

	it("is told in the popup, which forgets it, and what waits to be confirmed", async () => {
		const shown = async () => (await ann.ask(senders.popup(), "popup/state", null)).site?.learned;
		expect(await shown()).toBe(false);
		await twice();
		expect(await shown()).toBe(true);
		await ann.ask(senders.popup(), "popup/forget-learned", { origin });
		expect(await shown()).toBe(false);
		await send(await open(), ann.nextSendId(), refused("cut", 0, 400));
		expect(learned()).toBeUndefined();
	});

	it("goes when the site is turned off, with what waits, and does not come back by a message on its way", async () => {
		await twice();
		await ann.ask(senders.popup(), "popup/site-off", { origin });
		expect(learned()).toBeUndefined();
		expect([...ann.session.keys()].filter((key) => key.startsWith("cut:"))).toEqual([]);
		ann.granted.add(new URL(origin).hostname);
		await ann.ask(senders.popup(), "popup/site-on", { origin });
		await ann.ask(senders.content(), "content/start", { top: true });
		const out = await open(350);
		// One that was dropped after others as long: nothing has to confirm that.
		const off = async () => {
			await ann.ask(senders.popup(), "popup/site-off", { origin });
			return refused("not-seen", 2, null);
		};
		ann.verdict = off as unknown as () => InsertVerdict;
		await ann.ask(senders.composer(), "composer/send", { ...out, sendId: ann.nextSendId() }).catch(() => undefined);
		await new Promise((done) => setTimeout(done, 5));
		expect(learned()).toBeUndefined();
	});

	it("is not worth a verdict: where it cannot be kept the composer hears the same", async () => {
		const out = await open();
		const set = vi.spyOn(ann.flags, "set").mockImplementation(() => {
			throw new Error("quota");
		});
		for (let i = 0; i < 2; i++) {
			const reply = await send(out, ann.nextSendId(), refused("cut", 0, 400));
			expect(reply).toMatchObject({ reason: "cut", next: "smaller" });
		}
		set.mockRestore();
	});
});

describe("a site that drops a message without a word", () => {
	it("gets the very same again, and smaller parts only when the user asks for them", async () => {
		const out = await open();
		const sendId = ann.nextSendId();
		const reply = await send(out, sendId, refused("not-seen", 0, null));
		const [first] = ordered;
		expect(reply).toMatchObject({ reason: "not-seen", copy: first?.parts.join("\n"), next: "offer" });
		await send(out, sendId, refused("not-seen", 0, null));
		expect(last()).toEqual(first);
		await send(out, sendId, refused("not-seen", 0, null), { moreThan: 1 });
		const smaller = last();
		expect(smaller.parts.length).toBeGreaterThan(1);
		expect(smaller.before).toEqual([first?.parts]);
		// The worker died and is asked again.
		await send(out, sendId, { outcome: "sent" }, { moreThan: 1 });
		expect(last()).toEqual(smaller);
		expect(await readByBen(last().parts)).toMatchObject({ text: out.text });
	});

	it("teaches nothing of lengths, however often", async () => {
		await send(await open(null, "short"), ann.nextSendId());
		for (let i = 0; i < 6; i++) {
			const out = await open(null, "x".repeat(5_000));
			const sendId = ann.nextSendId();
			await send(out, sendId, refused("not-seen", 0, null));
			await send(out, sendId, { outcome: "refused", reason: "no-send" });
			expect(last().parts.length).toBe(1);
		}
		expect(learned()).toBeUndefined();
	});

	it("gets its parts more slowly when one like those before it was dropped", async () => {
		learn(350);
		const out = await open();
		const sendId = ann.nextSendId();
		for (const paceMs of [0, 1_000, 2_000, 4_000, 5_000, 5_000]) {
			const reply = await send(out, sendId, refused("not-seen", 2, null));
			expect(reply).toMatchObject({ out: { count: 2, of: last().parts.length } });
			expect(last().paceMs).toBe(paceMs);
			expect(last().parts).toEqual(ordered[0]?.parts);
		}
		expect(learned()).toMatchObject({ limit: 350 });
	});

	it("teaches nothing where the site was not asked to send", async () => {
		await send({ ...(await open()), submit: false }, ann.nextSendId(), { outcome: "inserted" });
		expect(learned()).toBeUndefined();
	});
});

describe("a site that folds long messages", () => {
	it("is not taken for one that cuts: nothing is learned, nothing is cut anew", async () => {
		const out = await open();
		const sendId = ann.nextSendId();
		for (let i = 0; i < 3; i++) {
			expect(await send(out, sendId, refused("partly", 0, 400, 1))).toMatchObject({ reason: "partly", next: "offer" });
			expect(last().parts.length).toBe(1);
		}
		expect(learned()).toBeUndefined();
		// What was in sight is what the user's smaller parts are cut to.
		await send(out, sendId, { outcome: "sent" }, { moreThan: 1 });
		expect(longest()).toBeLessThanOrEqual(400);
	});

	it("has sent it, where it is known to fold", async () => {
		const site: Site = { ...(sites[0] as Site), origins: [origin], folds: true };
		(sites as Site[]).unshift(site);
		try {
			const [out, sendId] = [await open(), ann.nextSendId()];
			expect(await send(out, sendId, refused("partly", 0, 400, 1))).toEqual({ outcome: "sent" });
			expect(await send(out, sendId)).toEqual({ outcome: "sent" });
			expect(ordered.length).toBe(1);
		} finally {
			(sites as Site[]).shift();
		}
	});
});

describe("a box whose text the user sends", () => {
	it("gets no text of several messages, of which it could hold one", async () => {
		const out = { ...(await open(350)), submit: false };
		const reply = await send(out, ann.nextSendId());
		expect(reply).toMatchObject({ outcome: "refused", reason: "too-many" });
		expect(reply).not.toHaveProperty("out");
		expect(ordered).toEqual([]);
		expect(await readByBen((reply as SendRefusal).copy.split("\n"))).toMatchObject({ text: out.text });
	});
});

describe("how many went out", () => {
	it.each(["no-send", "place-changed", "not-exact", "box-gone", "box-not-empty"] as const)(
		"is told when it ends by %s",
		async (reason) => {
			learn(350);
			const reply = await send(await open(), ann.nextSendId(), { outcome: "refused", reason, out: 3 });
			expect(reply).toMatchObject({ reason, out: { count: 3, of: last().parts.length } });
			expect(await send(await open(), ann.nextSendId(), { outcome: "refused", reason })).not.toHaveProperty("out");
		},
	);
});

describe("a message that is in the chat", () => {
	it("is delivered, whatever becomes of what it teaches", async () => {
		const out = await open(999);
		const sendId = ann.nextSendId();
		await send(out, sendId, refused("not-seen", 0, null));
		const set = vi.spyOn(ann.session, "set").mockImplementation(() => {
			throw new Error("quota");
		});
		const get = vi.spyOn(ann.flags, "set").mockImplementation(() => {
			throw new Error("quota");
		});
		expect(await send(out, sendId, { outcome: "sent" }, { moreThan: 1 })).toEqual({ outcome: "sent" });
		set.mockRestore();
		get.mockRestore();
		ordered = [];
		expect(await send(out, sendId)).toEqual({ outcome: "sent" });
		expect(ordered).toEqual([]);
	});

	it("does not wait for a tab that hangs while its site is turned off", async () => {
		ann.hangs = "shut-down";
		await ann.ask(senders.popup(), "popup/site-off", { origin });
		expect(ann.granted.size).toBe(0);
	});
});

describe("what a content script says of a part", () => {
	it.each([
		{ part: -1, cutAt: 3 },
		{ part: 0.5, cutAt: 3 },
		{ part: 0, cutAt: "350" },
		{ part: 0, cutAt: Number.NaN },
		{},
		null,
		"cut",
	])("is checked: %o", async (fate) => {
		const verdict = { outcome: "refused", reason: "cut", fate } as unknown as InsertVerdict;
		expect(await send(await open(), ann.nextSendId(), verdict)).toMatchObject({ reason: "box-gone" });
		expect(learned()).toBeUndefined();
	});

	it("may not be out of all measure", async () => {
		for (const out of [-1, 0.5, "3"]) {
			const verdict = { outcome: "refused", reason: "no-send", out } as unknown as InsertVerdict;
			expect(await send(await open(), ann.nextSendId(), verdict)).toMatchObject({ reason: "box-gone" });
		}
		const many = await send(await open(), ann.nextSendId(), { outcome: "refused", reason: "no-send", out: 64 });
		expect(many).toMatchObject({ out: { count: 1, of: 1 } });
	});

	it("may be about a part that there is not", async () => {
		expect(await send(await open(), ann.nextSendId(), refused("cut", 63, 350))).toMatchObject({ reason: "cut" });
		expect(learned()).toBeUndefined();
	});
});
