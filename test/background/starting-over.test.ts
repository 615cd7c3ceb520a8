/** The user's yes to a new start of somebody whose session was confirmed: from every surface, once, and never by accident. */
import { describe, expect, it } from "vitest";
import type { ReaderView } from "../../src/messaging/channels.ts";
import { diskOf, idOf, restore, sessionsOf, writtenWith } from "../support/copies.ts";
import { type Person, placeAt, senders } from "../support/person.ts";
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
	await restore(ben, early);
	const armor = await ben.say("it is me");
	return { ann, ben, old, armor, text: armor.join("\n") };
}

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
