/** What the popup knows, as signals: the background's state and which page is on. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Ask, ChannelName, ContactId, ContactView, Reply } from "../../messaging/channels.ts";
import { ask, onToPages } from "../../messaging/client.ts";
import type { AnyErrorCode } from "../words.ts";

export type PopupState = Reply<"popup/state">;

export type PopupPage =
	| { readonly name: "home" }
	| { readonly name: "contacts" }
	| { readonly name: "contact"; readonly id: ContactId }
	/** Who else is the same person. */
	| { readonly name: "merge"; readonly id: ContactId }
	/** Ways of making sure of a contact. */
	| { readonly name: "compare"; readonly id: ContactId }
	| { readonly name: "number"; readonly id: ContactId }
	| { readonly name: "card" }
	| { readonly name: "read" }
	| { readonly name: "write" }
	| { readonly name: "diagnosis" }
	| { readonly name: "settings" }
	/** Our own account: kit, move, end. */
	| { readonly name: "account" };

export interface Popup {
	readonly state: ReadonlySignal<PopupState | null>;
	readonly contacts: ReadonlySignal<readonly ContactView[]>;
	readonly page: ReadonlySignal<PopupPage>;
	readonly problem: ReadonlySignal<AnyErrorCode | null>;
	readonly go: (page: PopupPage) => void;
	readonly refresh: () => Promise<void>;
	/** The first look, and the page it was opened for. */
	readonly begin: () => Promise<void>;
	/** Asks; a failure is shown as the popup's problem and comes back as null. Every success refreshes the state. */
	readonly act: <N extends ChannelName>(channel: N, what: Ask<N>) => Promise<{ readonly value: Reply<N> } | null>;
	/** Shows why something did not work that was no request. */
	readonly fail: (code: AnyErrorCode) => void;
	readonly stop: () => void;
}

/** The page of the own account, in a tab of its own: there a file can be chosen in Firefox too. */
export const inTab = (): boolean => location.hash === "#account";

export function createPopup(): Popup {
	const state = signal<PopupState | null>(null);
	const contacts = signal<readonly ContactView[]>([]);
	const page = signal<PopupPage>({ name: "home" });
	const problem = signal<AnyErrorCode | null>(null);

	// The last one asked for counts: names of an older answer do not come back after a lock.
	let turn = 0;

	const refresh = async () => {
		turn += 1;
		const asked = turn;
		const result = await ask("popup/state", null);
		if (asked !== turn) return;
		if (!result.ok) {
			problem.value = result.code;
			return;
		}
		state.value = result.value;
		if (result.value.vault !== "unlocked") {
			contacts.value = [];
			page.value = { name: "home" };
			return;
		}
		const known = await ask("popup/contacts", null);
		if (known.ok && asked === turn) contacts.value = known.value;
	};
	const stop = onToPages((news) => {
		if (news.kind === "composer-aborted") return;
		// What was shown goes with the lock, before anything is asked.
		if (news.kind === "vault-changed" && news.vault !== "unlocked" && state.peek()?.vault === "unlocked") {
			state.value = null;
			contacts.value = [];
			page.value = { name: "home" };
		}
		void refresh();
	});

	return {
		state,
		contacts,
		page,
		problem,
		refresh,
		begin: async () => {
			await refresh();
			if (inTab() && state.value?.vault === "unlocked") page.value = { name: "account" };
			const result = await ask("popup/opened-for", null);
			if (!result.ok || result.value.contact === null || state.value?.vault !== "unlocked") return;
			page.value = { name: result.value.page, id: result.value.contact };
		},
		stop,
		go: (next) => {
			problem.value = null;
			page.value = next;
		},
		fail: (code) => {
			problem.value = code;
		},
		act: async (channel, what) => {
			const result = await ask(channel, what);
			problem.value = result.ok ? null : result.code;
			if (!result.ok) return null;
			await refresh();
			return { value: result.value };
		},
	};
}
