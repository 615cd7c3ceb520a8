/** Our own account for good: its recovery kit, its end, another one in its place, who else may end it. */
import type { ChannelName, RecoveryKit } from "../../messaging/channels.ts";
import {
	appointRevoker,
	armorKind,
	encodeAppointment,
	encodeFile,
	encodeNotice,
	type KeyPair,
} from "../../protocol/index.ts";
import { contactOf } from "../answering-trust.ts";
import { endAsNamed } from "../appointments.ts";
import { fromBase64url, sameBytes } from "../bytes.ts";
import { type Core, exclusively, peopleChanged } from "../core.ts";
import { Fault } from "../fault.ts";
import { readIdentity } from "../identity.ts";
import { ownAccountChange, readOwnAccount } from "../own-account.ts";
import { takeNewAccount } from "../own-moving.ts";
import { endOwnAccount, newsByHand } from "../own-news.ts";
import { kitKept, makeKit, requireNoKit } from "../own-recovery.ts";
import { ownRevocation, ownRevocationStatement } from "../own-revocation.ts";
import { conversationByHand } from "../people.ts";
import { anyRoom } from "../room.ts";
import type { Handlers } from "../router.ts";
import { type Message, sealMessage, sealOnce } from "../sealing.ts";
import { statementIn } from "../statements.ts";

type OwnAccount = Extract<
	ChannelName,
	| "popup/revocation"
	| `popup/${string}kit`
	| `popup/${string}-account`
	| "popup/kit-kept"
	| "popup/account-news"
	| "popup/name-revoker"
	| "popup/end-contact"
	| "welcome/kit-kept"
>;

export function ownAccountHandlers(core: Core): Pick<Handlers, OwnAccount> {
	const { vault, suite } = core;

	const keepKit = async (): Promise<null> => {
		await exclusively(core, async () => vault.commit([await kitKept(vault)]));
		return null;
	};

	/** The account key is opened for this one piece of work. */
	async function withAccountKey<T>(passphraseKey: string, work: (account: KeyPair) => Promise<T>): Promise<T> {
		await vault.requireOpen();
		const key = fromBase64url(passphraseKey, 32);
		const { accountSecret } = await vault.unlock(key).finally(() => key.fill(0));
		try {
			const { accountPublicKey } = await readIdentity(vault, suite);
			return await work({ publicKey: accountPublicKey, secretKey: accountSecret });
		} finally {
			accountSecret.fill(0);
		}
	}

	/** It cannot be taken back, so nobody gets the power of whom it is not sure who they are. @throws Fault */
	async function verifiedContact(contact: string): Promise<Uint8Array> {
		const { trust, accountPublicKey } = await contactOf(core, contact);
		if (trust !== "verified") throw new Fault("not-allowed");
		return accountPublicKey;
	}

	return {
		"popup/revocation": () => ownRevocation(vault),
		"popup/make-kit": () =>
			exclusively(core, async (): Promise<RecoveryKit> => {
				await requireNoKit(vault);
				const { kit, change } = await makeKit(core, await ownRevocationStatement(vault));
				await vault.commit([change]);
				return kit;
			}),
		"popup/kit-kept": keepKit,
		"welcome/kit-kept": keepKit,

		"popup/end-account": async ({ account }) => {
			await endOwnAccount(core, account);
			peopleChanged(core);
			return null;
		},
		"popup/account-news": async ({ sendId }) => ({ armor: await newsByHand(core, sendId) }),

		"popup/new-account": async ({ passphraseKey, kit }) => {
			const key = fromBase64url(passphraseKey, 32);
			const made = await takeNewAccount(core, key, kit).finally(() => key.fill(0));
			peopleChanged(core);
			return made;
		},

		"popup/name-revoker": async ({ sendId, contact, passphraseKey }) => {
			const revoker = await verifiedContact(contact);
			const appointment = await withAccountKey(passphraseKey, (account) => appointRevoker(suite, account, revoker));
			const row = await sealOnce(core, sendId, ["name revoker", contact], async (self) => {
				// Of the key that was signed, still: it may have been put in doubt while the passphrase was worked on.
				if (!sameBytes(await verifiedContact(contact), revoker)) throw new Fault("not-allowed");
				const { conversation, changes } = await conversationByHand(core, [contact]);
				const message: Message = {
					text: core.ports.text("namedRevokerText"),
					conversation,
					recipients: [contact],
					options: { signed: false, disappears: null },
					room: anyRoom,
					introduce: false,
					tab: null,
					statement: encodeAppointment(suite, appointment),
				};
				const sealed = await sealMessage(core, self, message);
				const own = await readOwnAccount(vault);
				const named = [...own.named.filter((one) => one !== contact), contact];
				return { parts: sealed.parts, changes: [...changes, ...sealed.changes, ownAccountChange({ ...own, named })] };
			});
			return { armor: row.parts };
		},

		"popup/end-contact": async ({ contact, passphraseKey }) => {
			const statement = await withAccountKey(passphraseKey, (account) => endAsNamed(core, account, contact));
			await exclusively(core, async () => {
				const self = await readIdentity(vault, suite);
				const seen = await statementIn(core, self, { statement, card: null }, { pending: null, keep: true });
				if (seen.about !== contact) throw new Fault("nothing-found");
				await vault.commit(seen.changes);
			});
			peopleChanged(core);
			const bytes = encodeNotice({ statement, card: null });
			return { armor: [encodeFile({ kind: armorKind.notice, bytes }).trim()] };
		},
	};
}
