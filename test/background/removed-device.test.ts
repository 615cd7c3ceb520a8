import { describe, expect, it } from "vitest";
import { type DeviceKeys, decodeArmorParts, openCard } from "../../src/protocol/index.ts";
import { accountByHand, cardArmor } from "../support/account-by-hand.ts";
import { Person, senders, suite } from "../support/person.ts";

/** Mallory's account with its first device removed and a second one listed, and somebody who has accepted her. */
async function scene() {
	const ben = await new Person("Ben").setUp();
	const mallory = await accountByHand("Mallory", ben.now);
	const second = await mallory.listed(2, await mallory.device());
	await (await ben.read(cardArmor(await mallory.card(second)))).accept();
	const bens = await openCard(suite, decodeArmorParts(await ben.invite()).bytes);
	const write = (device: DeviceKeys, listSequence: number, text: string) =>
		mallory.write(device, bens, text, { listSequence });
	/** A device that joins later; its owner has shown no card with it yet. */
	const joining = async () => mallory.listed(3, await mallory.device());
	return { ben, first: mallory.first, second, joining, write };
}

describe("a device that joined the list", () => {
	it("is believed and said, also when its message is read again", async () => {
		const { ben, second, joining, write } = await scene();
		const known = await ben.read(await write(second, 2, "as always"));
		expect(known.view).toMatchObject({ warnings: [] });
		const armor = await write(await joining(), 1, "from a new phone");
		const said = { text: "from a new phone", warnings: [{ kind: "new-device" }] };
		expect((await ben.read(armor)).view).toMatchObject(said);
		expect((await ben.read(armor)).view).toMatchObject(said);
	});
});

describe("a device that is not on the list any more", () => {
	it("is not believed, whatever number it writes into its message", async () => {
		const { ben, first, second, write } = await scene();
		expect((await ben.read(await write(second, 2, "from the new one"))).view).toMatchObject({
			text: "from the new one",
			warnings: [],
		});
		for (const claimed of [1, 2, 99])
			expect((await ben.read(await write(first, claimed, "from the lost one"))).view).toEqual({ kind: "placeholder" });
	});

	it("is not believed either when its message is read again after a click", async () => {
		const { ben, first, second, write } = await scene();
		await ben.read(await write(second, 2, "hello"));
		const armor = await write(first, 99, "from the lost one");
		const said = { text: "from the lost one", acceptable: false, warnings: [{ kind: "untrusted-device" }] };
		expect(await (await ben.read(armor)).reveal()).toMatchObject(said);
		expect(await (await ben.read(armor)).reveal()).toMatchObject(said);
		ben.restart();
		const reader = await ben.read(armor);
		expect(reader.view).toEqual({ kind: "placeholder" });
		expect(await reader.reveal()).toMatchObject(said);
		const text = armor.join("\n");
		expect(await ben.ask(senders.popup(), "popup/read-by-hand", { text })).toMatchObject(said);
		await expect(reader.accept()).rejects.toMatchObject({ code: "not-allowed" });
		expect(await ben.ask(senders.popup(), "popup/contacts", null)).toMatchObject([{ trust: "known" }]);
	});
});
