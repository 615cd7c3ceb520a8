/** Accounts with one or two devices, all of them in one list that the account signed; made once and shared by all histories. */
import { createHash } from "node:crypto";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { signCertificate, signDeviceList } from "../../../src/protocol/device-list.ts";
import * as protocol from "../../../src/protocol/index.ts";
import { fixedRandom, hex, js, native, now } from "../fixed.ts";

/** Node's curves and noble's short AEADs: the fastest of both here. A device's ML-KEM key is expanded once. */
export const quick: protocol.Suite = {
	...native,
	sealPayload: js.sealPayload,
	openPayload: js.openPayload,
	async decapsulate(seed, ciphertext) {
		const name = hex(seed);
		const secretKey = expanded.get(name) ?? ml_kem768.keygen(seed).secretKey;
		expanded.set(name, secretKey);
		return ml_kem768.decapsulate(ciphertext, secretKey);
	},
};
const expanded = new Map<string, Uint8Array>();

/** Fast: a history draws thousands of times. Different for every name and every draw. */
export function modelRandom(name: string): protocol.Random {
	let counter = 0;
	return (length) => {
		const blocks: Buffer[] = [];
		for (let have = 0; have < length; have += 64) {
			blocks.push(createHash("sha512").update(`${name} ${counter++}`).digest());
		}
		return Uint8Array.from(Buffer.concat(blocks).subarray(0, length));
	};
}

export interface DeviceIdentity {
	readonly name: string;
	readonly account: Account;
	readonly keys: protocol.DeviceKeys;
	readonly prekey: protocol.PrekeyPair;
	readonly recipient: protocol.RecipientDevice;
}

export interface Account {
	readonly name: string;
	readonly accountKey: protocol.AccountKey;
	readonly fingerprint: protocol.Bytes;
	readonly devices: readonly DeviceIdentity[];
}

export async function createPerson(name: string, deviceCount: number): Promise<Account> {
	const random = fixedRandom(`model ${name}`);
	const accountKey = await js.createSigningKey(random);
	const fingerprint = protocol.accountFingerprint(js, accountKey.publicKey);
	const made = await Promise.all(
		Array.from({ length: deviceCount }, async () => ({
			deviceKey: await js.createAgreementKey(random),
			signingKey: await js.createSigningKey(random),
		})),
	);
	const listed = made.map(({ deviceKey, signingKey }) => ({
		devicePublicKey: deviceKey.publicKey,
		signingPublicKey: signingKey.publicKey,
		flags: 1,
	}));
	const shared = { accountPublicKey: accountKey.publicKey, sequence: 1 };
	const list = { ...shared, expiresAt: now + protocol.DEVICE_LIST_LIFE, devices: listed };
	const deviceList = await signDeviceList(js, accountKey.secretKey, list);
	const devices: DeviceIdentity[] = [];
	const account: Account = { name, accountKey, fingerprint, devices };
	for (const [index, { deviceKey, signingKey }] of made.entries()) {
		const own = listed[index];
		if (!own) continue;
		const certificate = await signCertificate(js, accountKey.secretKey, { ...own, ...shared });
		const keys = { deviceKey, signingKey, certificate, deviceList };
		const prekey = await protocol.createInvitation(js, keys, random, now);
		const bytes = await protocol.encodeCard(js, { device: keys, prekeys: [prekey], name, recoveryHash: null });
		const card = await protocol.openCard(js, bytes);
		if (card.devices.length !== deviceCount) throw new Error("a card names every device of its account");
		const [recipient] = protocol.recipientsOf(card, now);
		if (!recipient) throw new Error("no recipient");
		devices.push({ name: deviceCount === 1 ? name : `${name}${index + 1}`, account, keys, prekey, recipient });
	}
	return account;
}
