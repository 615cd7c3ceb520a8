import { describe, expect, it } from "vitest";
import { readIdentity, type Self } from "../../src/background/identity.ts";
import type { MessageOptions } from "../../src/messaging/channels.ts";
import {
	armorKind,
	decodeArmorParts,
	encodeArmor,
	encodeTextBody,
	type Payload,
	sealEnvelope,
	signPayload,
} from "../../src/protocol/index.ts";
import { sessionsOf } from "../support/copies.ts";
import { openDisk, payloadOf } from "../support/disk.ts";
import { type OpenReader, Person, placeAt, plain, senders, suite } from "../support/person.ts";
import { acquainted } from "../support/two-people.ts";

const room = placeAt("room");
const popup = senders.popup();
const signed: MessageOptions = { ...plain, signed: true };
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

const exported = async (person: Person, { handle }: Pick<OpenReader, "handle">) =>
	(await person.ask(senders.reader(), "reader/export-proof", { handle })).armor;
const byHand = (person: Person, armor: readonly string[]) =>
	person.ask(popup, "popup/read-by-hand", { text: `look: ${armor.join("\n")}` });
const selfOf = async (person: Person): Promise<Self> => readIdentity(await openDisk(person), suite);
const copied = (bytes: Uint8Array, change: (bytes: Uint8Array) => void): Uint8Array => {
	const copy = bytes.slice();
	change(copy);
	return copy;
};
async function withCard(of: Person, to: Person): Promise<void> {
	const { armor } = await of.ask(popup, "popup/my-card", { sendId: of.nextSendId() });
	await to.ask(popup, "popup/accept-by-hand", { text: armor.join(" ") });
}

