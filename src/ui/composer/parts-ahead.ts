/**
 * Asks how many messages of the site the text as it stands will be, so that it can be said before it is sent. Only its length is
 * told.
 */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { Ask, Reply } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import { type ComposerEvent, type ComposerState, mayType } from "./composer-state.ts";

const laterMs = 300;

type Question = Ask<"composer/parts">;

/** Returns the function that stops it. */
export function countAhead(state: ReadonlySignal<ComposerState>, dispatch: (event: ComposerEvent) => void): () => void {
	let asked = "";
	let timer: ReturnType<typeof setTimeout> | null = null;

	const stop = effect(() => {
		const question = questionOf(state.value);
		// After a refusal the site may be known better.
		const key = question === null ? "" : JSON.stringify([question, state.value.notice?.kind === "refused"]);
		if (key === asked) return;
		asked = key;
		if (timer !== null) clearTimeout(timer);
		timer = null;
		if (question === null) {
			if (state.peek().ahead !== null) dispatch({ type: "sized", ahead: null });
			return;
		}
		timer = setTimeout(() => void size(question, key), laterMs);
	});

	async function size(question: Question, key: string): Promise<void> {
		const result = await ask("composer/parts", question);
		if (key !== asked) return;
		dispatch({ type: "sized", ahead: result.ok ? aheadOf(result.value) : null });
	}

	return () => {
		if (timer !== null) clearTimeout(timer);
		asked = "";
		stop();
	};
}

const aheadOf = ({ parts, learned }: Reply<"composer/parts">): ComposerState["ahead"] =>
	parts ?? (learned ? "kept-short" : "too-long");

/** Null while there is nothing to send. */
function questionOf(state: ComposerState): Question | null {
	const { handle, draft, chosen: recipients, options, attempt: sendId } = state;
	if (handle === null || !mayType(state) || recipients.length === 0 || draft.trim() === "") return null;
	return { handle, bytes: new TextEncoder().encode(draft).length, recipients, options, sendId };
}
