import { describe, expect, it } from "vitest";
import { placeAt, plain, senders } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

describe("a first conversation", () => {
	it("goes from an invitation to text on both sides", async () => {
		const { ann, ben } = await twoPeople();
		const card = await ann.invite();
		expect(ann.chat[0]).toMatch(/^Let us talk in private: SOTTO/);
		expect((await ann.read(card)).view).toMatchObject({ kind: "card", mine: true, name: "Ann" });

		const invitation = await ben.read(card);
		expect(invitation.view).toMatchObject({
			kind: "card",
			mine: false,
			name: "Ann",
			contact: null,
			accepted: false,
			expired: false,
		});
		expect(await invitation.accept()).toMatchObject({
			kind: "card",
			accepted: true,
			contact: { name: "Ann", trust: "new" },
		});
		expect((await ben.compose()).view).toMatchObject({ recipients: [{ name: "Ann" }], confirmed: true });

		const answer = await ben.say("Hello Ann");
		expect(ben.chat[0]).toMatch(/^A private message: SOTTO/);
		const atAnn = await ann.read(answer);
		expect(atAnn.view).toEqual({ kind: "placeholder" });
		expect(await atAnn.reveal()).toMatchObject({
			kind: "message",
			text: "Hello Ann",
			author: { self: false, accepted: false, contact: { name: "Ben" } },
			warnings: [],
			acceptable: true,
		});
		expect(await atAnn.accept()).toMatchObject({ text: "Hello Ann", author: { accepted: true }, acceptable: false });

		const reply = await ann.say("Hello Ben");
		expect((await ben.read(reply)).view).toMatchObject({
			kind: "message",
			text: "Hello Ben",
			warnings: [],
			author: { self: false },
			acceptable: false,
		});
		expect((await ann.read(reply)).view).toMatchObject({
			kind: "message",
			text: "Hello Ben",
			author: { self: true },
			warnings: [],
		});
		expect((await ben.read(answer)).view).toMatchObject({ text: "Hello Ann", author: { self: true } });
		expect((await ann.read(answer)).view).toMatchObject({ text: "Hello Ann" });
	});

	it("writes the line for people without the extension once a conversation", async () => {
		const { ben } = await acquainted();
		await ben.say("second");
		expect(ben.chat.map((text) => text.startsWith("A private message:"))).toEqual([true, false]);
	});

	it("sends our card along only until the other side has written with a prekey of ours", async () => {
		const { ann, ben } = await acquainted();
		const withCard = (await ben.say("have you got it")).join("").length;
		// Ben wrote with the prekey of Ann's invitation, so she owes him none.
		const fromAnn = await ann.say("yes");
		expect(fromAnn.join("").length).toBeLessThan(withCard - 1000);
		const pairs = ben.count("prekeys");
		expect((await ben.say("still none of yours seen")).join("").length).toBeGreaterThan(withCard - 100);
		expect(ben.count("prekeys")).toBe(pairs);
		await ben.read(fromAnn);
		expect((await ben.say("good")).join("").length).toBeLessThan(withCard - 1000);
	});

	it("reads the same after the worker died, and after a new start of the browser", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("still there");
		ben.restart();
		expect((await ben.read(armor)).view).toMatchObject({ text: "still there" });
		ben.restart("browser");
		const reader = await ben.read(armor);
		expect(reader.view).toEqual({ kind: "locked" });
		await ben.unlock();
		expect(await reader.refresh()).toMatchObject({ text: "still there" });
	});

	it("opens one message in three tabs at once and stores it once", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("thrice");
		const before = ben.count("history");
		const views = await Promise.all([ben.read(armor), ben.read(armor), ben.read(armor)]);
		for (const { view } of views) expect(view).toMatchObject({ text: "thrice" });
		expect(ben.count("history")).toBe(before + 1);
	});

	it("carries texts by hand between people with no common page", async () => {
		const { ann, ben } = await twoPeople();
		const popup = senders.popup();
		const { armor } = await ann.ask(popup, "popup/my-card", { sendId: ann.nextSendId() });
		expect(await ben.ask(popup, "popup/accept-by-hand", { text: `see: ${armor.join(" ")}` })).toMatchObject({
			accepted: true,
		});
		const [contact] = await ben.ask(popup, "popup/contacts", null);
		const message = await ben.ask(popup, "popup/write-by-hand", {
			sendId: ben.nextSendId(),
			text: "on paper",
			recipients: [contact!.id],
			options: plain,
		});
		const text = message.armor.join("\n");
		expect(await ann.ask(popup, "popup/read-by-hand", { text })).toMatchObject({ text: "on paper", acceptable: true });
		expect(await ann.ask(popup, "popup/accept-by-hand", { text })).toMatchObject({ author: { accepted: true } });
		const [back] = await ann.ask(popup, "popup/contacts", null);
		const numbers = await Promise.all([
			ann.ask(popup, "popup/safety-number", { contact: back!.id }),
			ben.ask(popup, "popup/safety-number", { contact: contact!.id }),
		]);
		expect(numbers[0].digits).toMatch(/^(\d{5} ){11}\d{5}$/);
		expect(numbers[0].digits).toEqual(numbers[1].digits);
	});

	it("splits by the site's limit and joins in any order", async () => {
		const { ann, ben } = await acquainted();
		const { handle, view } = await ann.compose(placeAt("room"), 450);
		const ask = {
			handle,
			sendId: ann.nextSendId(),
			text: "long way ".repeat(60),
			recipients: view.recipients.map(({ id }) => id),
			submit: true,
			options: plain,
		};
		const before = ann.chat.length;
		await ann.ask(senders.composer(), "composer/set-auto-send", { handle, value: "yes" });
		await ann.ask(senders.composer(), "composer/send", ask);
		const parts = ann.chat.slice(before);
		expect(parts.length).toBeGreaterThan(1);
		expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(450);
		expect((await ben.read(parts.slice(1))).view).toEqual({ kind: "placeholder" });
		expect(await (await ben.read(parts.slice(1))).reveal()).toMatchObject({
			code: "part-missing",
			part: { missing: [1] },
		});
		expect((await ben.read([...parts].reverse())).view).toMatchObject({ text: "long way ".repeat(60) });
	});
});