describe("a signed message", () => {
	it("says so to its readers and to its author, also when it is read again", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("on my word", room, signed);
		for (const person of [ben, ann, ben]) {
			expect((await person.read(armor)).view).toMatchObject({
				text: "on my word",
				warnings: [],
				protection: { signed: true },
			});
			person.restart();
		}
	});

	it("gives a proof that somebody who has nothing but the armor can check", async () => {
		const { ann, ben } = await acquainted();
		const cid = await new Person("Cid").setUp();
		const reader = await ben.read(await ann.say("on my word", room, signed));
		const proof = await exported(ben, reader);
		const [ids, sentAt] = [{ ann: (await selfOf(ann)).id, ben: (await selfOf(ben)).id }, ann.now];
		const shown = { kind: "proof", text: "on my word", sentAt };
		expect(await byHand(cid, proof)).toEqual({
			...shown,
			author: { self: false, contact: null, id: ids.ann },
			recipients: [{ id: ids.ben, name: null, self: false }],
		});
		expect(await byHand(ben, proof)).toMatchObject({
			...shown,
			author: { contact: { name: "Ann" } },
			recipients: [{ self: true }],
		});
		expect(await byHand(ann, proof)).toMatchObject({
			...shown,
			author: { self: true },
			recipients: [{ name: "Ben", self: false }],
		});
		await withCard(ann, cid);
		expect(await byHand(cid, proof)).toMatchObject({ author: { contact: { name: "Ann" }, id: ids.ann } });
		expect(await exported(ann, await ann.read(await ann.say("mine", room, signed)))).not.toEqual(proof);
	});

	it("names all it was for", async () => {
		const { ann, ben } = await acquainted();
		const cid = await new Person("Cid").setUp();
		await withCard(cid, ann);
		const contacts = await ann.ask(popup, "popup/contacts", null);
		const recipients = contacts.map(({ id }) => id);
		const ask = { sendId: ann.nextSendId(), text: "to both", recipients, options: signed };
		const { armor } = await ann.ask(popup, "popup/write-by-hand", ask);
		const text = armor.join("\n");
		await ben.ask(popup, "popup/read-by-hand", { text });
		const proof = await ben.ask(popup, "popup/export-proof-by-hand", { text });
		const view = await byHand(cid, proof.armor);
		if (view.kind !== "proof") throw new Error(view.kind);
		expect(view.recipients.map(({ id }) => id).sort()).toEqual([...recipients].sort());
		expect(view.recipients.filter(({ self }) => self)).toMatchObject([{ id: (await selfOf(cid)).id }]);
	});

	it("exports from the safe window too", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("on my word", room, signed);
		ben.page = { place: room, hasBox: true, armor: [armor] };
		await ben.ask(popup, "popup/open-safe-window", null);
		const ticket = ben.opened.at(-1)!.split("#")[1]!;
		const { handle } = await ben.ask(senders.safe(), "composer/open", { ticket });
		const { messages } = await ben.ask(senders.safe(), "safe/messages", { handle });
		expect(messages).toMatchObject([{ view: { text: "on my word", protection: { signed: true } } }]);
		const key = messages[0]!.key;
		const proof = await ben.ask(senders.safe(), "safe/export-proof", { handle, key });
		expect(await byHand(ann, proof.armor)).toMatchObject({ kind: "proof", text: "on my word" });
		// The page shows the proof then; it stays closed here as well.
		ben.page = { place: room, hasBox: true, armor: [proof.armor] };
		const shown = await ben.ask(senders.safe(), "safe/messages", { handle });
		expect(shown.messages).toMatchObject([{ view: { kind: "placeholder" } }]);
		const reveal = { handle, key: shown.messages[0]!.key };
		expect(await ben.ask(senders.safe(), "safe/reveal", reveal)).toEqual({ kind: "placeholder" });
	});

	it("does not become a proof before it was shown", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("on my word", room, signed);
		await ben.ask(popup, "popup/lock", null);
		const reader = await ben.read(armor);
		expect(reader.view).toEqual({ kind: "locked" });
		await expect(exported(ben, reader)).rejects.toMatchObject({ code: "locked" });
		await ben.unlock();
		const before = ben.snapshot();
		await expect(exported(ben, reader)).rejects.toMatchObject({ code: "not-allowed" });
		expect(ben.snapshot()).toBe(before);
		expect(await reader.refresh()).toMatchObject({ text: "on my word" });
		expect((await byHand(ben, await exported(ben, reader))).kind).toBe("proof");
	});

	it("gives no proof any more once its key is deleted", async () => {
		const { ann, ben } = await acquainted();
		const reader = await ben.read(await ann.say("on my word", room, { signed: true, disappears: "24h" }));
		ben.now += 24 * 60 * 60 * 1000;
		ben.session.set("awakeAt", ben.now);
		await expect(exported(ben, reader)).rejects.toMatchObject({ code: "key-deleted" });
	});
});

describe("a message that nobody signed", () => {
	it("is what everybody writes who does not choose otherwise: no signature, and after the first no names", async () => {
		const { ann, ben } = await acquainted();
		const [first, second] = [await ann.say("first"), await ann.say("second")];
		for (const armor of [first, second]) {
			const { view } = await ben.read(armor);
			expect(view).toMatchObject({ protection: { signed: false } });
			expect((await payloadOf(ben, armor)).signed).toBe(null);
		}
		expect((await payloadOf(ben, second)).recipients).toBe(null);
		const armor = await ann.say("third", room, signed);
		await ben.read(armor);
		expect(await payloadOf(ben, armor)).toMatchObject({ signed: { signature: expect.any(Uint8Array) } });
	});

	it("gives no proof", async () => {
		const { ann, ben } = await acquainted();
		const armor = await ann.say("between us");
		for (const person of [ann, ben]) {
			const reader = await person.read(armor);
			await expect(exported(person, reader)).rejects.toMatchObject({ code: "not-allowed" });
			const text = armor.join("\n");
			await expect(person.ask(popup, "popup/export-proof-by-hand", { text })).rejects.toMatchObject({
				code: "not-allowed",
			});
		}
	});
});

