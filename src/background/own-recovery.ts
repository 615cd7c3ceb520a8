/**
 * The recovery key of our own account: made here, shown once, and never stored. What stays is its hash, which cards carry as soon as the
 * user has kept the key: contacts hold on to the first hash they see, and one of a lost key would be no use to anybody.
 */
import {
	armorKind,
	createRecoveryKey,
	encodeFile,
	encodeNotice,
	encodeRecoveryCode,
	recoveryHash,
	type Suite,
} from "../protocol/index.ts";
import { bytes, decodeJson, encodeJson, flag, record } from "../vault/json.ts";
import type { Change } from "../vault/store.ts";
import type { Vault } from "../vault/vault.ts";
import { Fault } from "./fault.ts";
import type { Ports } from "./ports.ts";

interface OwnRecovery {
	readonly hash: Uint8Array;
	readonly kept: boolean;
}

const name = "own-recovery";
const read = record<OwnRecovery>({ hash: bytes(32), kept: flag });
const change = (own: OwnRecovery): Change => ({ table: "settings", id: name, value: encodeJson(own) });

async function readOwn(vault: Pick<Vault, "get">): Promise<OwnRecovery | null> {
	const value = await vault.get("settings", name);
	return value === null ? null : decodeJson(value, read);
}

export async function keptRecoveryHash(vault: Pick<Vault, "get">): Promise<Uint8Array | null> {
	const own = await readOwn(vault);
	return own?.kept === true ? own.hash : null;
}

/** What the user is to keep. `code`: the recovery key. `statement`: armor of the statement that ends the account. */
export interface Kit {
	readonly code: string;
	readonly statement: string;
}

/** For an account that is made, or that has no recovery key yet; to be committed before the kit is shown. */
export async function makeKit(
	{ suite, ports }: { readonly suite: Suite; readonly ports: Pick<Ports, "random"> },
	revocation: Uint8Array,
): Promise<{ readonly kit: Kit; readonly change: Change }> {
	const key = await createRecoveryKey(suite, ports.random);
	const code = encodeRecoveryCode(suite, key);
	const hash = recoveryHash(suite, key.publicKey);
	key.secretKey.fill(0);
	const notice = encodeNotice({ statement: revocation, card: null });
	const statement = encodeFile({ kind: armorKind.notice, bytes: notice }).trim();
	return { kit: { code, statement }, change: change({ hash, kept: false }) };
}

/** @throws Fault `not-allowed`: the recovery key was kept, and contacts may hold its hash */
export async function requireNoKit(vault: Pick<Vault, "get">): Promise<void> {
	if ((await keptRecoveryHash(vault)) !== null) throw new Fault("not-allowed");
}

/** @throws Fault `nothing-found`: none was made */
export async function kitKept(vault: Pick<Vault, "get">): Promise<Change> {
	const own = await readOwn(vault);
	if (own === null) throw new Fault("nothing-found");
	return change({ ...own, kept: true });
}
