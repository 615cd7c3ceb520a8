/** Which conversation a composer stands in: confirmed, guessed from the address or from the messages on the screen, or in doubt. */
import { describe, expect, it } from "vitest";
import type { Place } from "../../src/messaging/channels.ts";
import { type ArmorKind, armorMessageId, decodeArmorParts, encodeArmor, findArmor } from "../../src/protocol/index.ts";
import { alone, mountId, Person, placeAt, plain, senders } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const popup = senders.popup();
const room = placeAt("room/48213");
const link = { ...room, url: `${room.url}?utm_source=mail` };
const elsewhere = placeAt("elsewhere");

async function idOf(person: Person, name: string): Promise<string> {
	return (await person.ask(popup, "popup/contacts", null)).find((one) => one.name === name)!.id;
}

/** Ann knows Ben in `room/48213` and Carol in `carol`. */
async function withCarol() {
	const { ann, ben } = await acquainted("room/48213");
	const carol = await new Person("Carol").setUp();
	const place = placeAt("carol");
	await (await carol.read(await ann.invite(place), place)).accept();
	await (await ann.read(await carol.say("Hello from Carol", place), place)).accept();
	return { ann, ben, carol };
}

/** The composer over a box that quotes these messages. */
async function answerTo(person: Person, place: Place, ...messages: readonly (readonly string[])[]) {
	person.page = { place, hasBox: true, armor: [] };
	const inBox = { kind: "quote" as const, armor: messages.flat() };
	const ask = { mount: mountId(), taken: "", place, limit: null, inBox };
	const { ticket } = await person.ask(senders.content(), "content/request-composer", ask);
	return person.ask(senders.composer(), "composer/open", { ticket });
}

function junkUnderIdOf([armor = ""]: readonly string[], maxChars: number | null): readonly string[] {
	const [span] = findArmor(armor);
	const messageId = armorMessageId(span!.message)!;
	return encodeArmor({ kind: span!.kind as ArmorKind, bytes: new Uint8Array(600).fill(7), messageId, maxChars });
}

async function send(person: Person, handle: string, recipients: readonly string[], text = "hello") {
	const ask = { handle, sendId: person.nextSendId(), text, recipients, submit: false, options: plain };
	return person.result(senders.composer(), "composer/send", ask);
}

describe("a place with nearly the address of a confirmed one", { timeout: 30_000 }, () => {
	it("brings up its people, sends nothing before a yes, and is confirmed from then on", async () => {
		const { ann } = await withCarol();
		const ben = await idOf(ann, "Ben");
		const { handle, view } = await ann.compose(link);
		expect(view).toMatchObject({
			recipients: [{ name: "Ben" }],
			confirmed: false,
			doubt: { kind: "address", others: [] },
		});
		const sent = ann.chat.length;
		expect(await send(ann, handle, [ben])).toEqual({ ok: false, code: "not-confirmed" });
		expect(ann.chat).toHaveLength(sent);
		const after = await ann.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients: [ben] });
		expect(after).toMatchObject({ confirmed: true, doubt: null });
		expect(await send(ann, handle, [ben])).toMatchObject({ ok: true, value: { outcome: "inserted" } });
		expect((await ann.compose(link)).view).toMatchObject({ confirmed: true, doubt: null });
		expect((await ann.compose(room)).view).toMatchObject({ confirmed: true, recipients: [{ name: "Ben" }] });
	});

	it("is one of the same conversation after the yes: its messages open there by themselves, and not before", async () => {
		const { ann, ben } = await withCarol();
		const armor = await ben.say("from the other end", room);
		expect((await ann.read(armor, link)).view).toEqual({ kind: "placeholder" });
		const { handle } = await ann.compose(link);
		await ann.ask(senders.composer(), "composer/confirm-recipients", {
			handle,
			recipients: [await idOf(ann, "Ben")],
		});
		expect((await ann.read(armor, link)).view).toMatchObject({ text: "from the other end", warnings: [] });
	});
});

