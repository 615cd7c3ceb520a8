/** The popup: locking, this site, the people, settings. */
import { contactId } from "../../contacts/contact.ts";
import type { ChannelName } from "../../messaging/channels.ts";
import { accountFingerprint, deviceListExpiry, renewDeviceList, safetyNumber } from "../../protocol/index.ts";
import { answerAbout, contactOf, contactPage, verifiedAs } from "../answering-trust.ts";
import type { AutoLock } from "../auto-lock.ts";
import { fromBase64url, toBase64url } from "../bytes.ts";
import { describeTab } from "../composing.ts";
import { openCodes, openedFor } from "../contact-window.ts";
import { type Core, exclusively } from "../core.ts";
import { Fault } from "../fault.ts";
import { tidy } from "../housekeeping.ts";
import { identityChange, readIdentity } from "../identity.ts";
import { setKeepForAll } from "../keeping.ts";
import { forgetLearned, hasLearned } from "../learned-room.ts";
import { readOwnAccount } from "../own-account.ts";
import { missingRevocation } from "../own-revocation.ts";
import { contactView, conversationAt, membersOf } from "../people.ts";
import { preferencesChange, readPreferences } from "../preferences.ts";
import type { Handlers } from "../router.ts";
import { openForActiveTab } from "../safe-window.ts";
import { webOrigin } from "../sender.ts";
import { compareIn } from "../sending-comparison.ts";
import { boxesOf, forgetBoxes, isOn, saidHello, turnOff, turnOn } from "../sites.ts";
import { openComposerInActiveTab } from "../use-box.ts";
import type { ContactsChannel } from "./contacts.ts";
import type { ownAccountHandlers } from "./own-account.ts";

type PopupChannel = Exclude<
	Extract<ChannelName, `popup/${string}`>,
	`${string}by-hand` | "popup/my-card" | ContactsChannel | keyof ReturnType<typeof ownAccountHandlers>
>;

/** The device list is signed anew when less than this is left. */
const renewBeforeMs = 30 * 24 * 60 * 60 * 1000;

