/** Two contacts that the user says are one person: what that changes, and that it changes nothing about any key. */
import { describe, expect, it } from "vitest";
import { diskOf, openDisk } from "../support/copies.ts";
import { alone, mountId, Person, passphraseKey, placeAt, plain, senders } from "../support/person.ts";

const popup = senders.popup();
const composer = senders.composer();
const one = placeAt("one");
const two = placeAt("two");

const idOf = async (person: Person) => (await person.ask(popup, "popup/state", null)).account ?? "";
const contacts = (person: Person) => person.ask(popup, "popup/contacts", null);
const pageOf = (person: Person, contact: string) => person.ask(popup, "popup/contact", { contact });
const merged = (person: Person, contact: string, other: string) =>
	person.result(popup, "popup/merge-contact", { contact, other });
const split = (person: Person, contact: string) => person.result(popup, "popup/split-contact", { contact });
const recipientsAt = async (person: Person, place = one) => (await person.compose(place)).view.recipients;

async function meet(ben: Person, other: Person, place: typeof one): Promise<string> {
	await (await ben.read(await other.invite(place), place)).accept();
	await (await other.read(await ben.say(`Hello ${other.name}`, place), place)).accept();
	return idOf(other);
}

async function verify(person: Person, contact: string) {
	const { account } = await person.ask(popup, "popup/safety-number", { contact });
	return person.ask(popup, "popup/number-matches", { contact, account });
}

/** Ben knows Ann in one room, and in another one an account of hers that calls itself Annie. */
async function twoAccounts({ isVerified = false, together = true, second = "Annie" } = {}) {
	const [ann, annie, ben] = await Promise.all(["Ann", second, "Ben"].map((name) => new Person(name).setUp()));
	if (ann === undefined || annie === undefined || ben === undefined) throw new Error("three people");
	const first = await meet(ben, ann, one);
	const other = await meet(ben, annie, two);
	if (isVerified) await verify(ben, first);
	if (together) expect(await merged(ben, first, other)).toMatchObject({ ok: true });
	return { ann, annie, ben, first, other };
}

/** A further account is shown in her room under her name. */
async function claim(ben: Person, name = "Ann") {
	const card = await (await new Person(name).setUp()).invite(one);
	await ben.read(card, one, { ...alone(card), label: "Ann" });
}

const confirm = async (person: Person, place: typeof one, recipients: readonly string[]) => {
	const { handle } = await person.compose(place);
	return person.result(composer, "composer/confirm-recipients", { handle, recipients });
};
/** On another site. */
async function confirmElsewhere(person: Person, recipients: readonly string[]) {
	const url = "https://mail.example/inbox";
	const place = { ...one, url };
	person.granted.add("mail.example");
	await person.ask(popup, "popup/site-on", { origin: new URL(url).origin });
	if (person.page !== null) person.page = { ...person.page, place };
	const content = senders.content({ origin: new URL(url).origin, url, tab: { id: 7, url } });
	const { ticket } = await person.ask(content, "content/request-composer", {
		mount: mountId(),
		taken: "",
		place,
		limit: null,
	});
	const { handle } = await person.ask(composer, "composer/open", { ticket });
	return person.result(composer, "composer/confirm-recipients", { handle, recipients });
}
const byHand = (person: Person, recipients: readonly string[]) => {
	const ask = { sendId: person.nextSendId(), text: "by hand", recipients, options: plain };
	return person.result(popup, "popup/write-by-hand", ask);
};

/** What lies stored of persons. */
const kept = async (person: Person) => (await openDisk(diskOf(person))).get("settings", "persons");

/** Stored bytes of these tables. */
const stored = (person: Person, ...tables: readonly string[]) =>
	JSON.stringify(
		[...person.records]
			.filter(([key]) => tables.some((table) => key.startsWith(`${table}/`)))
			.map(([key, value]) => [key, [...value]]),
	);
const keysAndTalks = ["contacts", "conversations", "sessions", "history", "origins", "prekeys"] as const;

