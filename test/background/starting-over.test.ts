/** The user's yes to a new start of somebody whose session was confirmed: from every surface, once, and never by accident. */
import { describe, expect, it } from "vitest";
import type { ReaderView } from "../../src/messaging/channels.ts";
import { copyOf, diskOf, idOf, restore, sessionsOf, writtenWith } from "../support/copies.ts";
import { pass } from "../support/disk.ts";
import { alone, type Person, placeAt, senders } from "../support/person.ts";
import { twoPeople } from "../support/two-people.ts";

const popup = senders.popup();

/** Ben's browser is as it was before his first message, and he writes. Ann has not seen that yet. */
async function startedOver() {
	const { ann, ben } = await twoPeople();
	await (await ben.read(await ann.invite())).accept();
	const early = diskOf(ben);
	await (await ann.read(await ben.say("Hello Ann"))).accept();
	for (let turn = 0; turn < 2; turn++) {
		await ben.read(await ann.say("from Ann"));
		await ann.read(await ben.say("from Ben"));
	}
	const [old = ""] = (await sessionsOf(ann)).map(idOf);
	/** What goes on in the old session. */
	const other = await copyOf(ben);
	await restore(ben, early);
	const armor = await ben.say("it is me");
	return { ann, ben, other, early, old, armor, text: armor.join("\n") };
}

const said = { kind: "message", warnings: [{ kind: "started-over" }] } as const;

const standings = async (person: Person) =>
	new Map((await sessionsOf(person)).map((one) => [idOf(one), one.standing] as const));

/** Ann writes, and Ben reads it with what he has now. */
async function answers(ann: Person, ben: Person): Promise<{ used: readonly string[]; view: ReaderView }> {
	let armor: readonly string[] = [];
	const used = await writtenWith(ann, async () => {
		armor = await ann.say("an answer");
	});
	return { used, view: await (await ben.read(armor)).reveal() };
}

async function safeOver(person: Person, armor: readonly string[]) {
	person.page = { place: placeAt("room"), hasBox: true, armor: [armor] };
	await person.ask(popup, "popup/open-safe-window", null);
	const ticket = person.opened.at(-1)?.split("#")[1] ?? "";
	const { handle } = await person.ask(senders.safe(), "composer/open", { ticket });
	const { messages } = await person.ask(senders.safe(), "safe/messages", { handle });
	return { handle, shown: messages[0] };
}

describe("a new start of a confirmed device", { timeout: 30_000 }, () => {
	it("is taken up from the safe window", async () => {
		const { ann, ben, old, armor } = await startedOver();
		const { handle, shown } = await safeOver(ann, armor);
		expect(shown?.view).toMatchObject({ text: "it is me", newStart: true, warnings: [{ kind: "started-over" }] });
		expect(await answers(ann, ben)).toMatchObject({ used: [old], view: { code: "not-for-us" } });
		const ask = { handle, key: shown?.key ?? "" };
		ann.news.length = 0;
		expect(await ann.ask(senders.safe(), "safe/use-new-start", ask)).toMatchObject({
			text: "it is me",
			newStart: false,
		});
		expect(ann.news).toContainEqual({ to: "pages", kind: "people-changed" });
		expect((await standings(ann)).get(old)).toBe("superseded");
		expect(await answers(ann, ben)).toMatchObject({ view: { text: "an answer" } });
		expect(await ann.result(senders.safe(), "safe/use-new-start", { ...ask, key: "0".repeat(32) })).toEqual({
			ok: false,
			code: "nothing-found",
		});
	});

	it("is taken up from a pasted text", async () => {
		const { ann, ben, old, text } = await startedOver();
		const byHand = () => ann.ask(popup, "popup/use-new-start-by-hand", { text: `look at this: ${text}` });
		expect(await ann.ask(popup, "popup/read-by-hand", { text })).toMatchObject({ text: "it is me", newStart: true });
		expect(await byHand()).toMatchObject({ text: "it is me", newStart: false });
		expect((await standings(ann)).get(old)).toBe("superseded");
		expect(await answers(ann, ben)).toMatchObject({ view: { text: "an answer" } });
		expect(await ann.result(popup, "popup/use-new-start-by-hand", { text: "nothing here" })).toEqual({
			ok: false,
			code: "nothing-found",
		});
	});

	it("needs a message that was shown: the first click shows it and takes up nothing", async () => {
		const { ann, ben, old, text } = await startedOver();
		ann.news.length = 0;
		expect(await ann.ask(popup, "popup/use-new-start-by-hand", { text })).toMatchObject({
			text: "it is me",
			newStart: true,
			warnings: [{ kind: "started-over" }],
		});
		expect([...(await standings(ann)).values()].sort()).toEqual(["active", "pending"]);
		expect(await answers(ann, ben)).toMatchObject({ used: [old], view: { code: "not-for-us" } });
		const more = (await ben.say("are you there?")).join("\n");
		expect(await ann.ask(popup, "popup/use-new-start-by-hand", { text: more })).toMatchObject({
			text: "are you there?",
		});
		expect([...(await standings(ann)).values()].sort()).toEqual(["active", "pending"]);
		expect(await ann.ask(popup, "popup/use-new-start-by-hand", { text })).toMatchObject({ newStart: false });
	});

	it("asks and takes nothing up for any other message", async () => {
		const { ann, ben, old, armor, text } = await startedOver();
		await ann.read(armor);
		const other = await ann.say("one of ours");
		const before = await standings(ann);
		expect(await (await ann.read(other)).useNewStart()).toMatchObject({ text: "one of ours", newStart: false });
		const card = await ben.invite();
		expect(await ann.ask(popup, "popup/use-new-start-by-hand", { text: card.join("\n") })).toMatchObject({
			kind: "failed",
		});
		expect(await standings(ann)).toEqual(before);
		expect(before.get(old)).toBe("active");
		expect(await ann.ask(popup, "popup/read-by-hand", { text })).toMatchObject({ newStart: true });
	});

	it("stays a question when the yes could not be written", async () => {
		const { ann, ben, old, armor } = await startedOver();
		const reader = await ann.read(armor);
		ann.diskFull = true;
		ann.news.length = 0;
		await expect(reader.useNewStart()).rejects.toMatchObject({ code: "storage-failed" });
		ann.diskFull = false;
		expect(await reader.refresh()).toMatchObject({ newStart: true });
		expect(await answers(ann, ben)).toMatchObject({ used: [old] });
		expect(await reader.useNewStart()).toMatchObject({ newStart: false });
		expect(await answers(ann, ben)).toMatchObject({ view: { text: "an answer" } });
	});
});

