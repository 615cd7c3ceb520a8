import { describe, expect, it } from "vitest";
import { decodeDeviceList, signDeviceList } from "../../src/protocol/device-list.ts";
import {
	createAccount,
	createInvitation,
	decodeArmorParts,
	encodeArmor,
	encodeCard,
	openCard,
} from "../../src/protocol/index.ts";
import { Person, placeAt, plain, senders, suite } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const day = 24 * 60 * 60 * 1000;
const popup = senders.popup();

async function daysLater(person: Person, days: number): Promise<void> {
	person.now += days * day;
	await person.unlock();
	await person.ask(senders.content(), "content/start", { top: true });
}

async function onlyContact(person: Person) {
	const [contact] = await person.ask(popup, "popup/contacts", null);
	return contact!;
}

/** Somebody's card, sent into this room. */
async function invitedBy(name: string, now: number, place = placeAt("room")) {
	const person = new Person(name);
	person.now = now;
	await person.setUp();
	return { person, card: await person.invite(place) };
}

describe("a fresh card of somebody who is here", () => {
	it("can be accepted when the old one has ended, and writing goes on", async () => {
		const { ann, ben } = await acquainted();
		for (const person of [ann, ben]) await daysLater(person, 31);
		expect((await ben.compose()).view.recipients).toMatchObject([{ writable: false }]);
		const reader = await ben.read(await ann.invite());
		expect(reader.view).toMatchObject({ kind: "card", accepted: false, contact: { writable: false } });
		expect(await reader.accept()).toMatchObject({ accepted: true, contact: { writable: true } });
		const { view } = await ben.compose();
		expect(view).toMatchObject({ recipients: [{ writable: true }], confirmed: true });
		expect((await ann.read(await ben.say("back again"))).view).toMatchObject({ text: "back again" });
	});

	it("is accepted already when it brings nothing", async () => {
		const { ann, ben } = await acquainted();
		expect((await ben.read(await ann.invite())).view).toMatchObject({ accepted: true });
	});

	it("is never replaced by an older one that the page shows again", async () => {
		const { ann, ben } = await acquainted();
		const old = await ann.invite(placeAt("old"));
		for (const person of [ann, ben]) await daysLater(person, 25);
		await (await ben.read(await ann.invite())).accept();
		await (await ben.read(old)).accept();
		for (const person of [ann, ben]) await daysLater(person, 10);
		expect(await onlyContact(ben)).toMatchObject({ writable: true });
	});
});

describe("one more person in a conversation", () => {
	it("is taken in by the click, and the composer asks before it writes to them", async () => {
		const { ben } = await acquainted();
		const { card } = await invitedBy("Ann", ben.now);
		expect(await (await ben.read(card)).accept()).toMatchObject({ accepted: true });
		const { handle, view } = await ben.compose();
		expect(view).toMatchObject({ recipients: [{ name: "Ann" }, { name: "Ann" }], confirmed: false });
		const recipients = view.recipients.map(({ id }) => id);
		const ask = { handle, sendId: ben.nextSendId(), text: "t", recipients, submit: false, options: plain };
		expect(await ben.result(senders.composer(), "composer/send", ask)).toMatchObject({ code: "not-confirmed" });
		const after = await ben.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients });
		expect(after.confirmed).toBe(true);
		await ben.ask(senders.composer(), "composer/send", ask);
	});

	it("who answered an invitation made here asks as well; accepting somebody who is here asks nothing", async () => {
		const { ann, ben } = await acquainted();
		const cid = new Person("Cid");
		await cid.setUp();
		await (await cid.read(await ann.invite())).accept();
		const answer = await ann.read(await cid.say("me too"));
		expect(await answer.reveal()).toMatchObject({ warnings: [], acceptable: true });
		expect(await answer.accept()).toMatchObject({ warnings: [], acceptable: false });
		expect((await ann.compose()).view).toMatchObject({ confirmed: false });
		await (await ben.read(await ann.invite())).accept();
		expect((await ben.compose()).view).toMatchObject({ confirmed: true });
	});

	it("does not unsettle the same people elsewhere on the site", async () => {
		const { ben } = await acquainted();
		const there = placeAt("there");
		const { card } = await invitedBy("Cid", ben.now);
		await (await ben.read(card)).accept();
		const { handle, view } = await ben.compose();
		const recipients = view.recipients.map(({ id }) => id);
		await ben.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients });
		const other = await ben.compose(there);
		await ben.ask(senders.composer(), "composer/confirm-recipients", {
			handle: other.handle,
			recipients: recipients.slice(0, 1),
		});
		await (await ben.read(card, there)).accept();
		expect((await ben.compose(there)).view.confirmed).toBe(false);
		expect((await ben.compose()).view.confirmed).toBe(true);
	});
});

describe("a card before the click", () => {
	it("says nothing about who it is for us, unless they are of this conversation", async () => {
		const { ann, ben } = await acquainted();
		const card = await ann.invite(placeAt("elsewhere"));
		const known = await ben.read(card, placeAt("elsewhere"));
		expect(await known.reveal()).toMatchObject({ contact: { name: "Ann" } });
		const { card: unknownCard } = await invitedBy("Ann", ben.now, placeAt("elsewhere"));
		const unknown = await ben.read(unknownCard, placeAt("elsewhere"));
		// Only words differ, in lines of the same height (reader-card.tsx).
		expect(known.view).toEqual({ ...unknown.view, looksLike: null });
		expect((await ben.read(card)).view).toMatchObject({ contact: { name: "Ann" } });
	});

	it("that lists a device of somebody else takes nothing from them", async () => {
		const { ann, ben } = await acquainted();
		const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
		const mallory = await createAccount(suite, random, ben.now);
		// Ann's device under Mallory's account, for which it has signed no prekey.
		const annsCard = await openCard(suite, decodeArmorParts(await ann.invite()).bytes);
		const list = decodeDeviceList(mallory.device.deviceList);
		const deviceList = await signDeviceList(suite, mallory.account.secretKey, {
			...list,
			devices: [...list.devices, ...annsCard.devices],
		});
		const device = { ...mallory.device, deviceList };
		const prekey = await createInvitation(suite, device, random, ben.now);
		const bytes = await encodeCard(suite, { device, prekeys: [prekey], name: "Mallory", recoveryHash: null });
		const armor = encodeArmor({ kind: 2, bytes, messageId: suite.hash(bytes).slice(0, 16), maxChars: null });
		expect(await (await ben.read(armor)).accept()).toMatchObject({ kind: "card", accepted: true });
		const { handle, view } = await ben.compose();
		const recipients = view.recipients.map(({ id }) => id);
		expect(recipients).toHaveLength(2);
		await ben.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients });
		const both = await ben.say("for both of you");
		expect((await (await ann.read(both)).reveal()).kind).toBe("message");
		// Nor does it keep her from being taken in later.
		const carol = await new Person("Carol").setUp();
		carol.now = ben.now;
		await (await carol.read(armor)).accept();
		expect(await (await carol.read(await ann.invite())).accept()).toMatchObject({ kind: "card", accepted: true });
		expect(await carol.ask(popup, "popup/contacts", null)).toHaveLength(2);
	});
});
