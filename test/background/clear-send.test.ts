/** Where clear text is asked about, and who may ask that. */
import { describe, expect, it } from "vitest";
import { type Person, placeAt, senders } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const asks = (person: Person, room = "room", change = {}) =>
	person.result(senders.content(), "content/asks-clear", { place: { ...placeAt(room), ...change } });
const yes = { ok: true, value: true };
const no = { ok: true, value: false };
const refused = { ok: false, code: "refused" };

async function setAsks(person: Person, on: boolean, room = "room") {
	const { handle } = await person.compose(placeAt(room));
	const view = await person.ask(senders.composer(), "composer/set-asks-clear", { handle, on });
	await person.ask(senders.composer(), "composer/close", { handle });
	return view;
}

describe("clear text is asked about", () => {
	it("from the moment on when somebody was accepted or confirmed at the place, and nowhere else", async () => {
		const { ann, ben } = await twoPeople();
		expect(await asks(ben)).toEqual(no);
		const card = await ann.invite();
		// She has invited, and nobody is there yet to write to.
		expect(await asks(ann)).toEqual(no);
		await (await ben.read(card)).accept();
		expect(await asks(ben)).toEqual(yes);
		expect(await asks(ben, "another")).toEqual(no);
		await (await ann.read(await ben.say("hello"))).accept();
		expect(await asks(ann)).toEqual(yes);
	});

	it("whatever the page has in its title, which flashes with news", async () => {
		const { ann } = await acquainted();
		expect(await asks(ann, "room", { title: "Ben has written to you" })).toEqual(yes);
		expect(await asks(ann, "room", { header: "Somebody else" })).toEqual(no);
	});

	it("until the user wants no question there, also after a restart, and again when they do", async () => {
		const { ann, ben } = await acquainted();
		expect(await setAsks(ann, false)).toMatchObject({ asksClear: false });
		ann.restart();
		expect(await asks(ann)).toEqual(no);
		expect((await ann.compose()).view).toMatchObject({ asksClear: false });
		expect(await asks(ben)).toEqual(yes);
		expect(await setAsks(ann, true)).toMatchObject({ asksClear: true });
		expect(await asks(ann)).toEqual(yes);
	});

	it("not at a place without people, where nothing can be set either", async () => {
		const { ann } = await twoPeople();
		const { handle, view } = await ann.compose();
		expect(view.asksClear).toBe(false);
		const result = await ann.result(senders.composer(), "composer/set-asks-clear", { handle, on: true });
		expect(result).toEqual({ ok: false, code: "not-confirmed" });
	});

	it("and no answer is given while locked, of another site, or to anybody but a content script", async () => {
		const { ann } = await acquainted();
		expect(await asks(ann, "room", { url: "https://other.example/room" })).toEqual(refused);
		const reader = await ann.result(senders.reader(), "content/asks-clear", { place: placeAt("room") });
		expect(reader).toEqual({ ok: false, code: "not-allowed" });
		await ann.ask(senders.popup(), "popup/lock", null);
		expect(await asks(ann)).toEqual(refused);
		await ann.unlock();
		expect(await asks(ann)).toEqual(yes);
		await ann.ask(senders.popup(), "popup/site-off", { origin: "https://chat.example" });
		expect(await asks(ann)).toEqual(refused);
	});
});
