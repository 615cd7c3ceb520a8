import { describe, expect, it } from "vitest";
import { readEpochs } from "../../src/history/epochs.ts";
import { listRows } from "../../src/history/rows.ts";
import type { MessageOptions, Retention } from "../../src/messaging/channels.ts";
import { epochOfSession } from "../../src/sessions/session-record.ts";
import { idOf, sessionsOf } from "../support/copies.ts";
import { openDisk, pass } from "../support/disk.ts";
import { alone, mountId, origin, Person, placeAt, plain, senders, tab } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const asking = (disappears: MessageOptions["disappears"]): MessageOptions => ({ ...plain, disappears });

const keepForAll = (person: Person, keep: Retention) => person.ask(senders.popup(), "popup/set-keep", { keep });
async function keepHere(person: Person, keep: Retention | null, room = "room") {
	const { handle } = await person.compose(placeAt(room));
	return person.ask(senders.composer(), "composer/set-keep", { handle, keep });
}
const epochNames = async (person: Person) => [...(await readEpochs(await openDisk(person))).keys()];
const rowsOn = async (person: Person) => (await listRows(await openDisk(person))).map(({ row }) => row);
/** The protection of a message as it is shown now. */
async function protection(person: Person, armor: readonly string[]) {
	const { view } = await person.read(armor);
	if (view.kind !== "message") throw new Error(`not shown: ${view.kind}`);
	return view.protection;
}
const gone = (at?: number) => ({ kind: "failed", code: "key-deleted", ...(at === undefined ? {} : { deletedAt: at }) });

/** A reader in another tab of the same site. */
async function readIn(person: Person, tabId: number, armor: readonly string[]) {
	const url = `${origin}/room`;
	const request = { mount: mountId(), armor, place: placeAt("room"), onPage: alone(armor) };
	const content = senders.content({ tab: { id: tabId, url } });
	const { ticket } = await person.ask(content, "content/request-reader", request);
	const frame = senders.page("reader", 11, tabId);
	const { handle, view } = await person.ask(frame, "reader/open", { ticket });
	return { view, refresh: () => person.ask(frame, "reader/refresh", { handle }) };
}

