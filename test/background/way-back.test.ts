import { describe, expect, it } from "vitest";
import { armorKind, decodeArmorParts, encodeArmor } from "../../src/protocol/index.ts";
import { sendingKeys } from "../../src/protocol/ratchet.ts";
import { changeSessions, pass } from "../support/disk.ts";
import { type Person, placeAt, senders, suite } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const day = 24 * 60 * 60 * 1000;
const room = placeAt("room");
const popup = senders.popup();

/** The safe window over what the page shows. */
async function safeOver(person: Person, armor: readonly (readonly string[])[]) {
	person.page = { place: room, hasBox: true, armor };
	await person.ask(popup, "popup/open-safe-window", null);
	const ticket = person.opened.at(-1)!.split("#")[1]!;
	const { handle } = await person.ask(senders.safe(), "composer/open", { ticket });
	return handle;
}

describe("a message to an invitation that has ended", () => {
	async function late() {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const answer = await ben.say("Hello at last");
		pass(45 * day, ann, ben);
		await ann.unlock();
		await ben.unlock();
		for (const person of [ann, ben]) await person.ask(senders.content(), "content/start", { top: true });
		return { ann, ben, answer };
	}

	it("says so after the click, and a new invitation from there leads on", async () => {
		const { ann, ben, answer } = await late();
		const reader = await ann.read(answer);
		expect(reader.view).toEqual({ kind: "placeholder" });
		expect(await reader.reveal()).toEqual({ kind: "failed", code: "prekey-expired" });
		const ask = { handle: reader.handle, sendId: ann.nextSendId() };
		const { armor } = await ann.ask(senders.reader(), "reader/new-invitation", ask);
		expect(await ann.ask(senders.reader(), "reader/new-invitation", ask)).toEqual({ armor });
		const card = await ben.read(armor);
		expect(card.view).toMatchObject({ kind: "card", name: "Ann", mine: false, expired: false, accepted: false });
		expect(await card.accept()).toMatchObject({ accepted: true });
		const again = await ann.read(await ben.say("Hello once more"));
		expect(await again.reveal()).toMatchObject({ kind: "message", text: "Hello once more" });
		expect(await again.accept()).toMatchObject({ author: { accepted: true } });
		expect((await ben.read(await ann.say("Welcome"))).view).toMatchObject({ text: "Welcome" });
	});

	it("leads on from the safe window too", async () => {
		const { ann, ben, answer } = await late();
		const handle = await safeOver(ann, [answer]);
		const { messages } = await ann.ask(senders.safe(), "safe/messages", { handle });
		const reveal = { handle, key: messages[0]!.key };
		expect(await ann.ask(senders.safe(), "safe/reveal", reveal)).toEqual({ kind: "failed", code: "prekey-expired" });
		const ask = { handle, sendId: ann.nextSendId() };
		const { armor } = await ann.ask(senders.safe(), "safe/new-invitation", ask);
		expect(await ben.ask(popup, "popup/accept-by-hand", { text: armor.join("\n") })).toMatchObject({ accepted: true });
	});

	it("gives no card to a frame whose handle is spent", async () => {
		const { ann, answer } = await late();
		const { handle } = await ann.read(answer);
		await ann.read(answer);
		const ask = { handle, sendId: ann.nextSendId() };
		expect(await ann.result(senders.reader(), "reader/new-invitation", ask)).toEqual({
			ok: false,
			code: "ticket-spent",
		});
	});
});

describe("a message too far ahead", () => {
	/** Ann has written so many that never came, as far as Ben can tell. */
	async function ahead(messages: number) {
		const { ann, ben } = await acquainted();
		await ben.read(await ann.say("first"));
		const held = await ann.say("held back, the oldest");
		await changeSessions(ann, (one) => {
			let { ratchet } = one.session;
			for (let sent = 0; sent < messages; sent++) ratchet = sendingKeys(suite, ratchet).ratchet;
			return { ...one, session: { ...one.session, ratchet } };
		});
		const latest = await ann.say("held back, the latest");
		return { ann, ben, held, latest, far: await ann.say("far ahead") };
	}

	it("is said after the click with what it would cost, and opens after the yes", async () => {
		const { ben, held, latest, far } = await ahead(4200);
		const reader = await ben.read(far);
		expect(reader.view).toEqual({ kind: "placeholder" });
		const before = ben.snapshot();
		const said = await reader.reveal();
		// 4,202 are between, 4,096 have room.
		expect(said).toEqual({ kind: "failed", code: "too-many-skipped", givesUp: 106 });
		expect(ben.snapshot()).toBe(before);
		expect(await reader.giveUpOlder()).toMatchObject({ kind: "message", text: "far ahead" });
		expect(await reader.refresh()).toMatchObject({ kind: "message", text: "far ahead" });
		ben.restart();
		expect((await ben.read(latest)).view).toMatchObject({ text: "held back, the latest" });
		expect(await (await ben.read(held)).reveal()).toMatchObject({ kind: "failed", code: "key-deleted" });
	}, 30_000);

	it("needs no yes as long as there is room, and nothing is given up", async () => {
		const { ben, held, far } = await ahead(4094);
		expect((await ben.read(far)).view).toMatchObject({ text: "far ahead" });
		expect((await ben.read(held)).view).toMatchObject({ text: "held back, the oldest" });
	}, 30_000);

	it("opens after the yes in the safe window and by hand", async () => {
		const { ben, far } = await ahead(4200);
		const text = far.join("\n");
		expect(await ben.ask(popup, "popup/read-by-hand", { text })).toMatchObject({ code: "too-many-skipped" });
		const handle = await safeOver(ben, [far]);
		const { messages } = await ben.ask(senders.safe(), "safe/messages", { handle });
		const ask = { handle, key: messages[0]!.key };
		expect(await ben.ask(senders.safe(), "safe/reveal", ask)).toMatchObject({ code: "too-many-skipped" });
		expect(await ben.ask(senders.safe(), "safe/give-up-older", ask)).toMatchObject({ text: "far ahead" });
		expect(await ben.ask(popup, "popup/read-by-hand", { text })).toMatchObject({ text: "far ahead" });
		const other = await ahead(4200);
		const pasted = { text: other.far.join("\n") };
		expect(await other.ben.ask(popup, "popup/give-up-older-by-hand", pasted)).toMatchObject({ text: "far ahead" });
	}, 30_000);

	it("gives up nothing for a message that is changed", async () => {
		const { ben, held, far } = await ahead(4200);
		const { bytes } = decodeArmorParts(far);
		for (const at of [bytes.length - 1, bytes.length - 200]) {
			const changed = bytes.slice();
			changed[at] = (changed[at] ?? 0) ^ 1;
			const armor = encodeArmor({
				kind: armorKind.envelope,
				bytes: changed,
				messageId: bytes.slice(0, 16),
				maxChars: null,
			});
			expect(await (await ben.read(armor)).giveUpOlder()).toMatchObject({ kind: "failed" });
		}
		expect((await ben.read(held)).view).toMatchObject({ text: "held back, the oldest" });
	}, 30_000);
});
