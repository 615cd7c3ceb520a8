/** One field, or a selection: its text goes to the people of the place as one armor, and nothing is ever sent. */
import { describe, expect, it } from "vitest";
import { findArmor } from "../../src/protocol/index.ts";
import { type Person, placeAt, plain, senders, tab } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const room = placeAt("room");
const composer = senders.composer();

async function overField(person: Person, limit: number | null = null, taken = "", place = room) {
	const { handle, mount, view } = await person.compose(place, limit, taken, "field");
	const recipients = view.recipients.map(({ id }) => id);
	return {
		view,
		mount,
		ask: { handle, sendId: person.nextSendId(), text: "a text", recipients, submit: false, options: plain },
	};
}
const insertions = (person: Person) => person.orders.flatMap(({ order }) => (order.kind === "insert" ? [order] : []));

describe("a text for a field", () => {
	it.each(["field", "selection"] as const)(
		"is known as one for a %s, also when its frame is put back",
		async (into) => {
			const { ann } = await acquainted();
			const { mount, view } = await ann.compose(room, null, "as it stands there", into);
			expect(view).toMatchObject({ into, taken: "as it stands there", draft: "as it stands there" });
			const again = { mount, taken: "", place: room, limit: null };
			const { ticket } = await ann.ask(senders.content(), "content/request-composer", again);
			const opened = await ann.ask(senders.composer(13), "composer/open", { ticket });
			expect(opened.view).toMatchObject({ into, draft: "as it stands there" });
		},
	);

	it("goes there as armor and nothing else, and is read by the people of the place", async () => {
		const { ann, ben } = await acquainted();
		// A chat that nothing was sent in yet would get a line for people without Sotto first.
		const { handle } = await ann.compose(placeAt("form"));
		const [contact] = await ann.ask(senders.popup(), "popup/contacts", null);
		await ann.ask(composer, "composer/confirm-recipients", { handle, recipients: [contact!.id] });
		const { ask } = await overField(ann, null, "", placeAt("form"));
		expect(await ann.ask(composer, "composer/send", ask)).toEqual({ outcome: "inserted" });
		const [order] = insertions(ann).slice(-1);
		expect(order).toMatchObject({ submit: false });
		expect(order?.parts).toEqual([findArmor(order?.parts[0] ?? "")[0]?.text]);
		const { reveal } = await ben.read(order?.parts ?? [], placeAt("form"));
		expect(await reveal()).toMatchObject({ text: "a text" });
	});

	it("is never sent, and carries no invitation", async () => {
		const { ann } = await acquainted();
		const { ask } = await overField(ann);
		await ann.ask(composer, "composer/set-auto-send", { handle: ask.handle, value: "yes" });
		const before = insertions(ann).length;
		const refused = { ok: false, code: "bad-request" };
		expect(await ann.result(composer, "composer/send", { ...ask, submit: true })).toEqual(refused);
		const invitation = { handle: ask.handle, sendId: ann.nextSendId(), line: "Come", submit: false };
		expect(await ann.result(composer, "composer/invite", invitation)).toEqual(refused);
		expect(insertions(ann)).toHaveLength(before);
	});

	it("that is too long for it is refused before anything is sealed, and is said so ahead", async () => {
		const { ann } = await acquainted();
		const { ask } = await overField(ann, 700);
		const long = { ...ask, text: "x".repeat(2_000) };
		const records = ann.snapshot();
		expect(await ann.result(composer, "composer/send", long)).toEqual({ ok: false, code: "too-large" });
		expect(ann.snapshot()).toBe(records);
		const { handle, recipients } = ask;
		const question = { handle, recipients, options: plain, sendId: null };
		const parts = (bytes: number) => ann.ask(composer, "composer/parts", { ...question, bytes });
		expect([await parts(2_000), await parts(10)]).toMatchObject([{ parts: null }, { parts: 1 }]);
		expect(await ann.ask(composer, "composer/send", ask)).toEqual({ outcome: "inserted" });
	});

	it("waits for a yes to people who were not confirmed for this place", async () => {
		const { ann } = await acquainted();
		const { ask, view } = await overField(ann, null, "", placeAt("elsewhere"));
		expect(view).toMatchObject({ confirmed: false, recipients: [] });
		const [contact] = await ann.ask(senders.popup(), "popup/contacts", null);
		const result = await ann.result(composer, "composer/send", { ...ask, recipients: [contact!.id] });
		expect(result).toEqual({ ok: false, code: "not-confirmed" });
	});

	it.each(["changed", "not-exact", "not-restored"] as const)(
		"that the field did not take (%s) can be copied",
		async (reason) => {
			const { ann } = await acquainted();
			const { ask } = await overField(ann);
			ann.verdict = { outcome: "refused", reason };
			const reply = await ann.ask(composer, "composer/send", ask);
			expect(reply).toEqual({ outcome: "refused", reason, copy: insertions(ann).at(-1)?.parts[0] });
		},
	);

	it("can only be copied from the safe window, which would find another box", async () => {
		const { ann } = await acquainted();
		const { ask } = await overField(ann, null, "as it stands");
		const { handle } = ask;
		await ann.ask(composer, "composer/to-safe-window", { handle, draft: "as it stands", options: plain });
		const ticket = ann.opened.at(-1)?.split("#")[1] ?? "";
		const safe = await ann.ask(senders.safe(), "composer/open", { ticket });
		expect(safe.view).toMatchObject({ into: "box", canInsert: false, draft: "as it stands" });
	});
});

describe("asking for one", () => {
	it.each([
		["encrypt-field", "field"],
		["encrypt-selection", "selection"],
	])("by %s in the menu is told to the frame that was clicked", async (id, into) => {
		const { ann } = await twoPeople();
		await ann.background.menu(id, tab, 4);
		expect(ann.orders.at(-1)).toEqual({ tab, frame: 4, order: { to: "content", kind: "open-composer", into } });
	});

	it("by key is told to the frame the user is in", async () => {
		const { ann } = await twoPeople();
		await ann.background.command("encrypt");
		const order = { to: "content", kind: "open-composer", into: "either" };
		expect(ann.orders.at(-1)).toEqual({ tab, frame: undefined, order });
	});
});
