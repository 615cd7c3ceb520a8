/**
 * Sessions that were written over. A database keeps older copies of its records for a while, and an older state of a session opens what
 * came after it: so what was deleted takes the key of those states along, and nothing else is lost with it.
 */
import { describe, expect, it } from "vitest";
import type { MessageOptions } from "../../src/messaging/channels.ts";
import { copyOf, type Disk, diskOf, rowsOf, sessionsOf, sessionsOn, startAgain } from "../support/copies.ts";
import { pass } from "../support/disk.ts";
import { type Person, plain, senders, tab } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const day = 24 * 60 * 60 * 1000;
const popup = senders.popup();

/** A session that both have confirmed: no message repeats its start any more. */
async function confirmed() {
	const { ann, ben } = await acquainted();
	await ben.read(await ann.say("Hello Ben"));
	await ann.read(await ben.say("Hello again"));
	return { ann, ben };
}

async function shown(person: Person, armor: readonly string[]): Promise<string> {
	const view = await (await person.read(armor)).reveal();
	return view.kind === "message" ? view.text : view.kind === "failed" ? view.code : view.kind;
}

/** The disk of `person` as it is now, but the sessions as they were on `old`, and nothing known of any message. */
function oldSessions(person: Person, old: Disk): Disk {
	const now = [...diskOf(person)].filter(([name]) => !name.startsWith("sessions/") && !name.startsWith("history/"));
	return new Map([...now, ...rowsOf(old, "sessions")]);
}

const withOldSessions = (person: Person, old: Disk): Promise<Person> => copyOf(person, oldSessions(person, old));

const keepForAll = (person: Person, keep: "24h" | "30d") => person.ask(popup, "popup/set-keep", { keep });

describe("an old copy of the sessions opens nothing of what was deleted", { timeout: 30_000 }, () => {
	const ways: readonly {
		readonly what: string;
		readonly options?: MessageOptions;
		readonly before?: (ann: Person) => Promise<unknown>;
		readonly deleted: (ann: Person) => Promise<unknown>;
		readonly after?: string;
	}[] = [
		{
			what: "when its tab closed",
			options: { ...plain, disappears: "closed" },
			deleted: (ann) => ann.background.tabRemoved(tab),
		},
		{
			what: "when the browser was closed",
			options: { ...plain, disappears: "closed" },
			deleted: startAgain,
		},
		{
			what: "when its day was over",
			before: (ann) => keepForAll(ann, "24h"),
			async deleted(ann) {
				pass(day, ann);
				// The daily tidying is not due: it would end these states anyhow.
				ann.session.set("tidiedAt", ann.now);
				await ann.background.alarm("auto-lock");
			},
		},
		{
			what: "when a shorter time was chosen in the settings",
			async deleted(ann) {
				pass(2 * day, ann);
				await keepForAll(ann, "24h");
			},
		},
		{
			what: "when a shorter time was chosen for the conversation",
			async deleted(ann) {
				pass(2 * day, ann);
				const { handle } = await ann.compose();
				await ann.ask(senders.composer(), "composer/set-keep", { handle, keep: "24h" });
			},
		},
		{
			what: "when its author was removed",
			async deleted(ann) {
				const [contact] = await ann.ask(popup, "popup/contacts", null);
				await ann.ask(popup, "popup/remove-contact", { contact: contact?.id ?? "" });
			},
			after: "not-for-us",
		},
	];

	it.each(ways)("$what", async ({ options = plain, before, deleted, after = "key-deleted" }) => {
		const { ann, ben } = await confirmed();
		await before?.(ann);
		const armor = await ben.say("not for ever", undefined, options);
		const old = diskOf(ann);
		expect(await shown(ann, armor)).toBe("not for ever");
		// These states are what opens it: before it is deleted they do.
		expect(await shown(await withOldSessions(ann, old), armor)).toBe("not for ever");
		await deleted(ann);
		expect(await shown(ann, armor)).toBe(after);
		expect(await sessionsOn(oldSessions(ann, old))).toEqual([]);
		expect(await shown(await withOldSessions(ann, old), armor)).not.toBe("not for ever");
	});

	it("of our own neither: a sending chain of before gives their keys as well", async () => {
		const { ann, ben } = await confirmed();
		const old = diskOf(ann);
		const armor = await ann.say("mine", undefined, { ...plain, disappears: "closed" });
		expect(await sessionsOn(oldSessions(ann, old))).toHaveLength(1);
		await ann.background.tabRemoved(tab);
		expect(await shown(ann, armor)).toBe("key-deleted");
		expect(await sessionsOn(oldSessions(ann, old))).toEqual([]);
		expect(await shown(ben, await ann.say("on we go"))).toBe("on we go");
	});

	it("and the session goes on, over a restart", async () => {
		const { ann, ben } = await confirmed();
		const early = await ben.say("shown late");
		await ann.read(await ben.say("for now", undefined, { ...plain, disappears: "closed" }));
		await ann.background.tabRemoved(tab);
		ann.restart("browser");
		await ann.unlock();
		await ann.ask(senders.content(), "content/start", { top: true });
		expect(await shown(ann, await ben.say("on we go"))).toBe("on we go");
		expect(await shown(ann, early)).toBe("shown late");
		expect(await shown(ben, await ann.say("I too"))).toBe("I too");
		// A second one on the same day takes the states of after the first along.
		const again = await ben.say("once more", undefined, { ...plain, disappears: "closed" });
		const old = diskOf(ann);
		expect(await shown(ann, again)).toBe("once more");
		await ann.background.tabRemoved(tab);
		expect(await shown(await withOldSessions(ann, old), again)).not.toBe("once more");
		expect(await shown(ann, await ben.say("still there"))).toBe("still there");
	});

	it("unless the deletion could not be written: then nothing is lost, and it is tried again", async () => {
		const { ann, ben } = await confirmed();
		const armor = await ben.say("for now", undefined, { ...plain, disappears: "closed" });
		await ann.read(armor);
		ann.diskFull = true;
		await expect(ann.background.tabRemoved(tab)).rejects.toMatchObject({ code: "storage-failed" });
		ann.diskFull = false;
		expect(await shown(ann, armor)).toBe("key-deleted");
		expect(await shown(ann, await ben.say("on we go"))).toBe("on we go");
		const before = diskOf(ann);
		await ann.background.alarm("auto-lock");
		expect(await shown(await withOldSessions(ann, before), armor)).not.toBe("for now");
		expect(await shown(ann, await ben.say("and on"))).toBe("and on");
	});
});

it("tidying while the day ends loses no session", { timeout: 60_000 }, async () => {
	const { ann, ben } = await confirmed();
	const armor = await ben.say("the day after");
	const midnight = Date.UTC(2026, 10, 22);
	const disk = diskOf(ann);
	for (let ahead = 1; ahead <= 40; ahead++) {
		const copy = await copyOf(ann, disk);
		copy.now = midnight - ahead;
		copy.session.set("awakeAt", copy.now);
		copy.session.delete("tidiedAt");
		copy.tick = 1;
		await copy.background.alarm("auto-lock");
		copy.tick = 0;
		const ended = copy.now;
		expect(ended, "looks at the clock").toBeGreaterThan(midnight - ahead + 3);
		copy.restart("worker");
		expect(await sessionsOf(copy), `${ahead} ms before midnight`).toHaveLength(1);
		expect(await shown(copy, armor), `${ahead} ms before midnight`).toBe("the day after");
	}
});
