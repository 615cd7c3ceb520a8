/** A start that its reader meets only after removing its author: read, never answered on, and no bar to beginning again. */
import { describe, expect, it } from "vitest";
import { diskOf, idOf, later, openDisk, sessionsOf, startAgain, writtenWith } from "../support/copies.ts";
import { type Person, placeAt, plain, senders } from "../support/person.ts";
import { twoPeople } from "../support/two-people.ts";
import { onWire } from "../support/wire.ts";

const popup = senders.popup();
const minute = 60_000;
const day = 24 * 60 * minute;

async function exchange(ann: Person, ben: Person): Promise<void> {
	for (const [from, to] of [
		[ann, ben],
		[ben, ann],
		[ann, ben],
	] as const) {
		const text = `from ${from.name}`;
		expect(await (await to.read(await from.say(text))).reveal()).toMatchObject({ text });
	}
}

/** Written by hand: in another conversation, so with a start of its own. */
async function byHand(from: Person, text: string): Promise<readonly string[]> {
	const recipients = (await from.ask(popup, "popup/contacts", null)).map(({ id }) => id);
	const ask = { sendId: from.nextSendId(), text, recipients, options: plain };
	return (await from.ask(popup, "popup/write-by-hand", ask)).armor;
}

async function remove(by: Person): Promise<string> {
	const [contact] = await by.ask(popup, "popup/contacts", null);
	await by.ask(popup, "popup/remove-contact", { contact: contact?.id ?? "" });
	return contact?.id ?? "";
}

/** `late` was written before the session that both have now. Ann has not seen it and removes Ben. `ahead`: his clock. `setBack`:
 * hers, before that. */
async function removed({ ahead = 0, setBack = 0 } = {}) {
	const { ann, ben } = await twoPeople();
	await later(ahead, ben);
	await (await ben.read(await ann.invite())).accept();
	const late = await byHand(ben, "late");
	await later(minute, ann, ben);
	await (await ann.read(await ben.say("Hello Ann"))).accept();
	await exchange(ann, ben);
	await later(minute - setBack, ann);
	await later(minute, ben);
	const id = await remove(ann);
	await later(minute, ann, ben);
	expect(onWire(late).initial.length).toBe(1);
	expect(await sessionsOf(ann)).toEqual([]);
	return { ann, ben, late, id };
}

/** What Ann knows of removals, as it lies in the vault. */
async function remembered(ann: Person): Promise<string> {
	const value = await (await openDisk(diskOf(ann))).get("settings", "removed-accounts");
	return value === null ? "" : new TextDecoder().decode(value);
}

const standingsOf = async (person: Person) => (await sessionsOf(person)).map(({ standing }) => standing);

describe("a start from before its author was removed", { timeout: 60_000 }, () => {
	it("opens, and Ann begins anew instead of writing in it, after which both come together", async () => {
		const { ann, ben, late } = await removed();
		const shown = await (await ann.read(late)).reveal();
		expect(shown).toMatchObject({ kind: "message", text: "late", newStart: false });
		// Nobody has lost anything: no word about a device that started over.
		expect(shown).not.toMatchObject({ warnings: expect.arrayContaining([{ kind: "started-over" }]) });
		expect(await standingsOf(ann)).toEqual(["superseded"]);
		expect(await (await ann.read(await ben.say("where are you?"))).reveal()).toMatchObject({ code: "not-for-us" });

		await (await ann.read(await ben.invite())).accept();
		const hello = await ann.say("here again");
		expect(onWire(hello).initial.length).toBe(1);
		const reader = await ben.read(hello);
		expect(await reader.reveal()).toMatchObject({ text: "here again", newStart: true });
		await reader.useNewStart();
		await exchange(ben, ann);
		const [used, alsoUsed] = [
			await writtenWith(ann, () => ann.say("in the new one")),
			await writtenWith(ben, () => ben.say("so do I")),
		];
		expect(used).toHaveLength(1);
		expect(alsoUsed).toEqual(used);
	});

	it("is known as one also by a clock that runs ahead, and whenever it is shown", async () => {
		const { ann, ben, late } = await removed({ ahead: 60 * minute });
		await later(120 * minute, ann, ben);
		expect(await (await ann.read(late)).reveal()).toMatchObject({ text: "late" });
		expect(await standingsOf(ann)).toEqual(["superseded"]);
	});

	it("is known as one also where our own clock was set back since", async () => {
		const { ann, late } = await removed({ setBack: 60 * minute });
		await later(120 * minute, ann);
		expect(await (await ann.read(late)).reveal()).toMatchObject({ text: "late" });
		expect(await standingsOf(ann)).toEqual(["superseded"]);
	});

	it("is known as one after a second removal, and after a restart", async () => {
		const { ann, ben, late, id } = await removed();
		await (await ann.read(await ben.invite())).accept();
		// Nothing was written since the first one.
		expect(await remove(ann)).toBe(id);
		await startAgain(ann);
		expect(await (await ann.read(late)).reveal()).toMatchObject({ text: "late" });
		expect(await standingsOf(ann)).toEqual(["superseded"]);
	});
});

