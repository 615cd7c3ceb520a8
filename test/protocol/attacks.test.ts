/** Dishonest recipients and carriers, played with the protocol's own functions: a weaker construction would let them through. */
import { describe, expect, it } from "vitest";
import { sealCore } from "../../src/protocol/core.ts";
import * as protocol from "../../src/protocol/index.ts";
import { prepareInitialSlot } from "../../src/protocol/initial-slot.ts";
import { codeOf, fixedRandom, js, now, type Person, person, readerOf, recipients, textPayload } from "./fixed.ts";
import { join, uint } from "./forge.ts";

const HEADER = 38;
const SLOT = 1409;
const head = Uint8Array.of(1, 1, 1);
const [ann, ben, cleo] = await Promise.all(["Ann", "Ben", "Cleo"].map((name) => person(name)));
const everyone = { ann: ann as Person, ben: ben as Person, cleo: cleo as Person };

async function toBoth(text: string, random = fixedRandom(text)) {
	const to = await recipients([everyone.ben, everyone.cleo]);
	const input = { author: everyone.ann.author, recipients: to, payload: textPayload(text) };
	const sealed = await protocol.sealEnvelope(js, input, random);
	const opened = await protocol.openEnvelope(js, sealed.envelope, readerOf(everyone.cleo));
	return { ...sealed, slots: sealed.envelope.slice(HEADER, HEADER + 2 * SLOT), known: opened };
}

async function slotFor(one: Person, author: Person, digest: Uint8Array, contentKey: Uint8Array) {
	const [to] = await recipients([one]);
	const slotAuthor = {
		fingerprint: author.fingerprint,
		devicePublicKey: author.device.deviceKey.publicKey,
		deviceSecret: author.device.deviceKey.secretKey,
		certificate: author.device.certificate,
	};
	const e = await js.createEphemeralKey(fixedRandom("attack e"));
	const prepared = await prepareInitialSlot(js, head, slotAuthor, to!, e, fixedRandom("attack"));
	return prepared.finish(digest, contentKey);
}

const openAs = (one: Person, envelope: Uint8Array) => () => protocol.openEnvelope(js, envelope, readerOf(one));

describe("a recipient who knows the content key", () => {
	it("cannot put another payload under the sender's slots", async () => {
		const { known, slots } = await toBoth("to both");
		const author = everyone.ann.fingerprint;
		const other = await sealCore(js, { head, contentKey: known.contentKey, author, payload: textPayload("other") });
		const envelope = join(head, other.commitment, uint(2, 1), uint(0, 2), slots, other.payload);
		expect(await codeOf(openAs(everyone.ben, envelope))).toBe("altered");
	});

	it("cannot wrap the untouched payload for somebody as its own author", async () => {
		const { known, digest, envelope } = await toBoth("to both");
		const slot = await slotFor(everyone.ben, everyone.cleo, digest, known.contentKey);
		const payload = envelope.slice(HEADER + 2 * SLOT);
		const wrapped = join(envelope.slice(0, 35), uint(1, 1), uint(0, 2), slot, payload);
		expect(await codeOf(openAs(everyone.ben, wrapped))).toBe("altered");
	});

	it("cannot move a slot from one message of the sender to another", async () => {
		const [first, second] = [await toBoth("first"), await toBoth("second")];
		const payload = second.envelope.slice(HEADER + 2 * SLOT);
		const mixed = join(second.envelope.slice(0, HEADER), first.slots, payload);
		expect(await codeOf(openAs(everyone.ben, mixed))).toBe("altered");
	});

	it("reads history only under the author's name", async () => {
		const { envelope, known } = await toBoth("to both");
		const asAnn = protocol.openWithContentKey(js, envelope, known.contentKey, everyone.ann.fingerprint);
		expect(protocol.decodeBody(await asAnn).text).toBe("to both");
		const asCleo = () => protocol.openWithContentKey(js, envelope, known.contentKey, everyone.cleo.fingerprint);
		expect(await codeOf(asCleo)).toBe("altered");
	});
});

describe("the carrier", () => {
	it("may strip or damage other people's slots without hurting ours", async () => {
		const { envelope, slots } = await toBoth("to both");
		const payload = envelope.slice(HEADER + 2 * SLOT);
		const halves = [slots.slice(0, SLOT), slots.slice(SLOT)];
		const codes = await Promise.all(
			halves.map((slot) =>
				codeOf(openAs(everyone.ben, join(envelope.slice(0, 35), uint(1, 1), uint(0, 2), slot, payload))),
			),
		);
		expect(codes.toSorted()).toEqual(["not-for-us", "opened"]);
		const noise = new Uint8Array(SLOT);
		const crowded = join(envelope.slice(0, 35), uint(3, 1), uint(0, 2), noise, slots, payload);
		expect(await codeOf(openAs(everyone.ben, crowded))).toBe("opened");
	});

	it("cannot make any byte of the envelope mean something else", async () => {
		const { envelope } = await protocol.sealEnvelope(
			js,
			{ author: everyone.ann.author, recipients: await recipients([everyone.ben]), payload: textPayload("one") },
			fixedRandom("every byte"),
		);
		// Every byte of the fixed parts, and samples of the long KEM ciphertext.
		const places = [...envelope.keys()];
		for (const at of places.filter((place) => place < 74 || place > 1160 || place % 97 === 0)) {
			const copy = envelope.slice();
			copy[at]! ^= 0x10;
			expect(await codeOf(openAs(everyone.ben, copy)), `byte ${at}`).not.toBe("opened");
		}
	}, 30_000);
});

