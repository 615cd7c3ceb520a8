/**
 * What only writing needs is a file of its own, writing.js. The background puts it into this very frame when somebody is about to
 * write. What must be at once, or from the start of the page on, is not in there: guard, locks, what holds clear text back.
 */
import { ask } from "../messaging/content-client.ts";
import { frameState } from "./frame-state.ts";
import { awaitWriting } from "./hand-over.ts";
import type { Writing } from "./writing/writing.ts";

/** Nobody waits longer for an answer: a message to a background that ends as it starts may get none. Milliseconds. */
const longestMs = 10_000;

export interface WritingFile {
	/** Null: it is not here yet. */
	readonly here: () => Writing | null;
	/** Null: it could not be had. Whoever asks again tries again. */
	readonly load: () => Promise<Writing | null>;
	/** Somebody may write soon: loads it when the page has nothing to do. */
	readonly warm: () => void;
}

export function writingFile(signal: AbortSignal): WritingFile {
	let writing: Writing | null = null;
	let loading: Promise<Writing | null> | null = null;
	let warmed = false;

	function load(): Promise<Writing | null> {
		if (writing !== null || signal.aborted) return Promise.resolve(signal.aborted ? null : writing);
		loading ??= fetch().finally(() => {
			loading = null;
		});
		return loading;
	}

	async function fetch(): Promise<Writing | null> {
		let withdraw = (): void => undefined;
		const arrived = new Promise<void>((resolve) => {
			withdraw = awaitWriting((start) => {
				if (!signal.aborted) writing = start(frameState());
				resolve();
			});
		});
		let timer: ReturnType<typeof setTimeout> | undefined;
		const late = new Promise((resolve) => {
			timer = setTimeout(resolve, longestMs);
		});
		// The file may come although the answer does not: the worker was killed in between. Then it is asked twice, and comes once.
		await Promise.race([arrived, ask("content/load-writing", null), late]);
		clearTimeout(timer);
		withdraw();
		return writing;
	}

	return {
		here: () => (signal.aborted ? null : writing),
		load,
		warm: () => {
			if (warmed || signal.aborted) return;
			warmed = true;
			requestIdleCallback(() => void load(), { timeout: 1000 });
		},
	};
}
