import { describe, expect, it } from "vitest";
import { alone, origin, Person, placeAt, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const popup = senders.popup();
const contacts = (person: Person) => person.ask(popup, "popup/contacts", null);

/** Ben and Ann know each other; somebody else calls themselves Ann, and the page shows their card to Ben. */
async function anotherAnn(name = "Ann") {
	const { ann, ben } = await acquainted();
	const other = await new Person(name).setUp();
	return { ann, ben, card: await other.invite() };
}

describe("a card of another account, shown in a conversation", () => {
	it("under the name of somebody of it is asked about, and their own key stays", async () => {
		const { ann, ben, card } = await anotherAnn("Mallory");
		const { id } = (await contacts(ben))[0]!;
		await ben.read(card, placeAt("room"), { ...alone(card), label: "Ann 12:30" });
		expect(await contacts(ben)).toMatchObject([{ id, trust: "changed", writable: true }]);
		expect(ben.news).toContainEqual({ to: "pages", kind: "people-changed" });
		expect((await ann.read(await ben.say("still to you"))).view).toMatchObject({ text: "still to you" });
	});

	it("is kept through a restart of the worker", async () => {
		const { ben, card } = await anotherAnn();
		await ben.read(card, placeAt("room"), { ...alone(card), label: "Ann" });
		ben.restart();
		expect(await contacts(ben)).toMatchObject([{ trust: "changed" }]);
	});

	it("changes nothing by its name and its date alone, in a quotation, under another name or elsewhere", async () => {
		const { ben, card } = await anotherAnn();
		await ben.read(card);
		await ben.read(card, placeAt("room"), { ...alone(card), label: "Ann", quoted: true });
		await ben.read(card, placeAt("room"), { ...alone(card), label: "Anna" });
		await ben.read(card, placeAt("other"), { ...alone(card), label: "Ann" });
		expect(await contacts(ben)).toMatchObject([{ trust: "new" }]);
	});

	it("says nothing of people when it is our own, or of somebody who is here", async () => {
		const { ann, ben } = await acquainted();
		const [own, theirs] = [await ben.invite(), await ann.invite()];
		await ben.read(own, placeAt("room"), { ...alone(own), label: "Ann" });
		await ben.read(theirs, placeAt("room"), { ...alone(theirs), label: "Ann" });
		expect(await contacts(ben)).toMatchObject([{ trust: "new" }]);
	});

	it("of one person of the conversation is not asked about under the name of another", async () => {
		const { ben } = await acquainted();
		const card = await (await new Person("Carl").setUp()).invite();
		await (await ben.read(card)).accept();
		await ben.read(card, placeAt("room"), { ...alone(card), label: "Ann" });
		expect(await contacts(ben)).toMatchObject([{ trust: "new" }, { trust: "new" }]);
	});
});

// ---- where it stood -----------------------------------------------------------------------------------------------------

const elsewhere = "https://mail.test";
const hour = 60 * 60 * 1000;

/** Ben talks to Ann on two sites; `show` puts a card under her name on one of them. */
async function onTwoSites() {
	const { ann, ben } = await acquainted();
	await meetThere(ben, await ann.invite(), elsewhere);
	const { id } = (await contacts(ben))[0]!;
	const show = (card: readonly string[], at = origin, label = "Ann 12:30") =>
		ben.read(card, placeAt("room", at), { ...alone(card), label }, { at });
	const page = () => ben.ask(popup, "popup/contact", { contact: id });
	const answer = (said: "seen" | "theirs" | "not-theirs") =>
		ben.ask(popup, "popup/answer-trust", { contact: id, answer: said });
	const verify = async () => {
		const { account } = await ben.ask(popup, "popup/safety-number", { contact: id });
		return ben.ask(popup, "popup/number-matches", { contact: id, account });
	};
	return { ann, ben, id, show, page, answer, verify };
}

async function meetThere(person: Person, card: readonly string[], site: string) {
	await person.turnOn(site);
	await (await person.read(card, placeAt("room", site), alone(card), { at: site })).accept();
}

const newCard = async () => (await new Person("Ann").setUp()).invite();

describe("what speaks for an account that is shown as theirs", { timeout: 20_000 }, () => {
	it("is one site first, and another one that agrees; through a restart", async () => {
		const { ben, show, page } = await onTwoSites();
		const card = await newCard();
		await show(card);
		const one = await page();
		expect(one.change).toMatchObject({ kind: "claimed", locked: false, sites: [origin] });
		expect(one.change?.evidence).not.toContain("other-site");
		await show(card);
		expect(await page()).toEqual(one);
		ben.restart();
		const news = ben.news.length;
		await show(card, elsewhere);
		expect(ben.news.slice(news)).toContainEqual({ to: "pages", kind: "people-changed" });
		const two = await page();
		expect(two.change).toMatchObject({ kind: "claimed", locked: false, sites: [origin, elsewhere] });
		expect(two.change?.evidence).toContain("other-site");
	});

	it("raises no level and opens no lock, whatever sites show", async () => {
		const { ben, show, page, verify } = await onTwoSites();
		await verify();
		const card = await newCard();
		await show(card);
		const before = await page();
		expect(before).toMatchObject({ trust: "changed", writable: false, change: { locked: true } });
		await show(card, elsewhere);
		const { change: _, accounts: __, ...was } = before;
		const { change, accounts, ...after } = await page();
		expect(accounts).toMatchObject([{ id: before.id, trust: "changed", writable: false }]);
		expect(after).toEqual(was);
		expect(change).toMatchObject({ locked: true, before: "verified", account: before.change?.account });
		expect(change?.evidence).toContain("other-site");
		await expect(ben.say("no")).rejects.toMatchObject({ code: "contact-not-writable" });
	});

	it("is not said of another host of the same site, nor where a quotation or another name stands beside it", async () => {
		const { ann, ben, show, page } = await onTwoSites();
		const beside = "https://beta.chat.example";
		await meetThere(ben, await ann.invite(), beside);
		const card = await newCard();
		await show(card);
		await show(card, beside);
		await show(card, elsewhere, "Carl 12:30");
		await ben.read(card, placeAt("room", elsewhere), { ...alone(card), label: "Ann", quoted: true }, { at: elsewhere });
		expect((await page()).change).toMatchObject({ sites: [origin, beside] });
		expect((await page()).change?.evidence).not.toContain("other-site");
	});

	it("is told against by what the account we have writes later, not by what it wrote before", async () => {
		const { ann, ben, show, page } = await onTwoSites();
		const early = await ann.say("written before");
		await show(await newCard());
		await ben.read(early);
		expect((await page()).change?.evidence).not.toContain("still-used");
		for (const person of [ann, ben]) {
			person.now += hour;
			await person.unlock();
		}
		const late = await ann.say("written since");
		const reader = await ben.read(late, placeAt("room", elsewhere), alone(late), { at: elsewhere });
		await reader.reveal();
		const after = await page();
		expect(after).toMatchObject({ trust: "changed", change: { kind: "claimed", locked: false } });
		expect(after.change?.evidence).toContain("still-used");
	});
});

describe("claims without end", { timeout: 30_000 }, () => {
	it("keep few of one site: the first stays the question, the oldest that waits goes, and it is counted", async () => {
		const { ben, show, page, answer } = await onTwoSites();
		const cards = [await newCard(), await newCard(), await newCard(), await newCard()];
		for (const card of cards) await show(card);
		const first = (await page()).change?.account;
		expect(await page()).toMatchObject({ trust: "changed", unasked: 3 });
		await answer("not-theirs");
		expect(await page()).toMatchObject({ trust: "new", change: null, unasked: 3 });
		const before = ben.snapshot();
		await show(cards[0]!);
		expect(await page()).toMatchObject({ trust: "new", change: null });
		expect(ben.snapshot()).toBe(before);
		await show(cards[1]!, elsewhere);
		expect((await page()).change?.sites, "it had gone").toEqual([elsewhere]);
		await answer("not-theirs");
		// What was seen of it while it waited is there when it is asked about.
		await show(cards[3]!, elsewhere);
		expect(await page()).toMatchObject({ trust: "changed", change: { sites: [origin, elsewhere] }, unasked: 2 });
		expect((await page()).change?.account).not.toBe(first);
		expect((await page()).change?.evidence).toContain("other-site");
	});

	it("end for a site after three that were not theirs, until another site speaks, or they are compared", async () => {
		const { show, page, answer, verify } = await onTwoSites();
		for (const said of ["not-theirs", "seen", "not-theirs"] as const) {
			await show(await newCard());
			expect(await page()).toMatchObject({ trust: "changed", unasked: 0 });
			await answer(said);
		}
		const fourth = await newCard();
		await show(fourth);
		expect(await page()).toMatchObject({ trust: "new", change: null, unasked: 1 });
		await show(fourth, elsewhere);
		expect(await page()).toMatchObject({ trust: "changed", change: { sites: [origin, elsewhere] }, unasked: 0 });
		await verify();
		expect(await page()).toMatchObject({ trust: "verified", change: null });
		await show(await newCard());
		expect(await page()).toMatchObject({ trust: "changed", change: { locked: true } });
	});
});
