import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64urlBytes, toBase64url } from "../../src/background/bytes.ts";
import { anyRoom, cutAnew } from "../../src/background/room.ts";
import type { Ask, CodeReply, ContactView, Reply } from "../../src/messaging/channels.ts";
import { decodeArmorParts, findArmor } from "../../src/protocol/index.ts";
import { alone, armorsIn, Person, placeAt, plain, senders } from "../support/person.ts";
import { acquainted, twoPeople } from "../support/two-people.ts";

const codes = senders.page("codes", 0, 5);
const popup = senders.popup();
const minute = 60_000;

type Shown = Reply<"codes/show">;
const show = (person: Person, meant: string | null = null, way: "screen" | "link" = "screen"): Promise<Shown> =>
	person.ask(codes, "codes/show", { meant, way });

/** What a camera of theirs sees. */
const asked = ({ qr }: Shown, more: Partial<Ask<"codes/take">> = {}): Ask<"codes/take"> => ({
	code: { qr },
	meant: null,
	say: "sure",
	another: [],
	...more,
});
const scan = (person: Person, shown: Shown, more: Partial<Ask<"codes/take">> = {}): Promise<CodeReply> =>
	person.ask(codes, "codes/take", asked(shown, more));

const contacts = (person: Person): Promise<readonly ContactView[]> => person.ask(popup, "popup/contacts", null);
const only = async (person: Person) => (await contacts(person))[0]!;
const page = async (person: Person) => person.ask(popup, "popup/contact", { contact: (await only(person)).id });

/** The answer as it is carried by hand, read by the other one as it is pasted. */
async function answers(from: Person, to: Person) {
	const ask = { sendId: from.nextSendId(), contact: (await only(from)).id };
	const { armor } = await from.ask(codes, "codes/answer", ask);
	return to.ask(popup, "popup/read-by-hand", { text: armor.join("\n") });
}

