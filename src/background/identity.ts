/** Who we are, as it lies in the vault. The account's secret key is not here: vault.ts keeps it apart. */

import { deviceId } from "../contacts/contact.ts";
import {
	accountFingerprint,
	type DeviceKeys,
	decodeDeviceKeys,
	encodeDeviceKeys,
	type Suite,
} from "../protocol/index.ts";
import { bytes, count, decodeJson, encodeJson, record, text } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import { toHex } from "./bytes.ts";
import { readOwnAccount } from "./own-account.ts";
import { keptRecoveryHash } from "./own-recovery.ts";

interface Stored {
	readonly name: string;
	readonly picture: number;
	readonly word: string;
	readonly accountPublicKey: Uint8Array;
	readonly device: Uint8Array;
	readonly createdAt: number;
}

export interface Self {
	readonly name: string;
	readonly mark: { readonly picture: number; readonly word: string };
	readonly accountPublicKey: Uint8Array;
	/** 32 bytes, and the same in hex. */
	readonly fingerprint: Uint8Array;
	readonly id: string;
	readonly device: DeviceKeys;
	readonly createdAt: number;
	/** The account is over: nothing leaves under it but this statement. */
	readonly ended: Uint8Array | null;
	/** The statement by which we moved to it; null: it is the first, or was begun anew. */
	readonly move: Uint8Array | null;
	/** Hash of a recovery key that the user has kept. */
	readonly recoveryHash: Uint8Array | null;
	/** Accounts that we had before, fingerprints in hex. */
	readonly former: readonly string[];
}

const read = record<Stored>({
	name: text,
	picture: count,
	word: text,
	accountPublicKey: bytes(32),
	device: bytes(),
	createdAt: count,
});
const recordId = "self";

export function identityChange(
	self: Pick<Self, "name" | "mark" | "accountPublicKey" | "device" | "createdAt">,
): Change {
	const { name, mark, accountPublicKey, device, createdAt } = self;
	const stored: Stored = { name, ...mark, accountPublicKey, device: encodeDeviceKeys(device), createdAt };
	return { table: "identity", id: recordId, value: encodeJson(stored) };
}

/** @throws VaultError `locked`, `storage-failed` (also when the record is missing: a vault always has one). */
export async function readIdentity(vault: Pick<Vault, "get">, suite: Suite): Promise<Self> {
	const value = await vault.get("identity", recordId);
	const { name, picture, word, accountPublicKey, device, createdAt } = decodeJson(value ?? new Uint8Array(), read);
	const fingerprint = accountFingerprint(suite, accountPublicKey);
	const { ended, move, before } = await readOwnAccount(vault);
	return {
		name,
		mark: { picture, word },
		accountPublicKey,
		fingerprint,
		id: toHex(fingerprint),
		device: decodeDeviceKeys(device),
		createdAt,
		ended,
		move,
		recoveryHash: await keptRecoveryHash(vault),
		former: before.map((account) => toHex(accountFingerprint(suite, account))),
	};
}

/** `id`: of an account, in hex. */
export const isOwn = ({ id, former }: Self, account: string): boolean => id === account || former.includes(account);

/** Device key and signing key in hex, as contacts name devices. */
export const ownDevice = ({ device }: Self): string =>
	deviceId(device.deviceKey.publicKey, device.signingKey.publicKey);

/** Of our own device list, as the certificate states it: account key, device key and signing key (32 each) come before. */
export function ownListSequence(device: DeviceKeys): number {
	return new DataView(device.certificate.buffer, device.certificate.byteOffset).getUint32(96);
}
