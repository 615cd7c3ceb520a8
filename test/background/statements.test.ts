import { describe, expect, it } from "vitest";
import { findArmor } from "../../src/protocol/index.ts";
import { type Person, senders } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const popup = senders.popup();
const contacts = (person: Person) => person.ask(popup, "popup/contacts", null);
const revocation = async (person: Person) => [(await person.ask(popup, "popup/revocation", null)).armor];

describe("the statement that an account is over", { timeout: 20_000 }, () => {
	it("is made with the account, kept through a restart, and the same each time, also as a file", async () => {
		const { ann } = await twoPeople();
		const first = await ann.ask(popup, "popup/revocation", null);
		ann.restart("browser");
		expect(await ann.result(popup, "popup/revocation", null)).toEqual({ ok: false, code: "locked" });
		await ann.unlock();
		expect(await ann.ask(popup, "popup/revocation", null)).toEqual(first);
		expect(findArmor(first.file)).toHaveLength(1);
		expect(first.file).toBe(`${first.armor}\n`);
	});

	it("ends it for a contact: no writing, old ones readable and labelled, new ones refused", async () => {
		const { ann, ben } = await acquainted();
		const old = await ann.say("before");
		await ben.read(old);
		const next = await ann.say("after");
		const shown = await ben.read(await revocation(ann));
		expect(shown.view).toMatchObject({ kind: "statement", says: "ended", mine: false, contact: { trust: "revoked" } });
		ben.restart();
		expect(await contacts(ben)).toMatchObject([{ trust: "revoked", writable: false }]);
		await expect(ben.say("no")).rejects.toMatchObject({ code: "contact-not-writable" });
		expect((await ben.read(old)).view).toMatchObject({
			text: "before",
			warnings: expect.arrayContaining([{ kind: "revoked-account" }]),
		});
		const refused = await ben.read(next);
		expect(refused.view).toEqual({ kind: "placeholder" });
		const before = ben.snapshot();
		expect(await refused.reveal()).toEqual({ kind: "failed", code: "account-revoked" });
		expect(ben.snapshot()).toBe(before);
	});

	it("is found by a card that comes later, if the user asked to see it", async () => {
		const { ann, ben } = await twoPeople();
		const card = await ann.invite();
		const empty = ben.snapshot();
		const statement = await ben.read(await revocation(ann));
		expect(statement.view).toMatchObject({ kind: "statement", contact: null });
		expect(ben.snapshot()).toBe(empty);
		const again = await ben.read(await revocation(ann));
		expect(ben.snapshot()).toBe(empty);
		await again.reveal();
		expect(await (await ben.read(card)).accept()).toEqual({ kind: "failed", code: "account-revoked" });
		expect(await contacts(ben)).toEqual([]);
	});

	it("of our own account is called our own, and says nothing of anybody else", async () => {
		const { ann } = await acquainted();
		const { view } = await ann.read(await revocation(ann));
		expect(view).toEqual({ kind: "statement", says: "ended", mine: true, contact: null });
		expect((await contacts(ann))[0]?.trust).not.toBe("revoked");
	});
});
