/** Requests that meet in the middle of another one's reading or writing: the worker takes them in any order, the database takes its time. */
import { describe, expect, it } from "vitest";
import { sessionsOf } from "../support/copies.ts";
import { pass } from "../support/disk.ts";
import { alone, mountId, Person, placeAt, plain, senders, type Takes } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const room = placeAt("room");
const popup = senders.popup();

/** The first look or write of this kind waits until it is let go. */
function held(person: Person, ...[what, table]: Parameters<Takes>) {
	let letGo = (): void => undefined;
	const gone = new Promise<void>((resolve) => {
		letGo = resolve;
	});
	let reached = (): void => undefined;
	const there = new Promise<void>((resolve) => {
		reached = resolve;
	});
	let first = true;
	person.takes = async (asked, of) => {
		if (!first || asked !== what || of !== table) return;
		first = false;
		reached();
		await gone;
	};
	return { there, letGo };
}

/** The look number `nth` into this table waits until it is let go. */
function nthLook(person: Person, table: Parameters<Takes>[1], nth: number) {
	const { there, letGo } = held(person, "get", table);
	const hold = person.takes;
	let looks = 0;
	person.takes = async (what, of) => {
		if (what === "get" && of === table && ++looks === nth) await hold(what, of);
	};
	return { there, letGo };
}

/** A session that both have confirmed. */
async function confirmed() {
	const { ann, ben } = await acquainted();
	await ben.read(await ann.say("Hello Ben"));
	await ann.read(await ben.say("Hello again"));
	return { ann, ben };
}

async function byHand(person: Person, text: string): Promise<readonly string[]> {
	const recipients = (await person.ask(popup, "popup/contacts", null)).map(({ id }) => id);
	const ask = { sendId: person.nextSendId(), text, recipients, options: plain };
	return (await person.ask(popup, "popup/write-by-hand", ask)).armor;
}

describe("a look at the people while a message is read or sent", { timeout: 30_000 }, () => {
	it("brings no older state of a session back", async () => {
		const { ann, ben } = await confirmed();
		const { handle, view } = await ann.compose();
		const recipients = view.recipients.map(({ id }) => id);
		ann.restart();
		const slow = held(ann, "entries", "sessions");
		const looking = ann.ask(popup, "popup/contacts", null);
		await slow.there;
		const send = async (text: string) => {
			const ask = { handle, sendId: ann.nextSendId(), text, recipients, submit: false, options: plain };
			const before = ann.chat.length;
			await ann.ask(senders.composer(), "composer/send", ask);
			return ann.chat.slice(before);
		};
		const first = await send("first");
		slow.letGo();
		await looking;
		const second = await send("second");
		ann.restart();
		const third = await send("third");
		// Each under a number of its own: nothing looks like a copied profile.
		for (const [armor, text] of [
			[first, "first"],
			[second, "second"],
			[third, "third"],
		] as const) {
			expect((await ben.read(armor)).view).toMatchObject({ kind: "message", text, warnings: [] });
		}
	});

	it("loses no key that was made meanwhile", async () => {
		const { ann, ben } = await confirmed();
		await ben.ask(popup, "popup/set-keep", { keep: "7d" });
		pass(24 * 60 * 60 * 1000, ann, ben);
		const [first, second] = [await ann.say("first"), await ann.say("second")];
		ben.restart();
		const slow = held(ben, "get", "epochs");
		const looking = ben.ask(popup, "popup/contacts", null);
		await slow.there;
		// The first one kept for 7 days makes the key of the day.
		expect((await ben.read(first)).view).toMatchObject({ text: "first" });
		slow.letGo();
		await looking;
		expect((await ben.read(second)).view).toMatchObject({ text: "second" });
		ben.restart();
		for (const [armor, text] of [
			[first, "first"],
			[second, "second"],
		] as const) {
			expect((await ben.read(armor)).view).toMatchObject({ kind: "message", text });
		}
	});

	it("keeps nothing of sessions in memory that came in before a lock", async () => {
		const { ann, ben } = await confirmed();
		ann.restart();
		const slow = held(ann, "entries", "sessions");
		const looking = ann.result(popup, "popup/contacts", null);
		await slow.there;
		await ann.ask(popup, "popup/lock", null);
		slow.letGo();
		expect(await looking).toMatchObject({ ok: false });
		await ann.unlock();
		expect((await ben.read(await ann.say("after it"))).view).toMatchObject({ text: "after it" });
		expect(await sessionsOf(ann)).toHaveLength(1);
	});
});

