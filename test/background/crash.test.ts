/**
 * A crash at every storage write of a conversation: the write fails, or the worker dies right after it. Either way nothing is lost, said
 * twice or said otherwise, and no key seals two things under one nonce.
 *
 * What holds for keys: a send whose write failed has used its message key in memory, and the next send uses the same one again, since
 * the session on the disk has not moved. Its armor never left, and the nonce comes from the message's digest, so it is another
 * one. After a write that was kept nothing is sealed again: the same armor comes out.
 */
import { describe, expect, it } from "vitest";
import type { Suite } from "../../src/protocol/index.ts";
import { sessionsOf } from "../support/copies.ts";
import { armorsIn, Died, type Fate, Person, plain, Refused, senders, suite } from "../support/person.ts";
import { watchSuite } from "../support/watched-suite.ts";

type End = Exclude<Fate, null>;

/** Two people, of whose writes one ends badly. */
interface World {
	readonly ann: Person;
	readonly ben: Person;
	/** Everything that ever stood in the chat, by what it was sent for. */
	readonly sent: Map<string, { readonly text: string; readonly from: Person; readonly armors: Set<string> }>;
	writes: number;
	/** How often it ended badly. */
	crashes: number;
}

async function world(at: number, end: End | null, using: Suite): Promise<World> {
	const [ann, ben] = await Promise.all([new Person("Ann", using).setUp(), new Person("Ben", using).setUp()]);
	const made: World = { ann, ben, sent: new Map(), writes: 0, crashes: 0 };
	for (const person of [ann, ben]) {
		person.fate = () => {
			made.writes++;
			if (made.writes !== at || end === null) return null;
			made.crashes++;
			return end;
		};
	}
	return made;
}

/** Tried again until it is done, by a worker that came up anew. */
async function insist<T>(person: Person, step: () => Promise<T>): Promise<T> {
	try {
		return await step();
	} catch (error) {
		if (!(error instanceof Died) && !(error instanceof Refused && error.code === "storage-failed")) throw error;
		person.restart("worker");
		return step();
	}
}

/** What the client of a composer does: the same `sendId` until there is an answer. */
async function sends(
	{ sent }: World,
	from: Person,
	text: string,
	ask: (sendId: string) => Promise<unknown>,
): Promise<readonly string[]> {
	const sendId = from.nextSendId();
	const armors = new Set<string>();
	sent.set(sendId, { text, from, armors });
	const before = from.chat.length;
	await insist(from, () => ask(sendId));
	// A chat may show it twice when the answer was lost; it is the same then.
	for (const armor of armorsIn(from.chat.slice(before))) armors.add(armor);
	return [...armors];
}

const says = (all: World, from: Person, text: string) =>
	sends(all, from, text, async (sendId) => {
		const { handle, view } = await from.compose();
		const recipients = view.recipients.map(({ id }) => id);
		const ask = { handle, sendId, text, recipients, submit: false, options: plain };
		await from.ask(senders.composer(), "composer/send", ask);
	});

const invites = (all: World, from: Person) =>
	sends(all, from, "", async (sendId) => {
		const { handle } = await from.compose();
		await from.ask(senders.composer(), "composer/invite", { handle, sendId, line: "Join me:", submit: false });
	});

async function reads(by: Person, armor: readonly string[]): Promise<string> {
	const { view } = await insist(by, () => by.read(armor));
	return view.kind === "message" ? view.text : view.kind;
}

const accepts = (by: Person, armor: readonly string[]) => insist(by, async () => (await by.read(armor)).accept());

const keeps = (by: Person, keep: "30d" | "7d") =>
	insist(by, async () => {
		const { handle } = await by.compose();
		await by.ask(senders.composer(), "composer/set-keep", { handle, keep });
	});

async function converse(all: World): Promise<void> {
	const { ann, ben } = all;
	await accepts(ben, await invites(all, ann));
	const hello = await says(all, ben, "Hello Ann");
	const more = await says(all, ben, "and more");
	expect(await accepts(ann, hello)).toMatchObject({ text: "Hello Ann" });
	const reply = await says(all, ann, "Hello Ben");
	expect(await reads(ann, more)).toBe("and more");
	expect(await reads(ben, reply)).toBe("Hello Ben");
	await keeps(ben, "30d");
	const two = [await says(all, ben, "one"), await says(all, ben, "two")];
	expect(await reads(ann, two[1] ?? [])).toBe("two");
	expect(await reads(ann, two[0] ?? [])).toBe("one");
	await keeps(ann, "7d");
	expect(await reads(ben, await says(all, ann, "three"))).toBe("three");
}

