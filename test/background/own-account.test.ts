import { describe, expect, it } from "vitest";
import { findArmor } from "../../src/protocol/index.ts";
import { armorsIn, Person, passphraseKey, placeAt, plain, senders } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const popup = senders.popup();
const contacts = (person: Person) => person.ask(popup, "popup/contacts", null);
const accountOf = async (person: Person) => (await person.ask(popup, "popup/state", null)).account ?? "";
const end = async (person: Person) => person.ask(popup, "popup/end-account", { account: await accountOf(person) });
const newsOf = async (person: Person) =>
	(await person.ask(popup, "popup/account-news", { sendId: person.nextSendId() })).armor;
const makeKit = async (person: Person) => {
	const kit = await person.ask(popup, "popup/make-kit", null);
	await person.ask(popup, "popup/kit-kept", null);
	return kit;
};
const move = (person: Person, kit: string | null) => person.ask(popup, "popup/new-account", { passphraseKey, kit });

/** By their safety numbers. */
async function compareNumbers(person: Person, contact: string) {
	const { account } = await person.ask(popup, "popup/safety-number", { contact });
	await person.ask(popup, "popup/number-matches", { contact, account });
}

/** Each has a session with the other that both have confirmed, and Ben knows the hash of Ann's recovery key. */
async function withKit() {
	const { ann, ben } = await twoPeople();
	const kit = await makeKit(ann);
	const place = placeAt("room");
	await (await ben.read(await ann.invite(place), place)).accept();
	await (await ann.read(await ben.say("Hello Ann", place), place)).accept();
	const hello = await ann.say("Hello Ben");
	await ben.read(hello);
	const before = await ben.say("before");
	await ann.read(before);
	return { ann, ben, kit, before, hello };
}

describe("the recovery kit", { timeout: 20_000 }, () => {
	it("is shown when the account is made, and its key is nowhere in the vault", async () => {
		const ann = new Person("Ann");
		const kit = await ann.ask(senders.welcome(), "welcome/create", {
			name: "Ann",
			mark: { picture: 3, word: "fern" },
			salt: "A".repeat(22),
			profile: 1,
			passphraseKey,
		});
		expect(kit.code).toMatch(/^([0-9A-Z]{5} ){11}[0-9A-Z]{5}$/);
		expect(kit.statement).toBe((await ann.ask(popup, "popup/revocation", null)).armor);
		expect((await ann.ask(popup, "popup/state", null)).own).toEqual({
			ended: false,
			moved: false,
			kit: false,
			named: [],
		});
		await ann.ask(senders.welcome(), "welcome/kit-kept", null);
		expect((await ann.ask(popup, "popup/state", null)).own?.kit).toBe(true);
		expect(await ann.result(popup, "popup/make-kit", null)).toEqual({ ok: false, code: "not-allowed" });
	});

	it("that was not kept is made anew, and only one that was kept is in cards", async () => {
		const { ann, ben } = await twoPeople();
		const first = await ann.ask(popup, "popup/make-kit", null);
		await (await ben.read(await ann.invite())).accept();
		expect(await ann.result(popup, "popup/new-account", { passphraseKey, kit: first.code })).toEqual({
			ok: false,
			code: "wrong-recovery-key",
		});
		const second = await makeKit(ann);
		expect(second.code).not.toBe(first.code);
		expect(second.statement).toBe(first.statement);
		await (await ann.read(await ben.say("Hello"))).accept();
		// With the card in it that names the key.
		await ben.read(await ann.say("Hello Ben"));
		await move(ann, second.code);
		await ben.read(await newsOf(ann));
		const [contact] = await contacts(ben);
		expect(contact).toMatchObject({ trust: "changed" });
		expect((await ben.ask(popup, "popup/contact", { contact: contact?.id ?? "" })).change?.kind).toBe("claimed");
	});
});

/** The vault of somebody whose account was made before there were statements. */
async function withoutStatement(person: Person) {
	for (const [key, value] of [...person.records]) {
		if (!key.startsWith("settings/")) continue;
		person.records.delete(key);
		person.restart("worker");
		const asked = await person.result(popup, "popup/revocation", null);
		if (!asked.ok && asked.code === "nothing-found") return;
		person.records.set(key, value);
	}
	throw new Error("no statement is stored");
}

