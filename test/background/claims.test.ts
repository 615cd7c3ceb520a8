import { describe, expect, it } from "vitest";
import { alone, Person, placeAt, senders } from "../support/person.ts";
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
