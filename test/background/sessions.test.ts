/** Sessions through the real routers: which one is written with, what the wire shows of it, and what opens in which order. */
import { describe, expect, it } from "vitest";
import { copyOf, diskOf, idOf, later, restore, sessionsOf, startAgain, writtenWith } from "../support/copies.ts";
import { alone, type OpenReader, Person, placeAt, plain, senders } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";
import { ephemeralOf, onWire } from "../support/wire.ts";

const day = 24 * 60 * 60 * 1000;
const room = placeAt("room");
const text200 = "x".repeat(200);

const textOf = ({ view }: Pick<OpenReader, "view">): string => (view.kind === "message" ? view.text : view.kind);

/** Each has accepted the other's card in `room`, and nobody has written. */
async function bothHaveCards(): Promise<{ ann: Person; ben: Person }> {
	const { ann, ben } = await twoPeople();
	await (await ben.read(await ann.invite())).accept();
	await (await ann.read(await ben.invite())).accept();
	return { ann, ben };
}

/** Until the session is confirmed at both ends. */
async function confirmed(): Promise<{ ann: Person; ben: Person }> {
	const { ann, ben } = await acquainted();
	await exchange(ann, ben);
	return { ann, ben };
}

async function exchange(ann: Person, ben: Person): Promise<void> {
	expect(textOf(await ben.read(await ann.say("from Ann")))).toBe("from Ann");
	expect(textOf(await ann.read(await ben.say("from Ben")))).toBe("from Ben");
}

function toAll(person: Person, text: string, recipients: readonly string[]): Promise<readonly string[]> {
	const ask = { sendId: person.nextSendId(), text, recipients, options: plain };
	return person.ask(senders.popup(), "popup/write-by-hand", ask).then(({ armor }) => armor);
}

async function idsOf(person: Person): Promise<readonly string[]> {
	return (await person.ask(senders.popup(), "popup/contacts", null)).map(({ id }) => id);
}

