/** Encrypted text that stands in the site's box when the composer opens: a message to be changed, or a quotation. */
import { describe, expect, it } from "vitest";
import type { InBox } from "../../src/messaging/channels.ts";
import { alone, mountId, type Person, placeAt, plain, senders, tab } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const room = placeAt("room");
const popup = senders.popup();

async function composeOver(person: Person, inBox: InBox, place = room, taken = "") {
	const ask = { mount: mountId(), taken, place, limit: null, inBox };
	const { ticket } = await person.ask(senders.content(), "content/request-composer", ask);
	return person.ask(senders.composer(), "composer/open", { ticket });
}
const message = (armor: readonly string[]): InBox => ({ kind: "message", armor });

describe("a message of ours in the box", { timeout: 30_000 }, () => {
	it("is the draft, with how long it may stay, and nothing of it goes to the page", async () => {
		const { ann } = await acquainted();
		const armor = await ann.say("CANARY to change", room, { signed: true, disappears: "7d" });
		const told = ann.orders.length;
		const { handle, view } = await composeOver(ann, message(armor));
		expect(view).toMatchObject({
			draft: "CANARY to change",
			inBox: "own",
			taken: "",
			draftBack: false,
			options: { signed: false, disappears: "7d" },
		});
		expect(JSON.stringify([ann.orders.slice(told), [...ann.session]])).not.toContain("CANARY");
		expect(ann.count("drafts")).toBe(0);
		const recipients = view.recipients.map(({ id }) => id);
		const out = { sendId: ann.nextSendId(), text: "changed", recipients, submit: false, options: plain };
		await ann.ask(senders.composer(), "composer/send", { handle, ...out });
		expect(ann.chat.join()).not.toContain("changed");
		expect(await ann.ask(senders.composer(), "composer/refresh", { handle })).toMatchObject({
			draft: "",
			inBox: "nothing",
		});
	});

	it("gives its text again after unlocking, and the words of the user after a change", async () => {
		const { ann } = await acquainted();
		const armor = await ann.say("to change");
		await ann.ask(popup, "popup/lock", null);
		const { handle, view } = await composeOver(ann, message(armor));
		expect(view).toMatchObject({ vault: "locked", draft: "", inBox: "nothing" });
		await ann.unlock();
		const refresh = () => ann.ask(senders.composer(), "composer/refresh", { handle });
		expect(await refresh()).toMatchObject({ draft: "to change", inBox: "own" });
		await ann.ask(senders.composer(), "composer/keep-draft", { handle, text: "to chang", options: plain });
		expect(await refresh()).toMatchObject({ draft: "to chang", inBox: "own" });
	});

	it("gives no text at a place where it was not written, whatever the page puts into its box", async () => {
		const { ann } = await acquainted();
		const armor = await ann.say("only for Ben");
		const carol = (await twoPeople()).ben;
		const place = placeAt("carol");
		await (await carol.read(await ann.invite(place), place)).accept();
		await (await ann.read(await carol.say("Hello", place), place)).accept();
		for (const where of [place, placeAt("nobody")]) {
			expect((await composeOver(ann, message(armor), where)).view).toMatchObject({ draft: "", inBox: "other" });
		}
		expect((await composeOver(ann, message(armor), room)).view).toMatchObject({ draft: "only for Ben" });
	});

	it("gives no text when it was written to the same people elsewhere", async () => {
		const { ann } = await acquainted();
		const recipients = (await ann.ask(popup, "popup/contacts", null)).map(({ id }) => id);
		const ask = { sendId: ann.nextSendId(), text: "on paper", recipients, options: plain };
		const { armor } = await ann.ask(popup, "popup/write-by-hand", ask);
		expect((await composeOver(ann, message(armor))).view).toMatchObject({ draft: "", inBox: "other" });
	});

	it("gives no text when its people are others now", async () => {
		const { ann } = await acquainted();
		const armor = await ann.say("only for Ben");
		const carol = (await twoPeople()).ben;
		const { armor: card } = await carol.ask(popup, "popup/my-card", { sendId: carol.nextSendId() });
		await ann.ask(popup, "popup/accept-by-hand", { text: card.join(" ") });
		const both = (await ann.ask(popup, "popup/contacts", null)).map(({ id }) => id);
		const { handle } = await ann.compose();
		await ann.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients: both });
		expect((await composeOver(ann, message(armor))).view).toMatchObject({ draft: "", inBox: "other" });
	});

	it("gives no text when it is deleted, damaged, somebody else's or a card", async () => {
		const { ann, ben } = await acquainted();
		const theirs = await ben.say("theirs");
		await ann.read(theirs);
		const card = await ann.invite(placeAt("other"));
		const gone = await ann.say("gone", room, { ...plain, disappears: "closed" });
		await ann.background.tabRemoved(tab);
		const damaged = (await ann.say("damaged")).map((part) =>
			part.replace(/.{40}$/, (end) => end.split("").reverse().join("")),
		);
		for (const armor of [theirs, card, gone, damaged]) {
			expect((await composeOver(ann, message(armor))).view).toMatchObject({ draft: "", inBox: "other" });
		}
	});
});

describe("a quotation in the box", { timeout: 30_000 }, () => {
	it("is said to be one; what was written beside it is the draft", async () => {
		const { ann } = await acquainted();
		const { view } = await composeOver(ann, { kind: "quote", armor: [] }, room, "my words");
		expect(view).toMatchObject({ inBox: "quote", taken: "my words", draft: "my words" });
	});
});

describe("an invitation in a quotation", { timeout: 30_000 }, () => {
	it("is said to be quoted, and can be accepted there", async () => {
		const { ann, ben } = await twoPeople();
		const card = await ann.invite();
		const quoted = await ben.read(card, room, { ...alone(card), quoted: true });
		expect(quoted.view).toMatchObject({ kind: "card", quoted: true, accepted: false });
		expect(await quoted.accept()).toMatchObject({ kind: "card", quoted: true, accepted: true });
		expect(await ben.ask(popup, "popup/contacts", null)).toMatchObject([{ name: "Ann" }]);
		const sent = await ben.read(card, room);
		expect(sent.view).toMatchObject({ kind: "card", quoted: false, accepted: true });
	});

	it("says of an answer that is quoted that its author can be accepted, and that it is quoted", async () => {
		const { ann, ben } = await twoPeople();
		await (await ben.read(await ann.invite())).accept();
		const answer = await ben.say("Hello Ann");
		const quoted = await ann.read(answer, room, { ...alone(answer), quoted: true });
		expect(await quoted.reveal()).toMatchObject({ quoted: true, acceptable: true });
		expect(await ann.ask(popup, "popup/contacts", null)).toEqual([]);
		expect(await quoted.accept()).toMatchObject({ quoted: true, acceptable: false });
	});
});
