/** The handshake alone: what both ends come to, what is erased, which slot is for whom, and the parts a slot is made of. */
import { describe, expect, it } from "vitest";
import type { Bytes, RecipientDevice, Session, Suite } from "../../src/protocol/index.ts";
import {
	INITIAL_SLOT_LENGTH,
	type InitialSlot,
	initiateSession,
	matchInitialSlots,
	parseInitialSlot,
	respondSession,
	type SlotForUs,
	START_LENGTH,
	slotOrigin,
} from "../../src/protocol/initial-slot.ts";
import { createInvitation } from "../../src/protocol/prekey.ts";
import {
	HEADER_LENGTH,
	LOCATOR_LENGTH,
	locator,
	openHeader,
	RATCHET_SLOT_LENGTH,
	sealHeader,
	unwrapContentKey,
	WRAP_LENGTH,
	wrapContentKey,
} from "../../src/protocol/ratchet-slot.ts";
import { encodeSession } from "../../src/protocol/session-codec.ts";
import { codeOf, fixedRandom, hex, js, now, person, recipients } from "./fixed.ts";
import { join, zeros } from "./forge.ts";

const [ann, ben, cleo] = [await person("Ann"), await person("Ben"), await person("Cleo")];
const [toBen, toCleo] = (await recipients([ben, cleo])) as [RecipientDevice, RecipientDevice];
const head = Uint8Array.of(1, 1, 1);
const author = {
	fingerprint: ann.fingerprint,
	devicePublicKey: ann.device.deviceKey.publicKey,
	deviceSecret: ann.device.deviceKey.secretKey,
	certificate: ann.device.certificate,
};
const own = {
	fingerprint: ben.fingerprint,
	devicePublicKey: ben.device.deviceKey.publicKey,
	deviceSecret: ben.device.deviceKey.secretKey,
};

async function start(name: string, to = toBen, suite: Suite = js): Promise<{ session: Session; slot: InitialSlot }> {
	const random = fixedRandom(name);
	const session = await initiateSession(suite, head, author, to, await suite.createEphemeralKey(random), random);
	const parts = join(session.start as Bytes, zeros(HEADER_LENGTH + WRAP_LENGTH));
	return { session, slot: parseInitialSlot(parts) };
}

const match = (
	slots: readonly InitialSlot[],
	suite: Suite = js,
	prekeys = [ben.prekey],
	ended: (typeof toBen.prekey)[] = [],
) => matchInitialSlots(suite, own.deviceSecret, prekeys, ended, slots);
const onlyMatch = async (slot: InitialSlot) => (await match([slot])).ours[0] as SlotForUs;

/** A suite whose secrets are listed as it gives them out. */
function listing(suite: Suite): { suite: Suite; secrets: { readonly what: string; readonly bytes: Bytes }[] } {
	const secrets: { what: string; bytes: Bytes }[] = [];
	const note = (what: string, bytes: Bytes): Bytes => {
		secrets.push({ what, bytes });
		return bytes;
	};
	const listed: Suite = {
		...suite,
		agree: async (secret, theirs) => note("agree", await suite.agree(secret, theirs)),
		agreeStatic: async (secret, theirs) => note("agreeStatic", await suite.agreeStatic(secret, theirs)),
		decapsulate: async (secret, ciphertext) => note("decapsulate", await suite.decapsulate(secret, ciphertext)),
		async createEphemeralKey(random) {
			const key = await suite.createEphemeralKey(random);
			return { ...key, agree: async (theirs) => note("e.agree", await key.agree(theirs)) };
		},
		async encapsulate(publicKey, random) {
			const made = await suite.encapsulate(publicKey, random);
			note("encapsulate", made.secret);
			return made;
		},
		hkdf(salt, ikm, info, length) {
			note("ikm", ikm);
			const keys = suite.hkdf(salt, ikm, info, length);
			// Of 64: c1 and k_id. Of 96 are the session's own keys, which copies are made of.
			return length === 64 ? note("identity", keys) : keys;
		},
	};
	return { suite: listed, secrets };
}