describe("what goes over the wire", { timeout: 60_000 }, () => {
	it("is short after the first exchange, and stays so", async () => {
		const { ann, ben } = await acquainted();
		expect(textOf(await ben.read(await ann.say("a reply")))).toBe("a reply");
		for (let turn = 0; turn < 12; turn++) {
			const [from, to] = turn % 3 === 0 ? [ann, ben] : [ben, ann];
			const armor = await from.say(text200);
			expect(armor.length).toBe(1);
			expect(onWire(armor)).toMatchObject({ initial: [], ratchet: 1 });
			expect(armor[0]?.length).toBeLessThanOrEqual(645);
			expect(onWire(armor).bytes.length).toBeLessThanOrEqual(460);
			if (turn % 2 === 0) expect(textOf(await to.read(armor))).toBe(text200);
		}
	});

	it("repeats the start for a silent reader in messages 1 to 3 and every 8th", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const said: (readonly string[])[] = [];
		for (let number = 0; number < 18; number++) said.push(await ben.say(`message ${number + 1}`));
		const withStart = said.flatMap((armor, index) => (onWire(armor).initial.length === 1 ? [index + 1] : []));
		expect(withStart).toEqual([1, 2, 3, 9, 17]);
		expect(new Set(said.flatMap((armor) => onWire(armor).initial.map(ephemeralOf))).size).toBe(1);
		// Any of them opens the session, and with it the others.
		await (await ann.read(said[16] ?? [])).accept();
		for (const [index, armor] of said.entries()) expect(textOf(await ann.read(armor))).toBe(`message ${index + 1}`);
	});

	it("shows dummies among the slots of a group: 1, 2, 3, 4, 6, 6, 8, 8", async () => {
		const ann = await new Person("Ann").setUp();
		const card = await ann.invite();
		const slots: number[] = [];
		for (let count = 1; count <= 8; count++) {
			const friend = await new Person(`Friend ${count}`).setUp();
			await (await friend.read(card)).accept();
			await (await ann.read(await friend.say("hello"))).accept();
			const armor = await toAll(ann, "to all", await idsOf(ann));
			expect(onWire(armor).initial).toEqual([]);
			slots.push(onWire(armor).ratchet);
			expect(await friend.ask(senders.popup(), "popup/read-by-hand", { text: armor.join("\n") })).toMatchObject({
				text: "to all",
			});
		}
		expect(slots).toEqual([1, 2, 3, 4, 6, 6, 8, 8]);
	});

	it("mixes sessions and starts in one message of three people", async () => {
		const { ann, ben } = await confirmed();
		const cay = await new Person("Cay").setUp();
		await (await ann.read(await cay.invite())).accept();
		const { handle, view } = await ann.compose();
		const recipients = view.recipients.map(({ id }) => id);
		expect(view).toMatchObject({ confirmed: false });
		await ann.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients });
		const first = await ann.say("to you both");
		expect(onWire(first)).toMatchObject({ initial: { length: 1 }, ratchet: 1 });
		// Cay invited and so knows Ann from her answer; for Ben it is another set of people, so it waits for a click.
		expect(await (await cay.read(first)).accept()).toMatchObject({ text: "to you both" });
		expect(await (await ben.read(first)).reveal()).toMatchObject({ text: "to you both" });
		const onlyBen = await toAll(ann, "to Ben", recipients.slice(0, 1));
		expect(onWire(onlyBen)).toMatchObject({ initial: [], ratchet: 1 });
		// She writes to Ann alone, which is not this conversation of three.
		expect(await (await ann.read(await cay.say("from Cay"))).reveal()).toMatchObject({ text: "from Cay" });
		const second = await ann.say("again to you both");
		expect(onWire(second)).toMatchObject({ initial: [], ratchet: 2 });
		expect(await (await cay.read(second)).reveal()).toMatchObject({ text: "again to you both" });
		expect(await (await ben.read(second)).reveal()).toMatchObject({ text: "again to you both" });
	});

	it("shows one start in one conversation only, and short messages in all once it is confirmed", async () => {
		const { ann, ben } = await twoPeople();
		await (await ann.read(await ben.invite())).accept();
		const here = await ann.say("in the room");
		const byHand = await toAll(ann, "by hand", await idsOf(ann));
		const starts = [here, byHand].map((armor) => onWire(armor).initial.map(ephemeralOf));
		expect(starts.map(({ length }) => length)).toEqual([1, 1]);
		expect(starts[0]).not.toEqual(starts[1]);
		expect(onWire(await ann.say("in the room again")).initial.map(ephemeralOf)).toEqual(starts[0]);

		await (await ben.read(here)).accept();
		expect(await ben.ask(senders.popup(), "popup/read-by-hand", { text: byHand.join("\n") })).toMatchObject({
			text: "by hand",
		});
		expect(textOf(await ann.read(await ben.say("a reply")))).toBe("a reply");
		const used: string[] = [];
		used.push(...(await writtenWith(ann, async () => expect(onWire(await ann.say("1")).initial).toEqual([]))));
		const ids = await idsOf(ann);
		used.push(...(await writtenWith(ann, async () => expect(onWire(await toAll(ann, "2", ids)).initial).toEqual([]))));
		expect(used.length).toBe(2);
		expect(new Set(used).size).toBe(1);
	});
});