describe("an account from before there were statements", { timeout: 20_000 }, () => {
	it("gets its own with the next passphrase, the same from then on, and ends by it", async () => {
		const { ann, ben } = await acquainted();
		await withoutStatement(ann);
		expect(await ann.result(popup, "popup/make-kit", null)).toEqual({ ok: false, code: "nothing-found" });
		await ann.unlock();
		const { armor } = await ann.ask(popup, "popup/revocation", null);
		const after = ann.snapshot();
		await ann.unlock();
		expect((await ann.ask(popup, "popup/revocation", null)).armor).toBe(armor);
		expect(ann.snapshot()).toBe(after);
		expect((await makeKit(ann)).statement).toBe(armor);
		await ben.read([armor]);
		expect(await contacts(ben)).toMatchObject([{ trust: "revoked" }]);
	});
});

describe("ending the own account", { timeout: 20_000 }, () => {
	it("sends nothing more, not what was sealed before either, and cannot be taken back", async () => {
		const { ann, ben } = await acquainted();
		const ask = {
			sendId: ann.nextSendId(),
			text: "x",
			recipients: [(await contacts(ann))[0]?.id ?? ""],
			options: plain,
		};
		await ann.ask(popup, "popup/write-by-hand", ask);
		expect(await ann.result(popup, "popup/account-news", { sendId: ann.nextSendId() })).toEqual({
			ok: false,
			code: "nothing-found",
		});
		const other = { account: await accountOf(ben) };
		expect(await ann.result(popup, "popup/end-account", other)).toEqual({ ok: false, code: "not-allowed" });
		await end(ann);
		await end(ann);
		for (const how of ["worker", "browser"] as const) {
			ann.restart(how);
			await ann.unlock();
			const over = { ok: false, code: "own-account-ended" };
			expect(await ann.result(popup, "popup/write-by-hand", ask)).toEqual(over);
			expect(await ann.result(popup, "popup/my-card", { sendId: ann.nextSendId() })).toEqual(over);
			expect(await ann.result(popup, "popup/new-account", { passphraseKey, kit: "x" })).toEqual(over);
			await expect(ann.say("no")).rejects.toMatchObject({ code: "own-account-ended" });
			await expect(ann.invite()).rejects.toMatchObject({ code: "own-account-ended" });
		}
		expect((await ann.compose()).view.ended).toBe(true);
	});

	it("is told in the chat by one press, and refused from then on by whoever sees it", async () => {
		const { ann, ben } = await acquainted();
		const old = await ann.say("before");
		await ben.read(old);
		await end(ann);
		const { handle } = await ann.compose();
		const tell = { handle, sendId: ann.nextSendId(), submit: false };
		const said = ann.chat.length;
		await ann.ask(senders.composer(), "composer/tell-account", tell);
		await ann.ask(senders.composer(), "composer/tell-account", tell);
		const news = armorsIn(ann.chat.slice(said));
		expect(news).toHaveLength(1);
		expect(news).toEqual(await newsOf(ann));
		const { view } = await ben.read(news);
		expect(view).toMatchObject({ kind: "statement", says: "ended", contact: { trust: "revoked" } });
		// It opens by itself as it did, and says what became of the account.
		expect((await ben.read(old)).view).toMatchObject({ text: "before", warnings: [{ kind: "revoked-account" }] });
		await expect(ben.say("no")).rejects.toMatchObject({ code: "contact-not-writable" });
		// Still read by the one who ended it.
		expect((await ann.read(old)).view).toMatchObject({ text: "before", author: { self: true } });
	});

	it("by a statement that somebody else posted ends it here too", async () => {
		const { ann } = await acquainted();
		const { armor } = await ann.ask(popup, "popup/revocation", null);
		await ann.read([armor]);
		expect((await ann.ask(popup, "popup/state", null)).own?.ended).toBe(true);
		await expect(ann.say("no")).rejects.toMatchObject({ code: "own-account-ended" });
	});

	it("leaves a way to begin anew, as somebody else", async () => {
		const { ann, ben } = await acquainted();
		const old = await ann.say("before");
		expect(await ann.result(popup, "popup/new-account", { passphraseKey, kit: null })).toEqual({
			ok: false,
			code: "not-allowed",
		});
		await end(ann);
		const was = await accountOf(ann);
		await move(ann, null);
		expect(await accountOf(ann)).not.toBe(was);
		expect((await ann.ask(popup, "popup/state", null)).own).toEqual({
			ended: false,
			moved: false,
			kit: false,
			named: [],
		});
		expect((await ann.read(old)).view).toMatchObject({ text: "before", author: { self: true } });
		const stranger = await ben.read(await ann.say("It is me"));
		expect(stranger.view).toEqual({ kind: "placeholder" });
		expect(await stranger.reveal()).toMatchObject({ text: "It is me", author: { accepted: false } });
	});
});

