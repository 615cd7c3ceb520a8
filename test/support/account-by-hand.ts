/** An account whose lists, cards and messages are made by hand: such as its owner's Sotto never makes. */
import { decodeDeviceList, signCertificate, signDeviceList } from "../../src/protocol/device-list.ts";
import {
	armorKind,
	type Card,
	createAccount,
	createInvitation,
	type DeviceKeys,
	encodeArmor,
	encodeCard,
	encodeTextBody,
	payloadKind,
	recipientSetHash,
	recipientsOf,
	sealEnvelope,
} from "../../src/protocol/index.ts";
import { suite } from "./person.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** `now`: when all of it is made. */
export async function accountByHand(name: string, now: number) {
	const { account, device: first } = await createAccount(suite, random, now);
	const before = decodeDeviceList(first.deviceList);
	const keysOf = ({ deviceList }: DeviceKeys) => decodeDeviceList(deviceList).devices[0]!;

	/** A device that stands on no list of this account. */
	const device = async (): Promise<DeviceKeys> => (await createAccount(suite, random, now)).device;

	/** One of these devices, on the list of this number that names them all. */
	async function listed(sequence: number, one: DeviceKeys, ...others: readonly DeviceKeys[]): Promise<DeviceKeys> {
		const devices = [one, ...others].map(keysOf);
		devices.sort((a, b) => (hex(a.devicePublicKey) < hex(b.devicePublicKey) ? -1 : 1));
		const named = { accountPublicKey: account.publicKey, sequence };
		return {
			...one,
			deviceList: await signDeviceList(suite, account.secretKey, { ...before, ...named, devices }),
			certificate: await signCertificate(suite, account.secretKey, { ...keysOf(one), ...named }),
		};
	}

	async function card(by: DeviceKeys, madeAt = now): Promise<Uint8Array> {
		const prekey = await createInvitation(suite, by, random, madeAt);
		return encodeCard(suite, { device: by, prekeys: [prekey], name, recoveryHash: null });
	}

	const sent = new Map<DeviceKeys, number>();
	/** `listSequence`: what the message itself says, which its author may make up. */
	async function write(
		by: DeviceKeys,
		to: Card,
		text: string,
		{ listSequence = 1, card: carried = null as Uint8Array | null } = {},
	) {
		const counter = sent.get(by) ?? 0;
		sent.set(by, counter + 1);
		const { envelope, messageId } = await sealEnvelope(
			suite,
			{
				author: { accountPublicKey: account.publicKey, device: by },
				start: recipientsOf(to, now),
				sessions: [],
				payload: {
					kind: carried === null ? payloadKind.text : payloadKind.textWithCard,
					sentAt: now,
					conversation: new Uint8Array(16).fill(7),
					counter,
					recipientSetHash: recipientSetHash(suite, [to.fingerprint]),
					listSequence,
					seen: [],
					recipients: null,
					keep: null,
					signed: null,
					body: encodeTextBody(text, carried),
				},
			},
			random,
		);
		return encodeArmor({ kind: armorKind.envelope, bytes: envelope, messageId, maxChars: null });
	}

	return { first, device, listed, card, write };
}

export const cardArmor = (bytes: Uint8Array): readonly string[] =>
	encodeArmor({ kind: armorKind.card, bytes, messageId: bytes.slice(0, 16), maxChars: null });