describe("messages on the screen", { timeout: 30_000 }, () => {
	it("bring up the people of their conversation, also when none was opened, and confirm nothing", async () => {
		const { ann, ben } = await withCarol();
		expect((await ann.compose(elsewhere)).view).toMatchObject({ recipients: [], doubt: null, confirmed: false });
		const armor = await ben.say("closed here", room);
		expect((await ann.read(armor, elsewhere)).view).toEqual({ kind: "placeholder" });
		const stored = ann.snapshot();
		const { handle, view } = await ann.compose(elsewhere);
		expect(view).toMatchObject({ recipients: [{ name: "Ben" }], confirmed: false, doubt: { kind: "messages" } });
		expect(ann.snapshot()).toBe(stored);
		expect(await send(ann, handle, [await idOf(ann, "Ben")])).toEqual({ ok: false, code: "not-confirmed" });
	});

	it.each([
		["stand in a quotation", { quoted: true } as const, elsewhere],
		["stand at another place of the tab", {}, placeAt("third")],
	])("say nothing when they %s", async (_what, more, where) => {
		const { ann, ben } = await withCarol();
		const armor = await ben.say("hello", room);
		await ann.read(armor, where, { ...alone(armor), ...more });
		expect((await ann.compose(elsewhere)).view).toMatchObject({ recipients: [], doubt: null });
	});

	it("say nothing when their author is not to be believed any more", async () => {
		const { ann, ben } = await withCarol();
		const armor = await ben.say("hello", room);
		await ann.ask(popup, "popup/remove-contact", { contact: await idOf(ann, "Ben") });
		await ann.read(armor, elsewhere);
		expect((await ann.compose(elsewhere)).view).toMatchObject({ recipients: [], doubt: null });
	});

	it("say nothing on another site", async () => {
		const { ann, ben } = await withCarol();
		const armor = await ben.say("hello", room);
		ann.granted.add("evil.example");
		await ann.ask(popup, "popup/site-on", { origin: "https://evil.example" });
		const place = { url: "https://evil.example/", title: "x", header: "x" };
		const content = senders.content({ origin: "https://evil.example", tab: { id: 7, url: place.url } });
		const mount = "a".repeat(32);
		const seen = await ann.ask(content, "content/request-reader", { mount, armor, place, onPage: alone(armor) });
		const { view } = await ann.ask(senders.reader(), "reader/open", { ticket: seen.ticket });
		expect(view).toEqual({ kind: "placeholder" });
		const asked = await ann.ask(content, "content/request-composer", { mount, taken: "", place, limit: null });
		const composer = await ann.ask(senders.composer(), "composer/open", { ticket: asked.ticket });
		expect(composer.view).toMatchObject({ recipients: [], doubt: null, confirmed: false });
	});

	it("that are all of another conversation put a confirmed place in doubt, until the user has said so", async () => {
		const { ann, carol } = await withCarol();
		const ben = await idOf(ann, "Ben");
		await ann.read(await carol.say("not for here", placeAt("carol")), room);
		const { handle, view } = await ann.compose(room);
		expect(view).toMatchObject({
			recipients: [{ name: "Ben" }],
			confirmed: false,
			doubt: { kind: "conflict", others: [{ name: "Carol" }] },
		});
		expect(await send(ann, handle, [ben])).toEqual({ ok: false, code: "not-confirmed" });
		const asked = await ann.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients: [ben] });
		expect(asked).toMatchObject({ confirmed: true, doubt: null });
		expect(await send(ann, handle, [ben])).toMatchObject({ ok: true });
		// The next composer asks again, until something of here is on the screen.
		expect((await ann.compose(room)).view).toMatchObject({ confirmed: false });
		await ann.read(ann.chat.slice(-1), room, undefined, { frame: 21 });
		expect((await ann.compose(room)).view).toMatchObject({ confirmed: true, doubt: null });
	});
});

