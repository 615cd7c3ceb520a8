import { describe, expect, it } from "vitest";
import { Person, passphraseKey, plain, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const state = (person: Person) => person.ask(senders.popup(), "popup/state", null);
const minute = 60_000;

describe("locking", () => {
	it("begins with no vault, and says so on every surface", async () => {
		const person = new Person("Ann");
		person.granted.add("chat.example");
		await person.ask(senders.popup(), "popup/site-on", { origin: "https://chat.example" });
		await person.ask(senders.content(), "content/start", { top: true });
		expect(await state(person)).toMatchObject({ vault: "none", name: null, people: [] });
		expect((await person.read(["x"])).view).toEqual({ kind: "no-vault" });
		expect((await person.compose()).view).toMatchObject({ vault: "none", mark: null, contacts: [] });
		await expect(person.ask(senders.popup(), "popup/kdf-params", null)).rejects.toMatchObject({ code: "no-vault" });
		await person.background.installed("install");
		expect(person.opened).toContain("welcome.html");
	});

	it("wants a name, and makes one vault only", async () => {
		const ask = {
			name: " \u200b ",
			mark: { picture: 1, word: "fern" },
			salt: "AAAAAAAAAAAAAAAAAAAAAA",
			profile: 1,
			passphraseKey,
		};
		const person = new Person("Ann");
		await expect(person.ask(senders.welcome(), "welcome/create", ask)).rejects.toMatchObject({ code: "name-empty" });
		await person.ask(senders.welcome(), "welcome/create", { ...ask, name: "Ann" });
		await expect(person.ask(senders.welcome(), "welcome/create", { ...ask, name: "Eve" })).rejects.toMatchObject({
			code: "vault-exists",
		});
		expect(await state(person)).toMatchObject({ vault: "unlocked", name: "Ann", mark: { picture: 1, word: "fern" } });
		expect(await person.ask(senders.popup(), "popup/kdf-params", null)).toEqual({ salt: ask.salt, profile: 1 });
	});

	it("takes everything away from every surface, and tells them", async () => {
		const { ann, ben } = await acquainted();
		const reader = await ben.read(await ann.say("hidden"));
		const composer = await ben.compose();
		await ben.ask(senders.popup(), "popup/lock", null);
		expect(ben.news.at(-1)).toEqual({ to: "pages", kind: "vault-changed", vault: "locked" });
		expect(await reader.refresh()).toEqual({ kind: "locked" });
		expect(await reader.reveal()).toEqual({ kind: "locked" });
		expect(await reader.accept()).toEqual({ kind: "locked" });
		const view = await ben.ask(senders.composer(), "composer/refresh", { handle: composer.handle });
		expect(view).toMatchObject({ vault: "locked", mark: null, recipients: [], contacts: [], draft: "" });
		for (const [channel, ask] of [
			["popup/contacts", null],
			["popup/my-card", { sendId: ben.nextSendId() }],
			["popup/safety-number", { contact: "a".repeat(64) }],
		] as const)
			expect(await ben.result(senders.popup(), channel, ask)).toEqual({ ok: false, code: "locked" });
		const send = {
			handle: composer.handle,
			sendId: ben.nextSendId(),
			text: "t",
			recipients: ["a".repeat(64)],
			submit: false,
			options: plain,
		};
		expect(await ben.result(senders.composer(), "composer/send", send)).toEqual({ ok: false, code: "locked" });

		const wrong = { passphraseKey: `B${passphraseKey.slice(1)}` };
		expect(await ben.result(senders.popup(), "popup/unlock", wrong)).toEqual({ ok: false, code: "wrong-passphrase" });
		expect(await reader.refresh()).toEqual({ kind: "locked" });
		await ben.unlock();
		expect(ben.news.at(-1)).toMatchObject({ vault: "unlocked" });
		expect(await reader.refresh()).toMatchObject({ text: "hidden" });
	});

	it.each(["idle", "locked"] as const)("locks when the browser says %s", async (what) => {
		const person = await new Person("Ann").setUp();
		await person.background.idleChanged("active");
		expect((await state(person)).vault).toBe("unlocked");
		await person.background.idleChanged(what);
		expect((await state(person)).vault).toBe("locked");
	});

	it("locks at the alarm when the event of being idle was missed", async () => {
		const person = await new Person("Ann").setUp();
		await person.background.alarm("auto-lock");
		expect((await state(person)).vault).toBe("unlocked");
		person.idle = "idle";
		await person.background.alarm("something else");
		expect((await state(person)).vault).toBe("unlocked");
		await person.background.alarm("auto-lock");
		expect((await state(person)).vault).toBe("locked");
	});

	it("locks when the clock jumped, before it answers", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("while asleep");
		ben.now += 16 * minute;
		expect((await ben.read(armor)).view).toEqual({ kind: "locked" });
	});

	it("stays open while the worker runs, alarms ring and the user is there", async () => {
		const person = await new Person("Ann").setUp();
		for (let i = 0; i < 60; i++) {
			person.now += minute;
			await person.background.alarm("auto-lock");
		}
		expect((await state(person)).vault).toBe("unlocked");
	});

	it("locks after a short sleep already where the browser tells of no locked screen", async () => {
		const sleeper = await new Person("Ann").setUp();
		sleeper.screen = false;
		sleeper.now += 3 * minute;
		expect((await state(sleeper)).vault).toBe("locked");
		const other = await new Person("Ben").setUp();
		other.now += 3 * minute;
		expect((await state(other)).vault).toBe("unlocked");
	});

	it("tells every surface also when the keys could not be taken out of session memory, and tries again", async () => {
		const person = await new Person("Ann").setUp();
		person.keysFail = 1;
		await person.ask(senders.popup(), "popup/lock", null);
		expect(person.news.at(-1)).toMatchObject({ kind: "vault-changed", vault: "locked" });
		person.restart();
		expect((await state(person)).vault).toBe("locked");
		await person.unlock();
		person.keysFail = 2;
		await expect(person.ask(senders.popup(), "popup/lock", null)).rejects.toMatchObject({ code: "storage-failed" });
		expect(person.news.at(-1)).toMatchObject({ kind: "vault-changed", vault: "locked" });
		expect((await state(person)).vault).toBe("locked");
		expect(person.alarms.size).toBe(1);
	});

	it("is guarded and told at once, whatever fails after the unlocking", async () => {
		const person = await new Person("Ann").setUp();
		await person.ask(senders.popup(), "popup/lock", null);
		expect(person.alarms.size).toBe(0);
		// The list has to be signed anew, and cannot be written.
		person.now += 70 * 24 * 60 * minute;
		person.diskFull = true;
		await person.unlock();
		expect(person.alarms.size).toBe(1);
		expect(person.news.at(-1)).toMatchObject({ kind: "vault-changed", vault: "unlocked" });
	});

	it("tidies once a day also when it stays open", async () => {
		const { ann } = await acquainted();
		const { handle } = await ann.compose();
		await ann.ask(senders.composer(), "composer/to-safe-window", { handle, draft: "old", options: plain });
		await ann.background.alarm("auto-lock");
		expect(ann.count("drafts")).toBe(1);
		for (let passed = 0; passed < 8 * 24 * 60; passed += 10) {
			ann.now += 10 * minute;
			await ann.background.alarm("auto-lock");
		}
		expect(ann.count("drafts")).toBe(0);
	});

	it("locks after the time that the user chose", async () => {
		const person = await new Person("Ann").setUp();
		expect((await state(person)).autoLockMinutes).toBe(15);
		await person.ask(senders.popup(), "popup/set-auto-lock", { minutes: 2 });
		expect(await state(person)).toMatchObject({ autoLockMinutes: 2, locksWithScreen: true });
		person.now += 3 * minute;
		expect((await state(person)).vault).toBe("locked");
	});

	it("is open after the worker died, and locked after the browser closed", async () => {
		const person = await new Person("Ann").setUp();
		person.restart();
		expect((await state(person)).vault).toBe("unlocked");
		person.restart("browser");
		expect((await state(person)).vault).toBe("locked");
	});

	it("opens the place to unlock once in a while, however often a page asks", async () => {
		const { ann } = await acquainted();
		const { handle } = await ann.compose();
		const reader = await ann.read(["x"]);
		await ann.ask(senders.composer(), "composer/open-unlock", { handle });
		await ann.ask(senders.reader(), "reader/open-unlock", { handle: reader.handle });
		expect(ann.opened).toEqual(["popup.html"]);
		ann.now += 5000;
		await ann.ask(senders.composer(), "composer/open-unlock", { handle });
		expect(ann.opened).toEqual(["popup.html", "popup.html"]);
	});

	it("signs the device list anew when it is about to end, so that cards stay good", async () => {
		const day = 24 * 60 * minute;
		const { ann, ben } = await acquainted();
		for (let days = 0; days < 120; days += 20) {
			for (const person of [ann, ben]) {
				person.now += 20 * day;
				await person.unlock();
				await person.ask(senders.content(), "content/start", { top: true });
			}
		}
		const card = await ann.invite();
		expect((await ben.read(card)).view).toMatchObject({ kind: "card", expired: false });
		expect(await (await ben.read(card)).accept()).toMatchObject({ accepted: true, contact: { writable: true } });
		expect((await ann.read(await ben.say("after months"))).view).toMatchObject({ text: "after months" });
	});
});
