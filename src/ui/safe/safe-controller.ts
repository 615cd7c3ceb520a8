/** The safe window: the composer's authority by ticket, and the messages of its tab. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Handle, Reply } from "../../messaging/channels.ts";
import { ask, onToPages } from "../../messaging/client.ts";
import { type Composer, createComposer } from "../composer/composer-controller.ts";
import type { Kept } from "../composer/composer-state.ts";
import type { ReaderActions } from "../reader/reader-actions.ts";
import type { AnyErrorCode } from "../words.ts";

export type SafeMessages = Reply<"safe/messages">["messages"];

type Change = "safe/reveal" | "safe/accept" | "safe/give-up-older" | "safe/use-new-start";

const spent = { ok: false, code: "ticket-spent" } as const;

export interface Safe {
	readonly composer: Composer;
	readonly messages: ReadonlySignal<SafeMessages>;
	readonly problem: ReadonlySignal<AnyErrorCode | null>;
	readonly open: (ticket: string) => Promise<void>;
	/** After a reload of the window: the handle it had, and what else it kept. */
	readonly resume: (handle: Handle, kept: Kept) => Promise<void>;
	readonly refresh: () => Promise<void>;
	/** For the message with this key. */
	readonly actions: (key: string) => ReaderActions;
	readonly reloadTab: () => Promise<void>;
}

export function createSafe(): Safe {
	const messages = signal<SafeMessages>([]);
	const problem = signal<AnyErrorCode | null>(null);
	const composer = createComposer("safe", () => undefined);
	const handle = () => composer.state.peek().handle;

	// What was asked before a lock, or before it was asked again, is not put on the screen any more.
	let closings = 0;
	let turn = 0;

	const refresh = async () => {
		const current = handle();
		if (current === null) return;
		turn += 1;
		const asked = turn;
		const result = await ask("safe/messages", { handle: current });
		if (asked !== turn) return;
		if (result.ok) messages.value = result.value.messages;
		problem.value = result.ok ? null : result.code;
	};
	onToPages((news) => {
		if (news.kind === "composer-aborted") return;
		if (news.kind === "people-changed" || news.vault === "unlocked") return void refresh();
		closings += 1;
		turn += 1;
		messages.value = [];
	});

	const opened = async () => {
		if (handle() === null) problem.value = "ticket-spent";
		else await refresh();
	};
	const change = async (channel: Change, key: string) => {
		const current = handle();
		if (current === null) return;
		const before = closings;
		const result = await ask(channel, { handle: current, key });
		if (before !== closings) return;
		problem.value = result.ok ? null : result.code;
		if (!result.ok) return;
		const view = result.value;
		messages.value = messages.peek().map((message) => (message.key === key ? { key, view } : message));
	};

	return {
		composer,
		messages,
		problem,
		refresh,
		open: async (ticket) => {
			await composer.open(ticket);
			await opened();
		},
		resume: async (kept, rest) => {
			await composer.resume(kept, rest);
			await opened();
		},
		actions: (key) => ({
			onReveal: () => void change("safe/reveal", key),
			onAccept: () => void change("safe/accept", key),
			onUnlock: composer.unlock,
			onGiveUpOlder: () => void change("safe/give-up-older", key),
			onUseNewStart: () => void change("safe/use-new-start", key),
			comparing: null,
			exportProof: async () => {
				const current = handle();
				return current === null ? spent : await ask("safe/export-proof", { handle: current, key });
			},
			newInvitation: async (sendId) => {
				const current = handle();
				return current === null ? spent : await ask("safe/new-invitation", { handle: current, sendId });
			},
		}),
		reloadTab: async () => {
			const current = handle();
			if (current === null) return;
			const result = await ask("safe/reload-tab", { handle: current });
			problem.value = result.ok ? null : result.code;
		},
	};
}
