/** How long an open message can still be read, in words, and a card that closes by itself when the time is up. */
import { useEffect, useState } from "preact/hooks";
import type { Protection, ReaderView } from "../../messaging/channels.ts";
import { shownDuration, shownMoment, t } from "../strings.ts";

/** Milliseconds between two looks at the clock: words count minutes. */
const lookMs = 60_000;

/** `view`, or from its last moment on that it is gone. The background deletes the key; this keeps the text off the screen. */
export function useWhileReadable(view: ReaderView): ReaderView {
	const until = view.kind === "message" ? view.protection.readableUntil : null;
	const [, look] = useState(0);
	useEffect(() => {
		if (until === null) return undefined;
		let timer: ReturnType<typeof setTimeout>;
		const wait = () => {
			const left = until - Date.now();
			if (left > 0) timer = setTimeout(wait, Math.min(left, lookMs));
			look((count) => count + 1);
		};
		wait();
		return () => clearTimeout(timer);
	}, [until]);
	if (until === null || until > Date.now()) return view;
	return { kind: "failed", code: "key-deleted", deletedAt: until };
}

/** A few words for the line under the text; "" if it stays as long as the reader likes. */
export function timeLeft({ readableUntil, closesWithTab }: Protection): string {
	if (closesWithTab) return t("untilTabCloses");
	return readableUntil === null ? "" : t("timeLeft", shownDuration(readableUntil - Date.now()));
}

/** The same as a sentence. */
export function staysReadable({ readableUntil, closesWithTab }: Protection): string {
	if (closesWithTab) return t("readableWithTab");
	if (readableUntil === null) return t("readableAsKept");
	return t("readableUntil", shownDuration(readableUntil - Date.now()), shownMoment(readableUntil));
}
