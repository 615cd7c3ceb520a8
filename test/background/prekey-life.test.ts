/** How long the private half of an invitation stays, what it could open until then, and what a message to an ended one says. */
import { describe, expect, it } from "vitest";
import { later, startAgain } from "../support/copies.ts";
import { alone, type OpenReader, Person, placeAt, senders } from "../support/person.ts";
import { twoPeople } from "../support/two-people.ts";
import { onWire } from "../support/wire.ts";

const day = 24 * 60 * 60 * 1000;
const room = placeAt("room");

const textOf = ({ view }: Pick<OpenReader, "view">): string => (view.kind === "message" ? view.text : view.kind);

async function protection(person: Person, armor: readonly string[]) {
	const { view } = await person.read(armor);
	if (view.kind !== "message") throw new Error(view.kind);
	return view.protection;
}

describe("the private half of an invitation", { timeout: 60_000 }, () => {
	it("goes a day after everybody of the conversation has a confirmed session, and its origins with it", async () => {
		const { ann, ben } = await twoPeople();
		const cay = await new Person("Cay").setUp();
		const card = await ann.invite();
		const ends = ann.now + 30 * day + 14 * day;
		for (const one of [ben, cay]) await (await one.read(card)).accept();
		const hello = await ben.say("Hello Ann");
		await (await ann.read(hello)).accept();
		const alsoHello = await cay.say("Me too");
		await (await ann.read(alsoHello)).accept();
		const { handle, view } = await ann.compose();
		const recipients = view.recipients.map(({ id }) => id);
		await ann.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients });
		expect(await protection(ann, hello)).toMatchObject({ way: "invitation", until: ends });

		const toBoth = await ann.say("Hello you two");
		await (await ben.read(toBoth)).reveal();
		await (await cay.read(toBoth)).reveal();
		await (await ann.read(await ben.say("from Ben"))).reveal();
		// Only Ben's session is confirmed: the invitation may still be needed.
		await later(2 * day, ann);
		expect(await protection(ann, hello)).toMatchObject({ way: "invitation", until: ends });
		expect(ann.count("origins")).toBe(2);

		await (await ann.read(await cay.say("from Cay"))).reveal();
		await later(1000, ann);
		await startAgain(ann);
		const done = ann.now;
		expect(await protection(ann, hello)).toMatchObject({ way: "invitation", until: done + day });
		await later(day, ann);
		expect(await protection(ann, hello)).toMatchObject({ until: done + day });
		expect([ann.count("prekeys"), ann.count("origins")]).toEqual([1, 2]);
		await later(1, ann);
		expect(await protection(ann, hello)).toMatchObject({ way: "invitation", until: null });
		expect([ann.count("prekeys"), ann.count("origins")]).toEqual([0, 0]);
		expect(textOf(await ann.read(hello))).toBe("Hello Ann");
	});

	it("goes two weeks after it has expired, whoever answered", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const hello = await ben.say("Hello Ann");
		await (await ann.read(hello)).accept();
		const ends = ann.now + 44 * day;
		await later(44 * day, ann);
		expect(await protection(ann, hello)).toMatchObject({ until: ends });
		await later(1, ann);
		expect(await protection(ann, hello)).toMatchObject({ way: "invitation", until: null });
		expect([ann.count("prekeys"), ann.count("origins")]).toEqual([0, 0]);
	});

	it("is a new one where the former has done its work, and lasts as long as any", async () => {
		const { ann, ben } = await twoPeople();
		const first = await ann.invite();
		await (await ben.read(first)).accept();
		await (await ann.read(await ben.say("Hello Ann"))).accept();
		await ben.read(await ann.say("Hello Ben"));
		await ann.read(await ben.say("and again"));
		await later(1000, ann);
		expect(ann.count("prekeys")).toBe(1);

		const second = await ann.invite();
		expect(ann.count("prekeys")).toBe(2);
		expect(await ann.invite()).toEqual(second);
		const cay = await new Person("Cay").setUp();
		await (await cay.read(second)).accept();
		await later(30 * 60 * 60 * 1000, ann, cay);
		expect(ann.count("prekeys")).toBe(1);
		const hello = await cay.say("I am new here");
		expect(await (await ann.read(hello)).accept()).toMatchObject({ kind: "message", text: "I am new here" });
	});

	it("is missed in words by a message to it, and a new card from there works", async () => {
		const { ann, ben } = await twoPeople();
		const dan = await new Person("Dan").setUp();
		const card = await ann.invite();
		for (const one of [ben, dan]) await (await one.read(card)).accept();
		await (await ann.read(await ben.say("Hello Ann"))).accept();
		await ben.read(await ann.say("Hello Ben"));
		await ann.read(await ben.say("and again"));
		await later(1000, ann);
		await later(day + 1, ann);
		expect(ann.count("prekeys")).toBe(0);

		const late = await dan.say("am I late?");
		expect(onWire(late).initial).toHaveLength(1);
		const shown = await ann.read(late, room, alone(late), { frame: 31 });
		expect(shown.view).toEqual({ kind: "placeholder" });
		expect(await shown.reveal()).toEqual({ kind: "failed", code: "prekey-expired" });
		const { armor } = await ann.ask(senders.reader(31), "reader/new-invitation", {
			handle: shown.handle,
			sendId: ann.nextSendId(),
		});
		expect(await (await dan.read(armor)).accept()).toMatchObject({ kind: "card", accepted: true });
		const again = await dan.say("now?");
		expect(await (await ann.read(again)).accept()).toMatchObject({ kind: "message", text: "now?" });
	});
});