describe("a lock in the middle of a batch, and the unlock before its end", { timeout: 30_000 }, () => {
	/** Ann holds the card of everybody, and nobody has written. */
	async function invited() {
		const people = await Promise.all(["Ann", "Ben", "Cay"].map((name) => new Person(name).setUp()));
		const [ann, ben, cay] = people as [Person, Person, Person];
		const card = await ann.invite();
		for (const one of [ben, cay]) {
			await (await one.read(card)).accept();
			await (await ann.read(await one.invite())).accept();
		}
		return { ann, ben, cay };
	}

	it("keeps nothing of a start that was read in it: the start opens afterwards, and what follows", async () => {
		const { ann, ben, cay } = await invited();
		const starts = [await ben.say("from Ben"), await cay.say("from Cay")];
		const before = [ann.count("history"), ann.count("origins"), ann.count("sessions")];
		// Both are read in one batch: they wait for a write of somebody else.
		const writing = held(ann, "write", null);
		const other = ann.ask(popup, "popup/set-tells-seen", { on: true });
		await writing.there;
		const reading = starts.map((armor, index) => ann.read(armor, room, alone(armor), { frame: 20 + index }));
		await new Promise((resolve) => setTimeout(resolve, 50));
		const second = nthLook(ann, "origins", 2);
		writing.letGo();
		await other;
		await second.there;
		await ann.ask(popup, "popup/lock", null);
		const unlocking = ann.unlock();
		while ((await ann.ask(popup, "popup/state", null)).vault !== "unlocked") {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		second.letGo();
		for (const one of await Promise.all(reading)) expect(one.view).toMatchObject({ kind: "locked" });
		await unlocking;
		expect([ann.count("history"), ann.count("origins"), ann.count("sessions")]).toEqual(before);

		await ann.ask(senders.content(), "content/start", { top: true });
		for (const [index, text] of ["from Ben", "from Cay"].entries()) {
			expect(await (await ann.read(starts[index] ?? [])).reveal()).toMatchObject({ text });
		}
		for (const one of [ben, cay]) {
			const armor = await one.say("and more");
			expect(await (await ann.read(armor)).reveal()).toMatchObject({ text: "and more" });
		}
		ann.restart();
		expect(await sessionsOf(ann)).toHaveLength(before[2] === undefined ? 0 : before[2] + 2);
	});
});

describe("a draft that is written while a message is", { timeout: 30_000 }, () => {
	const inSafe = async (person: Person) => {
		const ticket = person.opened.at(-1)?.split("#")[1] ?? "";
		return (await person.ask(senders.safe(), "composer/open", { ticket })).view;
	};

	it("is there in the safe window", async () => {
		const { ann, ben } = await confirmed();
		const { handle } = await ann.compose();
		const slow = held(ann, "write", null);
		const sending = byHand(ann, "by hand");
		await slow.there;
		const moving = ann.ask(senders.composer(), "composer/to-safe-window", {
			handle,
			draft: "half a sen",
			options: plain,
		});
		await Promise.race([moving, new Promise((resolve) => setTimeout(resolve, 20))]);
		slow.letGo();
		const armor = await sending;
		await moving;
		ann.restart();
		expect(await inSafe(ann)).toMatchObject({ draft: "half a sen" });
		expect(await ben.ask(popup, "popup/read-by-hand", { text: armor.join("\n") })).toMatchObject({ text: "by hand" });
	});

	it("is there when the message could not be written", async () => {
		const { ann } = await confirmed();
		const { handle } = await ann.compose();
		const slow = held(ann, "write", null);
		let writes = 0;
		ann.fate = () => (++writes === 1 ? "fail" : null);
		const sending = byHand(ann, "by hand");
		const failing = expect(sending).rejects.toMatchObject({ code: "storage-failed" });
		await slow.there;
		const moving = ann.ask(senders.composer(), "composer/to-safe-window", {
			handle,
			draft: "half a sen",
			options: plain,
		});
		await Promise.race([moving, new Promise((resolve) => setTimeout(resolve, 20))]);
		slow.letGo();
		await failing;
		await moving;
		expect(await inSafe(ann)).toMatchObject({ draft: "half a sen" });
	});

	it("holds the text that was taken out of the site's box", async () => {
		const { ann } = await confirmed();
		const request = { mount: mountId(), taken: "from the box", place: room, limit: null };
		const { ticket } = await ann.ask(senders.content(), "content/request-composer", request);
		const slow = held(ann, "write", null);
		const sending = byHand(ann, "by hand");
		await slow.there;
		const opening = ann.ask(senders.composer(), "composer/open", { ticket });
		await Promise.race([opening, new Promise((resolve) => setTimeout(resolve, 20))]);
		slow.letGo();
		await sending;
		const { handle, view } = await opening;
		expect(view).toMatchObject({ taken: "from the box" });
		ann.restart();
		expect(await ann.ask(senders.composer(), "composer/refresh", { handle })).toMatchObject({ draft: "from the box" });
	});

	it("is gone when it was to be forgotten", async () => {
		const { ann } = await confirmed();
		const { handle } = await ann.compose(room, null, "from the box");
		expect(ann.count("drafts")).toBe(1);
		const slow = held(ann, "write", null);
		const sending = byHand(ann, "by hand");
		await slow.there;
		const closing = ann.ask(senders.composer(), "composer/close", { handle });
		await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, 20))]);
		slow.letGo();
		await sending;
		await closing;
		expect(ann.count("drafts")).toBe(0);
	});

	it("that cannot be deleted holds nothing up: the text moves or is sent once, and the guard goes down", async () => {
		const { ann, ben } = await confirmed();
		const guard = () => ann.orders.flatMap(({ order }) => (order.kind === "composing" ? [order.on] : [])).at(-1);
		const writesUntil = (full: number) => {
			let writes = 0;
			ann.fate = () => (++writes >= full ? "fail" : null);
		};
		await ann.ask(senders.content(), "content/start", { top: true });
		const moving = await ann.compose(room, null, "from the box");
		expect(guard()).toBe(true);
		writesUntil(2);
		const ask = { handle: moving.handle, draft: "half a sen", options: plain };
		expect(await ann.ask(senders.composer(), "composer/to-safe-window", ask)).toBeNull();
		expect(guard()).toBe(false);
		ann.fate = () => null;
		expect(await inSafe(ann)).toMatchObject({ draft: "half a sen" });

		const closing = await ann.compose(room, null, "from the box");
		writesUntil(1);
		expect(await ann.ask(senders.composer(), "composer/close", { handle: closing.handle })).toBeNull();
		expect(guard()).toBe(false);
		ann.fate = () => null;

		const { handle, view } = await ann.compose(room, null, "from the box");
		const recipients = view.recipients.map(({ id }) => id);
		const out = { handle, sendId: ann.nextSendId(), text: "once", recipients, submit: false, options: plain };
		writesUntil(3);
		expect(await ann.ask(senders.composer(), "composer/send", out)).toEqual({ outcome: "inserted" });
		expect((await ben.read(ann.chat.slice(-1))).view).toMatchObject({ text: "once" });
	});
});
