import { describe, expect, it } from "vitest";
import { armorKind, createAccount, createInvitation, encodeArmor, encodeCard } from "../../src/protocol/index.ts";
import { armorsIn, Person, placeAt, plain, senders, suite } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const room = placeAt("room");

async function composing(person: Person, place = room) {
	const { handle, view, mount } = await person.compose(place);
	const recipients = view.recipients.map(({ id }) => id);
	return { handle, mount, view, recipients, text: "a text", submit: false, options: plain };
}

const send = (
	person: Person,
	{ view: _view, mount: _mount, ...ask }: Awaited<ReturnType<typeof composing>>,
	sendId: string,
) => person.ask(senders.composer(), "composer/send", { ...ask, sendId });

async function aMonthLater(person: Person): Promise<void> {
	person.now += 31 * 24 * 60 * 60 * 1000;
	await person.unlock();
	await person.ask(senders.content(), "content/start", { top: true });
}

describe("sending", () => {
	it("refuses to encrypt to nobody", async () => {
		const ann = (await twoPeople()).ann;
		const open = await composing(ann);
		expect(open.view.recipients).toEqual([]);
		await expect(send(ann, open, ann.nextSendId())).rejects.toMatchObject({ code: "no-recipients" });
		expect(ann.chat).toEqual([]);
	});

	it("refuses people who were not confirmed for this place", async () => {
		const { ann } = await acquainted();
		const open = await composing(ann);
		const there = await composing(ann, placeAt("elsewhere"));
		expect(there.view).toMatchObject({ recipients: [], confirmed: false });
		await expect(send(ann, { ...there, recipients: open.recipients }, ann.nextSendId())).rejects.toMatchObject({
			code: "not-confirmed",
		});
	});

	it("aborts when the people on the screen are not those of the conversation any more", async () => {
		const { ann, ben } = await acquainted();
		const open = await composing(ann);
		await ann.ask(senders.popup(), "popup/remove-contact", { contact: open.recipients[0]! });
		const before = ann.snapshot();
		await expect(send(ann, open, ann.nextSendId())).rejects.toMatchObject({ code: "place-changed" });
		expect(ann.snapshot()).toBe(before);
		const again = await composing(ben);
		await expect(send(ben, { ...again, recipients: ["ab".repeat(32)] }, ben.nextSendId())).rejects.toMatchObject({
			code: "place-changed",
		});
	});

	it("aborts when the tab shows another address than the composer was opened for", async () => {
		const { ann } = await acquainted();
		const open = await composing(ann);
		ann.page = { ...ann.page!, place: placeAt("somewhere-else") };
		await expect(send(ann, open, ann.nextSendId())).rejects.toMatchObject({ code: "place-changed" });
	});

	it("aborts after the content script said that the place changed, and tells the composer", async () => {
		const { ann } = await acquainted();
		const open = await composing(ann);
		await ann.ask(senders.content(), "content/composer-aborted", { mount: open.mount, why: "place-changed" });
		expect(ann.news.at(-1)).toEqual({
			to: "pages",
			kind: "composer-aborted",
			handle: open.handle,
			why: "place-changed",
		});
		await expect(send(ann, open, ann.nextSendId())).rejects.toMatchObject({ code: "place-changed" });
		const view = await ann.ask(senders.composer(), "composer/refresh", { handle: open.handle });
		expect(view.canInsert).toBe(false);
	});

	it("refuses when there is no session and every invitation of theirs has ended, in so many words", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		await aMonthLater(ben);
		const open = await composing(ben);
		expect(open.view.recipients).toMatchObject([{ writable: false }]);
		await expect(send(ben, open, ben.nextSendId())).rejects.toMatchObject({ code: "contact-not-writable" });
	});

	it("needs no invitation where there is a session", async () => {
		const { ann, ben } = await acquainted();
		for (const person of [ann, ben]) await aMonthLater(person);
		expect((await ann.compose()).view.recipients).toMatchObject([{ writable: true }]);
		expect((await ben.read(await ann.say("in our session"))).view).toMatchObject({ text: "in our session" });
	});

	it("presses the site's send only after the user said so for this site", async () => {
		const { ann } = await acquainted();
		const open = { ...(await composing(ann)), submit: true };
		expect(open.view.autoSend).toBe("ask");
		await expect(send(ann, open, ann.nextSendId())).rejects.toMatchObject({ code: "not-confirmed" });
		await ann.ask(senders.composer(), "composer/set-auto-send", { handle: open.handle, value: "yes" });
		ann.verdict = { outcome: "sent" };
		expect(await send(ann, open, ann.nextSendId())).toEqual({ outcome: "sent" });
		expect(ann.orders.at(-1)).toMatchObject({
			tab: 7,
			frame: 0,
			order: { kind: "insert", mount: open.mount, submit: true },
		});
	});

	it("gives the text to copy when the box refused it", async () => {
		const { ann, ben } = await acquainted();
		const open = await composing(ann);
		ann.verdict = { outcome: "refused", reason: "not-exact" };
		const reply = await send(ann, open, ann.nextSendId());
		expect(reply).toMatchObject({ outcome: "refused", reason: "not-exact" });
		const armor = armorsIn([(reply as { copy: string }).copy]);
		expect((await ben.read(armor)).view).toMatchObject({ text: "a text" });
		ann.verdict = undefined;
		expect(await send(ann, open, ann.nextSendId())).toMatchObject({ outcome: "refused", reason: "box-gone" });
	});

	it("sends nothing when the armor could not be committed", async () => {
		const { ann } = await acquainted();
		const open = await composing(ann);
		const orders = ann.orders.length;
		ann.diskFull = true;
		await expect(send(ann, open, ann.nextSendId())).rejects.toMatchObject({ code: "storage-failed" });
		expect(ann.orders.slice(orders).filter(({ order }) => order.kind === "insert")).toEqual([]);
	});

	it("splits what one request could not carry back, also where the site has no limit", async () => {
		const ann = await new Person("Ann").setUp();
		const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
		for (let i = 0; i < 16; i++) {
			const { device } = await createAccount(suite, random, ann.now);
			const prekey = await createInvitation(suite, device, random, ann.now);
			const bytes = await encodeCard(suite, { device, prekeys: [prekey], name: `P${i}`, recoveryHash: null });
			const card = encodeArmor({ kind: armorKind.card, bytes, messageId: bytes.slice(-16), maxChars: null });
			await ann.ask(senders.popup(), "popup/accept-by-hand", { text: card.join("\n") });
		}
		const contacts = await ann.ask(senders.popup(), "popup/contacts", null);
		const { armor } = await ann.ask(senders.popup(), "popup/write-by-hand", {
			sendId: ann.nextSendId(),
			text: "x".repeat(57_000),
			recipients: contacts.map(({ id }) => id),
			options: plain,
		});
		expect(armor.length).toBe(2);
		expect(Math.max(...armor.map((part) => part.length))).toBeLessThanOrEqual(100_000);
		expect(await ann.ask(senders.popup(), "popup/read-by-hand", { text: armor.join("\n") })).toMatchObject({
			author: { self: true },
		});
	});

	it("counts messages in a conversation", async () => {
		const { ann } = await acquainted();
		const before = ann.count("settings");
		await ann.say("one");
		await ann.say("two");
		expect(ann.count("settings")).toBe(before + 1);
	});
});

