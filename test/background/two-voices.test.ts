/** Cards and lists of a contact that come again, or that speak with two voices. The account is made by hand: Sotto makes no such lists. */
import { describe, expect, it } from "vitest";
import { toBase64url } from "../../src/background/bytes.ts";
import {
	armorKind,
	createContactCode,
	type DeviceKeys,
	decodeArmorParts,
	encodeQr,
	openCard,
} from "../../src/protocol/index.ts";
import { accountByHand, cardArmor } from "../support/account-by-hand.ts";
import { alone, Person, placeAt, senders, suite } from "../support/person.ts";

const popup = senders.popup();
const codes = senders.page("codes", 0, 5);
const day = 24 * 60 * 60 * 1000;
const room = placeAt("room");

/** Ben has accepted the second list of Mallory, which has one device: the one of before is gone. */
async function scene() {
	const ben = await new Person("Ben").setUp();
	const mallory = await accountByHand("Mallory", ben.now);
	const [old, second, other] = [mallory.first, await mallory.device(), await mallory.device()];
	const [now, gone] = [await mallory.listed(2, second), await mallory.listed(1, old)];
	const bytes = await mallory.card(now);
	await (await ben.read(cardArmor(bytes))).accept();
	const bens = await openCard(suite, decodeArmorParts(await ben.invite()).bytes);
	const contacts = () => ben.ask(popup, "popup/contacts", null);
	const { id } = (await contacts())[0]!;
	const page = () => ben.ask(popup, "popup/contact", { contact: id });
	const write = (by: DeviceKeys, text: string, card: Uint8Array | null = null) =>
		mallory.write(by, bens, text, { card });
	return { ben, mallory, id, page, contacts, write, second, other, now, gone, bytes };
}

type Scene = Awaited<ReturnType<typeof scene>>;

async function expectForked({ ben, page }: Scene) {
	for (const restart of [false, true]) {
		if (restart) ben.restart();
		expect(await page()).toMatchObject({
			trust: "changed",
			writable: false,
			change: { kind: "forked", locked: true, account: null },
		});
		await expect(ben.say("no")).rejects.toMatchObject({ code: "contact-not-writable" });
	}
	expect(ben.news).toContainEqual({ to: "pages", kind: "people-changed" });
}

describe("an old card that comes again", { timeout: 20_000 }, () => {
	it("with the list of before changes nothing, where it is shown and where it is accepted", async () => {
		const { ben, mallory, page, gone, write } = await scene();
		const armor = cardArmor(await mallory.card(gone));
		const before = { stored: ben.snapshot(), page: await page() };
		await ben.read(armor, placeAt("other"));
		await ben.ask(popup, "popup/read-by-hand", { text: armor.join("\n") });
		const reader = await ben.read(armor);
		expect(reader.view).toMatchObject({ kind: "card", accepted: true, contact: { trust: "new", change: null } });
		expect(ben.snapshot()).toBe(before.stored);
		await reader.accept();
		expect(await page()).toEqual(before.page);
		// Its device is still one that is gone.
		expect((await ben.read(await write(gone, "from the lost one"))).view).toEqual({ kind: "placeholder" });
	});

	it("inside a message changes no more than the message does", async () => {
		const { ben, mallory, page, now, gone, write } = await scene();
		const { view } = await ben.read(await write(now, "hello", await mallory.card(gone)));
		expect(view).toMatchObject({ text: "hello", warnings: [] });
		expect(await page()).toMatchObject({ trust: "known", change: null, writable: true, timesMet: 1 });
		expect((await ben.read(await write(gone, "from the lost one"))).view).toEqual({ kind: "placeholder" });
	});

	it("with the same list and an invitation that ends sooner does not cut the writing short", async () => {
		const { ben, mallory, page, now } = await scene();
		const armor = cardArmor(await mallory.card(now, ben.now - 20 * day));
		const before = ben.snapshot();
		const reader = await ben.read(armor);
		expect(reader.view).toMatchObject({ kind: "card", accepted: true });
		expect(ben.snapshot()).toBe(before);
		await reader.accept();
		ben.now += 15 * day;
		await ben.unlock();
		expect(await page()).toMatchObject({ trust: "new", writable: true });
		ben.now += 16 * day;
		await ben.unlock();
		expect((await page()).writable, "when ours has ended too").toBe(false);
	});
});

