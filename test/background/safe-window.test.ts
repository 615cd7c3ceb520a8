import { describe, expect, it } from "vitest";
import { armorsIn, Person, placeAt, plain, senders, tab } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

async function openSafe(person: Person) {
	const ticket = person.opened.at(-1)!.split("#")[1]!;
	return person.ask(senders.safe(), "composer/open", { ticket });
}

describe("the safe window", () => {
	it("goes on with the draft of a composer, which is over then", async () => {
		const { ann, ben } = await acquainted();
		const { handle, mount } = await ann.compose();
		await ann.ask(senders.composer(), "composer/to-safe-window", { handle, draft: "half a sent", options: plain });
		expect(ann.opened.at(-1)).toMatch(/^safe\.html#[0-9a-f]{64}$/);
		expect(ann.orders.at(-1)).toMatchObject({ tab, order: { kind: "close-composer", mount } });
		expect(await ann.result(senders.composer(), "composer/refresh", { handle })).toMatchObject({
			code: "ticket-spent",
		});

		const safe = await openSafe(ann);
		expect(safe.view).toMatchObject({ draft: "half a sent", recipients: [{ name: "Ben" }], canInsert: true });
		const ask = {
			handle: safe.handle,
			sendId: ann.nextSendId(),
			text: "half a sentence",
			submit: false,
			options: plain,
		};
		const recipients = safe.view.recipients.map(({ id }) => id);
		expect(await ann.ask(senders.safe(), "composer/send", { ...ask, recipients })).toEqual({ outcome: "inserted" });
		expect(ann.orders.at(-1)).toMatchObject({ tab, order: { kind: "insert", mount } });
		expect((await ben.read([ann.chat.at(-1)!])).view).toMatchObject({ text: "half a sentence" });
		expect(ann.count("drafts")).toBe(0);
	});

	it("keeps no readable draft on disk, and none at all while locked", async () => {
		const { ann } = await acquainted();
		const { handle } = await ann.compose();
		await ann.ask(senders.composer(), "composer/to-safe-window", { handle, draft: "CANARYDRAFT", options: plain });
		expect(ann.count("drafts")).toBe(1);
		const bytes = [...ann.records.values()].map((value) => new TextDecoder("latin1").decode(value)).join();
		expect(bytes).not.toContain("CANARYDRAFT");
		expect(JSON.stringify([...ann.session])).not.toContain("CANARYDRAFT");
		const again = await ann.compose();
		await ann.ask(senders.popup(), "popup/lock", null);
		const ask = { handle: again.handle, draft: "x", options: plain };
		expect(await ann.result(senders.composer(), "composer/to-safe-window", ask)).toEqual({ ok: false, code: "locked" });
	});

	it("can be reloaded, but opened by nobody else", async () => {
		const { ann } = await acquainted();
		await ann.ask(senders.popup(), "popup/open-safe-window", null);
		const first = await openSafe(ann);
		expect((await openSafe(ann)).handle).toBe(first.handle);
		const ticket = ann.opened.at(-1)!.split("#")[1]!;
		const other = { ...senders.safe(), tab: { id: 98 } };
		expect(await ann.result(other, "composer/open", { ticket })).toEqual({ ok: false, code: "ticket-spent" });
		expect(await ann.result(senders.composer(), "composer/open", { ticket })).toEqual({
			ok: false,
			code: "ticket-spent",
		});
	});

	it("only copies where the page has no script of ours, and offers the reload", async () => {
		const { ann, ben } = await acquainted();
		const place = placeAt("room");
		ann.page = null;
		await ann.ask(senders.popup(), "popup/open-safe-window", null);
		const { handle, view } = await openSafe(ann);
		expect(view).toMatchObject({ canInsert: false, needsReload: true, recipients: [] });
		await ann.ask(senders.safe(), "safe/reload-tab", { handle });
		ann.page = { place, hasBox: true, armor: [] };
		const after = await ann.ask(senders.safe(), "composer/refresh", { handle });
		expect(after).toMatchObject({ canInsert: true, needsReload: false, recipients: [{ name: "Ben" }] });
		const ask = {
			handle,
			sendId: ann.nextSendId(),
			text: "copied",
			recipients: after.recipients.map(({ id }) => id),
			options: plain,
		};
		const { armor } = await ann.ask(senders.safe(), "composer/seal-only", ask);
		expect((await ben.read(armor)).view).toMatchObject({ text: "copied" });
		expect(await ann.ask(senders.safe(), "composer/seal-only", ask)).toEqual({ armor });
	});

	it("keeps no draft of what was copied", async () => {
		const { ann } = await acquainted();
		const { handle } = await ann.compose();
		await ann.ask(senders.composer(), "composer/to-safe-window", { handle, draft: "to be copied", options: plain });
		const safe = await openSafe(ann);
		const recipients = safe.view.recipients.map(({ id }) => id);
		const ask = { handle: safe.handle, sendId: ann.nextSendId(), text: "to be copied", recipients, options: plain };
		await ann.ask(senders.safe(), "composer/seal-only", ask);
		expect(ann.count("drafts")).toBe(0);
	});

	it("accepts people under the rules of the page", async () => {
		const { ann, ben } = await twoPeople();
		ben.page = { place: placeAt("room"), hasBox: true, armor: [await ann.invite()] };
		await ben.ask(senders.popup(), "popup/open-safe-window", null);
		const { handle } = await openSafe(ben);
		const { messages } = await ben.ask(senders.safe(), "safe/messages", { handle });
		const key = messages[0]!.key;
		expect(await ben.ask(senders.safe(), "safe/accept", { handle, key })).toMatchObject({ accepted: true });
		const view = await ben.ask(senders.safe(), "composer/refresh", { handle });
		expect(view).toMatchObject({ recipients: [{ name: "Ann" }], confirmed: true });
		const nothing = await ben.result(senders.safe(), "safe/accept", { handle, key: "no such" });
		expect(nothing).toEqual({ ok: false, code: "nothing-found" });
	});

	it("does not take the same people at another place for the place that was looked at", async () => {
		const { ann } = await acquainted();
		await ann.ask(senders.popup(), "popup/open-safe-window", null);
		const { handle, view } = await openSafe(ann);
		const recipients = view.recipients.map(({ id }) => id);
		const other = await ann.compose(placeAt("other"));
		await ann.ask(senders.composer(), "composer/confirm-recipients", { handle: other.handle, recipients });
		const ask = { handle, sendId: ann.nextSendId(), text: "t", recipients, submit: false, options: plain };
		for (const channel of ["composer/send", "composer/seal-only"] as const) {
			const { submit: _submit, ...sealing } = ask;
			const result = await ann.result(senders.safe(), channel, channel === "composer/send" ? ask : sealing);
			expect(result).toEqual({ ok: false, code: "place-changed" });
		}
		const asked = await ann.result(senders.safe(), "composer/confirm-recipients", { handle, recipients });
		expect(asked).toEqual({ ok: false, code: "place-changed" });
	});

	it("lists what the tab shows under the rules of the page", async () => {
		const { ann, ben } = await acquainted();
		const known = await ann.say("for Ben");
		const { ann: cid } = await acquainted();
		const foreign = await cid.say("for somebody else");
		ben.page = { place: placeAt("room"), hasBox: false, armor: [known, foreign, ["x".repeat(2_000_000)]] };
		await ben.ask(senders.popup(), "popup/open-safe-window", null);
		const { handle, view } = await openSafe(ben);
		expect(view.canInsert).toBe(false);
		const { messages } = await ben.ask(senders.safe(), "safe/messages", { handle });
		expect(messages.map(({ view: shown }) => shown.kind)).toEqual(["message", "placeholder"]);
		const [, second] = messages;
		expect(await ben.ask(senders.safe(), "safe/reveal", { handle, key: second!.key })).toMatchObject({
			code: "not-for-us",
		});
		const nothing = await ben.result(senders.safe(), "safe/reveal", { handle, key: "no such" });
		expect(nothing).toEqual({ ok: false, code: "nothing-found" });
	});

	it("sends to the people of the place that the tab shows now", async () => {
		const { ann } = await acquainted();
		await ann.ask(senders.popup(), "popup/open-safe-window", null);
		const { handle, view } = await openSafe(ann);
		const recipients = view.recipients.map(({ id }) => id);
		ann.page = { place: placeAt("another-room"), hasBox: true, armor: [] };
		const ask = { handle, sendId: ann.nextSendId(), text: "t", recipients, submit: false, options: plain };
		expect(await ann.result(senders.safe(), "composer/send", ask)).toEqual({ ok: false, code: "place-changed" });
		expect(ann.news.at(-1)).toEqual({ to: "pages", kind: "people-changed" });
		await ann.ask(senders.safe(), "composer/refresh", { handle });
		expect(await ann.result(senders.safe(), "composer/send", ask)).toEqual({ ok: false, code: "not-confirmed" });
	});

	it("is not offered where there is no web page", async () => {
		const { ann } = await acquainted();
		ann.page = { place: { url: "about:config", title: "", header: "" }, hasBox: false, armor: [] };
		const result = await ann.result(senders.popup(), "popup/open-safe-window", null);
		expect(result).toEqual({ ok: false, code: "site-unsupported" });
	});
});

describe("people", () => {
	it("are renamed, listed with the conversation, and removed", async () => {
		const { ann } = await acquainted();
		const popup = senders.popup();
		const state = await ann.ask(popup, "popup/state", null);
		expect(state.people).toMatchObject([
			{ name: "Ben", trust: "new", writable: true, sites: ["https://chat.example"] },
		]);
		const contact = state.people[0]!.id;
		await ann.ask(popup, "popup/rename-contact", { contact, name: "Ben from work" });
		expect(await ann.ask(popup, "popup/contacts", null)).toMatchObject([{ name: "Ben from work" }]);
		await ann.ask(popup, "popup/remove-contact", { contact });
		expect(await ann.ask(popup, "popup/contacts", null)).toEqual([]);
		const gone = await ann.result(popup, "popup/remove-contact", { contact });
		expect(gone).toEqual({ ok: false, code: "nothing-found" });
	});

	it("leave no key of their messages and no prekey made for them when they are removed", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("read once");
		await ben.read(armor);
		const [contact] = await ben.ask(senders.popup(), "popup/contacts", null);
		const write = { sendId: ben.nextSendId(), text: "with a card of mine", recipients: [contact!.id], options: plain };
		await ben.ask(senders.popup(), "popup/write-by-hand", write);
		const [rows, origins, pairs] = [ben.count("history"), ben.count("origins"), ben.count("prekeys")];
		await ben.ask(senders.popup(), "popup/remove-contact", { contact: contact!.id });
		expect(ben.count("history")).toBe(rows - 1);
		expect(ben.count("prekeys")).toBe(pairs - 1);
		expect(ben.count("origins")).toBe(origins);
		expect(await (await ben.read(armor)).reveal()).toMatchObject({ kind: "failed" });
	});

	it("become known with their second message", async () => {
		const { ann, ben } = await acquainted();
		await ann.read(await ben.say("one more"));
		expect(await ann.ask(senders.popup(), "popup/contacts", null)).toMatchObject([{ trust: "known" }]);
	});
});