describe("moving to a new account", { timeout: 20_000 }, () => {
	it("takes the contacts along by the first message, which opens by itself", async () => {
		const { ann, ben, kit, before, hello } = await withKit();
		const unread = await ann.say("not read in time");
		const was = await accountOf(ann);
		const next = await move(ann, `Kit\n\n${kit.code}\n\n${kit.statement}`);
		expect(next.code).not.toBe(kit.code);
		const first = await ann.say("From my new account");
		const { view } = await ben.read(first);
		// It counts from 0: nothing is missing before it.
		expect(view).toMatchObject({ kind: "message", text: "From my new account", warnings: [] });
		const [contact] = await contacts(ben);
		expect(contact).toMatchObject({ trust: "changed", writable: true, id: await accountOf(ann) });
		expect(contact?.id).not.toBe(was);
		const page = await ben.ask(popup, "popup/contact", { contact: contact?.id ?? "" });
		expect(page).toMatchObject({ accountsBefore: 1, change: { kind: "moved", before: "known" } });
		// What was read of the old account still opens by itself, and says so; what was not waits for a click.
		expect((await ben.read(hello)).view).toMatchObject({ text: "Hello Ben", warnings: [{ kind: "left-key" }] });
		const late = await ben.read(unread);
		expect(late.view).toEqual({ kind: "placeholder" });
		expect(await late.reveal()).toMatchObject({ text: "not read in time", warnings: [{ kind: "left-key" }] });
		// And back, in a session of the new account.
		expect((await ann.read(await ben.say("I see"))).view).toMatchObject({ text: "I see", warnings: [] });
		expect((await ann.read(before)).view).toMatchObject({ text: "before" });
		expect((await ben.read(await ann.say("Good"))).view).toMatchObject({ text: "Good", warnings: [] });
		await ann.unlock();
	});

	it("or by the statement alone, and locks where the key was verified", async () => {
		const { ann, ben, kit } = await withKit();
		const [known] = await contacts(ben);
		await compareNumbers(ben, known?.id ?? "");
		await move(ann, kit.code);
		const shown = await ben.read(await newsOf(ann));
		expect(shown.view).toMatchObject({ kind: "statement", says: "moved", contact: { trust: "changed" } });
		const [contact] = await contacts(ben);
		expect(contact).toMatchObject({ id: await accountOf(ann), writable: false });
		await expect(ben.say("no")).rejects.toMatchObject({ code: "contact-not-writable" });
		await ben.ask(popup, "popup/answer-trust", { contact: contact?.id ?? "", answer: "downgrade" });
		expect((await ann.read(await ben.say("yes"))).view).toMatchObject({ text: "yes" });
	});

	it("still reads what was on its way to the old account, and writes nothing under it", async () => {
		const { ann, ben, kit } = await withKit();
		const late = await ben.say("on its way");
		const old = await ann.say("written before");
		await move(ann, kit.code);
		ann.restart("browser");
		await ann.unlock();
		expect((await ann.read(late)).view).toMatchObject({ kind: "message", text: "on its way" });
		expect((await ann.read(old)).view).toMatchObject({ text: "written before", author: { self: true } });
		const { view } = await ben.read(await ann.say("new"));
		expect(view).toMatchObject({ author: { contact: { id: await accountOf(ann) } } });
	});

	it("needs the passphrase and the right key, and changes nothing without", async () => {
		const { ann, kit } = await withKit();
		const before = ann.snapshot();
		const other = (await makeKit(await new Person("Eve").setUp())).code;
		for (const [key, text, code] of [
			[passphraseKey, other, "wrong-recovery-key"],
			[passphraseKey, kit.statement, "wrong-recovery-key"],
			["A".repeat(43), kit.code, "wrong-passphrase"],
			[passphraseKey, null, "not-allowed"],
		] as const) {
			const asked = await ann.result(popup, "popup/new-account", { passphraseKey: key, kit: text });
			expect(asked).toEqual({ ok: false, code });
		}
		ann.fate = () => "fail";
		expect(await ann.result(popup, "popup/new-account", { passphraseKey, kit: kit.code })).toMatchObject({ ok: false });
		expect(ann.snapshot()).toBe(before);
		ann.fate = () => null;
		await move(ann, kit.code);
	});
});