describe("how long a message stays readable", () => {
	it("is forever where nobody chose anything", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("stays");
		expect(await protection(ben, armor)).toMatchObject({
			readableUntil: null,
			closesWithTab: false,
			shortenedByAuthor: false,
		});
		pass(1000 * day, ben);
		expect((await ben.read(armor)).view).toMatchObject({ text: "stays" });
	});

	it("is what the settings say, and what the conversation says where it says something", async () => {
		const { ann, ben } = await acquainted();
		await keepForAll(ben, "30d");
		expect((await ben.compose()).view).toMatchObject({ keep: "30d", ownKeep: null });
		const shown = ben.now;
		expect(await protection(ben, await ann.say("one"))).toMatchObject({ readableUntil: shown + 30 * day });
		expect(await keepHere(ben, "7d")).toMatchObject({ keep: "7d", ownKeep: "7d" });
		expect(await protection(ben, await ann.say("two"))).toMatchObject({ readableUntil: shown + 7 * day });
		await keepForAll(ben, "24h");
		expect(await protection(ben, await ann.say("three"))).toMatchObject({ readableUntil: shown + 7 * day });
		expect(await keepHere(ben, null)).toMatchObject({ keep: "24h", ownKeep: null });
		expect(await protection(ben, await ann.say("four"))).toMatchObject({ readableUntil: shown + day });
		const { keep } = await ben.ask(senders.popup(), "popup/state", null);
		expect(keep).toBe("24h");
	});

	it("counts from the first sight, not from when it was sent", async () => {
		const { ann, ben } = await acquainted();
		await keepForAll(ben, "24h");
		const armor = await ann.say("late");
		pass(5 * day, ben);
		const seen = ben.now;
		expect(await protection(ben, armor)).toMatchObject({ readableUntil: seen + day });
		pass(hour, ben);
		expect(await protection(ben, armor)).toMatchObject({ readableUntil: seen + day });
	});

	it("is shorter when the author asks for it, never longer", async () => {
		const { ann, ben } = await acquainted();
		await keepForAll(ben, "7d");
		const shorter = await ann.say("a day", placeAt("room"), asking("24h"));
		const longer = await ann.say("a season", placeAt("room"), asking("90d"));
		expect(await protection(ben, shorter)).toMatchObject({ readableUntil: ben.now + day, shortenedByAuthor: true });
		expect(await protection(ben, longer)).toMatchObject({ readableUntil: ben.now + 7 * day, shortenedByAuthor: false });
		// The author is bound by the wish too.
		expect(await protection(ann, shorter)).toMatchObject({ readableUntil: ann.now + day, shortenedByAuthor: true });
	});

	it("ends at once for what a shorter setting finds too old, and is shorter for the rest", async () => {
		const { ann, ben } = await acquainted();
		const old = await ann.say("old");
		await ben.read(old);
		pass(2 * day, ben);
		const young = await ann.say("young");
		const { refresh } = await readIn(ben, 8, young);
		const shown = ben.now;
		await keepHere(ben, "24h");
		expect((await ben.read(old)).view).toEqual(gone(ben.now));
		expect(await refresh()).toMatchObject({ protection: { readableUntil: shown + day } });
		const at = ben.now;
		pass(hour, ben);
		expect((await ben.read(old)).view).toEqual(gone(at));
	});

	it("does not outlive the author's wish under a longer setting, nor come back", async () => {
		const { ann, ben } = await acquainted();
		const asked = await ann.say("asked", placeAt("room"), asking("24h"));
		const other = await ann.say("other");
		await keepHere(ben, "24h");
		const shown = ben.now;
		for (const armor of [asked, other]) await ben.read(armor);
		await keepHere(ben, "forever");
		expect(await protection(ben, asked)).toMatchObject({ readableUntil: shown + day, shortenedByAuthor: true });
		expect(await protection(ben, other)).toMatchObject({ readableUntil: null, shortenedByAuthor: false });
		pass(day, ben);
		expect((await ben.read(asked)).view).toEqual(gone(ben.now));
		await keepForAll(ben, "forever");
		await keepHere(ben, null);
		expect((await ben.read(asked)).view).toMatchObject(gone());
		expect((await ben.read(other)).view).toMatchObject({ text: "other" });
	});

	it("leaves the rows of other conversations as they are", async () => {
		const { ann, ben } = await acquainted();
		const popup = senders.popup();
		const [contact] = await ann.ask(popup, "popup/contacts", null);
		const here = await ann.say("here");
		const ask = { sendId: ann.nextSendId(), text: "by hand", recipients: [contact!.id], options: plain };
		const text = (await ann.ask(popup, "popup/write-by-hand", ask)).armor.join("\n");
		for (const person of [ann, ben]) {
			await person.read(here);
			await person.ask(popup, "popup/read-by-hand", { text });
			await keepHere(person, "24h");
			expect(await protection(person, here)).toMatchObject({ readableUntil: person.now + day });
			pass(day, person);
			await person.background.alarm("auto-lock");
			expect((await person.read(here)).view).toEqual(gone(person.now));
			expect(await person.ask(popup, "popup/read-by-hand", { text })).toMatchObject({
				text: "by hand",
				protection: { readableUntil: null },
			});
		}
	});
});

