import { describe, expect, it } from "vitest";
import { decodeDeviceList, signCertificate, signDeviceList } from "../../src/protocol/device-list.ts";
import {
	armorKind,
	createAccount,
	createInvitation,
	type DeviceKeys,
	decodeArmorParts,
	encodeArmor,
	encodeCard,
	encodeTextBody,
	openCard,
	payloadKind,
	recipientSetHash,
	recipientsOf,
	sealEnvelope,
} from "../../src/protocol/index.ts";
import { Person, senders, suite } from "../support/person.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** Mallory's account with its first device removed and a second one listed, and somebody who has accepted her. */
async function scene() {
	const ben = await new Person("Ben").setUp();
	const { account, device: first } = await createAccount(suite, random, ben.now);
	const { device: other } = await createAccount(suite, random, ben.now);
	const [listed] = decodeDeviceList(other.deviceList).devices;
	const before = decodeDeviceList(first.deviceList);
	const named = { accountPublicKey: account.publicKey, sequence: before.sequence + 1 };
	const second: DeviceKeys = {
		...other,
		deviceList: await signDeviceList(suite, account.secretKey, { ...before, ...named, devices: [listed!] }),
		certificate: await signCertificate(suite, account.secretKey, { ...listed!, ...named }),
	};
	const prekey = await createInvitation(suite, second, random, ben.now);
	const bytes = await encodeCard(suite, { device: second, prekeys: [prekey], name: "Mallory", recoveryHash: null });
	const card = encodeArmor({ kind: armorKind.card, bytes, messageId: bytes.slice(0, 16), maxChars: null });
	await (await ben.read(card)).accept();
	const bens = await openCard(suite, decodeArmorParts(await ben.invite()).bytes);

	const sent = new Map<DeviceKeys, number>();
	async function write(device: DeviceKeys, listSequence: number, text: string) {
		const counter = sent.get(device) ?? 0;
		sent.set(device, counter + 1);
		const { envelope, messageId } = await sealEnvelope(
			suite,
			{
				author: { accountPublicKey: account.publicKey, device },
				start: recipientsOf(bens, ben.now),
				sessions: [],
				payload: {
					kind: payloadKind.text,
					sentAt: ben.now,
					conversation: new Uint8Array(16).fill(7),
					counter,
					recipientSetHash: recipientSetHash(suite, [bens.fingerprint]),
					listSequence,
					seen: [],
					recipients: null,
					keep: null,
					signed: null,
					body: encodeTextBody(text, null),
				},
			},
			random,
		);
		return encodeArmor({ kind: armorKind.envelope, bytes: envelope, messageId, maxChars: null });
	}
	/** A device that joins later; its owner has shown no card with it yet. */
	async function joining(): Promise<DeviceKeys> {
		const { device } = await createAccount(suite, random, ben.now);
		const [keys] = decodeDeviceList(device.deviceList).devices;
		const certified = { ...keys!, accountPublicKey: account.publicKey, sequence: named.sequence + 1 };
		return { ...device, certificate: await signCertificate(suite, account.secretKey, certified) };
	}
	return { ben, first, second, joining, write };
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
