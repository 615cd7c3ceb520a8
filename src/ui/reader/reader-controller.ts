/** One reader frame: which message it shows now. A pooled frame shows another one with the next ticket. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Handle, ReaderView, Result, ToPages, VaultState } from "../../messaging/channels.ts";
import { ask, onToPages } from "../../messaging/client.ts";
import { createComparing } from "../comparison/comparing.ts";
import type { ReaderActions } from "./reader-actions.ts";

/** What a ticket that opens nothing may be told apart by: not even the error. */
const silent: ReadonlySet<string> = new Set(["ticket-spent", "not-allowed", "bad-request", "refused"]);

type Again = "reader/refresh" | "reader/reveal" | "reader/accept" | "reader/give-up-older" | "reader/use-new-start";

const spent = { ok: false, code: "ticket-spent" } as const;

export interface Reader {
	/** Null: nothing to show. */
	readonly view: ReadonlySignal<ReaderView | null>;
	readonly show: (ticket: string) => Promise<void>;
	readonly forget: () => void;
	readonly actions: ReaderActions;
	readonly stop: () => void;
}

export function createReader(): Reader {
	const view = signal<ReaderView | null>(null);
	let handle: Handle | null = null;
	// Grows with every change of what is meant; a reply to an older question is dropped.
	let turn = 0;
	// Heard while a ticket was being redeemed: its answer may be older.
	let heard: VaultState | null = null;

	const take = (asked: number, result: Result<ReaderView>) => {
		if (asked !== turn) return;
		const next = result.ok ? result.value : failure(result.code);
		// The same again is no change: what the user has opened in the card stays open.
		if (JSON.stringify(next) !== JSON.stringify(view.peek())) view.value = next;
	};
	const again = async (channel: Again) => {
		if (handle === null) return;
		turn += 1;
		const asked = turn;
		take(asked, await ask(channel, { handle }));
	};
	const close = (vault: Exclude<VaultState, "unlocked">) => {
		turn += 1;
		comparing.forget();
		view.value = { kind: vault === "none" ? "no-vault" : "locked" };
	};
	const onNews = (news: ToPages) => {
		if (news.kind === "composer-aborted") return;
		if (handle === null) {
			heard = news.kind === "vault-changed" ? news.vault : (heard ?? "unlocked");
			return;
		}
		if (news.kind === "vault-changed" && news.vault !== "unlocked") return close(news.vault);
		void again("reader/refresh");
	};
	const stop = onToPages(onNews);
	const comparing = createComparing({
		compare: async (word) => (handle === null ? spent : await ask("reader/compare", { handle, ...word })),
		open: async () => (handle === null ? spent : await ask("reader/open-comparison", { handle })),
		byHand: async (sendId) => (handle === null ? spent : await ask("reader/comparison-by-hand", { handle, sendId })),
		look: () => void again("reader/refresh"),
	});
	const letGo = () => {
		comparing.forget();
		turn += 1;
		handle = null;
		heard = null;
		view.value = null;
	};

	return {
		view,
		show: async (ticket) => {
			letGo();
			const asked = turn;
			const result = await ask("reader/open", { ticket });
			if (asked !== turn) return;
			if (!result.ok) return take(asked, result);
			handle = result.value.handle;
			if (heard === null) return take(asked, { ok: true, value: result.value.view });
			if (heard !== "unlocked") return close(heard);
			await again("reader/refresh");
		},
		forget: letGo,
		actions: {
			onReveal: () => void again("reader/reveal"),
			onAccept: () => void again("reader/accept"),
			onUnlock: () => {
				if (handle !== null) void ask("reader/open-unlock", { handle });
			},
			onGiveUpOlder: () => void again("reader/give-up-older"),
			onUseNewStart: () => void again("reader/use-new-start"),
			comparing,
			exportProof: async () => (handle === null ? spent : await ask("reader/export-proof", { handle })),
			newInvitation: async (sendId) =>
				handle === null ? spent : await ask("reader/new-invitation", { handle, sendId }),
		},
		stop,
	};
}

function failure(code: Extract<Result<never>, { ok: false }>["code"]): ReaderView | null {
	if (silent.has(code)) return null;
	return { kind: "failed", code: code === "refused" ? "internal" : code };
}