describe("when the time is over", () => {
	it("a frame that asks again finds it deleted before anything has swept", async () => {
		const { ann, ben } = await acquainted();
		await keepForAll(ben, "24h");
		const reader = await ben.read(await ann.say("a day"));
		pass(day - 1, ben);
		expect(await reader.refresh()).toMatchObject({ text: "a day" });
		pass(1, ben);
		const before = ben.snapshot();
		expect(await reader.refresh()).toEqual(gone(ben.now));
		expect(ben.snapshot()).toBe(before);
	});

	it("the next alarm deletes it and tells frames to ask again, once", async () => {
		const { ann, ben } = await acquainted();
		await keepForAll(ben, "24h");
		const reader = await ben.read(await ann.say("a day"));
		pass(day - 1, ben);
		ben.news.length = 0;
		await ben.background.alarm("auto-lock");
		expect(ben.news).toEqual([]);
		pass(1, ben);
		await ben.background.alarm("auto-lock");
		const swept = ben.now;
		expect(ben.news).toEqual([{ to: "pages", kind: "people-changed" }]);
		pass(60_000, ben);
		await ben.background.alarm("auto-lock");
		expect(ben.news).toHaveLength(1);
		expect(await reader.refresh()).toEqual(gone(swept));
		// Ben's own greeting is as old.
		expect((await rowsOn(ben)).filter(({ kind }) => kind === "deleted")).toMatchObject([
			{ at: swept, keep: "24h" },
			{ at: swept, keep: "24h" },
		]);
	});

	it("our own messages end the same way", async () => {
		const { ann } = await acquainted();
		await keepForAll(ann, "7d");
		const armor = await ann.say("mine");
		expect(await protection(ann, armor)).toMatchObject({ way: "own", readableUntil: ann.now + 7 * day });
		pass(7 * day, ann);
		await ann.background.alarm("auto-lock");
		expect((await ann.read(armor)).view).toEqual(gone(ann.now));
	});

	it("the epoch key goes from the stored record with the last of its day", async () => {
		const { ann, ben } = await acquainted();
		await keepHere(ben, "24h");
		await ben.read(await ann.say("a day"));
		const today = `24h:${Math.floor(ben.now / day)}`;
		expect(await epochNames(ben)).toContain(today);
		pass(day, ben);
		await ben.background.alarm("auto-lock");
		expect(await epochNames(ben)).not.toContain(today);
	});

	it("is tried again when the disk is full, and not shown meanwhile", async () => {
		const { ann, ben } = await acquainted();
		await keepForAll(ben, "24h");
		const reader = await ben.read(await ann.say("a day"));
		pass(day, ben);
		ben.diskFull = true;
		ben.news.length = 0;
		await expect(ben.background.alarm("auto-lock")).rejects.toMatchObject({ code: "storage-failed" });
		expect(await reader.refresh()).toEqual(gone(ben.now));
		expect((await rowsOn(ben)).some(({ kind }) => kind === "deleted")).toBe(false);
		ben.diskFull = false;
		pass(60_000, ben);
		await ben.background.alarm("auto-lock");
		expect(ben.news).toEqual([{ to: "pages", kind: "people-changed" }]);
		expect((await rowsOn(ben)).some(({ kind, keep }) => kind === "deleted" && keep === "24h")).toBe(true);
		expect((await epochNames(ben)).some((name) => name.startsWith("24h"))).toBe(false);
	});

	it("is swept at the next unlock when it came while locked", async () => {
		const { ann, ben } = await acquainted();
		await keepForAll(ben, "24h");
		const armor = await ann.say("a day");
		await ben.read(armor);
		await ben.ask(senders.popup(), "popup/lock", null);
		pass(3 * day, ben);
		await ben.background.alarm("auto-lock");
		await ben.unlock();
		expect((await rowsOn(ben)).some(({ kind, keep }) => kind === "deleted" && keep === "24h")).toBe(true);
		expect((await ben.read(armor)).view).toEqual(gone(ben.now));
	});
});

