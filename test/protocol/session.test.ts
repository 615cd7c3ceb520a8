import { describe, expect, it } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import { codeOf, person } from "./fixed.ts";
import { Party } from "./party.ts";

describe("a session", () => {
	it("goes on from its start, both ways, in any order, with short slots once confirmed", async () => {
		const [annKeys, benKeys] = await Promise.all([person("Ann"), person("Ben")]);
		const [ann, ben] = [new Party(annKeys, "device ann"), new Party(benKeys, "device ben")];
		const sent = [await ann.say("0", { start: [benKeys] })];
		for (let i = 1; i < 9; i++) sent.push(await ann.say(`${i}`, { to: [benKeys] }));
		const lengths = sent.map(({ envelope }) => envelope.length);
		expect(lengths.map((length) => length > 1000)).toEqual([true, true, true, false, false, false, false, false, true]);
		expect(await codeOf(() => ben.open(sent[4]!.envelope))).toBe("not-for-us");
		for (const index of [8, 2, 5, 0, 1, 3, 4, 6, 7]) {
			const opened = await ben.open(sent[index]!.envelope);
			expect(protocol.decodeBody(opened.payload).text).toBe(String(index));
			expect([opened.started, opened.prekeyId]).toEqual([index === 8, benKeys.prekey.id]);
		}
		expect(await codeOf(() => ben.open(sent[3]!.envelope))).toBe("key-deleted");
		expect(await ann.text((await ben.say("answer", { to: [annKeys] })).envelope)).toBe("answer");
		expect([ann.with(benKeys).confirmed, ann.with(benKeys).start]).toEqual([true, null]);
		const opened = await ben.open((await ann.say("next", { to: [benKeys] })).envelope);
		expect([protocol.decodeBody(opened.payload).text, opened.prekeyId]).toEqual(["next", null]);
		expect(ben.with(annKeys).confirmed).toBe(true);
	});

	it("says beforehand whether the next message is a long one", async () => {
		const [annKeys, benKeys] = await Promise.all([person("Ann"), person("Ben")]);
		const ann = new Party(annKeys, "long ann");
		let message = await ann.say("0", { start: [benKeys] });
		for (let i = 1; i < 18; i++) {
			const expected = protocol.nextCarriesStart(ann.with(benKeys));
			message = await ann.say(`${i}`, { to: [benKeys] });
			expect(message.envelope[35] === 1, `message ${i}`).toBe(expected);
		}
		const ben = new Party(benKeys, "long ben");
		await ben.open((await ann.say("", { start: [benKeys] })).envelope);
		expect(protocol.nextCarriesStart(ben.with(annKeys))).toBe(false);
	});

	it("says of a key that is gone which one it was, and of no other refusal", async () => {
		const [annKeys, benKeys] = await Promise.all([person("Ann"), person("Ben")]);
		const [ann, ben] = [new Party(annKeys, "gone ann"), new Party(benKeys, "gone ben")];
		const refused = async (envelope: Uint8Array) => {
			const error: unknown = await ben.open(envelope).catch((caught: unknown) => caught);
			return error instanceof protocol.ProtocolError && { code: error.code, ...error.details };
		};
		const first = await ann.say("0", { start: [benKeys] });
		for (let i = 1; i < 4; i++) await ann.say(`${i}`, { to: [benKeys] });
		const short = await ann.say("4", { to: [benKeys] });
		const chain = Buffer.from(ann.with(benKeys).ratchet.ownKey.publicKey).readUInt32BE();
		for (const [message, number] of [
			[first, 0],
			[short, 4],
		] as const) {
			expect((await ben.open(message.envelope)).position).toEqual({ chain, number });
			expect(await refused(message.envelope)).toEqual({ code: "key-deleted", position: { chain, number } });
		}
		const damaged = (await ann.say("5", { to: [benKeys] })).envelope;
		damaged[damaged.length - 1]! ^= 1;
		expect(await refused(damaged)).toEqual({ code: "altered" });
	});

	it("is short: 200 bytes to one device are 422 on the wire and at most 645 characters", async () => {
		const [annKeys, benKeys] = await Promise.all([person("Ann"), person("Ben")]);
		const [ann, ben] = [new Party(annKeys, "short ann"), new Party(benKeys, "short ben")];
		await ben.open((await ann.say("0", { start: [benKeys] })).envelope);
		await ann.open((await ben.say("1", { to: [annKeys] })).envelope);
		const short = await ann.say("x".repeat(200), { to: [benKeys] });
		expect(short.envelope.length).toBe(422);
		const armor = protocol.encodeArmor({ kind: 1, bytes: short.envelope, messageId: short.messageId, maxChars: null });
		expect(armor.join("").length).toBeLessThanOrEqual(645);
		expect(await ben.text(short.envelope)).toBe("x".repeat(200));
	});
});