export function popupHandlers(core: Core, autoLock: AutoLock): Pick<Handlers, PopupChannel> {
	const { ports, vault } = core;

	async function activeSite() {
		const tab = await ports.tabs.active();
		const origin = webOrigin(tab?.url);
		if (tab === null || origin === null) return null;
		const on = await isOn(core, origin);
		const needsReload = on && !(await saidHello(core, tab.id, origin));
		const choices = await boxesOf(core, origin);
		const use = choices.filter((choice) => choice.use).length;
		const boxes = { use, not: choices.length - use };
		const learned = on && (await hasLearned(core, origin));
		return { tab: tab.id, site: { origin, host: new URL(origin).host, on, needsReload, boxes, learned } };
	}

	async function peopleIn(tab: number) {
		const shown = await describeTab(core, tab);
		const here = shown && (await conversationAt(core, shown.place));
		return Promise.all((await membersOf(core, here)).map((contact) => contactView(core, contact)));
	}

	/** What only the account key can sign: it is at hand with the passphrase alone. */
	async function signWhatIsDue(accountSecret: Uint8Array): Promise<void> {
		await exclusively(core, async () => {
			const self = await readIdentity(vault, core.suite);
			const account = { publicKey: self.accountPublicKey, secretKey: accountSecret };
			const changes = [...(await missingRevocation(vault, core.suite, account))];
			if (deviceListExpiry(self.device) - ports.now() < renewBeforeMs) {
				const device = await renewDeviceList(core.suite, account, self.device, ports.now());
				changes.push(identityChange({ ...self, device }));
			}
			if (changes.length > 0) await vault.commit(changes);
		});
	}

	return {
		"popup/state": async () => {
			const state = await vault.state();
			const active = await activeSite();
			const shared = {
				vault: state,
				site: active?.site ?? null,
				autoLockMinutes: await autoLock.minutes(),
				locksWithScreen: ports.idle.locksWithScreen(),
			};
			if (state !== "unlocked") {
				return {
					...shared,
					name: null,
					account: null,
					mark: null,
					own: null,
					people: [],
					keep: "forever",
					tellsSeen: true,
				} as const;
			}
			const { name, mark, id: account, ended, move, recoveryHash } = await readIdentity(vault, core.suite);
			const { named } = await readOwnAccount(vault);
			const own = { ended: ended !== null, moved: move !== null, kit: recoveryHash !== null, named };
			const people = active?.site.on ? await peopleIn(active.tab) : [];
			return { ...shared, name, account, mark, own, people, ...(await readPreferences(vault)) };
		},

		"popup/site-on": async ({ origin }) => {
			await turnOn(core, origin);
			return null;
		},
		"popup/site-off": async ({ origin }) => {
			await turnOff(core, origin);
			return null;
		},
		"popup/forget-boxes": async ({ origin, use }) => {
			await forgetBoxes(core, origin, use);
			return null;
		},
		"popup/forget-learned": async ({ origin }) => {
			await forgetLearned(core, origin);
			return null;
		},
		"popup/diagnose": async () => {
			const active = await activeSite();
			const { on = false, needsReload = false } = active?.site ?? {};
			return { ...(await core.diagnoses.run()), on, needsReload };
		},
		"popup/open-safe-window": async () => {
			await openForActiveTab(core);
			return null;
		},
		"popup/use-box": async () => {
			await openComposerInActiveTab(core, "box", { remembered: false });
			return null;
		},
		"popup/set-auto-lock": async ({ minutes }) => {
			await autoLock.setMinutes(minutes);
			return null;
		},
		"popup/set-keep": async ({ keep }) => {
			await setKeepForAll(core, keep);
			return null;
		},
		"popup/set-tells-seen": async ({ on }) => {
			await exclusively(core, async () => {
				await vault.commit([preferencesChange({ ...(await readPreferences(vault)), tellsSeen: on })]);
			});
			return null;
		},
		"popup/lock": async () => {
			await autoLock.lock();
			return null;
		},

		"popup/kdf-params": async () => {
			const { salt, profile } = await vault.kdfParams();
			return { salt: toBase64url(salt), profile };
		},

		"popup/unlock": async ({ passphraseKey }) => {
			const key = fromBase64url(passphraseKey, 32);
			const { accountSecret } = await vault.unlock(key).finally(() => key.fill(0));
			// First of all: whatever else fails, an open vault locks by itself and every surface knows that it is open.
			try {
				await autoLock.unlocked();
				await signWhatIsDue(accountSecret).catch(() => undefined);
			} finally {
				accountSecret.fill(0);
			}
			await tidy(core).catch(() => undefined);
			return null;
		},

		"popup/contacts": async () => {
			const contacts = await core.book.list();
			const views = await Promise.all(contacts.map((contact) => contactView(core, contact)));
			const place = ({ id, person }: (typeof views)[number]) => person?.accounts.indexOf(id) ?? 0;
			return views.sort((a, b) => a.name.localeCompare(b.name) || place(a) - place(b));
		},

		"popup/opened-for": () => openedFor(core, "popup"),
		"popup/open-codes": async ({ contact }) => {
			await contactOf(core, contact);
			await openCodes(core, contact);
			return null;
		},

		"popup/contact": async ({ contact }) => contactPage(core, await contactOf(core, contact)),
		"popup/answer-trust": ({ contact, answer }) => answerAbout(core, contact, answer),

		"popup/compare": async ({ contact, ...word }) =>
			compareIn(core, (await ports.tabs.active())?.id ?? null, contact, word),

		"popup/safety-number": async ({ contact, offered = false }) => {
			const found = await contactOf(core, contact);
			const key = offered ? (found.change?.account ?? null) : found.accountPublicKey;
			if (key === null) throw new Fault("nothing-found");
			const self = await readIdentity(vault, core.suite);
			const digits = safetyNumber(self.accountPublicKey, key).replace(/\D/g, "");
			const account = contactId(accountFingerprint(core.suite, key));
			return { digits: digits.match(/.{5}/g)?.join(" ") ?? "", account };
		},
		"popup/number-matches": ({ contact, account }) => verifiedAs(core, contact, account, "number"),
	};
}