describe("until the yes", { timeout: 30_000 }, () => {
	it("every message of the new start says so and asks, in whatever order they are shown", async () => {
		const { ann, ben, armor } = await startedOver();
		const more: (readonly string[])[] = [];
		for (let number = 2; number <= 5; number++) more.push(await ben.say(`message ${number}`));
		const [second = [], third = [], fourth = [], fifth = []] = more;
		for (const one of [third, armor, second, fourth]) {
			expect((await ann.read(one)).view).toMatchObject({ ...said, newStart: true });
		}
		ann.restart();
		// Also when it is shown again, and by the message that the user looks at last.
		expect((await ann.read(second)).view).toMatchObject({ ...said, newStart: true });
		expect(await (await ann.read(fourth)).useNewStart()).toMatchObject({ text: "message 4", newStart: false });
		expect((await ann.read(fifth)).view).toMatchObject({ text: "message 5", warnings: [], newStart: false });
		for (const one of [armor, second, third, fourth]) {
			expect((await ann.read(one)).view).toMatchObject({ kind: "message", newStart: false });
		}
		const { view } = await answers(ann, ben);
		expect(view).toMatchObject({ text: "an answer" });
		expect((await ann.read(await ben.say("thank you"))).view).toMatchObject({ warnings: [], newStart: false });
	});

	it("says so of a start that is shown late, and asks once its message is the newest", async () => {
		const { ann, ben, other, armor, old } = await startedOver();
		pass(60_000, ann, ben, other);
		expect((await ann.read(await other.say("I was here all the time"))).view).toMatchObject({ warnings: [] });
		expect((await ann.read(armor)).view).toMatchObject({ ...said, text: "it is me", newStart: false });
		expect(await (await ann.read(armor)).useNewStart()).toMatchObject({ ...said, newStart: false });
		expect((await standings(ann)).get(old)).toBe("active");
		pass(60_000, ann, ben, other);
		const last = await ben.say("and I am the one now");
		const newest = await ann.read(last, placeAt("room"), alone(last), { frame: 21 });
		expect(newest.view).toMatchObject({ ...said, newStart: true });
		// The first one asks as well: both are of the same start.
		expect((await ann.read(armor)).view).toMatchObject({ ...said, newStart: true });
		expect(await newest.useNewStart()).toMatchObject({ newStart: false });
		expect(await answers(ann, ben)).toMatchObject({ view: { text: "an answer" } });
		expect((await standings(ann)).get(old)).toBe("superseded");
	});

	it("only so many starts are kept: the oldest that wait go, what is written with stays", async () => {
		const { ann, ben, other, early, old, armor } = await startedOver();
		const starts = [{ from: ben, armor }];
		while (starts.length < 20) {
			pass(1000, ann, ben, other);
			const from = await copyOf(ben, early);
			starts.push({ from, armor: await from.say(`start ${starts.length + 1}`) });
		}
		for (const one of starts) {
			expect((await ann.read(one.armor)).view).toMatchObject({ ...said, newStart: true });
		}
		ann.restart();
		const kept = await standings(ann);
		expect(kept.size).toBe(16);
		expect(kept.get(old)).toBe("active");
		expect(ann.count("sessions")).toBe(16);
		expect((await ann.read(await other.say("as ever"))).view).toMatchObject({ text: "as ever", warnings: [] });
		expect((await other.read(await ann.say("as ever to you"))).view).toMatchObject({ text: "as ever to you" });

		const later = async (at: number) => (await ann.read((await starts[at]?.from.say("one more")) ?? [])).reveal();
		const gone = { kind: "failed", code: "key-deleted" };
		for (const at of [0, 4]) expect(await later(at)).toEqual(gone);
		for (const at of [5, 19]) expect(await later(at)).toMatchObject({ text: "one more", warnings: said.warnings });
		// What was read before is read on.
		expect((await ann.read(armor)).view).toMatchObject({ ...said, text: "it is me", newStart: false });
	});
});
