/** 200 bytes to 1, 10 and 100 devices that we have no session with, from text to armor and back; the peer is openpgp, signing. */
import * as openpgp from "openpgp";
import * as sotto from "../../../src/protocol/index.ts";
import { config, createOpenpgpPerson, type OpenpgpPerson } from "../peers/openpgp.ts";
import {
	createPerson,
	open as openEnvelope,
	type Person,
	seal as sealEnvelope,
	suite,
	text,
} from "../session/people.ts";
import { sideBySide } from "./timing.ts";

export interface CryptoTimes {
	readonly devices: number;
	readonly seal: { ours: number; peer: number };
	readonly open: { ours: number; peer: number };
	readonly bytes: { ours: number; peer: number };
}

async function measure(
	devices: number,
	people: readonly Person[],
	peers: readonly OpenpgpPerson[],
): Promise<CryptoTimes> {
	const [sender, reader] = [people[0], people[1]];
	const [peerSender, peerReader] = [peers[0], peers[1]];
	if (sender === undefined || reader === undefined || peerSender === undefined || peerReader === undefined)
		throw new Error("too few people");
	const recipients = people.slice(1, devices + 1).flatMap((one) => one.recipients);
	const seal = async () => {
		const sealed = await sealEnvelope(sender, [], recipients);
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
	const open = () => openEnvelope(reader, sotto.createSessionIndex(suite), sotto.decodeArmorParts(armor).bytes);
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

const people = await Promise.all(Array.from({ length: 101 }, createPerson));
const peers: OpenpgpPerson[] = [];
for (let index = 0; index <= 100; index += 1) peers.push(await createOpenpgpPerson());
const results: CryptoTimes[] = [];
for (const devices of [1, 10, 100]) results.push(await measure(devices, people, peers));
(globalThis as { benchResult?: unknown }).benchResult = results;