describe("a session start", () => {
	it("does not work again once its message was read, and never after its key was deleted", async () => {
		const sealed = await toBoth("read once");
		const table = new Map<string, { digest: Uint8Array } | "tombstone">();
		const lookup: protocol.OriginLookup = (origin) => table.get(origin.join());
		const reader = readerOf(everyone.ben, { origins: lookup });
		const opened = await protocol.openEnvelope(js, sealed.envelope, reader);
		expect(protocol.initialOrigins(js, sealed.envelope).map(String)).toContain(String(opened.origin));

		table.set(opened.origin.join(), { digest: opened.digest });
		expect(await codeOf(() => protocol.openEnvelope(js, sealed.envelope, reader))).toBe("key-deleted");
		table.set(opened.origin.join(), { digest: new Uint8Array(32) });
		expect(await codeOf(() => protocol.openEnvelope(js, sealed.envelope, reader))).toBe("replayed");
		table.set(opened.origin.join(), "tombstone");
		expect(await codeOf(() => protocol.openEnvelope(js, sealed.envelope, reader))).toBe("key-deleted");
	});

	it("does not open without the prekey's private half", async () => {
		const sealed = await toBoth("prekey gone");
		const open = () => protocol.openEnvelope(js, sealed.envelope, readerOf(everyone.ben, { prekeys: [] }));
		expect(await codeOf(open)).toBe("not-for-us");
	});
});

describe("sealing", () => {
	const author = everyone.ann.author;
	const seal = (to: readonly protocol.RecipientDevice[], payload = textPayload("x")) =>
		codeOf(() => protocol.sealEnvelope(js, { author, recipients: to, payload }, fixedRandom("seal")));

	it("refuses a device named twice, and more devices than a reader tries", async () => {
		const [one] = await recipients([everyone.ben]);
		expect(await seal([one!, one!])).toBe("malformed");
		const many = Array.from({ length: 129 }, (_, i) => ({ ...one!, devicePublicKey: uint(i, 8) }));
		expect(await seal(many)).toBe("too-large");
	});

	it("refuses keys of small order and payloads over the limit", async () => {
		const [one] = await recipients([everyone.ben]);
		expect(await seal([{ ...one!, devicePublicKey: new Uint8Array(32) }])).toBe("malformed");
		expect(await seal([{ ...one!, prekey: { ...one!.prekey, spk: new Uint8Array(32) } }])).toBe("malformed");
		expect(await seal([{ ...one!, prekey: { ...one!.prekey, pqpk: new Uint8Array(1184).fill(255) } }])).toBe(
			"malformed",
		);
		expect(await seal([one!], textPayload("x".repeat(65_536)))).toBe("too-large");
	});

	it("puts the slots in another order each time", async () => {
		const firsts = new Set<boolean>();
		for (let i = 0; i < 12; i++) {
			const { envelope } = await toBoth("order", fixedRandom(`order ${i}`));
			const alone = join(envelope.slice(0, 35), uint(1, 1), uint(0, 2), envelope.slice(HEADER, HEADER + SLOT));
			const first = join(alone, envelope.slice(HEADER + 2 * SLOT));
			firsts.add((await codeOf(openAs(everyone.ben, first))) === "opened");
		}
		expect(firsts.size).toBe(2);
	});
});

describe("device lists", () => {
	it("are renewed under the next number, and old prekeys stay good", async () => {
		const { account, device, prekey } = everyone.ben;
		const renewed = await protocol.renewDeviceList(js, account, device, now + 1000);
		expect(protocol.deviceListExpiry(renewed)).toBe(now + 1000 + protocol.DEVICE_LIST_LIFE);
		const bytes = await protocol.encodeCard(js, {
			device: renewed,
			prekeys: [prekey],
			name: "Ben",
			recoveryHash: null,
		});
		const card = await protocol.openCard(js, bytes);
		expect(card.listSequence).toBe(2);
		expect(protocol.recipientsOf(card, now)).toHaveLength(1);
	});

	it("give a card its end", async () => {
		const card = await protocol.openCard(js, everyone.ben.card);
		expect(card.expiresAt).toBe(now + protocol.PREKEY_LIFE);
		expect(await codeOf(() => protocol.recipientsOf(card, card.expiresAt - 1))).toBe("opened");
		expect(await codeOf(() => protocol.recipientsOf(card, card.expiresAt))).toBe("prekey-expired");
	});
});
