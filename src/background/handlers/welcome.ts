/** First run: an account, a device and the vault they lie in. */
import { cleanName } from "../../contacts/names.ts";
import { createAccount, revokeAccount } from "../../protocol/index.ts";
import type { AutoLock } from "../auto-lock.ts";
import { fromBase64url } from "../bytes.ts";
import { type Core, exclusively } from "../core.ts";
import { Fault } from "../fault.ts";
import { identityChange } from "../identity.ts";
import { makeKit } from "../own-recovery.ts";
import { ownRevocationChange } from "../own-revocation.ts";
import type { Handlers } from "../router.ts";

/** UTF-8 bytes of the name a card may claim (protocol, Limits). */
const maxNameBytes = 128;

export function welcomeHandlers(core: Core, autoLock: AutoLock): Pick<Handlers, "welcome/create"> {
	return {
		"welcome/create": async ({ name, mark, salt, profile, passphraseKey }) => {
			const claimed = fitted(cleanName(name));
			if (claimed === "") throw new Fault("name-empty");
			const key = fromBase64url(passphraseKey, 32);
			const kit = await exclusively(core, async () => {
				if ((await core.vault.state()) !== "none") throw new Fault("vault-exists");
				const createdAt = core.ports.now();
				const { account, device } = await createAccount(core.suite, core.ports.random, createdAt);
				const accountPublicKey = account.publicKey;
				try {
					const revocation = await revokeAccount(core.suite, account);
					const { kit, change } = await makeKit(core, revocation);
					await core.vault.create({
						passphraseKey: key,
						salt: fromBase64url(salt, 16),
						profile,
						accountSecret: account.secretKey,
						records: [
							identityChange({ name: claimed, mark, accountPublicKey, device, createdAt }),
							ownRevocationChange(revocation),
							change,
						],
					});
					return kit;
				} finally {
					account.secretKey.fill(0);
					key.fill(0);
				}
			});
			await autoLock.unlocked();
			return kit;
		},
	};
}

/** Whole characters that fit. */
function fitted(name: string): string {
	let kept = "";
	let bytes = 0;
	for (const character of name) {
		bytes += new TextEncoder().encode(character).length;
		if (bytes > maxNameBytes) break;
		kept += character;
	}
	return kept.trim();
}