describe("two lists with one number", { timeout: 20_000 }, () => {
	it.each([
		["in their conversation", room, false],
		["in another one", placeAt("other"), false],
		["in a quotation", room, true],
	])("are caught when the second is shown %s, before anybody accepts it", async (_where, place, quoted) => {
		const all = await scene();
		const { ben, mallory, other } = all;
		const armor = cardArmor(await mallory.card(await mallory.listed(2, other)));
		const { view } = await ben.read(armor, place, { ...alone(armor), ...(quoted ? { quoted } : {}) });
		expect(view).toMatchObject({
			kind: "card",
			contact: place === room ? { trust: "changed", change: { kind: "forked", locked: true } } : null,
		});
		await expectForked(all);
	});

	it.each([
		["a device more", (all: Scene) => all.mallory.listed(2, all.second, all.other)],
		["all others", (all: Scene) => all.mallory.listed(2, all.other)],
	])("are caught with %s", async (_what, second) => {
		const all = await scene();
		await all.ben.read(cardArmor(await all.mallory.card(await second(all))));
		await expectForked(all);
	});

	it("are caught with a device less; the same ones in another order are no other list", async () => {
		const all = await scene();
		const { ben, mallory, page, second, other } = all;
		await (await ben.read(cardArmor(await mallory.card(await mallory.listed(3, second, other))))).accept();
		await ben.read(cardArmor(await mallory.card(await mallory.listed(3, other, second))));
		expect(await page()).toMatchObject({ trust: "new", change: null });
		await ben.read(cardArmor(await mallory.card(await mallory.listed(3, other))));
		await expectForked(all);
	});

	it("are caught by hand, in a message, and by the author of one", async () => {
		const byHand = await scene();
		const forged = async ({ mallory, other }: typeof byHand) => mallory.card(await mallory.listed(2, other));
		const text = cardArmor(await forged(byHand)).join("\n");
		expect(await byHand.ben.ask(popup, "popup/read-by-hand", { text })).toMatchObject({
			kind: "card",
			contact: { trust: "changed", change: { kind: "forked" } },
		});
		await expectForked(byHand);

		const inside = await scene();
		const carries = await inside.write(inside.now, "hello", await forged(inside));
		const author = await scene();
		const wrote = await author.write(await author.mallory.listed(2, author.other), "hello");
		for (const [all, armor] of [
			[inside, carries],
			[author, wrote],
		] as const) {
			expect((await all.ben.read(armor)).view).toEqual({ kind: "placeholder" });
			// Before anybody opens it.
			await expectForked(all);
			expect(await (await all.ben.read(armor)).reveal()).toMatchObject({
				text: "hello",
				acceptable: false,
				warnings: [{ kind: "changed-key" }],
			});
		}
	});

	it("are caught in a code that is scanned: it is theirs, and makes sure of nothing", async () => {
		const all = await scene();
		const { ben, mallory, id, page, other, bytes } = all;
		const scan = async (card: Uint8Array) => {
			const { fingerprint } = await openCard(suite, bytes);
			const made = { fingerprint, reader: null, card, endsAt: ben.now + 60_000 };
			const { code } = createContactCode(suite, made, (length) => crypto.getRandomValues(new Uint8Array(length)));
			const qr = toBase64url(encodeQr({ kind: armorKind.code, bytes: code }));
			return ben.ask(codes, "codes/take", { code: { qr }, meant: null, say: "sure", another: [] });
		};
		const forked = await mallory.card(await mallory.listed(2, other));
		expect(await scan(forked)).toMatchObject({ kind: "forked", contact: { trust: "changed" } });
		await expectForked(all);
		const answer = { sendId: ben.nextSendId(), contact: id };
		expect(await ben.result(codes, "codes/answer", answer)).toEqual({ ok: false, code: "nothing-found" });
		expect(await scan(bytes)).toMatchObject({ kind: "verified" });
		expect(await page()).toMatchObject({ trust: "verified", change: null });
	});

	it("stay that until the user settles it: no card of theirs does, not the first one either", async () => {
		const all = await scene();
		const { ben, mallory, id, page, second, other, bytes } = all;
		await ben.read(cardArmor(await mallory.card(await mallory.listed(2, other))));
		const newer = await mallory.card(await mallory.listed(3, second));
		for (const one of [bytes, newer]) await (await ben.read(cardArmor(one))).accept();
		await expectForked(all);
		const { account } = await ben.ask(popup, "popup/safety-number", { contact: id });
		await ben.ask(popup, "popup/number-matches", { contact: id, account });
		expect(await page()).toMatchObject({ trust: "verified", change: null, writable: true });
		expect(await ben.say("again")).not.toEqual([]);
	});

	it("of somebody who is no contact say nothing, and nothing is kept of them", async () => {
		const ben = await new Person("Ben").setUp();
		const eve = await accountByHand("Eve", ben.now);
		const before = ben.snapshot();
		for (const device of [eve.first, await eve.device()]) {
			await ben.read(cardArmor(await eve.card(await eve.listed(2, device))));
		}
		expect(ben.snapshot()).toBe(before);
	});
});
