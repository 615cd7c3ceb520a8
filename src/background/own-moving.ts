/**
 * Another account of our own in the place of the one we have: by a move that contacts take, or begun anew once the old one was ended. One
 * transaction with everything that belonged to the old one:
 *
 *   sessions   only read from now on: what is on its way to the old account still opens
 *   prekeys    go: whoever begins with an old card is told that it is an old invitation
 *   history    stays: what we wrote under the old account is still ours
 */
import {
	type Bytes,
	createAccount,
	findRecoveryKey,
	isRecoveryKey,
	type KeyPair,
	moveAccount,
	revokeAccount,
} from "../protocol/index.ts";
import type { Core } from "./core.ts";
import { exclusively } from "./core.ts";
import { countersChange, readCounters } from "./counters.ts";
import { Fault } from "./fault.ts";
import { identityChange, readIdentity, type Self } from "./identity.ts";
import { originsUnder } from "./origins.ts";
import { ownAccountChange, readOwnAccount } from "./own-account.ts";
import { type Kit, makeKit } from "./own-recovery.ts";
import { ownRevocationChange } from "./own-revocation.ts";
import { listPrekeys, prekeysGone } from "./prekeys.ts";
import { removedUnder } from "./removed-accounts.ts";

/**
 * `kit`: a text with the recovery key of the account; null: begun anew.
 *
 * @throws Fault `own-account-ended`: a move out of it would count for nobody; `not-allowed`: it lives, and beginning anew would leave
 *   people with a key that nobody answers for; `wrong-recovery-key`; VaultError `wrong-passphrase`
 */
export function takeNewAccount(core: Core, passphraseKey: Uint8Array, kit: string | null): Promise<Kit> {
	return exclusively(core, async () => {
		await core.vault.requireOpen();
		const self = await readIdentity(core.vault, core.suite);
		if (kit === null && self.ended === null) throw new Fault("not-allowed");
		if (kit !== null && self.ended !== null) throw new Fault("own-account-ended");
		const recovery = kit === null ? null : await recoveryOf(core, self, kit);
		const { accountSecret } = await core.vault.unlock(passphraseKey);
		const old = { publicKey: self.accountPublicKey, secretKey: accountSecret };
		const createdAt = core.ports.now();
		const { account, device } = await createAccount(core.suite, core.ports.random, createdAt);
		try {
			const move = recovery === null ? null : await moved(core, old, account, recovery);
			const revocation = await revokeAccount(core.suite, account);
			const { kit: next, change } = await makeKit(core, revocation);
			const own = await readOwnAccount(core.vault);
			await leaveSessions(core);
			await core.vault.commit([
				await core.vault.accountSecretChange(passphraseKey, account.secretKey),
				identityChange({ ...self, accountPublicKey: account.publicKey, device, createdAt }),
				ownRevocationChange(revocation),
				change,
				ownAccountChange({ ended: null, move, before: [...own.before, old.publicKey], named: [] }),
				...(await withoutPrekeys(core)),
				...(await countedAnew(core)),
			]);
			return next;
		} finally {
			for (const key of [account, recovery]) key?.secretKey.fill(0);
			accountSecret.fill(0);
		}
	});
}

async function recoveryOf({ suite }: Core, { recoveryHash }: Self, kit: string): Promise<KeyPair> {
	const key = await findRecoveryKey(suite, kit);
	if (key === null || recoveryHash === null || !isRecoveryKey(suite, key.publicKey, recoveryHash)) {
		throw new Fault("wrong-recovery-key");
	}
	return key;
}

const moved = ({ suite }: Core, old: KeyPair, to: KeyPair, recovery: KeyPair): Promise<Bytes> =>
	moveAccount(suite, { from: old.publicKey, to, old, recovery });

async function leaveSessions({ sessions }: Core): Promise<void> {
	const all = await sessions.all();
	await sessions.take(all.map((one) => ({ ...one, standing: "former" })));
}

/** Numbers are of one device, and this is another one. */
async function countedAnew({ vault, book }: Core) {
	const all = await book.conversations();
	return Promise.all(all.map(async ({ id }) => countersChange(id, { ...(await readCounters(vault, id)), sets: [] })));
}

async function withoutPrekeys({ vault }: Core) {
	const prekeys = await listPrekeys(vault);
	const ids = new Set(prekeys.map(({ pair }) => pair.id));
	return [
		...(await prekeysGone(vault, prekeys)),
		...(await originsUnder(vault, ids)),
		...(await removedUnder(vault, new Set())),
	];
}