describe("a contact code", { timeout: 20_000 }, () => {
	it("makes two strangers contacts who are sure of each other: one scan, one message", async () => {
		const { ann, ben } = await twoPeople();
		expect(await scan(ben, await show(ann))).toMatchObject({
			kind: "verified",
			contact: { name: "Ann", trust: "verified" },
		});
		expect(await page(ben)).toMatchObject({
			trust: "verified",
			verified: { how: "code", at: ben.now },
			writable: true,
		});
		expect(await answers(ben, ann)).toMatchObject({
			kind: "message",
			carries: "scan",
			author: { accepted: true, contact: { name: "Ben", trust: "verified" } },
		});
		const again = { sendId: ben.nextSendId(), contact: (await only(ben)).id };
		expect(await ben.result(codes, "codes/answer", again)).toEqual({ ok: false, code: "nothing-found" });
		expect(await page(ann)).toMatchObject({
			trust: "verified",
			verified: { how: "code", at: ann.now },
			writable: true,
		});
	});

	it("makes sure of a contact: the answer goes along with the next message to them, through a restart of both", async () => {
		const { ann, ben } = await acquainted();
		const shown = await show(ann, (await only(ann)).id);
		expect(base64urlBytes(shown.qr).length).toBeLessThan(120);
		ann.restart();
		const found = await scan(ben, shown, { meant: (await only(ben)).id });
		expect(found).toMatchObject({ kind: "verified", contact: { trust: "verified" } });
		ben.restart();
		const before = ben.chat.length;
		await ben.say("Hello");
		const posts = ben.chat.slice(before);
		expect(posts).toHaveLength(1);
		const [text, answer] = findArmor(posts[0]!).map((span) => span.text);
		// Cut smaller, neither of the two is lost.
		const cut = cutAnew(posts, { ...anyRoom, limit: 500 });
		expect(Math.max(...cut.map((part) => part.length))).toBeLessThanOrEqual(500);
		const bytesOf = (armors: readonly string[]) =>
			[text!, answer!].map((whole) => {
				const { message } = findArmor(whole)[0]!;
				return decodeArmorParts(armors.filter((one) => findArmor(one)[0]?.message === message));
			});
		expect(bytesOf(armorsIn(cut))).toEqual(bytesOf([text!, answer!]));
		expect((await ann.read([text!])).view).toMatchObject({ kind: "message", text: "Hello", warnings: [] });
		expect((await only(ann)).trust).not.toBe("verified");
		expect((await ann.read([answer!])).view).toMatchObject({ carries: "scan", text: "", warnings: [] });
		expect(await page(ann)).toMatchObject({ trust: "verified", verified: { how: "code" } });
		// Both are kept, and counted one after the other.
		expect((await ben.read([text!])).view).toMatchObject({ text: "Hello", author: { self: true } });
		expect((await ben.read([answer!])).view).toMatchObject({ carries: "scan", author: { self: true } });
		// It was said.
		const next = await ben.say("Hello again");
		expect(next).toHaveLength(1);
		expect((await ann.read(next)).view).toMatchObject({ text: "Hello again", warnings: [] });
		expect(
			await ben.result(codes, "codes/answer", { sendId: ben.nextSendId(), contact: (await only(ben)).id }),
		).toEqual({ ok: false, code: "nothing-found" });
	});

	it("has its answer wait while a message does not come out, or has no room for it", async () => {
		const { ann, ben } = await acquainted();
		await scan(ben, await show(ann));
		ben.verdict = { outcome: "refused", reason: "box-gone" };
		await ben.say("lost");
		ben.verdict = { outcome: "inserted" };
		const before = ben.chat.length;
		const { handle, view } = await ben.compose(placeAt("room"), 2300);
		const ask = { handle, sendId: ben.nextSendId(), text: "short of room", submit: false, options: plain };
		await ben.ask(senders.composer(), "composer/send", { ...ask, recipients: view.recipients.map(({ id }) => id) });
		const short = armorsIn(ben.chat.slice(before));
		expect(short).toHaveLength(1);
		await ann.read(short);
		const [, answer] = armorsIn(await ben.say("now"));
		expect((await ann.read([answer!])).view).toMatchObject({ carries: "scan" });
		expect((await only(ann)).trust).toBe("verified");
	});

	it("of another key than we have of them locks, and deletes nothing", async () => {
		const { ann, ben } = await acquainted();
		const said = await ann.say("before");
		await ben.read(said);
		const real = await new Person("Ann").setUp();
		const { id } = await only(ben);
		expect(await scan(ben, await show(real), { meant: id })).toMatchObject({ kind: "other-account" });
		expect(await ben.ask(codes, "codes/differs", { contact: id })).toMatchObject({
			kind: "differs",
			contact: { id, trust: "changed", writable: false },
		});
		await expect(ben.say("no")).rejects.toMatchObject({ code: "contact-not-writable" });
		expect(await (await ben.read(said)).reveal()).toMatchObject({ text: "before" });
		expect(await contacts(ben)).toHaveLength(1);
		// Hers settles it.
		expect(await scan(ben, await show(ann), { meant: id })).toMatchObject({ kind: "verified" });
		expect(await page(ben)).toMatchObject({ trust: "verified", change: null, writable: true });
	});

	it("of somebody new with the name of a contact is asked about; of another contact, too", async () => {
		const { ann, ben } = await acquainted();
		const known = await only(ben);
		const real = await new Person("Ann").setUp();
		const shown = await show(real);
		const before = ben.snapshot();
		expect(await scan(ben, shown)).toMatchObject({ kind: "same-name", contact: { id: known.id } });
		expect(ben.snapshot()).toBe(before);
		expect(await scan(ben, shown, { another: [known.id] })).toMatchObject({
			kind: "verified",
			contact: { name: "Ann" },
		});
		const other = (await contacts(ben)).find(({ id }) => id !== known.id)!;
		expect(await scan(ben, await show(ann), { meant: other.id })).toMatchObject({
			kind: "other-contact",
			contact: { id: known.id, trust: "new" },
			meant: { id: other.id, trust: "verified" },
		});
		expect(await ben.ask(codes, "codes/differs", { contact: other.id })).toMatchObject({
			kind: "differs",
			contact: { trust: "changed" },
		});
	});

	it("of the account that is shown as theirs makes it theirs", async () => {
		const { ben } = await acquainted();
		const other = await new Person("Ann").setUp();
		const card = await other.invite();
		await ben.read(card, placeAt("room"), { ...alone(card), label: "Ann" });
		const { id, trust } = await only(ben);
		expect(trust).toBe("changed");
		const taken = await scan(ben, await show(other), { meant: id });
		expect(taken).toMatchObject({ kind: "verified", contact: { trust: "verified", writable: true } });
		expect(await contacts(ben)).toHaveLength(1);
		expect((await only(ben)).id).not.toBe(id);
		expect((await ben.compose()).view).toMatchObject({ recipients: [{ trust: "verified" }] });
	});

	/** Ben's Ann, and the code of another account that the page shows under her name. */
	async function anotherAnn() {
		const { ann, ben } = await acquainted();
		const { id } = await only(ben);
		const show1 = async (other: Person) => {
			const card = await other.invite();
			return ben.read(card, placeAt("room"), { ...alone(card), label: "Ann" });
		};
		const other = await new Person("Ann").setUp();
		await show1(other);
		expect(await only(ben)).toMatchObject({ id, trust: "changed" });
		const code = await show(other);
		expect(await scan(ben, code, { say: "look" })).toMatchObject({ kind: "claimed", contact: { id } });
		const account = (await other.ask(codes, "codes/state", { meant: null })).account;
		const ours = async () => (await contacts(ben)).find((one) => one.id === id);
		return { ann, ben, id, other, show1, code, account, ours };
	}

	it.each(["look", "sure", "unsure"] as const)(
		"of the account that is shown as theirs, and of somebody else: the question is over with that answer (%s)",
		async (say) => {
			const { ann, ben, id, other, show1, code, account, ours } = await anotherAnn();
			const news = ben.news.length;
			const reply = await scan(ben, code, { say, another: [id] });
			expect(reply.kind).toBe({ look: "ask", sure: "verified", unsure: "accepted" }[say]);
			expect(await ours()).toMatchObject({ trust: "new", change: null, writable: true });
			expect(ben.news.slice(news)).toContainEqual({ to: "pages", kind: "people-changed" });
			ben.restart();
			await show1(other);
			expect(await ours(), "the next card of the same key").toMatchObject({ trust: "new", change: null });
			expect((await ann.read(await ben.say("still to you"))).view).toMatchObject({ text: "still to you" });
			const apart = (await contacts(ben)).find((one) => one.id === account);
			expect(apart?.trust).toBe({ look: undefined, sure: "verified", unsure: "new" }[say]);
			await show1(await new Person("Ann").setUp());
			expect(await ours(), "another key").toMatchObject({ trust: "changed", change: { kind: "claimed" } });
			expect((await ours())?.change?.account).not.toBe(account);
		},
	);

	it("of somebody else whom nobody had shown as theirs is not asked about later either", async () => {
		const { ben } = await acquainted();
		const { id } = await only(ben);
		const other = await new Person("Ann").setUp();
		const code = await show(other);
		expect(await scan(ben, code)).toMatchObject({ kind: "same-name", contact: { id } });
		await scan(ben, code, { say: "unsure", another: [id] });
		const card = await other.invite();
		await ben.read(card, placeAt("room"), { ...alone(card), label: "Ann" });
		expect((await contacts(ben)).map(({ trust }) => trust)).toEqual(["new", "new"]);
	});

	it("that only says somebody else of their own account changes nothing about them", async () => {
		const { ann, ben } = await acquainted();
		const { id } = await only(ben);
		const before = ben.snapshot();
		expect(await scan(ben, await show(ann), { say: "look", another: [id] })).toMatchObject({ kind: "ask" });
		expect(ben.snapshot()).toBe(before);
	});

	it("works for ten minutes on a screen and a day in a link, at both ends", async () => {
		const { ann, ben } = await twoPeople();
		const [screen, link] = [await show(ann), await show(ann, null, "link")];
		expect(screen.endsAt).toBe(ann.now + 10 * minute);
		expect(link.endsAt).toBe(ann.now + 24 * 60 * minute);
		ben.now += 10 * minute;
		await ben.unlock();
		expect(await ben.result(codes, "codes/take", asked(screen))).toEqual({ ok: false, code: "prekey-expired" });
		expect(await contacts(ben)).toEqual([]);
		expect(await scan(ben, link)).toMatchObject({ kind: "verified" });
		ann.now += 24 * 60 * minute;
		await ann.unlock();
		expect(await answers(ben, ann)).toMatchObject({ author: { accepted: false } });
		expect(await contacts(ann)).toEqual([]);
	});

	it("is good for one person: whoever comes second is not made sure of, nor any more who came first", async () => {
		const { ann, ben } = await twoPeople();
		const mallory = await new Person("Mallory").setUp();
		const shown = await show(ann);
		await scan(mallory, shown);
		await scan(ben, shown);
		await answers(mallory, ann);
		expect(await only(ann)).toMatchObject({ name: "Mallory", trust: "verified" });
		expect(await answers(ben, ann)).toMatchObject({ author: { accepted: false } });
		expect(await contacts(ann)).toMatchObject([{ name: "Mallory", trust: "changed", writable: false }]);
	});

	it("says nothing more when the same person comes with it again", async () => {
		const { ann, ben } = await twoPeople();
		const shown = await show(ann);
		await scan(ben, shown);
		await answers(ben, ann);
		await scan(ben, shown);
		await answers(ben, ann);
		expect(await contacts(ann)).toMatchObject([{ name: "Ben", trust: "verified" }]);
	});

	it("that was made for somebody else, or is our own, is taken for nothing", async () => {
		const { ann, ben } = await acquainted();
		const carl = await new Person("Carl").setUp();
		const before = carl.snapshot();
		expect(await scan(carl, await show(ann, (await only(ann)).id))).toEqual({ kind: "not-for-me" });
		expect(carl.snapshot()).toBe(before);
		const mine = await show(ben);
		expect(await scan(ben, mine)).toEqual({ kind: "mine" });
		expect((await only(ben)).trust).toBe("new");
	});

	it("that came in a link is asked about first; who is unsure gets a contact and no more", async () => {
		const { ann, ben } = await twoPeople();
		const { link, file } = await show(ann, null, "link");
		expect(link).toMatch(/^web\+sotto:SOTTOxvQ[0-9A-Za-z]+$/);
		const of = (say: "look" | "unsure", text = link) =>
			ben.ask(codes, "codes/take", { code: { text }, meant: null, say, another: [] });
		const account = (await ann.ask(codes, "codes/state", { meant: null })).account;
		const before = ben.snapshot();
		expect(await of("look", file)).toEqual({ kind: "ask", name: "Ann", account, contact: null });
		expect(ben.snapshot()).toBe(before);
		expect(await of("unsure")).toMatchObject({
			kind: "accepted",
			contact: { name: "Ann", trust: "new", writable: true },
		});
		const asks = { sendId: ben.nextSendId(), contact: (await only(ben)).id };
		expect(await ben.result(codes, "codes/answer", asks)).toEqual({ ok: false, code: "nothing-found" });
	});

	it("is refused in a page, and told from armor where it is pasted", async () => {
		const { ann, ben } = await acquainted();
		const { link, file } = await show(ann, null, "link");
		expect((await ben.read([file.trim()])).view).toEqual({ kind: "placeholder" });
		expect(await (await ben.read([file.trim()])).reveal()).toEqual({ kind: "failed", code: "contact-code" });
		expect(await ben.ask(popup, "popup/read-by-hand", { text: link })).toEqual({
			kind: "failed",
			code: "contact-code",
		});
		expect((await only(ben)).trust).toBe("new");
	});

	it("of a revoked account is refused", async () => {
		const { ann, ben } = await twoPeople();
		const { armor } = await ann.ask(popup, "popup/revocation", null);
		const shown = await show(ann);
		await ben.ask(popup, "popup/read-by-hand", { text: armor });
		expect(await ben.result(codes, "codes/take", asked(shown))).toEqual({ ok: false, code: "account-revoked" });
	});

	it("says how a card or a statement reads that came the same way", async () => {
		const { ann, ben } = await twoPeople();
		const { armor } = await ann.ask(popup, "popup/my-card", { sendId: ann.nextSendId() });
		const take = (text: string) =>
			ben.ask(codes, "codes/take", { code: { text }, meant: null, say: "look", another: [] });
		const read = await take(`web+sotto:${armor[0]}`);
		expect(read).toMatchObject({ kind: "read", view: { kind: "card", name: "Ann", mine: false } });
		if (read.kind !== "read") throw new Error("not read");
		expect(await ben.ask(codes, "codes/accept", { text: read.text })).toMatchObject({ accepted: true });
		expect(await contacts(ben)).toMatchObject([{ name: "Ann", trust: "new" }]);
	});

	it("needs an open vault, and survives one that is locked in between", async () => {
		const { ann, ben } = await twoPeople();
		const shown = await show(ann);
		for (const person of [ann, ben]) await person.ask(popup, "popup/lock", null);
		expect(await ann.result(codes, "codes/show", { meant: null, way: "screen" })).toEqual({
			ok: false,
			code: "locked",
		});
		expect(await ben.result(codes, "codes/take", asked(shown))).toEqual({ ok: false, code: "locked" });
		expect(await ann.ask(codes, "codes/state", { meant: null })).toEqual({
			vault: "locked",
			name: "",
			account: null,
			mark: null,
			meant: null,
		});
		for (const person of [ann, ben]) await person.unlock();
		await scan(ben, shown);
		await answers(ben, ann);
		expect((await only(ann)).trust).toBe("verified");
	});

	it("leaves nothing with a contact that is removed", async () => {
		const { ann, ben } = await twoPeople();
		await scan(ben, await show(ann));
		const { id } = await only(ben);
		await ben.ask(popup, "popup/remove-contact", { contact: id });
		expect(await ben.result(codes, "codes/answer", { sendId: ben.nextSendId(), contact: id })).toEqual({
			ok: false,
			code: "nothing-found",
		});
	});

	it("with anything changed in it makes sure of nobody but whom it names, and breaks nothing", async () => {
		const { ann, ben } = await acquainted();
		const shown = await show(ann, (await only(ann)).id);
		const bytes = base64urlBytes(shown.qr);
		const { id } = await only(ben);
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
				const changed = bytes.map((byte, index) => (index === at ? byte ^ by : byte));
				const before = await only(ben);
				const result = await ben.result(
					codes,
					"codes/take",
					asked({ ...shown, qr: toBase64url(changed) }, { say: "look" }),
				);
				if (result.ok && result.value.kind === "ask")
					expect([id, result.value.account]).toContain(result.value.account);
				expect(result.ok || result.code !== "internal").toBe(true);
				expect(await only(ben)).toEqual(before);
			}),
			{ numRuns: 60 },
		);
	});
});
