import { describe, expect, it } from "vitest";
import { belonging } from "../../src/background/belonging.ts";
import { type Conversation, newConversation, withAlias } from "../../src/contacts/conversation.ts";
import { placeAt, plain, senders } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const elsewhere = placeAt("elsewhere");

describe("what opens by itself", () => {
	it("does not open, store or tell anything of a stranger's message before the click", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const armor = await ben.say("who is it");
		const before = ann.snapshot();
		expect((await ann.read(armor)).view).toEqual({ kind: "placeholder" });
		expect(ann.snapshot()).toBe(before);
	});

	it("gives the same placeholder for damaged, foreign and unknown messages, and their causes after the click", async () => {
		const { ann, ben } = await acquainted();
		const { ann: cid } = await acquainted();
		const whole = (await ann.say("to be broken")).join("");
		const damaged = `${whole.slice(0, 200)}${whole[200] === "x" ? "y" : "x"}${whole.slice(201)}`;
		const cases = [
			[damaged, "damaged"],
			[whole.slice(0, 300), "truncated"],
			[(await cid.say("for somebody else")).join(""), "not-for-us"],
			["no armor at all", "malformed"],
		] as const;
		const before = ben.snapshot();
		for (const [armor, code] of cases) {
			const reader = await ben.read([armor]);
			expect(reader.view).toEqual({ kind: "placeholder" });
			expect(await reader.reveal()).toEqual({ kind: "failed", code });
		}
		expect(ben.snapshot()).toBe(before);
	});

	it("does not open a message of this conversation at a place that was not confirmed", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("for the room");
		const reader = await ben.read(armor, elsewhere);
		expect(reader.view).toEqual({ kind: "placeholder" });
		expect(await reader.reveal()).toMatchObject({
			text: "for the room",
			warnings: [{ kind: "author-not-here" }],
			acceptable: true,
		});
	});

	it("says so when a message of another conversation with the same person is shown here", async () => {
		const { ann, ben } = await acquainted();
		// Another site, hence another conversation of the two.
		const [contact] = await ben.ask(senders.popup(), "popup/contacts", null);
		const byHand = await ben.ask(senders.popup(), "popup/write-by-hand", {
			sendId: ben.nextSendId(),
			text: "not meant for the room",
			recipients: [contact!.id],
			options: plain,
		});
		const reader = await ann.read(byHand.armor);
		expect(reader.view).toEqual({ kind: "placeholder" });
		expect(await reader.reveal()).toMatchObject({
			text: "not meant for the room",
			warnings: [{ kind: "other-conversation" }],
		});
		const mine = await ben.read(byHand.armor);
		expect(mine.view).toEqual({ kind: "placeholder" });
		expect(await mine.reveal()).toMatchObject({ author: { self: true }, warnings: [{ kind: "other-conversation" }] });
	});

	it("knows the same people on the same site at another place that was confirmed", async () => {
		const { ann, ben } = await acquainted();
		expect((await ben.read(await ann.say("one"))).view).toMatchObject({ text: "one" });
		const other = placeAt("other");
		const { handle } = await ann.compose(other);
		const [contact] = await ann.ask(senders.popup(), "popup/contacts", null);
		await ann.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients: [contact!.id] });
		// The same people on the same site: the same conversation at one more place.
		expect((await ben.read(await ann.say("two", other))).view).toMatchObject({ text: "two", warnings: [] });
	});

	it("opens nothing of somebody who was removed", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("one");
		expect((await ben.read(armor)).view).toMatchObject({ text: "one" });
		const [contact] = await ben.ask(senders.popup(), "popup/contacts", null);
		await ben.ask(senders.popup(), "popup/remove-contact", { contact: contact!.id });
		expect((await ben.read(armor)).view).toEqual({ kind: "placeholder" });
		expect((await ben.compose()).view).toMatchObject({ recipients: [], confirmed: false });
	});

	it("tries keys on a bounded number of unknown messages a tab", { timeout: 30_000 }, async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const armor = await ben.say("again and again");
		// Another place each: at one place it is remembered as a placeholder.
		for (let i = 0; i < 130; i++) await ann.read(armor, placeAt(`room-${i}`));
		expect(await (await ann.read(armor)).reveal()).toEqual({ kind: "failed", code: "busy" });
		ann.now += 60_000;
		expect(await (await ann.read(armor)).reveal()).toMatchObject({ text: "again and again" });
	});

	it("shows nothing that could not be stored", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("hold on");
		ben.diskFull = true;
		await expect(ben.read(armor)).rejects.toMatchObject({ code: "storage-failed" });
		ben.diskFull = false;
		expect((await ben.read(armor)).view).toMatchObject({ text: "hold on" });
	});

	it("refuses a message again whose time is over, as deleted then", async () => {
		const { ann, ben } = await acquainted();
		await ben.ask(senders.popup(), "popup/set-keep", { keep: "24h" });
		const armor = await ann.say("gone tomorrow");
		expect((await ben.read(armor)).view).toMatchObject({ text: "gone tomorrow" });
		ben.now += 25 * 60 * 60 * 1000;
		await ben.unlock();
		await ben.ask(senders.content(), "content/start", { top: true });
		expect(await (await ben.read(armor)).reveal()).toEqual({
			kind: "failed",
			code: "key-deleted",
			deletedAt: expect.any(Number),
		});
	});

	it("refuses a message again whose row was damaged away: its number was used", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("gone tomorrow");
		const kept = new Set([...ben.records.keys()]);
		await ben.read(armor);
		for (const key of ben.records.keys()) if (key.startsWith("history/") && !kept.has(key)) ben.records.delete(key);
		expect(await (await ben.read(armor)).reveal()).toEqual({ kind: "failed", code: "number-reused" });
	});

	it("refuses what somebody wrote who was removed since: starts as deleted, the rest as anybody's", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const start = await ben.say("my first words");
		await (await ann.read(start)).accept();
		const unread = await ben.say("a start again, not read yet");
		await ben.read(await ann.say("now in a session"));
		const later = await ben.say("in the session");
		expect((await ann.read(later)).view).toMatchObject({ text: "in the session" });
		const [contact] = await ann.ask(senders.popup(), "popup/contacts", null);
		await ann.ask(senders.popup(), "popup/remove-contact", { contact: contact!.id });
		expect(ann.count("sessions")).toBe(0);
		for (const [armor, code] of [
			[start, "key-deleted"],
			[unread, "key-deleted"],
			[later, "not-for-us"],
		] as const) {
			const reader = await ann.read(armor);
			expect(reader.view).toEqual({ kind: "placeholder" });
			expect(await reader.reveal()).toEqual({ kind: "failed", code });
		}
	});
});

