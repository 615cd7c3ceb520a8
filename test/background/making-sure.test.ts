import { describe, expect, it } from "vitest";
import type { Person } from "../support/person.ts";
import { placeAt, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const popup = senders.popup();
const day = 24 * 60 * 60 * 1000;
const contacts = (person: Person) => person.ask(popup, "popup/contacts", null);

/** Ben has read so many messages of Ann. */
async function talking(messages: number) {
	const { ann, ben } = await acquainted();
	for (let count = 1; count <= messages; count++) await ben.read(await ann.say(`message ${count}`));
	const id = (await contacts(ben))[0]?.id ?? "";
	return { ann, ben, id };
}

async function dueFor(person: Person): Promise<string | null> {
	return (await person.compose()).view.makeSure;
}

async function later(person: Person, contact: string) {
	const { handle } = await person.compose();
	return person.ask(senders.composer(), "composer/make-sure-later", { handle, contact });
}

describe("making sure of somebody", () => {
	it("is offered after five messages of theirs, and not before", async () => {
		const { ann, ben, id } = await talking(4);
		expect(await dueFor(ben)).toBeNull();
		await ben.read(await ann.say("the fifth"));
		expect(await dueFor(ben)).toBe(id);
	});

	it("is not offered for somebody verified, nor where something is open about them", async () => {
		const { ben, id } = await talking(5);
		const { account } = await ben.ask(popup, "popup/safety-number", { contact: id });
		await ben.ask(popup, "popup/number-matches", { contact: id, account });
		expect(await dueFor(ben)).toBeNull();
		await ben.ask(popup, "popup/answer-trust", { contact: id, answer: "differs" });
		expect(await dueFor(ben)).toBeNull();
	});

	it("waits for seven days after Remind me later, through a restart, and comes back then", async () => {
		const { ben, id } = await talking(5);
		expect((await later(ben, id)).makeSure).toBeNull();
		ben.restart();
		ben.now += 7 * day - 60_000;
		await ben.unlock();
		expect(await dueFor(ben)).toBeNull();
		ben.now += 60_000;
		expect(await dueFor(ben)).toBe(id);
	});

	it("is put off only for who is of the conversation", async () => {
		const { ben, id } = await talking(5);
		ben.page = { place: placeAt("elsewhere"), hasBox: true, armor: [] };
		const { handle, view } = await ben.compose(placeAt("elsewhere"));
		expect(view.recipients).toEqual([]);
		const asked = ben.result(senders.composer(), "composer/make-sure-later", { handle, contact: id });
		expect(await asked).toEqual({ ok: false, code: "not-allowed" });
		ben.page = { place: placeAt("room"), hasBox: true, armor: [] };
		expect(await dueFor(ben)).toBe(id);
	});

	it("is forgotten with the contact, and put off for nobody else", async () => {
		const { ben, id } = await talking(5);
		const rows = ben.count("settings");
		await later(ben, id);
		expect(ben.count("settings")).toBe(rows + 1);
		await expect(later(ben, "00".repeat(32))).rejects.toMatchObject({ code: "not-allowed" });
		const before = ben.records.size;
		await ben.ask(popup, "popup/remove-contact", { contact: id });
		expect(ben.records.size).toBeLessThan(before);
		expect(ben.count("settings")).toBeLessThanOrEqual(rows + 1);
	});
});

describe("the tab for codes, opened from a contact's page", () => {
	const codes = senders.page("codes", 0, 5);
	const openedFor = (person: Person) => person.ask(codes, "codes/opened-for", null);

	it("learns once whom it is for, and its address names nobody", async () => {
		const { ben, id } = await talking(1);
		await ben.ask(popup, "popup/open-codes", { contact: id });
		expect(ben.opened.at(-1)).toBe("codes.html");
		expect(await ben.ask(popup, "popup/opened-for", null)).toEqual({ contact: null, page: "contact" });
		expect(await openedFor(ben)).toEqual({ contact: id });
		expect(await openedFor(ben)).toEqual({ contact: null });
	});

	it("is not for somebody who is no contact, nor for whom an earlier one never came up", async () => {
		const { ben, id } = await talking(1);
		const nobody = { contact: "00".repeat(32) };
		const opened = ben.opened.length;
		expect(await ben.result(popup, "popup/open-codes", nobody)).toEqual({ ok: false, code: "nothing-found" });
		expect(ben.opened).toHaveLength(opened);
		await ben.ask(popup, "popup/open-codes", { contact: id });
		ben.now += 10_000;
		expect(await openedFor(ben)).toEqual({ contact: null });
	});
});

describe("a contact shown from a composer", () => {
	const show = async (person: Person, contact: string) => {
		const { handle } = await person.compose();
		return person.result(senders.composer(), "composer/open-contact", { handle, contact });
	};
	const openedFor = (person: Person) => person.ask(popup, "popup/opened-for", null);

	it("is the page of the next popup, once", async () => {
		const { ben, id } = await talking(1);
		expect(await openedFor(ben)).toEqual({ contact: null, page: "contact" });
		expect(await show(ben, id)).toEqual({ ok: true, value: null });
		expect(ben.opened).toContain("popup.html");
		expect(await openedFor(ben)).toEqual({ contact: id, page: "contact" });
		expect(await openedFor(ben)).toEqual({ contact: null, page: "contact" });
	});

	it("is forgotten when no popup comes up, and never somebody unknown", async () => {
		const { ben, id } = await talking(1);
		await show(ben, id);
		ben.now += 10_000;
		expect(await openedFor(ben)).toEqual({ contact: null, page: "contact" });
		expect(await show(ben, "00".repeat(32))).toEqual({ ok: false, code: "nothing-found" });
		expect(await openedFor(ben)).toEqual({ contact: null, page: "contact" });
	});
});