describe("what the box quotes", { timeout: 30_000 }, () => {
	it("brings up who wrote the invitation, sends nothing before a yes, and is their conversation from then on", async () => {
		const [ann, ben] = await Promise.all([new Person("Ann").setUp(), new Person("Ben").setUp()]);
		const invitation = await ann.invite(room);
		expect((await answerTo(ben, elsewhere, invitation)).view).toMatchObject({ recipients: [], doubt: null });
		await (await ben.read(invitation, room)).accept();
		const stored = ben.snapshot();
		const { handle, view } = await answerTo(ben, elsewhere, invitation);
		expect(view).toMatchObject({
			recipients: [{ name: "Ann" }],
			confirmed: false,
			doubt: { kind: "author", others: [] },
			inBox: "quote",
		});
		expect(ben.snapshot()).toBe(stored);
		const recipients = [await idOf(ben, "Ann")];
		expect(await send(ben, handle, recipients)).toEqual({ ok: false, code: "not-confirmed" });
		const after = await ben.ask(senders.composer(), "composer/confirm-recipients", { handle, recipients });
		expect(after).toMatchObject({ recipients: [{ name: "Ann" }], confirmed: true, doubt: null });
		expect(await send(ben, handle, recipients)).toMatchObject({ ok: true });
		const next = await answerTo(ben, placeAt("another"), ben.chat.slice(-1));
		expect(next.view).toMatchObject({ recipients: [{ name: "Ann" }], confirmed: false, doubt: { kind: "messages" } });
	});

	it("is read in as many messages as there are, whole or in parts, and by everybody who wrote them", async () => {
		const { ann, ben, carol } = await withCarol();
		const long = await ben.say("a long one", room);
		expect((await answerTo(ann, elsewhere, long)).view).toMatchObject({
			recipients: [{ name: "Ben" }],
			doubt: { kind: "messages" },
		});
		const second = await ben.say("and one more", room);
		expect((await answerTo(ann, elsewhere, second, long)).view).toMatchObject({
			recipients: [{ name: "Ben" }],
			doubt: { kind: "messages" },
		});
		const short = await carol.say("from another", placeAt("carol"));
		expect((await answerTo(ann, elsewhere, long, short)).view).toMatchObject({
			recipients: [],
			doubt: null,
			confirmed: false,
		});
		expect((await answerTo(ann, elsewhere, short, long)).view).toMatchObject({
			recipients: [],
			doubt: null,
			confirmed: false,
		});
	});

	it("says nothing when its author is not to be believed any more, or was damaged", async () => {
		const { ann, ben } = await withCarol();
		const armor = await ben.say("hello", room);
		const damaged = armor.map((part) => part.replace(/.{40}$/, (end) => [...end].reverse().join("")));
		expect((await answerTo(ann, elsewhere, damaged)).view).toMatchObject({
			recipients: [],
			doubt: null,
			inBox: "quote",
		});
		expect((await answerTo(ann, elsewhere)).view).toMatchObject({ recipients: [], doubt: null, inBox: "quote" });
		await ann.ask(popup, "popup/remove-contact", { contact: await idOf(ann, "Ben") });
		expect((await answerTo(ann, elsewhere, armor)).view).toMatchObject({ recipients: [], doubt: null });
	});

	it("proposes nobody alone where what somebody else wrote was made unreadable by an armor under its id", async () => {
		const [ann, ben, carol] = await Promise.all(["Ann", "Ben", "Carol"].map((name) => new Person(name).setUp()));
		const [fromAnn, fromCarol] = [await ann!.invite(room), await carol!.invite(placeAt("carol"))];
		await (await ben!.read(fromAnn, room)).accept();
		await (await ben!.read(fromCarol, placeAt("carol"))).accept();
		const nobody = { recipients: [], doubt: null, inBox: "quote" };
		const ofAnn = { recipients: [{ name: "Ann" }], doubt: { kind: "author" } };
		expect((await answerTo(ben!, elsewhere, fromAnn)).view).toMatchObject(ofAnn);
		expect((await answerTo(ben!, elsewhere, fromAnn, fromCarol)).view).toMatchObject(nobody);
		const [inOne, inTwo] = [junkUnderIdOf(fromCarol, null), junkUnderIdOf(fromCarol, 600)];
		for (const junk of [inOne, inTwo, inTwo.slice(1)]) {
			expect((await answerTo(ben!, elsewhere, fromAnn, fromCarol, junk)).view).toMatchObject(nobody);
			expect((await answerTo(ben!, elsewhere, fromAnn, junk, fromCarol)).view).toMatchObject(nobody);
		}
		const cut = [fromCarol[0]!.slice(0, 300)];
		expect((await answerTo(ben!, elsewhere, fromAnn, cut)).view).toMatchObject(nobody);
		const { kind, bytes } = decodeArmorParts(fromAnn);
		const again = (_: unknown, n: number) =>
			encodeArmor({ kind, bytes, messageId: new Uint8Array(8).fill(n + 1), maxChars: null });
		expect((await answerTo(ben!, elsewhere, ...Array.from({ length: 12 }, again))).view).toMatchObject(ofAnn);
		expect((await answerTo(ben!, elsewhere, ...Array.from({ length: 13 }, again))).view).toMatchObject(nobody);
	});

	it("is read beside an armor of another number of parts under its id", async () => {
		const { ann, ben, carol } = await withCarol();
		const fromBen = await ben.say("to be answered", room);
		const fromCarol = await carol.say("so is this", placeAt("carol"));
		const junk = junkUnderIdOf(fromCarol, 600);
		expect(junk).not.toHaveLength(fromCarol.length);
		for (const quoted of [
			[fromBen, fromCarol, junk],
			[junk, fromCarol, fromBen],
		]) {
			expect((await answerTo(ann, elsewhere, ...quoted)).view).toMatchObject({ recipients: [], doubt: null });
		}
		expect((await answerTo(ann, elsewhere, fromBen, fromBen)).view).toMatchObject({ recipients: [{ name: "Ben" }] });
	});

	it("does not put a confirmed place in doubt", async () => {
		const { ann, carol } = await withCarol();
		const armor = await carol.say("said elsewhere", placeAt("carol"));
		expect((await answerTo(ann, room, armor)).view).toMatchObject({
			recipients: [{ name: "Ben" }],
			confirmed: true,
			doubt: null,
		});
	});
});