describe("two contacts that are one person", () => {
	it("are one by name, with two accounts that each keep their level and their chat", async () => {
		const { ben, first, other } = await twoAccounts({ isVerified: true });
		const person = { accounts: [first, other], trust: "new" };
		expect(await contacts(ben)).toEqual([
			expect.objectContaining({ id: first, name: "Ann", trust: "verified", person: { ...person, accountName: "Ann" } }),
			expect.objectContaining({ id: other, name: "Ann", trust: "new", person: { ...person, accountName: "Annie" } }),
		]);
		expect((await pageOf(ben, other)).accounts.map(({ id, trust }) => [id, trust])).toEqual([
			[first, "verified"],
			[other, "new"],
		]);
		expect(await recipientsAt(ben, one)).toMatchObject([{ id: first, name: "Ann", trust: "verified" }]);
		expect(await recipientsAt(ben, two)).toMatchObject([{ id: other, name: "Ann", trust: "new" }]);
	});

	it("are written to with the keys of the chat, and never with others", async () => {
		const { ann, annie, ben } = await twoAccounts();
		for (const [place, reader, stranger] of [
			[one, ann, annie],
			[two, annie, ann],
		] as const) {
			const armor = await ben.say("only here", place);
			expect(await (await reader.read(armor, place)).reveal()).toMatchObject({ kind: "message", text: "only here" });
			expect(await (await stranger.read(armor, place)).reveal()).toMatchObject({ kind: "failed", code: "not-for-us" });
		}
	});

	it("change nothing that lies stored about keys, chats, sessions and messages; nor does it to split them", async () => {
		const { ben, first, other } = await twoAccounts({ isVerified: true, together: false });
		const before = stored(ben, ...keysAndTalks);
		const pages = [await pageOf(ben, first), await pageOf(ben, other)];
		const all = ben.snapshot();
		expect(await merged(ben, first, other)).toMatchObject({ ok: true, value: { id: first, trust: "verified" } });
		expect(stored(ben, ...keysAndTalks)).toBe(before);
		expect(ben.snapshot()).not.toBe(all);
		ben.restart("browser");
		await ben.unlock();
		expect((await contacts(ben)).map(({ name }) => name)).toEqual(["Ann", "Ann"]);
		expect(await split(ben, other)).toMatchObject({ ok: true, value: { id: other, name: "Annie", person: null } });
		expect([await pageOf(ben, first), await pageOf(ben, other)]).toEqual(pages);
		expect(await kept(ben)).toBeNull();
	});

	it("read on, both of them, after they were split", async () => {
		const { ann, annie, ben, other } = await twoAccounts();
		await split(ben, other);
		for (const [place, person] of [
			[one, ann],
			[two, annie],
		] as const) {
			const there = await person.read(await ben.say("still you", place), place);
			expect(await there.reveal()).toMatchObject({ text: "still you" });
			const back = await ben.read(await person.say("still me", place), place);
			expect(back.view).toMatchObject({ text: "still me", author: { contact: { name: person.name } } });
		}
	});

	it("are read under the name of the person, with the level of the key that wrote", async () => {
		const { annie, ben } = await twoAccounts({ isVerified: true });
		expect((await ben.read(await annie.say("from my other account", two), two)).view).toMatchObject({
			text: "from my other account",
			author: { contact: { name: "Ann", trust: "known" } },
		});
	});

	it("are not warned of as two that look alike; somebody else still is", async () => {
		const { ben, first, other } = await twoAccounts({ second: "Аnn", together: false });
		expect((await pageOf(ben, first)).looksLike).toEqual(["Аnn"]);
		await merged(ben, first, other);
		expect((await pageOf(ben, first)).looksLike).toEqual([]);
		const third = await meet(ben, await new Person("Аnn").setUp(), placeAt("three"));
		expect((await pageOf(ben, third)).looksLike).toEqual(["Ann"]);
		expect((await pageOf(ben, other)).looksLike).toEqual(["Аnn"]);
	});

	it("are looked like under each of their names", async () => {
		const { ben } = await twoAccounts();
		const third = await meet(ben, await new Person("Annie").setUp(), placeAt("three"));
		expect((await pageOf(ben, third)).looksLike).toEqual(["Ann"]);
	});

	it("have one name that the user gives, and their own again when they are split", async () => {
		const { ben, first, other } = await twoAccounts();
		await ben.ask(popup, "popup/rename-contact", { contact: other, name: "Ann Smith" });
		expect((await contacts(ben)).map(({ name }) => name)).toEqual(["Ann Smith", "Ann Smith"]);
		await split(ben, first);
		expect((await contacts(ben)).map(({ id, name }) => [id, name])).toEqual([
			[first, "Ann Smith"],
			[other, "Annie"],
		]);
	});

	it("go together", async () => {
		const { ann, ben, other } = await twoAccounts();
		expect(await kept(ben)).not.toBeNull();
		await ben.ask(popup, "popup/remove-contact", { contact: other });
		expect(await contacts(ben)).toEqual([]);
		expect([ben.count("contacts"), ben.count("sessions")]).toEqual([0, 0]);
		expect(await kept(ben)).toBeNull();
		const late = await ben.read(await ann.say("gone", one), one);
		expect(await late.reveal()).toMatchObject({ kind: "failed", code: "not-for-us" });
	});

	it("can be three, and the next one names them when the first is split off", async () => {
		const { ben, first, other } = await twoAccounts();
		const third = await meet(ben, await new Person("Anna").setUp(), placeAt("three"));
		expect(await merged(ben, third, other)).toMatchObject({
			value: { name: "Anna", person: { accounts: [third, first, other] } },
		});
		await split(ben, third);
		expect((await contacts(ben)).map(({ id, name }) => [id, name])).toEqual([
			[first, "Ann"],
			[other, "Ann"],
			[third, "Anna"],
		]);
	});

	it("are both or neither when the disk fails or the worker dies while it is written", async () => {
		const { ben, first, other } = await twoAccounts({ together: false });
		ben.fate = () => "fail";
		expect(await merged(ben, first, other)).toEqual({ ok: false, code: "storage-failed" });
		ben.fate = () => null;
		expect((await contacts(ben)).map(({ person }) => person)).toEqual([null, null]);
		ben.fate = () => "die";
		await expect(merged(ben, first, other)).rejects.toThrow();
		ben.fate = () => null;
		expect((await contacts(ben)).map(({ person }) => person?.accounts.length)).toEqual([2, 2]);
		ben.fate = () => "fail";
		expect(await ben.result(popup, "popup/remove-contact", { contact: other })).toMatchObject({ ok: false });
		ben.fate = () => null;
		expect((await contacts(ben)).map(({ person }) => person?.accounts.length)).toEqual([2, 2]);
		expect((await ben.compose(two)).view).toMatchObject({ confirmed: true, recipients: [{ id: other }] });
	});
});

