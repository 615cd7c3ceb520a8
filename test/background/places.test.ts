import { describe, expect, it } from "vitest";
import { Person, placeAt, plain, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const popup = senders.popup();
const room = placeAt("room");

async function confirm(person: Person, place = room, recipients: readonly string[]) {
	const { handle } = await person.compose(place);
	return person.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients });
}

async function withThird() {
	const { ann, ben } = await acquainted();
	const cid = await new Person("Cid").setUp();
	const { armor } = await cid.ask(popup, "popup/my-card", { sendId: cid.nextSendId() });
	await ann.ask(popup, "popup/accept-by-hand", { text: armor.join(" ") });
	const contacts = await ann.ask(popup, "popup/contacts", null);
	const id = (name: string) => contacts.find((one) => one.name === name)!.id;
	return { ann, ben, cid, ids: { ben: id("Ben"), cid: id("Cid") } };
}

describe("a place whose people change", () => {
	it("still shows what was said there before, theirs and ours, and what comes from those who stay", async () => {
		const { ann, ben, ids } = await withThird();
		const mine = await ann.say("mine, before");
		const theirs = await ben.say("theirs, before");
		await ann.read(theirs);
		// A second place, so that the conversation cannot simply change its people.
		await confirm(ann, placeAt("second"), [ids.ben]);
		await confirm(ann, room, [ids.ben, ids.cid]);
		expect((await ann.read(mine)).view).toMatchObject({ text: "mine, before", warnings: [] });
		expect((await ann.read(theirs)).view).toMatchObject({ text: "theirs, before", warnings: [] });
		expect((await ann.read(await ben.say("theirs, after"))).view).toMatchObject({ text: "theirs, after" });
		expect((await ann.read(theirs, placeAt("second"))).view).toMatchObject({ text: "theirs, before", warnings: [] });
	});

	it("does not make a conversation of the web the one for texts by hand", async () => {
		const { ann, ben, ids } = await withThird();
		await confirm(ann, room, [ids.ben, ids.cid]);
		await confirm(ann, placeAt("second"), [ids.ben]);
		await confirm(ann, room, [ids.ben]);
		const ask = { sendId: ann.nextSendId(), text: "on paper", recipients: [ids.ben, ids.cid], options: plain };
		const { armor } = await ann.ask(popup, "popup/write-by-hand", ask);
		expect((await ann.read(armor)).view).toEqual({ kind: "placeholder" });
		expect(await ben.ask(popup, "popup/read-by-hand", { text: armor.join("\n") })).toMatchObject({ text: "on paper" });
	});
});

describe("a message that went to other people", () => {
	it("teaches no id, however often it is shown here and clicked", async () => {
		const { ann, cid, ids } = await withThird();
		const { armor } = await ann.ask(popup, "popup/my-card", { sendId: ann.nextSendId() });
		await cid.ask(popup, "popup/accept-by-hand", { text: armor.join(" ") });
		await confirm(ann, placeAt("with-cid"), [ids.cid]);
		const [contact] = await cid.ask(popup, "popup/contacts", null);
		// Cid writes to Ann and somebody else: to whom, Ann cannot see, but that it was not to her alone.
		const dora = await new Person("Dora").setUp();
		const doras = await dora.ask(popup, "popup/my-card", { sendId: dora.nextSendId() });
		await cid.ask(popup, "popup/accept-by-hand", { text: doras.armor.join(" ") });
		const all = (await cid.ask(popup, "popup/contacts", null)).map(({ id }) => id);
		const write = (recipients: readonly string[], text: string) =>
			cid.ask(popup, "popup/write-by-hand", { sendId: cid.nextSendId(), text, recipients, options: plain });
		const group = await write(all, "to both of you");
		const reader = await ann.read(group.armor, placeAt("with-cid"));
		expect(reader.view).toEqual({ kind: "placeholder" });
		for (let i = 0; i < 2; i++)
			expect(await reader.reveal()).toMatchObject({ warnings: [{ kind: "other-conversation" }], acceptable: false });
		const again = await write(all, "again to both");
		expect((await ann.read(again.armor, placeAt("with-cid"))).view).toEqual({ kind: "placeholder" });
		const alone = await write([contact!.id], "to you alone");
		expect((await ann.read(alone.armor, placeAt("with-cid"))).view).toMatchObject({ text: "to you alone" });
	});

	it("under a new id is here from the user's yes on", async () => {
		const { ann, ben } = await acquainted();
		const [contact] = await ben.ask(popup, "popup/contacts", null);
		const write = (text: string) =>
			ben.ask(popup, "popup/write-by-hand", {
				sendId: ben.nextSendId(),
				text,
				recipients: [contact!.id],
				options: plain,
			});
		const first = await ann.read((await write("one")).armor);
		expect(await first.reveal()).toMatchObject({ warnings: [{ kind: "other-conversation" }], acceptable: true });
		expect(await first.accept()).toMatchObject({ warnings: [], acceptable: false });
		expect((await ann.read((await write("two")).armor)).view).toMatchObject({ text: "two", warnings: [] });
		expect((await ann.compose()).view.confirmed).toBe(true);
	});
});

describe("a title never seen", () => {
	it("makes the composer ask once, and reading goes on", async () => {
		const { ann, ben } = await acquainted();
		const retitled = { ...room, title: "Somebody else" };
		const { handle, view } = await ann.compose(retitled);
		expect(view).toMatchObject({ recipients: [{ name: "Ben" }], confirmed: false });
		const recipients = view.recipients.map(({ id }) => id);
		const ask = { handle, sendId: ann.nextSendId(), text: "t", recipients, submit: false, options: plain };
		expect(await ann.result(senders.composer(), "composer/send", ask)).toMatchObject({ code: "not-confirmed" });
		expect((await ann.read(await ben.say("still here"), retitled)).view).toMatchObject({ text: "still here" });
		await confirm(ann, retitled, recipients);
		for (const place of [room, retitled]) expect((await ann.compose(place)).view.confirmed).toBe(true);
	});
});

describe("too many people", () => {
	it("are refused and leave the vault readable", async () => {
		const { ann } = await acquainted();
		const recipients = Array.from({ length: 65 }, (_, n) => n.toString(16).padStart(64, "0"));
		const ask = { sendId: ann.nextSendId(), text: "t", recipients, options: plain };
		expect(await ann.result(popup, "popup/write-by-hand", ask)).toMatchObject({ ok: false });
		const { handle } = await ann.compose();
		expect(await ann.result(senders.composer(), "composer/confirm-recipients", { handle, recipients })).toMatchObject({
			ok: false,
		});
		expect((await ann.compose()).view).toMatchObject({ recipients: [{ name: "Ben" }] });
	});
});
