/** A crash at every write of what people do besides talking (crash.test.ts): nothing is half done, and the conversation goes on. */
import { describe, expect, it } from "vitest";
import { readEpochs } from "../../src/history/epochs.ts";
import { listRows } from "../../src/history/rows.ts";
import type { MessageOptions } from "../../src/messaging/channels.ts";
import { diskOf, openDisk, restore, sessionsOf, writtenWith } from "../support/copies.ts";
import { crashing, inserted, insist, insistOr } from "../support/crashing.ts";
import { armorsIn, mountId, Person, placeAt, plain, senders, tab } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

type Armor = readonly string[];
const day = 24 * 60 * 60 * 1000;
const room = placeAt("room");
const popup = senders.popup();
const composer = senders.composer();

function says(from: Person, text: string, options: MessageOptions = plain): Promise<Armor> {
	const sendId = from.nextSendId();
	return inserted(from, async () => {
		const { handle, view } = await from.compose();
		const recipients = view.recipients.map(({ id }) => id);
		await from.ask(composer, "composer/send", { handle, sendId, text, recipients, submit: false, options });
	});
}

async function reads(by: Person, armor: Armor): Promise<string> {
	const { view } = await insist(() => by.read(armor));
	return view.kind === "message" ? view.text : view.kind;
}

async function reveals(by: Person, armor: Armor): Promise<string> {
	const view = await insist(async () => (await by.read(armor)).reveal());
	return view.kind === "message" ? view.text : view.kind === "failed" ? view.code : view.kind;
}

const accepts = (by: Person, armor: Armor) => insist(async () => (await by.read(armor)).accept());

/** Both write and read, also after their workers died. */
async function goOn(ann: Person, ben: Person): Promise<void> {
	for (const restarted of [false, true]) {
		for (const [from, to] of [
			[ann, ben],
			[ben, ann],
		] as const) {
			if (restarted) from.restart();
			expect(await reveals(to, await says(from, `on, ${to.name}`))).toBe(`on, ${to.name}`);
		}
	}
}

async function confirmed() {
	const { ann, ben } = await acquainted();
	await ben.read(await ann.say("Hello Ben"));
	await ann.read(await ben.say("and again"));
	return [ann, ben] as const;
}

async function confirmsAll(person: Person): Promise<void> {
	await insist(async () => {
		const { handle } = await person.compose();
		const recipients = (await person.ask(popup, "popup/contacts", null)).map(({ id }) => id);
		await person.ask(composer, "composer/confirm-recipients", { handle, recipients });
	});
}

const standings = async (person: Person) => (await sessionsOf(person)).map(({ standing }) => standing).sort();
const rowsOf = async (person: Person) => (await listRows(await openDisk(diskOf(person)))).map(({ row }) => row);
const epochsOf = async (person: Person) => [...(await readEpochs(await openDisk(diskOf(person)))).keys()].sort();