describe("a proof", () => {
	it("is never opened in a page, whatever is clicked", async () => {
		const { ann, ben } = await acquainted();
		const proof = await exported(ben, await ben.read(await ann.say("on my word", room, signed)));
		const reader = await ben.read(proof);
		expect(reader.view).toEqual({ kind: "placeholder" });
		expect(await reader.reveal()).toEqual({ kind: "placeholder" });
		await expect(exported(ben, reader)).rejects.toMatchObject({ code: expect.any(String) });
		await expect(reader.accept()).resolves.not.toMatchObject({ kind: "proof" });
	});

	it("that was changed proves nothing", async () => {
		const { ann, ben } = await acquainted();
		const proof = await exported(ben, await ben.read(await ann.say("one dollar", room, signed)));
		const { bytes, messageId } = { ...decodeArmorParts(proof), messageId: new Uint8Array(16) };
		const at = Buffer.from(bytes).indexOf("dollar");
		expect(at).toBeGreaterThan(0);
		for (const place of [at, 10, 170, bytes.length - 1]) {
			const changed = copied(bytes, (copy) => {
				copy[place] = (copy[place] ?? 0) ^ 1;
			});
			const armor = encodeArmor({ kind: armorKind.proof, bytes: changed, messageId, maxChars: null });
			expect(await byHand(ben, armor)).toMatchObject({ kind: "failed" });
		}
		const same = encodeArmor({ kind: armorKind.proof, bytes, messageId, maxChars: null });
		expect(await byHand(ben, same)).toMatchObject({ kind: "proof", text: "one dollar" });
	});
});

describe("a forged signature", () => {
	/** Ann's program is another one: it seals what `forge` makes of a payload. */
	async function from(ann: Person, ben: Person, forge: (payload: Payload, self: Self) => Promise<Payload>) {
		const armor = await ann.say("as always", room, signed);
		await ben.read(armor);
		const self = await selfOf(ann);
		const before = await payloadOf(ann, armor);
		const payload = { ...before, counter: before.counter + 1, body: encodeTextBody("forged", null), signed: null };
		const sessions = await sessionsOf(ann);
		const { envelope, messageId } = await sealEnvelope(
			suite,
			{
				author: { accountPublicKey: self.accountPublicKey, device: self.device },
				start: [],
				sessions: sessions.map(({ session }) => session),
				payload: await forge(payload, self),
			},
			random,
		);
		return encodeArmor({ kind: armorKind.envelope, bytes: envelope, messageId, maxChars: null });
	}
	const sign = (payload: Payload, self: Self) => signPayload(suite, self.device, self.fingerprint, payload);

	it("makes the message altered: not a letter of it is shown, nothing is kept", async () => {
		const { ann, ben } = await acquainted();
		const mallory = await new Person("Mallory").setUp();
		const hers = await selfOf(mallory);
		const forgeries: ((payload: Payload, self: Self) => Promise<Payload>)[] = [
			async (payload, self) => {
				const honest = await sign(payload, self);
				const signature = copied(honest.signed!.signature, (copy) => {
					copy[0] = (copy[0] ?? 0) ^ 1;
				});
				return { ...honest, signed: { ...honest.signed!, signature } };
			},
			async (payload, self) => ({ ...(await sign(payload, self)), body: encodeTextBody("another text", null) }),
			async (payload, self) => ({ ...(await sign(payload, self)), sentAt: payload.sentAt + 1 }),
			(payload) => sign(payload, hers),
		];
		for (const forge of forgeries) {
			const armor = await from(ann, ben, forge);
			const rows = ben.count("history");
			const reader = await ben.read(armor);
			expect(reader.view).toEqual({ kind: "placeholder" });
			expect(await reader.reveal()).toEqual({ kind: "failed", code: "altered" });
			expect(ben.count("history")).toBe(rows);
		}
		const honest = await from(ann, ben, sign);
		expect((await ben.read(honest)).view).toMatchObject({ text: "forged", protection: { signed: true } });
	});
});
