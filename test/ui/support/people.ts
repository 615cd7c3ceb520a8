import type {
	ComposerView,
	ContactPage,
	ContactView,
	KeyChangeView,
	Protection,
	ReaderView,
	TrustState,
} from "../../../src/messaging/channels.ts";

export function contact(name: string, trust: TrustState = "known", change: Partial<ContactView> = {}): ContactView {
	return {
		id: name.toLowerCase(),
		name,
		person: null,
		trust,
		since: 0,
		sites: [],
		writable: true,
		change: null,
		...change,
	};
}

export function contactPage(of: ContactView, change: Partial<ContactPage> = {}): ContactPage {
	return {
		...of,
		nameClaimed: of.name,
		nameGiven: null,
		verified: null,
		knownSince: null,
		timesMet: 0,
		accountsBefore: 0,
		unasked: 0,
		looksLike: [],
		mixesAlphabets: false,
		mayEnd: false,
		accounts: [of],
		setAside: [],
		...change,
	};
}

/** Another account was shown as theirs, under the same account of the site. */
export function claimed(before: KeyChangeView["before"], change: Partial<KeyChangeView> = {}): KeyChangeView {
	const evidence = ["same-site-account", "newer-date"] as const;
	const sites = ["https://chat.example"];
	return {
		kind: "claimed",
		before,
		evidence,
		account: "f".repeat(64),
		sites,
		locked: before === "verified",
		...change,
	};
}

export const ben = contact("Ben");
export const carol = contact("Carol", "verified");

export function composerView(change: Partial<ComposerView> = {}): ComposerView {
	return {
		vault: "unlocked",
		mark: { picture: 3, word: "copper" },
		recipients: [ben],
		confirmed: true,
		contacts: [ben, carol],
		taken: "",
		options: { signed: false, disappears: null },
		draft: "",
		draftBack: false,
		inBox: "nothing",
		doubt: null,
		autoSend: "yes",
		site: "chat.example",
		into: "box",
		canInsert: true,
		needsReload: false,
		keep: "30d",
		ownKeep: null,
		asksClear: true,
		makeSure: null,
		ended: false,
		...change,
	};
}

/** A session message that stays as long as its reader likes. */
export const plainProtection: Protection = {
	way: "session",
	until: null,
	readableUntil: null,
	closesWithTab: false,
	shortenedByAuthor: false,
	signed: false,
};

export type Message = Extract<ReaderView, { kind: "message" }>;

export function messageView(change: Partial<Message> = {}): Message {
	return {
		kind: "message",
		text: "Hello",
		author: { self: false, contact: ben, accepted: true },
		sentAt: 0,
		warnings: [],
		protection: plainProtection,
		acceptable: false,
		newStart: false,
		quoted: false,
		...change,
	};
}
