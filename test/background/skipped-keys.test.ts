/** Keys of messages that did not come yet: they wait in the session, for a month, and go for good. */
import { describe, expect, it } from "vitest";
import { keysOf } from "../../src/protocol/skipped-keys.ts";
import { copyOf, diskOf, later, rowsOf, sessionsOf, sessionsOn, startAgain } from "../support/copies.ts";
import { pass } from "../support/disk.ts";
import { type Person, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const day = 24 * 60 * 60 * 1000;

const waiting = async (person: Person) =>
	(await sessionsOf(person)).flatMap(({ session }) => session.ratchet.skipped.flatMap((chain) => [...keysOf(chain)]));

/** Ben has read the last of four of Ann's, whose others have not come. */
async function ahead() {
	const { ann, ben } = await acquainted();
	await ben.read(await ann.say("Hello Ben"));
	const late: (readonly string[])[] = [];
	for (let number = 1; number <= 3; number++) late.push(await ann.say(`late ${number}`));
	await ben.read(await ann.say("the last"));
	return { ann, ben, late: late as [readonly string[], readonly string[], readonly string[]] };
}

const reveals = async (person: Person, armor: readonly string[]) => (await person.read(armor)).reveal();

describe("the key of a message that comes later", { timeout: 30_000 }, () => {
	it("waits a month, and is gone with the next tidying", async () => {
		const { ben, late } = await ahead();
		expect(await waiting(ben)).toHaveLength(3);
		await later(30 * day, ben);
		expect(await waiting(ben)).toHaveLength(3);
		expect((await ben.read(late[0])).view).toMatchObject({ text: "late 1" });
		expect(await waiting(ben)).toHaveLength(2);
		await later(1, ben);
		expect(await waiting(ben)).toEqual([]);
		for (const armor of late.slice(1)) expect(await reveals(ben, armor)).toMatchObject({ kind: "failed" });
		expect((await ben.read(late[0])).view).toMatchObject({ text: "late 1" });
	});

	it("goes with the daily tidying too, while the vault stays open", async () => {
		const { ben, late } = await ahead();
		await ben.background.alarm("auto-lock");
		pass(30 * day + 1, ben);
		await ben.background.alarm("auto-lock");
		expect(await waiting(ben)).toEqual([]);
		expect(await reveals(ben, late[0])).toMatchObject({ kind: "failed" });
	});

	it("opens nothing from an older copy of the session once the key of that day is gone", async () => {
		const { ben, late } = await ahead();
		const before = diskOf(ben);
		await later(30 * day + 1, ben);
		const after = diskOf(ben);
		expect(await sessionsOn(before)).toHaveLength(1);
		const statesBack = new Map([...after, ...rowsOf(before, "sessions")]);
		expect(await sessionsOn(statesBack)).toEqual([]);
		const byHand = async (disk: typeof before, armor: readonly string[]) => {
			const thief = await copyOf(ben, disk);
			return thief.ask(senders.popup(), "popup/read-by-hand", { text: armor.join("\n") });
		};
		expect(await byHand(statesBack, late[0])).toMatchObject({ kind: "failed" });
		expect(await byHand(after, late[0])).toMatchObject({ kind: "failed" });
	});

	it("is used once: gone from the disk with the message it opened", async () => {
		const { ann, ben, late } = await ahead();
		const [key] = (await waiting(ben)).map((one) => Buffer.from(one.key).toString("hex"));
		expect((await ben.read(late[0])).view).toMatchObject({ text: "late 1" });
		expect((await waiting(ben)).map((one) => Buffer.from(one.key).toString("hex"))).not.toContain(key);
		await startAgain(ben);
		for (const [index, armor] of late.entries()) {
			expect((await ben.read(armor)).view).toMatchObject({ text: `late ${index + 1}` });
		}
		expect(await waiting(ben)).toEqual([]);
		expect((await ann.read(await ben.say("all here"))).view).toMatchObject({ text: "all here" });
	});

	it("is not spent by a damaged copy of the message, nor by a write that failed", async () => {
		const { ben, late } = await ahead();
		const damaged = late[1].map((part) => part.replace(/.(?=.{3}$)/, (letter) => (letter === "A" ? "B" : "A")));
		expect(await reveals(ben, damaged)).toMatchObject({ kind: "failed" });
		ben.diskFull = true;
		await expect(ben.read(late[1])).rejects.toMatchObject({ code: "storage-failed" });
		ben.diskFull = false;
		expect(await waiting(ben)).toHaveLength(3);
		expect((await ben.read(late[1])).view).toMatchObject({ text: "late 2" });
	});
});