describe("that two contacts are one person", () => {
	it("cannot be said of our own account, of nobody, of one alone, or twice", async () => {
		const { ben, first, other } = await twoAccounts();
		const before = ben.snapshot();
		const own = await idOf(ben);
		for (const [a, b, code] of [
			[first, own, "not-allowed"],
			[own, first, "not-allowed"],
			[first, "f".repeat(64), "nothing-found"],
			["f".repeat(64), first, "nothing-found"],
			[first, first, "not-allowed"],
			[first, other, "not-allowed"],
			[other, first, "not-allowed"],
		] as const) {
			expect(await merged(ben, a, b)).toEqual({ ok: false, code });
		}
		expect(await split(ben, "f".repeat(64))).toEqual({ ok: false, code: "nothing-found" });
		expect(ben.snapshot()).toBe(before);
		await split(ben, first);
		expect(await split(ben, first)).toEqual({ ok: false, code: "not-allowed" });
	});

	it("cannot be said of an account we had before", async () => {
		const { ben, first } = await twoAccounts({ together: false });
		const before = await idOf(ben);
		await ben.ask(popup, "popup/end-account", { account: before });
		await ben.ask(popup, "popup/new-account", { passphraseKey, kit: null });
		expect(await idOf(ben)).not.toBe(before);
		expect(await merged(ben, first, before)).toEqual({ ok: false, code: "not-allowed" });
	});

	it.each([true, false])(
		"waits for what is open about a key, and answers nothing; verified: %s",
		async (isVerified) => {
			const { ben, first, other } = await twoAccounts({ isVerified, together: false });
			await claim(ben);
			const open = await pageOf(ben, first);
			expect(open.change).toMatchObject({ kind: "claimed" });
			const before = ben.snapshot();
			expect(await merged(ben, first, other)).toEqual({ ok: false, code: "person-locked" });
			expect(await merged(ben, other, first)).toEqual({ ok: false, code: "person-locked" });
			expect(ben.snapshot()).toBe(before);
			expect(await pageOf(ben, first)).toEqual(open);
		},
	);

	it("waits also for what is open about another account of either", async () => {
		const { ben, other } = await twoAccounts();
		const third = await meet(ben, await new Person("Anna").setUp(), placeAt("three"));
		await claim(ben);
		expect(await merged(ben, third, other)).toEqual({ ok: false, code: "person-locked" });
	});

	it("does not keep an account of theirs from being asked about where it is shown under their name", async () => {
		const { annie, ben, first, other } = await twoAccounts({ isVerified: true });
		const card = await annie.invite(two);
		await ben.read(card, one, { ...alone(card), label: "Ann" });
		expect(await pageOf(ben, first)).toMatchObject({ trust: "changed", change: { kind: "claimed", account: other } });
		await expect(ben.say("locked", one)).rejects.toMatchObject({ code: "contact-not-writable" });
		// What is said then comes later, and counts.
		await ben.ask(popup, "popup/answer-trust", { contact: first, answer: "not-theirs" });
		expect(await contacts(ben)).toMatchObject([
			{ id: first, name: "Ann", trust: "verified", person: null },
			{ id: other, name: "Annie", person: null },
		]);
		// Who puts them together again is told.
		expect((await pageOf(ben, first)).setAside).toEqual([other]);
	});

	it("stays said where the question is only seen, or is about somebody else's account", async () => {
		const { annie, ben, first, other } = await twoAccounts();
		await claim(ben);
		await ben.ask(popup, "popup/answer-trust", { contact: first, answer: "not-theirs" });
		const card = await annie.invite(two);
		await ben.read(card, one, { ...alone(card), label: "Ann" });
		expect(await pageOf(ben, first)).toMatchObject({ change: { kind: "claimed", account: other } });
		await ben.ask(popup, "popup/answer-trust", { contact: first, answer: "seen" });
		expect((await contacts(ben)).map(({ person }) => person?.accounts)).toEqual([
			[first, other],
			[first, other],
		]);
	});

	it("is said of an ended account too, which then does not lower the others, and stays ended", async () => {
		const { ann, ben, first, other } = await twoAccounts({ together: false });
		await ann.ask(popup, "popup/end-account", { account: first });
		const news = await ann.ask(popup, "popup/account-news", { sendId: ann.nextSendId() });
		await ben.read(news.armor, one);
		expect(await pageOf(ben, first)).toMatchObject({ trust: "revoked" });
		expect(await merged(ben, other, first)).toMatchObject({ value: { trust: "new", person: { trust: "new" } } });
		expect(await pageOf(ben, first)).toMatchObject({ trust: "revoked", writable: false, name: "Annie" });
		await expect(ben.say("to the ended one", one)).rejects.toMatchObject({ code: "contact-not-writable" });
	});
});