describe("reading in any order", { timeout: 60_000 }, () => {
	it("opens a message by itself that was met before the start of its session", async () => {
		const { ann, ben } = await bothHaveCards();
		const said: (readonly string[])[] = [];
		for (let number = 1; number <= 5; number++) said.push(await ben.say(`message ${number}`));
		const early = await ann.read(said[4] ?? [], room, alone(said[4] ?? []), { frame: 21 });
		expect(early.view).toEqual({ kind: "placeholder" });
		expect(await (await ann.read(said[4] ?? [])).reveal()).toEqual({ kind: "failed", code: "not-for-us" });
		ann.news.length = 0;
		expect(textOf(await ann.read(said[0] ?? []))).toBe("message 1");
		expect(ann.news).toContainEqual({ to: "pages", kind: "people-changed" });
		expect(await early.refresh()).toMatchObject({ kind: "message", text: "message 5" });
	});

	it("opens 100 messages newest first, in several tabs at once, through restarts, own ones included", async () => {
		const { ann, ben } = await confirmed();
		const said: { text: string; armor: readonly string[] }[] = [];
		for (let number = 0; number < 100; number++) {
			const [from, to] = number % 7 < 4 ? [ann, ben] : [ben, ann];
			const text = `message ${number}`;
			said.push({ text, armor: await from.say(text) });
			// The sender of the next turn has read the last of this one: turns of the ratchet, with gaps.
			if (number % 7 === 3 || number % 7 === 6) await to.read(said.at(-1)?.armor ?? []);
		}
		const newestFirst = [...said].reverse();
		for (const person of [ben, ann]) {
			for (let from = 0; from < 100; from += 20) {
				const some = newestFirst.slice(from, from + 20);
				// Two tabs ask for the same screen at once.
				const views = await Promise.all(
					[...some, ...some].map(({ armor }, index) => {
						const at = { frame: 100 + (index % some.length), inTab: 7 + Math.floor(index / some.length) };
						return person.read(armor, room, alone(armor), at);
					}),
				);
				expect(views.map(textOf)).toEqual([...some, ...some].map(({ text }) => text));
				if (from === 20) person.restart("worker");
				if (from === 60) await startAgain(person);
				person.now += 10_000;
			}
			await startAgain(person);
			person.now += 10_000;
			for (const { text, armor } of said.filter((_, index) => index % 3 === 0)) {
				const { view } = await person.read(armor);
				expect(view).toMatchObject({ text, warnings: [] });
			}
		}
		await exchange(ann, ben);
		expect([(await sessionsOf(ann)).length, (await sessionsOf(ben)).length]).toEqual([1, 1]);
	});
});