describe("a crash at every write", { timeout: 120_000 }, () => {
	crashing("of a message to two, one by session and one by start, signed and not for long", {
		writes: 6,
		async before() {
			const [ann, ben] = await confirmed();
			const cay = await new Person("Cay").setUp();
			return { people: [ann, ben, cay] as const, facts: await cay.invite() };
		},
		async run([ann, ben, cay], card) {
			await accepts(ann, card);
			await confirmsAll(ann);
			const armor = await says(ann, "to you both", { signed: true, disappears: "7d" });
			expect(await reveals(ben, armor)).toBe("to you both");
			expect(await accepts(cay, armor)).toMatchObject({ text: "to you both" });
			return armor;
		},
		async after([ann, ben, cay], _card, armor) {
			expect(armor).toHaveLength(1);
			const protection = { signed: true, readableUntil: ann.now + 7 * day };
			for (const one of [ann, ben, cay]) {
				one.restart();
				expect(await (await one.read(armor)).reveal()).toMatchObject({ text: "to you both", protection });
				expect(await standings(one)).toEqual(one === ann ? ["active", "active"] : ["active"]);
			}
			const again = await says(ann, "again");
			for (const one of [ben, cay]) expect(await reveals(one, again)).toBe("again");
		},
	});

	crashing("of two starts that cross", {
		writes: 8,
		async before() {
			const { ann, ben } = await twoPeople();
			await (await ben.read(await ann.invite())).accept();
			await (await ann.read(await ben.invite())).accept();
			return { people: [ann, ben] as const, facts: null };
		},
		async run([ann, ben]) {
			const [fromAnn, fromBen] = [await says(ann, "Ann begins"), await says(ben, "Ben begins")];
			expect(await reads(ben, fromAnn)).toBe("Ann begins");
			expect(await reads(ann, fromBen)).toBe("Ben begins");
			expect(await reads(ben, await says(ann, "and more"))).toBe("and more");
			expect(await reads(ann, await says(ben, "more too"))).toBe("more too");
			return [fromAnn, fromBen];
		},
		async after([ann, ben], _facts, starts) {
			await goOn(ann, ben);
			for (const one of [ann, ben]) {
				for (const armor of starts) expect(await reads(one, armor)).toMatch(/begins$/);
			}
			// Both write with one and the same from now on.
			const used = [await writtenWith(ann, () => ann.say("on")), await writtenWith(ben, () => ben.say("on"))];
			expect(used[0]).toHaveLength(1);
			expect(used[1]).toEqual(used[0]);
		},
	});

	crashing("of taking up a new start", {
		writes: 4,
		async before() {
			const { ann, ben } = await twoPeople();
			await (await ben.read(await ann.invite())).accept();
			const early = diskOf(ben);
			await (await ann.read(await ben.say("Hello Ann"))).accept();
			for (let turn = 0; turn < 2; turn++) {
				await ben.read(await ann.say("from Ann"));
				await ann.read(await ben.say("from Ben"));
			}
			await restore(ben, early);
			return { people: [ann, ben] as const, facts: null };
		},
		async run([ann, ben]) {
			const armor = await says(ben, "it is me");
			expect(await reads(ann, armor)).toBe("it is me");
			const view = await insist(async () => {
				const reader = await ann.read(armor);
				return reader.useNewStart();
			});
			expect(view).toMatchObject({ text: "it is me", newStart: false });
			return armor;
		},
		async after([ann, ben], _facts, armor) {
			expect(await standings(ann)).toEqual(["active", "superseded"]);
			expect((await ann.read(armor)).view).toMatchObject({ text: "it is me", newStart: false });
			await goOn(ann, ben);
			expect(await standings(ben)).toEqual(["active"]);
		},
	});

	crashing("of a new invitation for a message to an ended one", {
		writes: 7,
		async before() {
			const { ann, ben } = await twoPeople();
			await (await ben.read(await ann.invite())).accept();
			return { people: [ann, ben] as const, facts: await ben.say("Hello at last") };
		},
		async run([ann, ben], late) {
			for (const one of [ann, ben]) {
				one.now += 45 * day;
				await insist(() => one.unlock());
				await one.ask(senders.content(), "content/start", { top: true });
			}
			// The alarm does what the unlocking could not.
			for (const one of [ann, ben]) await insist(() => one.orDies(one.background.alarm("auto-lock")));
			expect(await reveals(ann, late)).toBe("prekey-expired");
			const sendId = ann.nextSendId();
			const { armor } = await insist(async () => {
				const { handle } = await ann.read(late);
				return ann.ask(senders.reader(), "reader/new-invitation", { handle, sendId });
			});
			await accepts(ben, armor);
			const again = await says(ben, "Hello once more");
			expect(await accepts(ann, again)).toMatchObject({ text: "Hello once more" });
			return again;
		},
		async after([ann, ben], late, again) {
			expect(ann.count("prekeys")).toBe(1);
			expect(await reveals(ann, late)).toBe("prekey-expired");
			expect(await reads(ann, again)).toBe("Hello once more");
			await goOn(ann, ben);
		},
	});

	crashing("of sweeping what is over, at the alarm", {
		writes: 1,
		async before() {
			const [ann, ben] = await confirmed();
			const forever = await ann.say("stays");
			await ben.read(forever);
			const gone = await ann.say("a day", room, { signed: false, disappears: "24h" });
			await ben.read(gone);
			return { people: [ann, ben] as const, facts: { forever, gone } };
		},
		async run([ann, ben]) {
			for (const one of [ann, ben]) {
				one.now += day;
				one.session.set("awakeAt", one.now);
				await insist(() => one.orDies(one.background.alarm("auto-lock")));
			}
			return null;
		},
		async after([ann, ben], { forever, gone }) {
			for (const one of [ann, ben]) {
				one.restart();
				expect(await reads(one, forever)).toBe("stays");
				expect(await reveals(one, gone)).toBe("key-deleted");
				expect((await rowsOf(one)).filter(({ kind }) => kind === "deleted")).toHaveLength(1);
				expect((await epochsOf(one)).some((name) => name.startsWith("24h"))).toBe(false);
			}
			await goOn(ann, ben);
		},
	});

	crashing("of the tidying after days", {
		writes: 2,
		async before() {
			const [ann, ben] = await confirmed();
			return { people: [ann, ben] as const, facts: await ben.say("not read yet") };
		},
		async run([ann, ben]) {
			for (const days of [1, 2]) {
				for (const one of [ann, ben]) {
					one.now += days * day;
					await insist(() => one.unlock());
					await one.ask(senders.content(), "content/start", { top: true });
					await insist(() => one.orDies(one.background.alarm("auto-lock")));
				}
			}
			return null;
		},
		async after([ann, ben], waiting) {
			for (const one of [ann, ben]) {
				const states = (await epochsOf(one)).filter((name) => name.startsWith("state"));
				expect(states).toHaveLength(1);
				expect(states[0]).toMatch(new RegExp(`^state:${Math.floor(one.now / day)}(\\.|$)`));
				expect(await sessionsOf(one)).toHaveLength(1);
			}
			// The invitation has done its work.
			expect(ann.count("prekeys")).toBe(0);
			expect(await reads(ann, waiting)).toBe("not read yet");
			await goOn(ann, ben);
		},
	});

	crashing("of a shorter time for everything", {
		writes: 2,
		async before() {
			const [ann, ben] = await confirmed();
			const armor = await ann.say("from Ann");
			await ben.read(armor);
			return { people: [ann, ben] as const, facts: armor };
		},
		async run([ann, ben]) {
			for (const one of [ann, ben]) await insist(() => one.ask(popup, "popup/set-keep", { keep: "30d" }));
			return null;
		},
		async after([ann, ben], armor) {
			for (const one of [ann, ben]) {
				one.restart();
				expect(await one.ask(popup, "popup/state", null)).toMatchObject({ keep: "30d" });
				expect(new Set((await rowsOf(one)).map(({ keep }) => keep))).toEqual(new Set(["30d"]));
				expect((await epochsOf(one)).filter((name) => name.startsWith("forever"))).toEqual([]);
				expect(await reads(one, armor)).toBe("from Ann");
			}
			await goOn(ann, ben);
		},
	});

	crashing("of keeping only until the tab closes", {
		writes: 3,
		async before() {
			const [ann, ben] = await confirmed();
			return { people: [ann, ben] as const, facts: await ann.say("for now") };
		},
		async run([, ben], armor) {
			await insist(async () => {
				const { handle } = await ben.compose();
				await ben.ask(composer, "composer/set-keep", { handle, keep: "closed" });
			});
			expect(await reads(ben, armor)).toBe("for now");
			ben.restart();
			expect(await reads(ben, armor)).toBe("for now");
			// What a tab's end could not write yet is swept at the next alarm.
			await insistOr("gone", () => ben.orDies(ben.background.tabRemoved(tab)));
			return null;
		},
		async after([ann, ben], armor) {
			expect(await reveals(ben, armor)).toBe("key-deleted");
			expect((await epochsOf(ben)).filter((name) => !name.startsWith("state"))).toEqual([]);
			expect((await rowsOf(ben)).every(({ kind }) => kind === "deleted")).toBe(true);
			ben.restart("browser");
			await ben.unlock();
			await ben.ask(senders.content(), "content/start", { top: true });
			expect(await reveals(ben, armor)).toBe("key-deleted");
			await goOn(ann, ben);
		},
	});

	crashing("of removing a person, who then comes back", {
		writes: 5,
		async before() {
			const [ann, ben] = await confirmed();
			const read = await ben.say("read");
			await ann.read(read);
			return { people: [ann, ben] as const, facts: { read, waiting: await ben.say("not read yet") } };
		},
		async run([ann, ben], { read, waiting }) {
			await insistOr("nothing-found", async () => {
				const [contact] = await ann.ask(popup, "popup/contacts", null);
				if (contact !== undefined) await ann.ask(popup, "popup/remove-contact", { contact: contact.id });
			});
			expect(await sessionsOf(ann)).toEqual([]);
			for (const armor of [read, waiting]) expect(await reveals(ann, armor)).toBe("not-for-us");
			const sendId = ben.nextSendId();
			const { armor } = await insist(() => ben.ask(popup, "popup/my-card", { sendId }));
			await accepts(ann, armor);
			return says(ann, "Hello again");
		},
		async after([ann, ben], { read }, hello) {
			expect(await reveals(ann, read)).toBe("not-for-us");
			// For Ben it is a new start of somebody he had a session with.
			const reader = await ben.read(hello);
			expect(await reader.reveal()).toMatchObject({ text: "Hello again", newStart: true });
			await reader.useNewStart();
			await goOn(ann, ben);
		},
	});

	crashing("of a screen full of messages, newest first, in two tabs", {
		writes: 1,
		async before() {
			const [ann, ben] = await confirmed();
			const page: Armor[] = [];
			for (let number = 0; number < 8; number++) page.push(await ann.say(`message ${number}`));
			return { people: [ann, ben] as const, facts: page };
		},
		async run([, ben], page) {
			const views = await insist(() =>
				Promise.all(
					[7, 8].flatMap((inTab) =>
						page.map((armor, at) =>
							ben.read(
								armor,
								room,
								{ order: page.map((_, index) => `0000000000${index}`), at, label: "" },
								{ frame: 20 + at, inTab },
							),
						),
					),
				),
			);
			return views.map(({ view }) => (view.kind === "message" ? view.text : view.kind));
		},
		async after([ann, ben], page, texts) {
			expect(new Set(texts)).toEqual(new Set(page.map((_, number) => `message ${number}`)));
			ben.restart();
			for (const [number, armor] of page.entries()) expect(await reads(ben, armor)).toBe(`message ${number}`);
			await goOn(ann, ben);
		},
	});

	crashing("of what is carried by hand", {
		writes: 4,
		async before() {
			const { ann, ben } = await twoPeople();
			return { people: [ann, ben] as const, facts: null };
		},
		async run([ann, ben]) {
			const ids = [ann, ben].map((one) => one.nextSendId()) as [string, string];
			const card = await insist(() => ann.ask(popup, "popup/my-card", { sendId: ids[0] }));
			await insist(() => ben.ask(popup, "popup/accept-by-hand", { text: card.armor.join("\n") }));
			const recipients = (await ben.ask(popup, "popup/contacts", null)).map(({ id }) => id);
			const write = { sendId: ids[1], text: "by hand", recipients, options: plain };
			const { armor } = await insist(() => ben.ask(popup, "popup/write-by-hand", write));
			expect(await ben.ask(popup, "popup/write-by-hand", write)).toEqual({ armor });
			const text = armor.join("\n");
			expect(await insist(() => ann.ask(popup, "popup/accept-by-hand", { text }))).toMatchObject({ text: "by hand" });
			return text;
		},
		async after([ann, ben], _facts, text) {
			for (const one of [ann, ben]) {
				one.restart();
				expect(await one.ask(popup, "popup/read-by-hand", { text })).toMatchObject({ text: "by hand" });
				expect(one.count("contacts")).toBe(1);
			}
			const recipients = (await ann.ask(popup, "popup/contacts", null)).map(({ id }) => id);
			const write = { sendId: ann.nextSendId(), text: "back", recipients, options: plain };
			const { armor } = await ann.ask(popup, "popup/write-by-hand", write);
			const back = await ben.ask(popup, "popup/read-by-hand", { text: armor.join("\n") });
			expect(back).toMatchObject({ text: "back" });
		},
	});

	crashing("of a text that goes from the site's box to the safe window", {
		writes: 3,
		async before() {
			const [ann, ben] = await confirmed();
			return { people: [ann, ben] as const, facts: null };
		},
		async run([ann]) {
			const handle = await insist(async () => {
				const ask = { mount: mountId(), taken: "half a sen", place: room, limit: null };
				const { ticket } = await ann.ask(senders.content(), "content/request-composer", ask);
				const { handle, view } = await ann.ask(composer, "composer/open", { ticket });
				expect(view.draft).toBe("half a sen");
				return handle;
			});
			const moving = { handle, draft: "half a sentence", options: plain };
			await insistOr("ticket-spent", () => ann.ask(composer, "composer/to-safe-window", moving));
			return handle;
		},
		async after([ann, ben]) {
			ann.restart();
			const ticket = ann.opened.at(-1)?.split("#")[1] ?? "";
			const { handle, view } = await ann.ask(senders.safe(), "composer/open", { ticket });
			expect(view).toMatchObject({ draft: "half a sentence" });
			const recipients = view.recipients.map(({ id }) => id);
			const ask = { handle, sendId: ann.nextSendId(), text: view.draft, recipients, submit: false, options: plain };
			const armor = await inserted(ann, () => ann.ask(senders.safe(), "composer/send", ask));
			expect(await reads(ben, armorsIn(armor))).toBe("half a sentence");
		},
	});

	it("of making an account", async () => {
		for (const end of ["fail", "die"] as const) {
			const ann = new Person("Ann");
			let writes = 0;
			ann.fate = () => (++writes === 1 ? end : null);
			await insistOr("vault-exists", () => ann.setUp());
			if (end === "die") await ann.unlock();
			expect(await ann.ask(popup, "popup/state", null)).toMatchObject({ vault: "unlocked", name: "Ann" });
			const { armor } = await ann.ask(popup, "popup/my-card", { sendId: ann.nextSendId() });
			expect(armor).toHaveLength(1);
		}
	});
});