describe("both ends of a handshake", () => {
	it("come to the same transcript, keys and name, and know each other", async () => {
		const { session, slot } = await start("both ends");
		const theirs = await respondSession(js, head, own, await onlyMatch(slot));
		expect([hex(theirs.id), hex(theirs.transcript)]).toEqual([hex(session.id), hex(session.transcript)]);
		expect(hex(session.id)).toBe(hex(slotOrigin(js, slot)));
		expect(session.id).toHaveLength(16);
		expect(hex(theirs.ratchet.nextReceivingHeaderKey)).toBe(hex(session.ratchet.sending?.headerKey as Bytes));
		expect(hex(theirs.ratchet.nextSendingHeaderKey)).toBe(hex(session.ratchet.nextReceivingHeaderKey));
		expect(theirs.peer).toEqual({
			accountPublicKey: ann.account.publicKey,
			fingerprint: ann.fingerprint,
			devicePublicKey: ann.device.deviceKey.publicKey,
			signingPublicKey: ann.device.signingKey.publicKey,
			listSequence: 1,
		});
		expect(session.peer).toEqual({
			accountPublicKey: ben.account.publicKey,
			fingerprint: ben.fingerprint,
			devicePublicKey: ben.device.deviceKey.publicKey,
			signingPublicKey: ben.device.signingKey.publicKey,
			listSequence: 1,
		});
		expect([session.confirmed, theirs.confirmed, session.prekeyId, theirs.prekeyId, theirs.start]).toEqual([
			false,
			false,
			null,
			ben.prekey.id,
			null,
		]);
	});

	it("erase every shared secret once the session has its keys", async () => {
		const [a, b] = [listing(js), listing(js)];
		const { session, slot } = await start("erased", toBen, a.suite);
		const left = ({ secrets }: typeof a) => secrets.filter(({ bytes }) => bytes.some((byte) => byte !== 0));
		// DH(r, SPK) is also the input of the first root step; that too is erased.
		expect(a.secrets.map(({ what }) => what).toSorted()).toEqual([
			"agree",
			"agreeStatic",
			"agreeStatic",
			"e.agree",
			"e.agree",
			"encapsulate",
			"identity",
			"ikm",
			"ikm",
			"ikm",
		]);
		expect(left(a)).toEqual([]);
		const found = await match([slot], b.suite);
		await respondSession(b.suite, head, own, found.ours[0] as SlotForUs);
		// DH(E, D_B) is kept for the other slots with this E.
		expect(left(b).map(({ what, bytes }) => [what, hex(bytes)])).toEqual([
			["agree", hex(await js.agree(own.deviceSecret, slot.ephemeral))],
		]);
		expect(b.secrets.map(({ what }) => what).toSorted()).toEqual([
			"agree",
			"agree",
			"agreeStatic",
			"agreeStatic",
			"decapsulate",
			"identity",
			"ikm",
			"ikm",
		]);
		expect(session.ratchet.rootKey.some((byte) => byte !== 0)).toBe(true);
	});

	it("keep the session when the memory of the message is used for something else", async () => {
		const { slot } = await start("reused memory");
		const opened: Bytes[] = [];
		const suite: Suite = {
			...js,
			openSlot(...input) {
				const plain = js.openSlot(...input);
				if (plain) opened.push(plain);
				return plain;
			},
		};
		const session = await respondSession(suite, head, own, await onlyMatch(slot));
		const before = hex(encodeSession(session));
		for (const plain of opened) plain.fill(0xee);
		for (const part of Object.values(slot)) (part as Bytes).fill(0xee);
		expect(opened).toHaveLength(1);
		expect(hex(encodeSession(session))).toBe(before);
	});

	it("differ in everything when somebody else is meant, though the randomness is the same", async () => {
		const [one, other] = [await start("one e"), await start("one e", toCleo)];
		expect(hex(one.slot.ephemeral)).toBe(hex(other.slot.ephemeral));
		for (const part of ["hint", "kemCiphertext", "sealedCertificate"] as const) {
			expect(hex(one.slot[part])).not.toBe(hex(other.slot[part]));
		}
		const keys = ({ session }: typeof one) =>
			[session.ratchet.sending?.headerKey, session.ratchet.rootKey].map((key) => hex(key as Bytes));
		expect(keys(one).filter((key) => keys(other).includes(key))).toEqual([]);
	});

	it.each(["version", "suite"])("come to nothing when the %s on the wire is another", async (what) => {
		const found = await onlyMatch((await start("head")).slot);
		const changed = what === "version" ? Uint8Array.of(2, 1, 1) : Uint8Array.of(1, 2, 1);
		expect(await codeOf(() => respondSession(js, changed, own, found))).toBe("altered");
		expect(await codeOf(() => respondSession(js, head, own, found))).toBe("opened");
	});

	it("come to nothing with the prekey of another invitation, whatever the hint said", async () => {
		const { slot } = await start("another invitation");
		const other = await createInvitation(js, ben.device, fixedRandom("other"), now);
		const shared = await js.agree(own.deviceSecret, slot.ephemeral);
		expect(await codeOf(() => respondSession(js, head, own, { slot, prekey: other, shared }))).toBe("altered");
	});
});