describe("the order of a revocation", { timeout: 30_000 }, () => {
	const revocation = async (person: Person) => [(await person.ask(popup, "popup/revocation", null)).armor];
	type Step = "old message" | "new message" | "revocation" | "card" | "move";
	const orders: readonly (readonly Step[])[] = [
		["revocation", "old message", "new message", "card"],
		["old message", "revocation", "new message", "card"],
		["old message", "new message", "revocation", "card"],
		["card", "revocation", "old message", "revocation", "new message"],
		["revocation", "move", "new message", "card"],
		["move", "revocation", "card", "old message"],
	];
	it.each(orders.map((order) => [order.join(", "), order] as const))("%s", async (_, order) => {
		const { ann, ben, kit } = await withKit();
		const oldCard = await ann.invite();
		const armor = {
			"old message": await ann.say("first"),
			"new message": await ann.say("second"),
			revocation: await revocation(ann),
			card: oldCard,
		};
		const wasAnn = await accountOf(ann);
		await move(ann, kit.code);
		const all = { ...armor, move: await newsOf(ann) };
		const readBefore = new Set<string>();
		let revoked = false;
		let moved = false;
		for (const step of order) {
			const view = await (await ben.read(all[step])).reveal();
			if (step === "revocation") revoked = true;
			if (step === "move" && !revoked) moved = true;
			if (step === "old message" || step === "new message") {
				if (!revoked) readBefore.add(step);
				const isText = view.kind === "message";
				// After a move the old account is one that they left: labelled, and still read.
				expect(isText, step).toBe(moved || readBefore.has(step));
			}
			const [contact] = await contacts(ben);
			expect(contact?.trust === "revoked" || (moved && contact?.trust === "changed"), step).toBe(revoked || moved);
			if (revoked) await expect(ben.say("no")).rejects.toMatchObject({ code: "contact-not-writable" });
		}
		// Whatever came in between, nobody writes to the account that was ended, nor accepts it anew.
		expect(await (await ben.read(oldCard)).accept()).not.toMatchObject({ contact: { writable: true, id: wasAnn } });
		await expect(ben.say("no")).rejects.toMatchObject({ code: "contact-not-writable" });
		for (const step of readBefore) {
			const text = step === "old message" ? "first" : "second";
			expect(await (await ben.read(all[step as Step])).reveal()).toMatchObject({ text });
		}
	});
});

describe("a contact who may end the account", { timeout: 20_000 }, () => {
	it("gets the naming in a message, ends it from the contact's page, and others take it", async () => {
		const { ann, ben } = await acquainted();
		const eve = await new Person("Eve").setUp();
		await (await eve.read(await ann.invite(placeAt("eve")), placeAt("eve"))).accept();
		const [toBen] = await contacts(ann);
		const [ofBen] = await contacts(ben);
		const contact = ofBen?.id ?? "";
		const ending = { contact, passphraseKey };
		expect((await ben.ask(popup, "popup/contact", { contact })).mayEnd).toBe(false);
		expect(await ben.result(popup, "popup/end-contact", ending)).toEqual({ ok: false, code: "nothing-found" });

		const naming = { sendId: ann.nextSendId(), contact: toBen?.id ?? "", passphraseKey };
		// Who is not verified may be somebody in between.
		const before = ann.snapshot();
		expect(await ann.result(popup, "popup/name-revoker", naming)).toEqual({ ok: false, code: "not-allowed" });
		expect(ann.snapshot()).toBe(before);
		await compareNumbers(ann, naming.contact);
		const { armor } = await ann.ask(popup, "popup/name-revoker", naming);
		expect((await ann.ask(popup, "popup/state", null)).own?.named).toEqual([toBen?.id]);
		// It changes nothing for anybody yet, and tells nobody but Ben.
		expect(await ben.ask(popup, "popup/read-by-hand", { text: armor.join("\n") })).toMatchObject({
			kind: "message",
			text: "namedRevokerText",
		});
		expect((await ben.ask(popup, "popup/contact", { contact })).mayEnd).toBe(true);
		expect((await contacts(ben))[0]?.trust).not.toBe("revoked");
		expect((await eve.read(armor)).view).toEqual({ kind: "placeholder" });

		const wrong = { contact, passphraseKey: "A".repeat(43) };
		expect(await ben.result(popup, "popup/end-contact", wrong)).toEqual({ ok: false, code: "wrong-passphrase" });
		const ended = await ben.ask(popup, "popup/end-contact", ending);
		expect(await contacts(ben)).toMatchObject([{ trust: "revoked", writable: false }]);
		expect((await ben.ask(popup, "popup/contact", { contact })).mayEnd).toBe(false);
		expect(findArmor(ended.armor[0] ?? "")).toHaveLength(1);
		await eve.read(ended.armor, placeAt("eve"));
		expect(await contacts(eve)).toMatchObject([{ trust: "revoked" }]);
		await ann.read(ended.armor);
		await expect(ann.say("no")).rejects.toMatchObject({ code: "own-account-ended" });
	});
});