describe("until the tab closes", () => {
	async function shownInTwoTabs() {
		const { ann, ben } = await acquainted();
		await keepHere(ben, "closed");
		const armor = await ann.say("for now");
		const first = await ben.read(armor);
		const second = await readIn(ben, 8, armor);
		return { ann, ben, armor, first, second };
	}

	it("is readable in two tabs until the last one closes, across restarts of the worker", async () => {
		const { ben, armor, first, second } = await shownInTwoTabs();
		for (const { view } of [first, second]) {
			expect(view).toMatchObject({ text: "for now", protection: { closesWithTab: true, readableUntil: null } });
		}
		ben.restart();
		expect(await second.refresh()).toMatchObject({ text: "for now" });
		await ben.background.tabRemoved(tab);
		expect(await second.refresh()).toMatchObject({ text: "for now" });
		ben.restart();
		expect(await second.refresh()).toMatchObject({ text: "for now" });
		ben.news.length = 0;
		await ben.background.tabRemoved(8);
		expect(ben.news).toContainEqual({ to: "pages", kind: "people-changed" });
		expect((await ben.read(armor)).view).toEqual(gone(ben.now));
		expect((await rowsOn(ben)).filter(({ kind }) => kind === "deleted")).toMatchObject([
			{ keep: "closed", at: ben.now },
			{ keep: "closed", at: ben.now },
		]);
	});

	it("is over after the browser was closed", async () => {
		const { ben, armor } = await shownInTwoTabs();
		ben.restart("browser");
		await ben.unlock();
		expect((await ben.read(armor)).view).toEqual(gone(ben.now));
	});

	it("is over for a tab that went while nobody listened", async () => {
		const { ben, armor } = await shownInTwoTabs();
		await ben.background.tabRemoved(tab);
		// Only `tab` is left of the tabs that the browser tells of.
		ben.restart();
		await ben.background.started();
		expect((await ben.read(armor)).view).toEqual(gone(ben.now));
	});

	it("is over when the tab closes while locked", async () => {
		const { ben, armor } = await shownInTwoTabs();
		await ben.ask(senders.popup(), "popup/lock", null);
		await ben.background.tabRemoved(tab);
		await ben.background.tabRemoved(8);
		expect([...ben.session.keys()].some((key) => key.startsWith("closing:"))).toBe(false);
		await ben.unlock();
		expect((await ben.read(armor)).view).toEqual(gone(ben.now));
	});

	it("has its key neither on the disk nor in the clear in session memory", async () => {
		const { ben } = await shownInTwoTabs();
		expect((await epochNames(ben)).some((name) => name.startsWith("closed"))).toBe(false);
		const [[name, entry] = []] = [...ben.session].filter(([key]) => key.startsWith("closing:"));
		expect(Object.keys(entry as object).sort()).toEqual(["instance", "sealed", "tabs"]);
		const { instance, sealed } = entry as { instance: string; sealed: string };
		const bytes = new Uint8Array(Buffer.from(sealed, "hex"));
		expect(bytes.length).toBeGreaterThan(32 + 16);
		const vault = await openDisk(ben);
		const epoch = `closed:${name?.slice("closing:".length)}:${instance}`;
		const key = await vault.openFromMemory(epoch, bytes);
		expect(key).toHaveLength(32);
		expect(sealed).not.toContain(Buffer.from(key!).toString("hex"));
		await vault.lock();
		await expect(vault.openFromMemory(epoch, bytes)).rejects.toMatchObject({ code: "locked" });
	});

	it("holds for our own messages, also when the author asked for it", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("for now", placeAt("room"), asking("closed"));
		expect(await protection(ann, armor)).toMatchObject({ closesWithTab: true, shortenedByAuthor: true });
		expect(await protection(ben, armor)).toMatchObject({ closesWithTab: true, shortenedByAuthor: true });
		for (const person of [ann, ben]) {
			await person.background.tabRemoved(tab);
			expect((await person.read(armor)).view).toEqual(gone(person.now));
		}
	});
});

