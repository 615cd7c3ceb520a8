import { describe, expect, it } from "vitest";
import type { Ask, ComparisonReply } from "../../src/messaging/channels.ts";
import { findArmor } from "../../src/protocol/index.ts";
import { type Person, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const popup = senders.popup();

/** Both have heard of the other since the session began, so that there is something to compare. */
async function confirmed() {
	const { ann, ben } = await acquainted();
	await ben.read(await ann.say("Hello Ben"));
	await ann.read(await ben.say("Hello again"));
	return { ann, ben };
}

const only = async (person: Person) => (await person.ask(popup, "popup/contacts", null))[0]!;

async function act(person: Person, what: Ask<"popup/compare">["act"]): Promise<ComparisonReply> {
	return person.ask(popup, "popup/compare", { contact: (await only(person)).id, act: what });
}

/** What waits is put into the chat, and the other one reads it. */
async function sends(from: Person, to: Person): Promise<readonly string[]> {
	const { handle } = await from.compose();
	const before = from.chat.length;
	const contact = (await only(from)).id;
	const ask = { handle, sendId: from.nextSendId(), contact, submit: false };
	expect(await from.ask(senders.composer(), "composer/send-comparison", ask)).toEqual({ outcome: "inserted" });
	const armor = from.chat
		.slice(before)
		.flatMap((part) => findArmor(part).map(({ start, end }) => part.slice(start, end)));
	expect((await to.read(armor)).view).toMatchObject({ kind: "message", text: "", carries: "comparison", warnings: [] });
	return armor;
}

async function toCode(ann: Person, ben: Person, between: () => void = () => undefined) {
	await act(ann, "begin-pictures");
	await sends(ann, ben);
	between();
	expect(await act(ben, "view")).toMatchObject({ view: { kind: "asked", method: "pictures" } });
	await act(ben, "agree");
	between();
	await sends(ben, ann);
	between();
	await sends(ann, ben);
	between();
	await sends(ben, ann);
	between();
	return Promise.all([act(ann, "view"), act(ben, "view")]);
}

describe("comparing a code over the chat", { timeout: 20_000 }, () => {
	it("shows both the same code, and verifies each with its own word, how and when", async () => {
		const { ann, ben } = await confirmed();
		const [a, b] = await toCode(ann, ben);
		expect(a.view).toMatchObject({ kind: "compare", readsFirst: true, code: { method: "pictures" } });
		expect(b.view).toMatchObject({ kind: "compare", readsFirst: false });
		if (a.view.kind !== "compare" || b.view.kind !== "compare") throw new Error("no code");
		expect(b.view.code).toEqual(a.view.code);
		await act(ann, "match");
		expect(await only(ann)).toMatchObject({ trust: "verified" });
		expect((await only(ben)).trust).not.toBe("verified");
		await act(ben, "match");
		const page = await ben.ask(popup, "popup/contact", { contact: (await only(ben)).id });
		expect(page).toMatchObject({ trust: "verified", verified: { how: "live", at: ben.now } });
	});

	it("goes on after the worker was ended at any step", async () => {
		const { ann, ben } = await confirmed();
		const [a] = await toCode(ann, ben, () => {
			ann.restart();
			ben.restart();
		});
		expect(a.view.kind).toBe("compare");
	});

	it("that differs locks at once, and at the other one when they hear of it after their yes", async () => {
		const { ann, ben } = await confirmed();
		await toCode(ann, ben);
		await act(ben, "match");
		expect(await only(ben)).toMatchObject({ trust: "verified" });
		await act(ann, "differ");
		expect(await only(ann)).toMatchObject({ trust: "changed", writable: false });
		await expect(ann.say("locked")).rejects.toMatchObject({ code: "contact-not-writable" });
		await sends(ann, ben);
		expect(await only(ben)).toMatchObject({ trust: "changed", writable: false });
	});

	it("is taken up once: what is shown again, or waits for nothing, changes nothing", async () => {
		const { ann, ben } = await confirmed();
		await act(ann, "begin-numbers");
		const start = await sends(ann, ben);
		await act(ben, "stop");
		await ben.read(start);
		expect((await act(ben, "view")).view.kind).not.toBe("asked");
		expect(await act(ben, "match")).toMatchObject({ refused: "nothing-to-do" });
		expect((await only(ben)).trust).toBe("known");
	});

	it("ends by itself with the alarm after ten minutes", async () => {
		const { ann, ben } = await confirmed();
		await toCode(ann, ben);
		ann.now += 11 * 60 * 1000;
		ann.news.length = 0;
		await ann.background.alarm("auto-lock");
		await ann.unlock();
		await ann.background.alarm("auto-lock");
		expect(ann.news).toContainEqual({ to: "pages", kind: "people-changed" });
		expect(await act(ann, "match")).toMatchObject({ refused: "nothing-to-do", view: { kind: "idle", left: 2 } });
		expect((await only(ann)).trust).toBe("known");
	});

	it("needs a session that both have confirmed, and sends nothing where nothing waits", async () => {
		const { ben } = await acquainted();
		const contact = (await only(ben)).id;
		const ask = { contact, act: "begin-pictures" } as const;
		expect(await ben.result(popup, "popup/compare", ask)).toEqual({ ok: false, code: "contact-not-writable" });
		const { handle } = await ben.compose();
		const next = { handle, sendId: ben.nextSendId(), contact, submit: false };
		expect(await ben.result(senders.composer(), "composer/send-comparison", next)).toEqual({
			ok: false,
			code: "nothing-found",
		});
	});
});