describe("a start from after a removal", { timeout: 60_000 }, () => {
	it("is written with at once, whatever is shown after it", async () => {
		const { ann, ben, late } = await removed();
		await remove(ben);
		// The same invitation still stands in the chat.
		await (await ben.read(await ann.invite())).accept();
		const again = await ben.say("I had lost you");
		const reader = await ann.read(again);
		expect(await reader.reveal()).toMatchObject({ text: "I had lost you" });
		expect(await standingsOf(ann)).toEqual(["active"]);
		await (await ann.read(late)).reveal();
		expect((await standingsOf(ann)).toSorted()).toEqual(["active", "superseded"]);
		const begun = (await sessionsOf(ann)).filter(({ standing }) => standing === "active").map(idOf);
		await (await ann.read(await ben.invite())).accept();
		expect(await writtenWith(ann, () => ann.say("found you"))).toEqual(begun);
	});

	it("goes on in an older one where its author had no answer yet, and is answered there", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const late = await byHand(ben, "late");
		await (await ann.read(await ben.say("Hello Ann"))).accept();
		await later(minute, ann, ben);
		await remove(ann);
		expect(await (await ann.read(late)).reveal()).toMatchObject({ text: "late" });
		expect(await standingsOf(ann)).toEqual(["superseded"]);
		await later(minute, ann, ben);
		expect(await (await ann.read(await byHand(ben, "still there?"))).reveal()).toMatchObject({ text: "still there?" });
		expect(await standingsOf(ann)).toEqual(["active"]);
	});

	it("is known by its prekey where clocks differ: an invitation made later was not there before", async () => {
		const { ann, ben } = await removed({ ahead: -60 * minute });
		await remove(ben);
		const again = await ben.read(await ann.invite(placeAt("elsewhere")), placeAt("elsewhere"));
		await again.accept();
		const reader = await ann.read(await ben.say("with the new one", placeAt("elsewhere")), placeAt("elsewhere"));
		expect(await reader.reveal()).toMatchObject({ text: "with the new one" });
		expect(await standingsOf(ann)).toEqual(["active"]);
	});
});

describe("what stays of somebody who was removed", { timeout: 60_000 }, () => {
	it("names nobody, and goes with the last prekey that was there", async () => {
		const { ann, id } = await removed();
		const kept = await remembered(ann);
		expect(JSON.parse(kept)).toMatchObject({ removed: [{ account: expect.stringMatching(/^[0-9a-f]{32}$/) }] });
		for (const part of [id.slice(0, 16), id.slice(-16), "Ben"]) expect(kept).not.toContain(part);
		await later(43 * day, ann);
		expect(await remembered(ann)).not.toBe("");
		await later(day, ann);
		expect(ann.count("prekeys")).toBe(0);
		expect(await remembered(ann)).toBe("");
	});

	it("is everything where they were no contact: a stranger's session is not dropped by their id", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const shown = await (await ann.read(await ben.say("Hello Ann"))).reveal();
		const id = shown.kind === "message" && !shown.author.self ? shown.author.contact.id : "";
		expect(id).toHaveLength(64);
		const removal = await ann.result(popup, "popup/remove-contact", { contact: id });
		expect(removal).toEqual({ ok: false, code: "nothing-found" });
		expect(await standingsOf(ann)).toEqual(["active"]);
		expect(await remembered(ann)).toBe("");
	});

	it("is nothing where nothing was ever written", async () => {
		const { ann, ben } = await twoPeople();
		await ann.invite(placeAt("for somebody else"));
		await (await ann.read(await ben.invite())).accept();
		await remove(ann);
		expect(await remembered(ann)).toBe("");
	});

	it("is what tells an older start of theirs, also where they were written to and never heard from", async () => {
		const { ann, ben } = await twoPeople();
		await ann.invite(placeAt("for somebody else"));
		await (await ann.read(await ben.invite())).accept();
		await ann.say("Hello Ben");
		await remove(ann);
		expect(await remembered(ann)).not.toBe("");
	});
});