describe("a worker killed while sending", () => {
	it("delivers the same armor for the same sendId", async () => {
		const { ann, ben } = await acquainted();
		const open = await composing(ann);
		const sendId = ann.nextSendId();
		const seen: string[] = [];
		// Killed after the commit: the order went out, nobody heard the answer.
		ann.verdict = (parts) => {
			seen.push(parts.join("\n"));
			return undefined;
		};
		await send(ann, open, sendId);
		const rows = ann.count("history");
		ann.restart();
		ann.verdict = { outcome: "inserted" };
		expect(await send(ann, open, sendId)).toEqual({ outcome: "inserted" });
		expect(ann.chat.at(-1)).toBe(seen[0]);
		expect(ann.count("history")).toBe(rows);
		// And once more, after delivery: nothing goes into the box twice.
		const inserted = ann.chat.length;
		ann.restart();
		expect(await send(ann, open, sendId)).toEqual({ outcome: "inserted" });
		expect(ann.chat.length).toBe(inserted);
		expect((await ben.read(armorsIn([seen[0]!]))).view).toMatchObject({ text: "a text" });
	});

	it("starts anew when it died before the commit", async () => {
		const { ann } = await acquainted();
		const open = await composing(ann);
		const sendId = ann.nextSendId();
		ann.diskFull = true;
		await expect(send(ann, open, sendId)).rejects.toThrow();
		ann.diskFull = false;
		ann.restart();
		expect(await send(ann, open, sendId)).toEqual({ outcome: "inserted" });
	});

	it("does not take one sendId for two texts", async () => {
		const { ann } = await acquainted();
		const open = await composing(ann);
		const sendId = ann.nextSendId();
		await send(ann, open, sendId);
		await expect(send(ann, { ...open, text: "another text" }, sendId)).rejects.toMatchObject({ code: "bad-request" });
	});

	it("repeats an invitation as the same card", async () => {
		const { ann } = await twoPeople();
		const { handle } = await ann.compose();
		const ask = { handle, sendId: ann.nextSendId(), line: "Come in:", submit: false };
		ann.verdict = undefined;
		const lost = await ann.ask(senders.composer(), "composer/invite", ask);
		ann.restart();
		ann.verdict = { outcome: "inserted" };
		await ann.ask(senders.composer(), "composer/invite", ask);
		expect(ann.chat).toEqual([(lost as { copy: string }).copy]);
		expect(ann.count("prekeys")).toBe(1);
	});
});