describe("which session is written with", { timeout: 60_000 }, () => {
	it("is one after both have begun at once, and the other is not written with again", async () => {
		const { ann, ben } = await bothHaveCards();
		const [fromAnn, fromBen] = [await ann.say("Ann begins"), await ben.say("Ben begins")];
		expect(textOf(await ben.read(fromAnn))).toBe("Ann begins");
		expect(textOf(await ann.read(fromBen))).toBe("Ben begins");
		await exchange(ann, ben);
		await exchange(ann, ben);
		expect(await sessionsOf(ann)).toHaveLength(2);
		const [one] = await writtenWith(ann, () => ann.say("which one"));
		for (let turn = 0; turn < 3; turn++) {
			expect(await writtenWith(ann, () => ann.say("on"))).toEqual([one]);
			expect(await writtenWith(ben, async () => ann.read(await ben.say("and on")))).toEqual([one]);
		}
		for (const person of [ann, ben]) {
			const confirmed = (await sessionsOf(person)).filter(({ session }) => session.confirmed);
			expect(confirmed.map((found) => [idOf(found), found.standing])).toEqual([[one, "active"]]);
		}
	});

	it("is one also when messages cross that each writes after reading what the other began", async () => {
		const { ann, ben } = await bothHaveCards();
		for (const person of [ann, ben]) person.now += 60_000;
		const [fromAnn, fromBen] = [await ann.say("Ann begins"), await ben.say("Ben begins")];
		expect(textOf(await ben.read(fromAnn))).toBe("Ann begins");
		expect(textOf(await ann.read(fromBen))).toBe("Ben begins");
		const [more, too] = [await ann.say("Ann again"), await ben.say("Ben again")];
		expect(textOf(await ann.read(too))).toBe("Ben again");
		expect(textOf(await ben.read(more))).toBe("Ann again");
		for (let turn = 0; turn < 3; turn++) await exchange(ann, ben);
		const used = [await writtenWith(ann, () => ann.say("on")), await writtenWith(ben, () => ben.say("on"))];
		expect(used[0]).toHaveLength(1);
		expect(used[1]).toEqual(used[0]);
	});

	it("is a new one after a newer card, and the given-up one again when its answer comes after all", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const first = await ben.say("Hello Ann");
		await (await ann.read(first)).accept();
		const answer = await ann.say("Hello Ben");
		ann.now += 60_000;
		ben.now += 60_000;
		const { armor: card } = await ann.ask(senders.popup(), "popup/my-card", { sendId: ann.nextSendId() });
		expect(await (await ben.read(card)).accept()).toMatchObject({ kind: "card", accepted: true });
		const [old] = (await sessionsOf(ben)).map(idOf);
		const used = await writtenWith(ben, () => ben.say("with the new card"));
		expect(used).toHaveLength(1);
		expect(used).not.toEqual([old]);
		expect(textOf(await ben.read(answer))).toBe("Hello Ben");
		expect(await writtenWith(ben, async () => ann.read(await ben.say("I read you")))).toEqual([old]);
		expect(await writtenWith(ann, () => ann.say("I you too"))).toEqual([old]);
		// Once answered it is never given up.
		ann.now += 60_000;
		await (await ben.read(await ann.invite(placeAt("elsewhere")))).accept();
		expect(await writtenWith(ben, () => ben.say("still here"))).toEqual([old]);
	});

	it("stays the old one when a confirmed device starts over, until the user says so", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const beforeSession = diskOf(ben);
		await (await ann.read(await ben.say("Hello Ann"))).accept();
		await exchange(ben, ann);
		await exchange(ben, ann);
		const [old] = (await sessionsOf(ann)).map(idOf);

		await restore(ben, beforeSession);
		const restarted = await ben.say("it is me, from a backup");
		expect(onWire(restarted).initial.length).toBe(1);
		const shown = await ann.read(restarted, room, alone(restarted), { frame: 21 });
		expect(shown.view).toMatchObject({ text: "it is me, from a backup", newStart: true });
		expect(shown.view).toMatchObject({ warnings: expect.arrayContaining([{ kind: "started-over" }]) });
		expect(await writtenWith(ann, () => ann.say("still in the old one"))).toEqual([old]);

		// Later messages of the new start do not make it the one to answer on either.
		await ann.read(await ben.say("are you there?"));
		expect(await writtenWith(ann, () => ann.say("still"))).toEqual([old]);

		const before = ann.news.length;
		expect(await shown.useNewStart()).toMatchObject({ newStart: false, text: "it is me, from a backup" });
		expect(ann.news.slice(before)).toContainEqual({ to: "pages", kind: "people-changed" });
		let answer: readonly string[] = [];
		const used = await writtenWith(ann, async () => {
			answer = await ann.say("now I see you");
		});
		expect(used).toHaveLength(1);
		expect(used).not.toEqual([old]);
		// Ben's older copy does not know Ann's id of this conversation: she is new to it there.
		expect(await (await ben.read(answer)).reveal()).toMatchObject({ text: "now I see you" });
		const standings = new Map((await sessionsOf(ann)).map((one) => [idOf(one), one.standing]));
		expect(standings.get(old ?? "")).toBe("superseded");
		ann.restart("worker");
		expect(await writtenWith(ann, () => ann.say("after a restart"))).toEqual(used);
	});

	it("ends with the contact: no session is left, and an old start does not come back to life", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const start = await ben.say("Hello Ann");
		await (await ann.read(start)).accept();
		await exchange(ann, ben);
		const [contact = ""] = await idsOf(ann);
		await ann.ask(senders.popup(), "popup/remove-contact", { contact });
		expect(await sessionsOf(ann)).toEqual([]);
		expect((await ann.read(start)).view).toEqual({ kind: "placeholder" });
		expect(await (await ann.read(start)).reveal()).toEqual({ kind: "failed", code: "key-deleted" });
		const later = await ben.say("are you there?");
		expect(await (await ann.read(later)).reveal()).toEqual({ kind: "failed", code: "not-for-us" });
	});

	it("is begun anew with a card that comes inside a message when the last one runs out", async () => {
		const { ann, ben } = await confirmed();
		const short = (await ann.say(text200))[0]?.length ?? 0;
		await later(25 * day, ann, ben);
		const carrying = await ann.say(text200);
		expect(onWire(carrying).initial).toEqual([]);
		expect(carrying[0]?.length).toBeGreaterThan(short + 1500);
		expect(textOf(await ben.read(carrying))).toBe(text200);
		expect(textOf(await ann.read(await ben.say("got it")))).toBe("got it");
		expect((await ann.say(text200))[0]?.length).toBe(short);

		// The card that Ben holds now lets him begin again, with all sessions lost, after the first invitation has ended.
		await later(10 * day, ann, ben);
		const copy = await copyOf(ben, new Map([...diskOf(ben)].filter(([key]) => !key.startsWith("sessions/"))));
		const again = await copy.say("a new start");
		expect(onWire(again).initial.length).toBe(1);
		expect(await (await ann.read(again)).reveal()).toMatchObject({ text: "a new start" });
	});
});
