/** 200 bytes to 1, 10 and 100 devices, from text to armor and back; the peer is openpgp with modern (v6) keys, signing. */
import * as openpgp from "openpgp";
import * as sotto from "../../../src/protocol/index.ts";
import { sideBySide } from "./timing.ts";

export interface CryptoTimes {
	readonly devices: number;
	readonly seal: { ours: number; peer: number };
	readonly open: { ours: number; peer: number };
	readonly bytes: { ours: number; peer: number };
}

const text = "x".repeat(200);
const random: sotto.Random = (length) => crypto.getRandomValues(new Uint8Array(length));
const suite = sotto.createSuite1({ subtle: crypto.subtle as unknown as sotto.SubtleLike, nativeRandomness: true });
const now = Date.now();

async function person() {
	const { account, device } = await sotto.createAccount(suite, random, now);
	const prekey = await sotto.createInvitation(suite, device, random, now);
	const card = await sotto.openCard(
		suite,
		await sotto.encodeCard(suite, { device, prekeys: [prekey], name: "B", recoveryHash: null }),
	);
	return { account, device, prekey, recipients: sotto.recipientsOf(card, now), fingerprint: card.fingerprint };
}

const config = { ...openpgp.config, v6Keys: true, aeadProtect: true };
async function peerPerson() {
	const generated = await openpgp.generateKey({
		type: "curve25519",
		userIDs: [{ name: "B" }],
		format: "object",
		config,
	});
	return generated;
}

async function measure(
	devices: number,
	people: Awaited<ReturnType<typeof person>>[],
	peers: Awaited<ReturnType<typeof peerPerson>>[],
): Promise<CryptoTimes> {
	const [sender, reader] = [people[0], people[1]];
	const [peerSender, peerReader] = [peers[0], peers[1]];
	if (sender === undefined || reader === undefined || peerSender === undefined || peerReader === undefined)
		throw new Error("too few people");
	const recipients = people.slice(1, devices + 1).flatMap((one) => one.recipients);
	const payload: sotto.Payload = {
		kind: sotto.payloadKind.text,
		sentAt: now,
		conversation: random(16),
		counter: 1,
		recipientSetHash: random(8),
		listSequence: 1,
		keep: null,
		signature: null,
		seen: [],
		recipients: null,
		body: sotto.encodeTextBody(text, null),
	};
	const seal = async () => {
		const sealed = await sotto.sealEnvelope(
			suite,
			{ author: { accountPublicKey: sender.account.publicKey, device: sender.device }, recipients, payload },
			random,
		);
		return sotto.encodeArmor({
			kind: sotto.armorKind.envelope,
			bytes: sealed.envelope,
			messageId: sealed.messageId.slice(0, 8),
			maxChars: null,
		});
	};
	const encryptionKeys = peers.slice(1, devices + 1).map((one) => one.publicKey);
	const message = await openpgp.createMessage({ text });
	const peerSeal = async () => openpgp.encrypt({ message, encryptionKeys, signingKeys: peerSender.privateKey, config });

	const armor = await seal();
	const peerArmor = await peerSeal();
	const open = async () => {
		const { bytes } = sotto.decodeArmorParts(armor);
		const opened = await sotto.openEnvelope(suite, bytes, {
			own: { accountFingerprint: reader.fingerprint, device: reader.device },
			prekeys: [reader.prekey],
			origins: () => undefined,
			now,
		});
		if (sotto.decodeBody(opened.payload).text !== text) throw new Error("wrong text");
	};
	const peerOpen = async () => {
		const { data } = await openpgp.decrypt({
			message: await openpgp.readMessage({ armoredMessage: peerArmor }),
			decryptionKeys: peerReader.privateKey,
			verificationKeys: peerSender.publicKey,
			expectSigned: true,
			config,
		});
		if (data !== text) throw new Error("wrong text");
	};
	const rounds = 31;
	const batch = devices === 100 ? 1 : 10;
	return {
		devices,
		seal: await sideBySide(rounds, seal, peerSeal, batch),
		open: await sideBySide(rounds, open, peerOpen, batch),
		bytes: { ours: armor.join("").length, peer: peerArmor.length },
	};
}

const people = await Promise.all(Array.from({ length: 101 }, person));
const peers: Awaited<ReturnType<typeof peerPerson>>[] = [];
for (let index = 0; index <= 100; index += 1) peers.push(await peerPerson());
const results: CryptoTimes[] = [];
for (const devices of [1, 10, 100]) results.push(await measure(devices, people, peers));
(globalThis as { benchResult?: unknown }).benchResult = results;
