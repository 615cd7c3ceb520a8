/**
 * Tells the background what stands in the composer, so that a page that takes the frame away, a lock or a reload of the safe window
 * takes no text with it. Options at once, text a moment later.
 */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { Handle, MessageOptions } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import type { ComposerState } from "./composer-state.ts";

const laterMs = 300;

interface Draft {
	readonly handle: Handle;
	readonly text: string;
	readonly options: MessageOptions;
}

/** Returns the function that stops it. */
export function keepDrafts(state: ReadonlySignal<ComposerState>): () => void {
	/** What the background has. */
	let known: Draft | null = null;
	let timer: ReturnType<typeof setTimeout> | null = null;

	const cancel = () => {
		if (timer !== null) clearTimeout(timer);
		timer = null;
	};
	const tell = () => {
		cancel();
		const draft = draftOf(state.peek());
		if (draft === null) return;
		known = draft;
		void ask("composer/keep-draft", draft);
	};
	const stop = effect(() => {
		const draft = draftOf(state.value);
		if (draft === null) return cancel();
		if (known?.handle !== draft.handle) known = draft;
		const { signed, disappears } = known.options;
		if (signed !== draft.options.signed || disappears !== draft.options.disappears) tell();
		else if (known.text !== draft.text) timer ??= setTimeout(tell, laterMs);
	});
	return () => {
		cancel();
		stop();
	};
}

/** Null while there is nothing to tell: what is on its way is forgotten by whoever takes it, and a closed vault takes nothing. */
function draftOf({ handle, view, draft: text, options, job, aborted }: ComposerState): Draft | null {
	const leaving = job !== null && job.kind !== "set-keep" && job.kind !== "confirm" && job.kind !== "set-auto-send";
	const gone = aborted !== null && aborted !== "place-changed";
	return handle === null || view?.vault !== "unlocked" || leaving || gone ? null : { handle, text, options };
}
