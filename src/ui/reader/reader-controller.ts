/** One reader frame: which message it shows now. A pooled frame shows another one with the next ticket. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Handle, ReaderView, Result, ToPages } from "../../messaging/channels.ts";
import { ask, onToPages } from "../../messaging/client.ts";
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
	const onNews = (news: ToPages) => {
		if (handle === null || news.kind === "composer-aborted") return;
		if (news.kind === "vault-changed" && news.vault !== "unlocked") {
			turn += 1;
			view.value = { kind: news.vault === "none" ? "no-vault" : "locked" };
			return;
		}
		void again("reader/refresh");
	};
	const stop = onToPages(onNews);

	return {
		view,
		show: async (ticket) => {
			turn += 1;
			const asked = turn;
			handle = null;
			view.value = null;
			const result = await ask("reader/open", { ticket });
			if (asked !== turn) return;
			if (result.ok) handle = result.value.handle;
			take(asked, result.ok ? { ok: true, value: result.value.view } : result);
		},
		forget: () => {
			turn += 1;
			handle = null;
			view.value = null;
		},
		actions: {
			onReveal: () => void again("reader/reveal"),
			onAccept: () => void again("reader/accept"),
			onUnlock: () => {
				if (handle !== null) void ask("reader/open-unlock", { handle });
			},
			onGiveUpOlder: () => void again("reader/give-up-older"),
			onUseNewStart: () => void again("reader/use-new-start"),
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