describe("a person with a locked account", () => {
	async function locked() {
		const all = await twoAccounts({ isVerified: true });
		await claim(all.ben);
		expect(await pageOf(all.ben, all.first)).toMatchObject({ change: { locked: true } });
		return all;
	}
	const refused = { ok: false, code: "person-locked" };

	it("is no way round the lock: no other account of theirs takes its place, nor comes to another site, nor is written to by hand", async () => {
		const { ben, first, other } = await locked();
		expect(await confirm(ben, one, [other])).toEqual(refused);
		expect(await confirmElsewhere(ben, [other])).toEqual(refused);
		expect(await byHand(ben, [other])).toEqual(refused);
		// Both at once is no way round: nothing is sealed to the one that is locked.
		expect(await confirm(ben, one, [first, other])).toMatchObject({ ok: true });
		await expect(ben.say("locked", one)).rejects.toMatchObject({ code: "contact-not-writable" });
		expect(await confirm(ben, one, [other])).toEqual(refused);
		expect(await confirm(ben, one, [first])).toMatchObject({ ok: true });
		expect(await recipientsAt(ben, one)).toMatchObject([{ id: first, trust: "changed" }]);
		await expect(ben.say("locked", one)).rejects.toMatchObject({ code: "contact-not-writable" });
	});

	it("goes on in the chat of the other account, which is said with its own level", async () => {
		const { annie, ben, other } = await locked();
		expect(await recipientsAt(ben, two)).toMatchObject([
			{ id: other, name: "Ann", trust: "new", person: { trust: "changed" } },
		]);
		const armor = await ben.say("as before", two);
		expect(await (await annie.read(armor, two)).reveal()).toMatchObject({ text: "as before" });
	});

	it("is two contacts again once they are split, or free once it is answered", async () => {
		const split1 = await locked();
		await split(split1.ben, split1.other);
		expect(await byHand(split1.ben, [split1.other])).toMatchObject({ ok: true });
		expect(await confirmElsewhere(split1.ben, [split1.other])).toMatchObject({ ok: true });
		const { ben, first, other } = await locked();
		await ben.ask(popup, "popup/answer-trust", { contact: first, answer: "not-theirs" });
		expect(await byHand(ben, [other])).toMatchObject({ ok: true });
		expect(await confirm(ben, one, [other])).toMatchObject({ ok: true });
	});
});

describe("an account of a person that was replaced", () => {
	it("leaves its place to the new one", async () => {
		const { ben, first, other } = await twoAccounts();
		await claim(ben, "Anna");
		const { account } = (await pageOf(ben, first)).change ?? { account: null };
		await ben.ask(popup, "popup/answer-trust", { contact: first, answer: "theirs" });
		expect((await contacts(ben)).map(({ id, name, trust }) => [id, name, trust])).toEqual([
			[account, "Anna", "new"],
			[other, "Anna", "new"],
		]);
	});

	it("by another one of theirs is that one, alone, with its own level", async () => {
		const { annie, ben, first, other } = await twoAccounts({ isVerified: true });
		const card = await annie.invite(two);
		await ben.read(card, one, { ...alone(card), label: "Ann" });
		await ben.ask(popup, "popup/answer-trust", { contact: first, answer: "downgrade" });
		expect(await contacts(ben)).toMatchObject([{ id: other, trust: "new", person: null }]);
		expect(await recipientsAt(ben, one)).toMatchObject([{ id: other }]);
	});
});