describe("a draft that comes along", { timeout: 30_000 }, () => {
	/** Ben is in `a` and `also-a`, Cay in `b`. */
	async function twoRooms() {
		const { ann, ben } = await acquainted("a");
		const cay = await new Person("Cay").setUp();
		const [a, b, alsoA] = [placeAt("a"), placeAt("b"), placeAt("also-a")];
		await (await cay.read(await ann.invite(b), b)).accept();
		await (await ann.read(await cay.say("Hello Ann", b), b)).accept();
		const { view } = await ann.compose(a);
		const there = await ann.compose(alsoA);
		const recipients = view.recipients.map(({ id }) => id);
		await ann.ask(senders.composer(), "composer/confirm-recipients", { handle: there.handle, recipients });
		const shows = (place: typeof a) => {
			ann.page = { place, hasBox: true, armor: [] };
		};
		/** The composer of `a` moves its text away. */
		async function moves(draft: string, turnsTo = a) {
			const { handle, mount } = await ann.compose(a);
			if (turnsTo !== a) {
				shows(turnsTo);
				await ann.ask(senders.content(), "content/composer-aborted", { mount, why: "place-changed" });
			}
			await ann.ask(senders.composer(), "composer/to-safe-window", { handle, draft, options: plain });
			return openSafe(ann);
		}
		const refresh = (handle: string) => ann.ask(senders.safe(), "composer/refresh", { handle });
		async function sends(handle: string) {
			const now = await refresh(handle);
			const sealing = {
				handle,
				sendId: ann.nextSendId(),
				text: now.draft,
				recipients: now.recipients.map(({ id }) => id),
				options: plain,
			};
			return {
				recipients: sealing.recipients,
				send: () => ann.result(senders.safe(), "composer/send", { ...sealing, submit: false }),
				seal: () => ann.result(senders.safe(), "composer/seal-only", { ...sealing, sendId: ann.nextSendId() }),
			};
		}
		return { ann, ben, cay, a, b, alsoA, shows, moves, refresh, sends };
	}
	const refused = { ok: false, code: "not-confirmed" };

	it("to a page that turned to other people goes to nobody before the user has said so", async () => {
		const { ann, cay, b, moves, refresh, sends } = await twoRooms();
		const { handle, view } = await moves("for Ben", b);
		expect(view).toMatchObject({ draft: "for Ben", recipients: [{ name: "Cay" }], confirmed: false });
		const { recipients, send, seal } = await sends(handle);
		const before = [ann.snapshot(), ann.chat.length];
		expect(await send()).toEqual(refused);
		expect(await seal()).toEqual(refused);
		expect([ann.snapshot(), ann.chat.length]).toEqual(before);
		ann.restart();
		expect(await refresh(handle)).toMatchObject({ confirmed: false });

		const ask = { handle, recipients };
		expect(await ann.ask(senders.safe(), "composer/confirm-recipients", ask)).toMatchObject({
			draft: "for Ben",
			recipients: [{ name: "Cay" }],
			confirmed: true,
		});
		expect(await refresh(handle)).toMatchObject({ confirmed: true });
		expect(await send()).toEqual({ ok: true, value: { outcome: "inserted" } });
		expect((await cay.read(armorsIn(ann.chat.slice(-1)), b)).view).toMatchObject({ text: "for Ben" });
	});

	it("is theirs after the yes, and a question again for anybody else", async () => {
		const { ann, a, b, shows, moves, refresh, sends } = await twoRooms();
		const { handle } = await moves("for whom", b);
		const { recipients } = await sends(handle);
		await ann.ask(senders.safe(), "composer/confirm-recipients", { handle, recipients });
		shows(a);
		expect(await refresh(handle)).toMatchObject({ recipients: [{ name: "Ben" }], confirmed: false });
		expect(await (await sends(handle)).send()).toEqual(refused);
		shows(b);
		expect(await refresh(handle)).toMatchObject({ recipients: [{ name: "Cay" }], confirmed: true });
		expect(await (await sends(handle)).send()).toEqual({ ok: true, value: { outcome: "inserted" } });
	});

	it("to a page that turns to other people later waits there, and not for its own", async () => {
		const { ann, ben, a, b, shows, moves, refresh, sends } = await twoRooms();
		const { handle, view } = await moves("for Ben");
		expect(view).toMatchObject({ recipients: [{ name: "Ben" }], confirmed: true });
		shows(b);
		expect(await refresh(handle)).toMatchObject({ recipients: [{ name: "Cay" }], confirmed: false });
		expect(await (await sends(handle)).send()).toEqual(refused);
		shows(a);
		expect(await refresh(handle)).toMatchObject({ recipients: [{ name: "Ben" }], confirmed: true });
		expect(await (await sends(handle)).send()).toEqual({ ok: true, value: { outcome: "inserted" } });
		expect((await ben.read(armorsIn(ann.chat.slice(-1)), a)).view).toMatchObject({ text: "for Ben" });
	});

	it("needs no question for the same people at another place, and none without a text", async () => {
		const { ann, ben, b, alsoA, moves, sends } = await twoRooms();
		const same = await moves("for Ben", alsoA);
		expect(same.view).toMatchObject({ recipients: [{ name: "Ben" }], confirmed: true });
		expect(await (await sends(same.handle)).send()).toEqual({ ok: true, value: { outcome: "inserted" } });
		expect((await ben.read(armorsIn(ann.chat.slice(-1)), placeAt("a"))).view).toMatchObject({ text: "for Ben" });
		expect((await moves("", b)).view).toMatchObject({ recipients: [{ name: "Cay" }], confirmed: true });
	});

	it("from a chat without people goes to none before the user has said so", async () => {
		const { ann, b, shows } = await twoRooms();
		const { handle } = await ann.compose(placeAt("nobody"));
		await ann.ask(senders.composer(), "composer/to-safe-window", { handle, draft: "to whom?", options: plain });
		shows(b);
		expect((await openSafe(ann)).view).toMatchObject({ recipients: [{ name: "Cay" }], confirmed: false });
	});
});