describe("belonging", () => {
	const [ours, theirs, second, author] = ["0a", "0b", "0c", "0d"] as const;
	const here: Conversation = { ...newConversation(ours, 0), recipients: [author], confirmed: true, places: ["p"] };
	const message = {
		author,
		own: false,
		conversation: theirs,
		invitation: null,
		trusted: true,
		readBefore: false,
		toThesePeople: true,
	};

	it("takes one id a person by itself; another one waits for the user's yes", () => {
		const first = { opensByItself: true, warnings: [], learnsId: true, mayLearnId: false };
		expect(belonging(message, here, [here])).toMatchObject(first);
		const met = { ...here, aliases: [{ id: theirs, author }] };
		expect(belonging(message, met, [met])).toMatchObject({ opensByItself: true, warnings: [], learnsId: false });
		expect(belonging({ ...message, conversation: second }, met, [met])).toMatchObject({
			opensByItself: false,
			warnings: [{ kind: "other-conversation" }],
			learnsId: false,
			mayLearnId: true,
		});
		const metOther = { ...here, aliases: [{ id: theirs, author: "ff" }], recipients: [author, "ff"] };
		expect(belonging({ ...message, conversation: second }, metOther, [metOther])).toMatchObject(first);
	});

	it("learns no id from a message that went to other people", () => {
		expect(belonging({ ...message, toThesePeople: false }, here, [here])).toMatchObject({
			opensByItself: false,
			warnings: [{ kind: "other-conversation" }],
			learnsId: false,
			mayLearnId: false,
		});
	});

	it("takes an id for the person it was learned from only", () => {
		const two = { ...here, aliases: [{ id: theirs, author: "ff" }], recipients: [author, "ff"] };
		const copied = { ...message, toThesePeople: false };
		expect(belonging(copied, two, [two]).opensByItself).toBe(false);
		expect(belonging({ ...copied, author: "ff" }, two, [two]).opensByItself).toBe(true);
	});

	it("never opens or learns an id that belongs to another conversation", () => {
		const other = { ...newConversation(second, 0), aliases: [{ id: theirs, author }] };
		expect(belonging(message, here, [here, other])).toMatchObject({
			opensByItself: false,
			warnings: [{ kind: "other-conversation" }],
			learnsId: false,
			mayLearnId: false,
		});
	});

	it("opens nothing new of a person whose keys changed", () => {
		// Of one who is believed no more, what was read here opens all the same, and nothing of theirs becomes part of it.
		const [read, met] = [{ ...message, trusted: false, readBefore: true }, withAlias(here, { id: theirs, author })];
		expect(belonging(read, met, [met])).toMatchObject({ opensByItself: true, learnsId: false });
		expect(belonging({ ...read, readBefore: false }, met, [met]).opensByItself).toBe(false);
		expect(belonging(read, here, [here])).toMatchObject({ opensByItself: false, learnsId: false });
		expect(belonging({ ...message, trusted: false }, here, [here])).toMatchObject({
			opensByItself: false,
			learnsId: false,
		});
	});

	it("does not call somebody a stranger who answers an invitation made here", () => {
		const invited = { ...message, author: "ff", invitation: `conversation:${ours}` };
		expect(belonging(invited, here, [here])).toMatchObject({ opensByItself: false, warnings: [], member: false });
		const elsewhere = { ...invited, invitation: `conversation:${second}` };
		expect(belonging(elsewhere, here, [here]).warnings).toEqual([{ kind: "author-not-here" }]);
	});
});
