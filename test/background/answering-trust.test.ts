import { describe, expect, it } from "vitest";
import { compareIn } from "../support/comparing.ts";
import { alone, Person, placeAt, plain, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const popup = senders.popup();
const contacts = (person: Person) => person.ask(popup, "popup/contacts", null);
const room = placeAt("room");

async function verify(person: Person, contact: string) {
	const { account } = await person.ask(popup, "popup/safety-number", { contact });
	return person.ask(popup, "popup/number-matches", { contact, account });
}

/** Ben's Ann, and a second account of hers that the page shows under her name. */
async function claimed({ verified = false } = {}) {
	const { ann, ben } = await acquainted();
	const id = (await contacts(ben))[0]!.id;
	if (verified) await verify(ben, id);
	const other = await new Person("Ann").setUp();
	const card = await other.invite();
	await ben.read(card, room, { ...alone(card), label: "Ann" });
	const answer = (said: "seen" | "theirs" | "not-theirs" | "downgrade" | "differs", contact = id) =>
		ben.result(popup, "popup/answer-trust", { contact, answer: said });
	return { ann, ben, other, id, card, answer };
}

describe("the safety number", () => {
	it("that matches verifies that account, with how and when, through a restart", async () => {
		const { ben } = await acquainted();
		const id = (await contacts(ben))[0]!.id;
		expect(await verify(ben, id)).toMatchObject({ trust: "verified", verified: { how: "number", at: ben.now } });
		ben.restart();
		expect(await ben.ask(popup, "popup/contact", { contact: id })).toMatchObject({
			trust: "verified",
			verified: { how: "number", at: ben.now },
		});
	});

	it("of another account than was compared verifies nobody", async () => {
		const { ann, ben } = await acquainted();
		const [contact] = await contacts(ben);
		const account = (await contacts(ann))[0]!.id;
		const ask = { contact: contact!.id, account };
		expect(await ben.result(popup, "popup/number-matches", ask)).toEqual({ ok: false, code: "not-allowed" });
		expect(await contacts(ben)).toMatchObject([{ trust: "new" }]);
	});

	it("of the account that is shown as theirs makes it theirs", async () => {
		const { ben, id, other } = await claimed({ verified: true });
		expect(await contacts(ben)).toMatchObject([{ trust: "changed", writable: false }]);
		const { account, digits } = await ben.ask(popup, "popup/safety-number", { contact: id, offered: true });
		expect(digits).not.toBe((await ben.ask(popup, "popup/safety-number", { contact: id })).digits);
		const after = await ben.ask(popup, "popup/number-matches", { contact: id, account });
		expect(after).toMatchObject({ id: account, trust: "verified", writable: true, verified: { how: "number" } });
		expect(await contacts(ben)).toHaveLength(1);
		expect((await (await other.read(await ben.say("to your new account"))).reveal()).kind).toBe("message");
	});
});

describe("another account under their name", () => {
	it("is theirs: their conversations go on with it, and what the old one wrote is labelled", async () => {
		const { ann, ben, id, other, answer } = await claimed();
		const before = await ann.say("from the old account");
		await ben.read(before);
		expect(await answer("theirs")).toMatchObject({
			ok: true,
			value: { trust: "new", accountsBefore: 1, change: null },
		});
		expect(await ben.ask(popup, "popup/contacts", null)).toHaveLength(1);
		expect((await ben.compose()).view).toMatchObject({ confirmed: true, recipients: [{ name: "Ann" }] });
		expect((await contacts(ben))[0]!.id).not.toBe(id);
		expect((await (await other.read(await ben.say("hello again"))).reveal()).kind).toBe("message");
		const again = await (await ben.read(before)).reveal();
		expect(again).toMatchObject({
			text: "from the old account",
			warnings: expect.arrayContaining([{ kind: "left-key" }]),
		});
	});

	it("is theirs: what was kept about making sure of the old one goes", async () => {
		const { ann, ben, id, answer } = await claimed();
		await ben.read(await ann.say("Hello"));
		const rows = ben.count("settings");
		const { handle } = await ben.compose();
		await ben.ask(senders.composer(), "composer/make-sure-later", { handle, contact: id });
		await compareIn(ben, id, "begin-pictures");
		expect(ben.count("settings")).toBe(rows + 3);
		const kept = [...ben.records.keys()];
		expect(await answer("theirs")).toMatchObject({ ok: true });
		// With whom a comparison is under way stays as an empty list.
		expect(ben.count("settings")).toBe(rows + 1);
		expect(kept.filter((key) => key.startsWith("settings/") && !ben.records.has(key))).toHaveLength(2);
	});

	it("is not theirs: what they were stays, and it is not asked about again", async () => {
		const { ben, id, card, answer } = await claimed({ verified: true });
		expect(await answer("not-theirs")).toMatchObject({ value: { id, trust: "verified", verified: { how: "number" } } });
		await ben.read(card, room, { ...alone(card), label: "Ann" });
		expect(await contacts(ben)).toMatchObject([{ id, trust: "verified", writable: true }]);
	});

	it("locks somebody verified until it is said to go on without; to have seen it, or that it is theirs, is not enough", async () => {
		const { ben, answer } = await claimed({ verified: true });
		for (const said of ["seen", "theirs"] as const) {
			const before = ben.snapshot();
			expect(await answer(said)).toEqual({ ok: false, code: "not-allowed" });
			expect(ben.snapshot()).toBe(before);
		}
		await expect(ben.say("locked")).rejects.toMatchObject({ code: "contact-not-writable" });
		expect(await answer("downgrade")).toMatchObject({ value: { trust: "new", verified: null, writable: true } });
	});

	it("that was seen leaves the key as it was", async () => {
		const { id, answer } = await claimed();
		expect(await answer("seen")).toMatchObject({ value: { id, trust: "new", change: null } });
	});
});

describe("a comparison that differs", () => {
	it("locks and deletes nothing, and comparing again settles it", async () => {
		const { ann, ben } = await acquainted();
		const said = await ann.say("before");
		await ben.read(said);
		const contact = (await contacts(ben))[0]!.id;
		const ask = { contact, answer: "differs" } as const;
		expect(await ben.ask(popup, "popup/answer-trust", ask)).toMatchObject({
			trust: "changed",
			change: { kind: "differed" },
		});
		await expect(ben.say("no")).rejects.toMatchObject({ code: "contact-not-writable" });
		expect((await ben.read(said)).view).toMatchObject({ text: "before", warnings: [{ kind: "changed-key" }] });
		expect(await verify(ben, contact)).toMatchObject({ trust: "verified", writable: true });
		expect((await ben.read(said)).view).toMatchObject({ text: "before", warnings: [] });
	});

	it("takes the mark of who was verified when it is said to go on without", async () => {
		const { ben } = await acquainted();
		const contact = (await contacts(ben))[0]!.id;
		await verify(ben, contact);
		expect(await ben.ask(popup, "popup/answer-trust", { contact, answer: "differs" })).toMatchObject({
			change: { before: "verified" },
			verified: { how: "number" },
		});
		const after = await ben.ask(popup, "popup/answer-trust", { contact, answer: "downgrade" });
		expect(after).toMatchObject({ trust: "new", verified: null, writable: true });
	});

	it("of nobody, or an answer where nothing is open, is refused", async () => {
		const { ben } = await acquainted();
		const contact = (await contacts(ben))[0]!.id;
		const ask = { contact, answer: "theirs" } as const;
		expect(await ben.result(popup, "popup/answer-trust", ask)).toEqual({ ok: false, code: "not-allowed" });
		const nobody = { contact: "00".repeat(32), answer: "differs" } as const;
		expect(await ben.result(popup, "popup/answer-trust", nobody)).toEqual({ ok: false, code: "nothing-found" });
	});
});

describe("what a composer can answer", () => {
	const say = async (person: Person, contact: string, answer: "seen" | "not-theirs" | "theirs" | "downgrade") => {
		const { handle } = await person.compose();
		// The schema has no other answers: what takes a key is said where no page can cover it.
		return person.result(senders.composer(), "composer/answer-trust", { handle, contact, answer } as never);
	};

	it("is that it was seen, and that it is not theirs, which gives the mark back", async () => {
		const known = await claimed();
		const { value } = (await say(known.ben, known.id, "seen")) as { value: unknown };
		expect(value).toMatchObject({ recipients: [{ id: known.id, trust: "new", change: null }] });
		const verified = await claimed({ verified: true });
		expect((await verified.ben.compose()).view.recipients).toMatchObject([
			{ trust: "changed", change: { kind: "claimed", before: "verified", locked: true } },
		]);
		const given = (await say(verified.ben, verified.id, "not-theirs")) as { value: unknown };
		expect(given.value).toMatchObject({ recipients: [{ trust: "verified", change: null, writable: true }] });
	});

	it("never takes another key, nor unlocks by having seen", async () => {
		const { ben, id } = await claimed({ verified: true });
		const before = ben.snapshot();
		expect(await say(ben, id, "theirs")).toEqual({ ok: false, code: "bad-request" });
		expect(await say(ben, id, "downgrade")).toEqual({ ok: false, code: "bad-request" });
		expect(await say(ben, id, "seen")).toEqual({ ok: false, code: "not-allowed" });
		expect(ben.snapshot()).toBe(before);
	});
});

describe("a text that was sealed before the key came into doubt", () => {
	it("does not go out after it", async () => {
		const { ben, id } = await claimed();
		const { handle, view } = await ben.compose();
		const recipients = view.recipients.map((one) => one.id);
		const ask = { handle, sendId: ben.nextSendId(), text: "once", recipients, submit: false, options: plain };
		ben.verdict = { outcome: "refused", reason: "box-gone" };
		expect(await ben.ask(senders.composer(), "composer/send", ask)).toMatchObject({ outcome: "refused" });
		await ben.ask(popup, "popup/answer-trust", { contact: id, answer: "differs" });
		expect(await ben.result(senders.composer(), "composer/send", ask)).toEqual({
			ok: false,
			code: "contact-not-writable",
		});
	});
});

describe("names that look alike", () => {
	it("are said on the page of the contact, and on a card before it is accepted", async () => {
		const { ben, id } = await claimed();
		const card = await (await new Person("Аnn").setUp()).invite();
		const other = await ben.read(card, placeAt("elsewhere"));
		expect(other.view).toMatchObject({ kind: "card", looksLike: "Ann", contact: null });
		expect(await ben.ask(popup, "popup/contact", { contact: id })).toMatchObject({
			looksLike: [],
			mixesAlphabets: false,
		});
		await other.accept();
		const twin = (await contacts(ben)).find((one) => one.id !== id)?.id ?? "";
		expect(await ben.ask(popup, "popup/contact", { contact: twin })).toMatchObject({
			looksLike: ["Ann"],
			mixesAlphabets: true,
		});
		expect(await ben.ask(popup, "popup/contact", { contact: id })).toMatchObject({ looksLike: ["Аnn"] });
	});

	it("that are not alike are not", async () => {
		const { ben } = await claimed();
		const card = await (await new Person("Carol").setUp()).invite();
		expect((await ben.read(card, placeAt("elsewhere"))).view).toMatchObject({ looksLike: null });
	});
});