describe("until the tab closes, chosen for all messages that are here", { timeout: 30_000 }, () => {
	/** A message of a chat, one of another chat with somebody else, one by hand, and one that has a choice of its own. */
	async function various() {
		const { ann, ben } = await acquainted();
		const cay = await new Person("Cay").setUp();
		const other = placeAt("other");
		await (await cay.read(await ben.invite(other), other)).accept();
		const fromCay = await cay.say("there", other);
		await (await ben.read(fromCay, other)).accept();
		const fromAnn = await ann.say("here");
		await ben.read(fromAnn);
		const [contact] = await ann.ask(senders.popup(), "popup/contacts", null);
		const ask = { sendId: ann.nextSendId(), text: "by hand", recipients: [contact!.id], options: plain };
		const text = (await ann.ask(senders.popup(), "popup/write-by-hand", ask)).armor.join("\n");
		const byHand = () => ben.ask(senders.popup(), "popup/read-by-hand", { text });
		await byHand();
		const views = async () => [(await ben.read(fromAnn)).view, (await ben.read(fromCay, other)).view, await byHand()];
		return { ann, ben, fromAnn, views };
	}
	const here = [{ text: "here" }, { text: "there" }, { text: "by hand" }];

	it("holds while a tab of a site is open, and no longer", async () => {
		const { ann, ben, fromAnn, views } = await various();
		await keepForAll(ben, "closed");
		expect(await views()).toMatchObject(here);
		expect(await protection(ben, fromAnn)).toMatchObject({ closesWithTab: true, readableUntil: null });
		ben.restart();
		expect(await views()).toMatchObject(here);
		const next = await ann.say("after it");
		expect(await protection(ben, next)).toMatchObject({ closesWithTab: true });
		await ben.background.tabRemoved(99);
		expect(await views()).toMatchObject(here);
		await ben.background.tabRemoved(tab);
		const [first, second, third] = await views();
		expect([first, second]).toEqual([gone(ben.now), gone(ben.now)]);
		expect(third).toEqual(gone(ben.now));
		expect((await ben.read(next)).view).toEqual(gone(ben.now));
		expect((await rowsOn(ben)).every(({ kind }) => kind === "deleted")).toBe(true);
	});

	it("deletes at once where no tab shows a site that is on", async () => {
		const { ben, fromAnn } = await various();
		await ben.ask(senders.popup(), "popup/site-off", { origin });
		ben.news.length = 0;
		await keepForAll(ben, "closed");
		expect((await rowsOn(ben)).every(({ kind }) => kind === "deleted")).toBe(true);
		expect([...ben.session.keys()].some((key) => key.startsWith("closing:"))).toBe(false);
		expect(ben.news).toContainEqual({ to: "pages", kind: "people-changed" });
		ben.granted.add(new URL(origin).hostname);
		await ben.ask(senders.popup(), "popup/site-on", { origin });
		expect((await ben.read(fromAnn)).view).toEqual(gone(ben.now));
	});

	it("leaves those of a conversation with a choice of its own", async () => {
		const { ben, fromAnn } = await various();
		await keepHere(ben, "7d");
		await keepForAll(ben, "closed");
		await ben.background.tabRemoved(tab);
		expect((await ben.read(fromAnn)).view).toMatchObject({ text: "here", protection: { closesWithTab: false } });
	});
});

it("the daily tidying seals session states under the key of today, and the key of before is gone", async () => {
	const { ann, ben } = await acquainted();
	const state = (at: number) => `state:${Math.floor(at / day)}`;
	const sealedUnder = async () =>
		(await (await openDisk(ben)).list("sessions")).map(({ value }) => epochOfSession(value));
	const before = ben.now;
	const sessions = (await sessionsOf(ben)).map(idOf);
	expect(sessions).toHaveLength(1);
	expect(new Set(await sealedUnder())).toEqual(new Set([state(before)]));
	await ben.background.alarm("auto-lock");
	pass(day, ben, ann);
	await ben.background.alarm("auto-lock");
	const states = (await epochNames(ben)).filter((name) => name.startsWith("state"));
	expect(states).toEqual([state(ben.now)]);
	expect(new Set(await sealedUnder())).toEqual(new Set([state(ben.now)]));
	ben.restart("browser");
	await ben.unlock();
	expect((await ben.read(await ann.say("goes on"))).view).toMatchObject({ text: "goes on" });
	expect((await sessionsOf(ben)).map(idOf)).toEqual(sessions);
});