/** Both go on, and everything that was ever in the chat reads as it was written, at both ends. */
async function check(all: World): Promise<void> {
	const { ann, ben, sent } = all;
	for (const [from, to] of [
		[ann, ben],
		[ben, ann],
		[ann, ben],
	] as const) {
		expect(await reads(to, await says(all, from, `on, ${to.name}`))).toBe(`on, ${to.name}`);
	}
	for (const person of [ann, ben]) person.restart("worker");
	for (const { text, from, armors } of sent.values()) {
		expect(armors.size).toBe(1);
		if (text === "") continue;
		for (const person of [ann, ben]) {
			const { view } = await person.read([...armors]);
			expect(view).toMatchObject({ kind: "message", text, warnings: [], newStart: false });
			expect(view.kind === "message" && view.author.self).toBe(person === from);
		}
	}
	for (const person of [ann, ben]) {
		expect((await sessionsOf(person)).map(({ standing, session }) => [standing, session.confirmed])).toEqual([
			["active", true],
		]);
	}
}

/** Writes of the conversation when nothing happens. */
async function countWrites(): Promise<{ first: number; last: number }> {
	const all = await world(0, null, suite);
	const first = all.writes + 1;
	await converse(all);
	return { first, last: all.writes };
}

describe("a crash at every write", { timeout: 120_000 }, () => {
	for (const end of ["fail", "die"] as const) {
		it(`costs nothing: ${end === "fail" ? "the write fails" : "the worker dies after it"}`, async () => {
			const { first, last } = await countWrites();
			expect(last - first).toBeGreaterThan(20);
			for (let at = first; at <= last; at++) {
				const all = await world(at, end, watchSuite(suite));
				await converse(all);
				expect(all.crashes, `write ${at}`).toBe(1);
				await check(all);
			}
		});
	}
});

/** What was sealed, key and nonce by name. */
function recording(): { readonly using: Suite; readonly sealed: { readonly key: string; readonly nonce: string }[] } {
	const sealed: { key: string; nonce: string }[] = [];
	const name = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
	const using: Suite = {
		...suite,
		sealSlot(key, nonce, additional, plaintext) {
			sealed.push({ key: name(key), nonce: name(nonce) });
			return suite.sealSlot(key, nonce, additional, plaintext);
		},
	};
	return { using, sealed };
}

describe("the key of a message whose write failed", { timeout: 60_000 }, () => {
	for (const restarted of [true, false]) {
		it(`seals once more under another nonce, and only that one leaves (${restarted ? "new" : "same"} worker)`, async () => {
			const { using, sealed } = recording();
			const all = await world(0, null, using);
			await converse(all);
			const { ann, ben } = all;
			const before = ann.chat.length;
			sealed.length = 0;
			ann.diskFull = true;
			await expect(ann.say("never left")).rejects.toMatchObject({ code: "storage-failed" });
			ann.diskFull = false;
			expect(ann.chat.length).toBe(before);
			const lost = sealed.splice(0);
			if (restarted) ann.restart("worker");
			const armor = await ann.say("did leave");
			const again = sealed.splice(0);
			// The header's key holds the digest, so it is another one; the message key is the same.
			expect([lost.length, again.length]).toEqual([2, 2]);
			const shared = again.filter(({ key }) => lost.some((one) => one.key === key));
			expect(shared).toHaveLength(1);
			expect(lost.map(({ nonce }) => nonce)).not.toContain(shared[0]?.nonce);
			expect(armorsIn(ann.chat.slice(before))).toEqual(armor);
			expect(await reads(ben, armor)).toBe("did leave");
		});
	}

	it("seals nothing again once the write was kept", async () => {
		const { using, sealed } = recording();
		const all = await world(0, null, using);
		await converse(all);
		const { ann, ben } = all;
		const { handle, view } = await ann.compose();
		const recipients = view.recipients.map(({ id }) => id);
		const ask = { handle, sendId: ann.nextSendId(), text: "once", recipients, submit: false, options: plain };
		sealed.length = 0;
		ann.fate = () => "die";
		await expect(ann.ask(senders.composer(), "composer/send", ask)).rejects.toBeInstanceOf(Died);
		ann.fate = () => null;
		expect(sealed).toHaveLength(2);
		expect(await ann.ask(senders.composer(), "composer/send", ask)).toEqual({ outcome: "inserted" });
		expect(sealed).toHaveLength(2);
		expect(await reads(ben, armorsIn(ann.chat.slice(-1)))).toBe("once");
	});
});
