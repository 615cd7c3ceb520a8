import type { ComposerView, ContactView, TrustState } from "../../../src/messaging/channels.ts";

export function contact(name: string, trust: TrustState = "known", change: Partial<ContactView> = {}): ContactView {
	return { id: name.toLowerCase(), name, trust, since: 0, sites: [], writable: true, ...change };
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
		draft: "",
		autoSend: "yes",
		site: "chat.example",
		canInsert: true,
		needsReload: false,
		...change,
	};
}