describe("whose slot it is", () => {
	it("costs one agreement for each E, however many slots and prekeys there are", async () => {
		let agreements = 0;
		const counting: Suite = {
			...js,
			agree(...input) {
				agreements++;
				return js.agree(...input);
			},
		};
		const [one, other] = [await start("one e"), await start("another e")];
		const slots = [one, await start("one e", toCleo), one, other, one].map(({ slot }) => slot);
		const { ours } = await match(slots, counting);
		expect(ours.map(({ slot }) => slots.indexOf(slot))).toEqual([0, 0, 3, 0]);
		expect(agreements).toBe(2);
	});

	it("is told by the hint for one of our prekeys, and by nothing else", async () => {
		const other = await js.createAgreementKey(fixedRandom("another spk"));
		const another = { ...ben.prekey, id: 7, spk: other };
		const { slot } = await start("hint");
		const { ours } = await match([slot], js, [another, ben.prekey]);
		expect(ours.map(({ prekey }) => prekey.id)).toEqual([ben.prekey.id]);
		expect((await match([slot], js, [another])).ours).toEqual([]);
		for (let at = 0; at < 4; at++) {
			const hint = slot.hint.map((byte, index) => (index === at ? byte ^ 1 : byte));
			expect((await match([{ ...slot, hint }])).ours).toEqual([]);
		}
	});

	it("is an ended invitation's when any slot fits any of those, and none of ours is", async () => {
		const stranger = { id: 9, spk: (await js.createAgreementKey(fixedRandom("stranger"))).publicKey };
		const endedBen = { id: ben.prekey.id, spk: ben.prekey.spk.publicKey };
		const [slot, foreign] = [(await start("ended")).slot, (await start("foreign", toCleo)).slot];
		const ended = async (slots: InitialSlot[], remembered: (typeof stranger)[]) =>
			(await matchInitialSlots(js, own.deviceSecret, [], remembered, slots)).ended;
		expect(await ended([slot], [stranger, endedBen])).toBe(true);
		expect(await ended([slot, foreign], [endedBen, stranger])).toBe(true);
		expect(await ended([foreign, slot], [endedBen])).toBe(true);
		expect(await ended([foreign], [endedBen, stranger])).toBe(false);
		expect(await ended([slot], [stranger])).toBe(false);
		expect(await matchInitialSlots(js, own.deviceSecret, [ben.prekey], [endedBen], [slot])).toMatchObject({
			ended: false,
			ours: [{ prekey: ben.prekey }],
		});
	});
});

describe("the parts of a slot", () => {
	it("are as long as the document says, and nothing may be missing or left over", async () => {
		expect([INITIAL_SLOT_LENGTH, START_LENGTH, RATCHET_SLOT_LENGTH]).toEqual([1409, 1305, 112]);
		expect([LOCATOR_LENGTH, HEADER_LENGTH, WRAP_LENGTH]).toEqual([8, 56, 48]);
		const bytes = Uint8Array.from({ length: 1409 }, (_, at) => at % 251);
		const parts = parseInitialSlot(bytes);
		expect(Object.values(parts).map((part) => (part as Bytes).length)).toEqual([32, 4, 1088, 181, 56, 48]);
		expect(hex(join(...(Object.values(parts) as Bytes[])))).toBe(hex(bytes));
		expect(await codeOf(() => parseInitialSlot(bytes.slice(1)))).toBe("malformed");
		expect(await codeOf(() => parseInitialSlot(join(bytes, zeros(1))))).toBe("malformed");
	});

	const random = fixedRandom("slot parts");
	const [headerKey, messageKey, digest, contentKey] = [random(32), random(32), random(32), random(32)];
	const header = { ratchetKey: random(32), previousCount: 0x01020304, number: 0xfffefdfc };
	const prepared = js.prepareMac(headerKey);
	const sealed = sealHeader(js, prepared, digest, header);
	const wrapped = wrapContentKey(js, messageKey, digest, sealed, contentKey);

	it("a header opens with its key and in its message only", () => {
		expect(openHeader(js, prepared, digest, sealed)).toEqual(header);
		expect(openHeader(js, js.prepareMac(messageKey), digest, sealed)).toBeNull();
		expect(openHeader(js, prepared, contentKey, sealed)).toBeNull();
		expect(
			openHeader(
				js,
				prepared,
				digest,
				sealed.map((byte, at) => (at === 3 ? byte ^ 1 : byte)),
			),
		).toBeNull();
	});

	it("a content key opens with its message key, under its header and in its message only; else it is altered", async () => {
		const unwrap = (key: Bytes, d: Bytes, eh: Bytes) => codeOf(() => unwrapContentKey(js, key, d, eh, wrapped));
		expect(hex(unwrapContentKey(js, messageKey, digest, sealed, wrapped))).toBe(hex(contentKey));
		expect(await unwrap(headerKey, digest, sealed)).toBe("altered");
		for (const at of [0, 11, 12, 31]) {
			const other = digest.map((byte, index) => (index === at ? byte ^ 1 : byte));
			expect(await unwrap(messageKey, other, sealed), `byte ${at} of D`).toBe("altered");
		}
		expect(await unwrap(messageKey, digest, sealHeader(js, prepared, digest, { ...header, number: 1 }))).toBe(
			"altered",
		);
	});

	it("a locator belongs to one header key and one commitment", () => {
		const all = [locator(prepared, digest), locator(prepared, contentKey), locator(js.prepareMac(messageKey), digest)];
		expect(all.map(({ length }) => length)).toEqual([8, 8, 8]);
		expect(new Set(all.map(hex)).size).toBe(3);
		// Nor does it tell anything of the key that the header of a message with this digest has.
		expect(hex(js.prepareMac(headerKey)(Uint8Array.of(2), digest))).not.toContain(hex(all[0] as Bytes));
	});
});
