/** Long messages on small sites: cut to what is known, told ahead, learned from, and never sealed a second time. */
import { beforeEach, describe, expect, it } from "vitest";
import type { InsertVerdict } from "../../src/messaging/channels.ts";
import { armorsIn, origin, type Person, placeAt, plain, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const room = placeAt("room");
let ann: Person;
let ben: Person;
/** Parts of each order, in order. */
let ordered: { parts: readonly string[]; paceMs: number }[];

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
) {
	ann.verdict = verdict;
	const reply = await ann.ask(senders.composer(), "composer/send", { ...out, sendId });
	for (const { order } of ann.orders.splice(0)) {
		if (order.kind === "insert") ordered.push({ parts: order.parts, paceMs: order.paceMs });
	}
	return reply;
}
const last = () => ordered.at(-1) ?? { parts: [], paceMs: 0 };
const refused = (reason: "cut" | "not-seen" | "no-send", part: number, cutAt: number | null): InsertVerdict => ({
	outcome: "refused",
	reason,
	fate: { part, cutAt },
});
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

	it("is null for what does not fit", async () => {
		const out = await open(350);
		expect(await ahead(out, 40_000)).toEqual({ parts: null });
		expect(await ahead(out, 66_000)).toEqual({ parts: null });
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

	it("gets letters again after ideographs did not come out", async () => {
		const out = await open(999);
		const sendId = ann.nextSendId();
		const reply = await send(out, sendId, refused("not-seen", 0, null));
		expect(reply).toMatchObject({ outcome: "refused", reason: "not-seen" });
		await send(out, sendId);
		expect(last().parts.length).toBeGreaterThan(1);
		expect(last().parts.join("")).not.toMatch(/[\u4e00-\u8dff]/);
		expect(await readByBen(last().parts)).toMatchObject({ text: "x".repeat(900) });
	});
});

describe("a site that cuts", () => {
	it("gets the same message in smaller parts at the next try, and all later ones so", async () => {
		const out = await open();
		const sendId = ann.nextSendId();
		const reply = await send(out, sendId, refused("cut", 0, 350));
		const [whole] = ordered;
		expect(whole?.parts.length).toBe(1);
		const rows = ann.count("history");
		expect(await ahead(out, 900, sendId)).toEqual({ parts: (reply as { copy: string }).copy.split("\n").length });
		ann.restart();
		expect(await send(out, sendId)).toEqual({ outcome: "sent" });
		expect(ann.count("history")).toBe(rows);
		expect((reply as { copy: string }).copy).toBe(last().parts.join("\n"));
		expect(Math.max(...last().parts.map(({ length }) => length))).toBeLessThanOrEqual(350);
		// The whole one and the parts are the same envelope.
		expect(await readByBen(last().parts)).toMatchObject({ text: out.text });
		expect(await readByBen(whole?.parts ?? [])).toMatchObject({ text: out.text });
		await send(await open(null, "y".repeat(900)), ann.nextSendId());
		expect(Math.max(...last().parts.map(({ length }) => length))).toBeLessThanOrEqual(350);
	});

	it("never gets as many parts as before: pieces of both would be joined", async () => {
		const out = await open(900, "x".repeat(1_200));
		ann.flags.set(`room:${origin}`, { limit: 900, proven: 0, dense: false, paceMs: 0 });
		const sendId = ann.nextSendId();
		await send(out, sendId, refused("cut", 1, 890));
		const before = last().parts.length;
		await send(out, sendId);
		expect(last().parts.length).toBeGreaterThan(before);
		expect(await readByBen(last().parts)).toMatchObject({ text: out.text });
	});

	it("is not believed in without end, and only ever less", async () => {
		const out = await open();
		for (const [cutAt, limit] of [
			[800, 800],
			[900, 800],
			[1, 100],
		] as const) {
			await send(out, ann.nextSendId(), refused("cut", 0, cutAt));
			expect(ann.flags.get(`room:${origin}`)).toMatchObject({ limit });
		}
	});

	it("is forgotten when the site is turned off, and nothing but numbers was kept", async () => {
		await send(await open(), ann.nextSendId(), refused("cut", 0, 350));
		expect(ann.flags.get(`room:${origin}`)).toEqual({ limit: 350, proven: 0, dense: true, paceMs: 0 });
		await ann.ask(senders.popup(), "popup/site-off", { origin });
		expect(ann.flags.has(`room:${origin}`)).toBe(false);
	});

	it("leaves the armor as it is when it cannot be cut so small", async () => {
		const out = await open(null, "x".repeat(20_000));
		const sendId = ann.nextSendId();
		await send(out, sendId, refused("cut", 0, 100));
		const { parts } = last();
		await send(out, sendId);
		expect(last().parts).toEqual(parts);
	});
});

describe("a site that drops a message without a word", () => {
	it("gets less than that, once another one came out", async () => {
		await send(await open(null, "short"), ann.nextSendId());
		const proven = last().parts[0]?.length ?? 0;
		const out = await open(null, "x".repeat(5_000));
		const sendId = ann.nextSendId();
		await send(out, sendId, refused("not-seen", 0, null));
		const half = Math.floor((last().parts[0]?.length ?? 0) / 2);
		expect(ann.flags.get(`room:${origin}`)).toMatchObject({ limit: half, proven });
		await send(out, sendId, refused("no-send", 0, null));
		expect(Math.max(...last().parts.map(({ length }) => length))).toBeLessThanOrEqual(half);
	});

	it("says nothing of lengths while nothing ever came out, or shorter than what did", async () => {
		await send(await open(), ann.nextSendId(), refused("not-seen", 0, null));
		expect(ann.flags.get(`room:${origin}`)).toBeUndefined();
		await send(await open(), ann.nextSendId());
		await send(await open(null, "short"), ann.nextSendId(), refused("not-seen", 0, null));
		expect(ann.flags.get(`room:${origin}`)).toMatchObject({ limit: null });
	});

	it("gets its parts more slowly when one like those before it was dropped", async () => {
		ann.flags.set(`room:${origin}`, { limit: 350, proven: 0, dense: false, paceMs: 0 });
		const out = await open();
		const sendId = ann.nextSendId();
		for (const paceMs of [0, 1_000, 2_000, 4_000, 5_000, 5_000]) {
			await send(out, sendId, refused("not-seen", 2, null));
			expect(last().paceMs).toBe(paceMs);
			expect(last().parts).toEqual(ordered[0]?.parts);
		}
		expect(ann.flags.get(`room:${origin}`)).toMatchObject({ limit: 350 });
	});

	it("teaches nothing where the site was not asked to send", async () => {
		await send({ ...(await open()), submit: false }, ann.nextSendId(), { outcome: "inserted" });
		expect(ann.flags.get(`room:${origin}`)).toBeUndefined();
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
		expect(ann.flags.get(`room:${origin}`)).toBeUndefined();
	});

	it("may be about a part that there is not", async () => {
		expect(await send(await open(), ann.nextSendId(), refused("cut", 63, 350))).toMatchObject({ reason: "cut" });
		expect(ann.flags.get(`room:${origin}`)).toBeUndefined();
	});
});
