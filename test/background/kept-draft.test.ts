/** What is typed in a composer outlives the frame it was typed in, and nothing else. */
import { describe, expect, it } from "vitest";
import { mountId, Person, placeAt, plain, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const signed = { signed: true, disappears: "7d" } as const;

/** As when the page took the composer's host out: the same mount asks again. */
async function putBack(person: Person, mount: string, taken = "", place = placeAt("room")) {
	const ask = { mount, taken, place, limit: null };
	const { ticket } = await person.ask(senders.content(), "content/request-composer", ask);
	return person.ask(senders.composer(), "composer/open", { ticket });
}
/** A composer in another frame of the tab, at the same place. */
async function elsewhere(person: Person) {
	const ask = { mount: mountId(), taken: "", place: placeAt("room"), limit: null };
	const { ticket } = await person.ask(senders.content({ frameId: 3 }), "content/request-composer", ask);
	return person.ask(senders.composer(), "composer/open", { ticket });
}
const keep = (person: Person, handle: string, text: string, options: typeof signed | typeof plain = plain) =>
	person.ask(senders.composer(), "composer/keep-draft", { handle, text, options });

describe("a draft that is kept as it is typed", { timeout: 30_000 }, () => {
	it("comes back with its options where the page took the composer away", async () => {
		const { ann } = await acquainted();
		const { handle, mount } = await ann.compose();
		await keep(ann, handle, "CANARYDR");
		await keep(ann, handle, "CANARYDRAFT", signed);
		expect(ann.count("drafts")).toBe(1);
		const bytes = [...ann.records.values()].map((value) => new TextDecoder("latin1").decode(value)).join();
		expect(bytes + JSON.stringify([...ann.session])).not.toContain("CANARYDR");
		const { view } = await putBack(ann, mount);
		expect(view).toMatchObject({ draft: "CANARYDRAFT", options: signed, confirmed: true });
		// The old frame has no say any more.
		const late = { handle, text: "older", options: plain };
		expect(await ann.result(senders.composer(), "composer/keep-draft", late)).toMatchObject({ code: "ticket-spent" });
		expect((await putBack(ann, mount)).view).toMatchObject({ draft: "CANARYDRAFT" });
	});

	it("is what became of the text that was taken out of the box", async () => {
		const { ann } = await acquainted();
		const { handle, mount } = await ann.compose(placeAt("room"), null, "from the box");
		await keep(ann, handle, "from the box, and more");
		expect((await putBack(ann, mount, "from the box")).view).toMatchObject({
			draft: "from the box, and more",
			taken: "",
		});
	});

	it("goes along to the safe window in the words that are on the screen, and leaves nothing behind", async () => {
		const { ann } = await acquainted();
		const { handle } = await ann.compose();
		await keep(ann, handle, "first wor");
		await ann.ask(senders.composer(), "composer/to-safe-window", { handle, draft: "first words", options: signed });
		expect(ann.count("drafts")).toBe(1);
		const ticket = ann.opened.at(-1)!.split("#")[1]!;
		const safe = await ann.ask(senders.safe(), "composer/open", { ticket });
		expect(safe.view).toMatchObject({ draft: "first words", options: signed });
		const ask = { handle: safe.handle, text: "first words, and then some", options: plain };
		await ann.ask(senders.safe(), "composer/keep-draft", ask);
		expect(await ann.ask(senders.safe(), "composer/refresh", { handle: safe.handle })).toMatchObject({
			draft: "first words, and then some",
			options: plain,
		});
	});

	it("is there after unlocking, and gone when it was emptied, sent or put aside", async () => {
		const { ann } = await acquainted();
		const { handle, mount, view } = await ann.compose();
		await keep(ann, handle, "half a thought");
		await ann.ask(senders.popup(), "popup/lock", null);
		expect(await ann.result(senders.composer(), "composer/keep-draft", { handle, text: "x", options: plain })).toEqual({
			ok: false,
			code: "locked",
		});
		await ann.unlock();
		expect(await ann.ask(senders.composer(), "composer/refresh", { handle })).toMatchObject({
			draft: "half a thought",
		});
		await keep(ann, handle, "");
		expect(ann.count("drafts")).toBe(0);
		expect((await putBack(ann, mount)).view).toMatchObject({ draft: "" });

		const second = await ann.compose();
		await keep(ann, second.handle, "a thought");
		const recipients = view.recipients.map(({ id }) => id);
		const out = { sendId: ann.nextSendId(), text: "a thought", recipients, submit: false, options: plain };
		await ann.ask(senders.composer(), "composer/send", { handle: second.handle, ...out });
		expect(ann.count("drafts")).toBe(0);
		await keep(ann, second.handle, "another");
		await ann.ask(senders.composer(), "composer/close", { handle: second.handle });
		expect(ann.count("drafts")).toBe(0);
	});

	it("stays for the people it was begun for, until the user says otherwise", async () => {
		const { ann } = await acquainted();
		const cid = await new Person("Cid").setUp();
		const card = await cid.ask(senders.popup(), "popup/my-card", { sendId: cid.nextSendId() });
		await ann.ask(senders.popup(), "popup/accept-by-hand", { text: card.armor.join(" ") });
		const { handle, mount } = await ann.compose();
		await keep(ann, handle, "for Ben");
		const other = await elsewhere(ann);
		const everybody = (await ann.ask(senders.popup(), "popup/contacts", null)).map(({ id }) => id);
		const confirm = (of: string) =>
			ann.ask(senders.composer(), "composer/confirm-recipients", { handle: of, recipients: everybody });
		await confirm(other.handle);
		await keep(ann, handle, "for Ben alone");
		const back = await putBack(ann, mount);
		expect(back.view).toMatchObject({ draft: "for Ben alone", confirmed: false });
		expect(await confirm(back.handle)).toMatchObject({ confirmed: true });
		await keep(ann, back.handle, "for both");
		expect((await putBack(ann, mount)).view).toMatchObject({ draft: "for both", confirmed: true });
	});
});
