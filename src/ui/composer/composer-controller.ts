/** Runs the composer's jobs: asks the background, feeds the outcome back into the reducer. One composer a page. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { ComposerView, Handle, Result, ToPages } from "../../messaging/channels.ts";
import { ask, onToPages } from "../../messaging/client.ts";
import { t } from "../strings.ts";
import {
	type ComposerEvent,
	type ComposerState,
	composerReducer,
	initialComposer,
	type Job,
	type Kept,
} from "./composer-state.ts";
import { keepDrafts } from "./draft-keeper.ts";
import { countAhead } from "./parts-ahead.ts";

export interface Composer {
	readonly state: ReadonlySignal<ComposerState>;
	readonly dispatch: (event: ComposerEvent) => void;
	readonly open: (ticket: string) => Promise<void>;
	/** Goes on under a handle that this same window held before. */
	readonly resume: (handle: Handle, kept: Kept) => Promise<void>;
	readonly unlock: () => void;
	readonly stop: () => void;
}

/** What every part of the view is given. */
export type ComposerProps = Pick<Composer, "dispatch" | "unlock"> & { readonly state: ComposerState };

/** `onClose`: the frame is to be taken away; `focusBox` gives the focus back to the site's box. */
export function createComposer(surface: ComposerState["surface"], onClose: (focusBox: boolean) => void): Composer {
	const state = signal(initialComposer(surface));
	const dispatch = (event: ComposerEvent) => {
		const { handle } = state.peek();
		// A kept draft would be back at the next refresh.
		if (event.type === "discard" && handle !== null) void ask("composer/forget-draft", { handle });
		state.value = composerReducer(state.peek(), event);
	};

	const run = async (handle: Handle, job: Job): Promise<void> => {
		switch (job.kind) {
			case "confirm":
				return settle(await ask("composer/confirm-recipients", { handle, recipients: job.recipients }), (view) => ({
					type: "people-saved",
					view,
				}));
			case "set-auto-send":
				return settle(await ask("composer/set-auto-send", { handle, value: job.value }), () => ({
					type: "auto-send-saved",
					value: job.value,
				}));
			case "send": {
				const { kind: _, ...message } = job;
				return settle(await ask("composer/send", { handle, ...message }), (reply) => ({ type: "replied", reply }));
			}
			case "seal": {
				const { kind: _, ...message } = job;
				return settle(await ask("composer/seal-only", { handle, ...message }), ({ armor }) => ({
					type: "sealed",
					sendId: job.sendId,
					parts: armor,
				}));
			}
			case "invite": {
				const { kind: _, ...how } = job;
				return settle(await ask("composer/invite", { handle, line: t("invitationLine"), ...how }), (reply) => ({
					type: "replied",
					reply,
				}));
			}
			case "tell-account":
				return settle(
					await ask("composer/tell-account", { handle, sendId: job.sendId, submit: job.submit }),
					(reply) => ({ type: "replied", reply }),
				);
			case "set-keep": {
				const { keep: asked, before } = job;
				const result = await ask("composer/set-keep", { handle, keep: asked });
				return dispatch(
					result.ok
						? { type: "keep-saved", asked, view: result.value }
						: { type: "keep-failed", asked, before, code: result.code },
				);
			}
			case "set-asks-clear": {
				const { on } = job;
				const result = await ask("composer/set-asks-clear", { handle, on });
				return dispatch(
					result.ok ? { type: "asks-clear-saved", on } : { type: "asks-clear-failed", on, code: result.code },
				);
			}
			case "answer-trust": {
				const { contact, answer } = job;
				return settle(await ask("composer/answer-trust", { handle, contact, answer }), trustSaved);
			}
			case "make-sure-later":
				return settle(await ask("composer/make-sure-later", { handle, contact: job.contact }), trustSaved);
			case "open-contact": {
				const result = await ask("composer/open-contact", { handle, contact: job.contact });
				return result.ok ? undefined : dispatch({ type: "failed", code: result.code });
			}
			case "to-safe-window":
				return settle(await ask("composer/to-safe-window", { handle, draft: job.draft, options: job.options }), () => ({
					type: "moved-to-safe-window",
				}));
			case "close":
				onClose(job.focusBox);
				await ask("composer/close", { handle });
		}
	};
	const trustSaved = (view: ComposerView): ComposerEvent => ({ type: "trust-saved", view });
	const settle = <T>(result: Result<T>, event: (value: T) => ComposerEvent) =>
		dispatch(result.ok ? event(result.value) : { type: "failed", code: result.code });

	let running: Job | null = null;
	const stopJobs = effect(() => {
		const { job, handle } = state.value;
		if (job === running) return;
		running = job;
		if (job !== null && handle !== null) void run(handle, job);
	});

	const stopKeeping = keepDrafts(state);
	const stopCounting = countAhead(state, dispatch);

	// Grows with all news: an answer that was asked for before is not put on the screen.
	let turn = 0;

	/** Asks again for as long as something changed meanwhile. Without an answer there is nothing to show. */
	const begin = async (handle: Handle, view: ComposerView, asked: number, kept?: Kept): Promise<void> => {
		if (asked === turn) return dispatch({ type: "opened", handle, view, ...(kept === undefined ? {} : { kept }) });
		const now = turn;
		const result = await ask("composer/refresh", { handle });
		if (result.ok) await begin(handle, result.value, now, kept);
	};
	const refresh = async () => {
		const { handle } = state.peek();
		if (handle === null) return;
		const asked = turn;
		const result = await ask("composer/refresh", { handle });
		if (asked !== turn) return;
		dispatch(result.ok ? { type: "refreshed", view: result.value } : { type: "failed", code: result.code });
	};
	const onNews = (news: ToPages) => {
		if (news.kind === "composer-aborted") {
			if (news.handle === state.peek().handle) dispatch({ type: "aborted", why: news.why });
			return;
		}
		turn += 1;
		if (news.kind === "vault-changed") dispatch({ type: "vault", vault: news.vault });
		if (news.kind === "people-changed" || news.vault === "unlocked") void refresh();
	};
	const stopNews = onToPages(onNews);

	return {
		state,
		dispatch,
		open: async (ticket) => {
			const asked = turn;
			const result = await ask("composer/open", { ticket });
			// A refused ticket shows nothing at all: whoever embeds this page by themselves learns nothing.
			if (result.ok) await begin(result.value.handle, result.value.view, asked);
		},
		resume: async (handle, kept) => {
			const asked = turn;
			const result = await ask("composer/refresh", { handle });
			if (result.ok) await begin(handle, result.value, asked, kept);
		},
		unlock: () => {
			const { handle } = state.peek();
			if (handle !== null) void ask("composer/open-unlock", { handle });
		},
		stop: () => {
			stopJobs();
			stopKeeping();
			stopCounting();
			stopNews();
		},
	};
}
