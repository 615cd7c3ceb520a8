/** A message that is not shown: why, and the next step that the reader can take from here. */
import { useState } from "preact/hooks";
import type { ReaderView } from "../../messaging/channels.ts";
import { requestId } from "../../platform/runtime.ts";
import { RestIcon } from "../components/rest-icon.tsx";
import { counted, shownMoment, t } from "../strings.ts";
import { errorText } from "../words.ts";
import { ArmorOnRequest } from "./armor-on-request.tsx";
import type { ReaderActions } from "./reader-actions.ts";
import { PressLine } from "./reader-lines.tsx";

type Failed = Extract<ReaderView, { kind: "failed" }>;

/** Not of the message: the same may work a moment later. */
const passing: ReadonlySet<Failed["code"]> = new Set(["busy", "storage-failed", "internal"]);

export function ReaderFailure({ view, actions }: { readonly view: Failed; readonly actions: ReaderActions }) {
	if (passing.has(view.code)) {
		return <PressLine icon text={reasonOf(view)} action={t("tryAgain")} onPress={actions.onReveal} />;
	}
	return (
		<>
			<p class="reader-line">
				<RestIcon />
				<span>{reasonOf(view)}</span>
			</p>
			<NextStep view={view} actions={actions} />
		</>
	);
}

function reasonOf(view: Failed): string {
	const { code, part, deletedAt, givesUp } = view;
	if (code === "key-deleted" && deletedAt !== undefined) return t("errorKeyDeletedOn", shownMoment(deletedAt));
	if (code === "too-many-skipped" && givesUp !== undefined) return t("errorTooFarAhead");
	return part === undefined ? errorText(code) : `${errorText(code)} ${missingOf(part)}`;
}

function missingOf({ missing, count }: NonNullable<Failed["part"]>): string {
	return t(missing.length === 1 ? "readerMissingPart" : "readerMissingParts", ranges(missing), String(count));
}

/** "1, 3–5" of ascending numbers: of 64 parts 60 may be missing. */
function ranges(numbers: readonly number[]): string {
	const found: [number, number][] = [];
	for (const number of numbers) {
		const last = found.at(-1);
		if (last !== undefined && last[1] === number - 1) last[1] = number;
		else found.push([number, number]);
	}
	return found.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}

function NextStep({ view, actions }: { readonly view: Failed; readonly actions: ReaderActions }) {
	// A repeat of the request after a killed worker is the same invitation, not a second one.
	const [sendId] = useState(requestId);
	if (view.code === "too-many-skipped" && view.givesUp !== undefined) {
		return (
			<div data-still="">
				<PressLine
					text={t("giveUpExplained")}
					action={counted(view.givesUp, "giveUpOne", "giveUpMany")}
					onPress={actions.onGiveUpOlder}
				/>
			</div>
		);
	}
	if (view.code === "prekey-expired") {
		return (
			<ArmorOnRequest
				text={t("newInvitationHint")}
				action={t("newInvitation")}
				make={() => actions.newInvitation(sendId)}
			/>
		);
	}
	return null;
}
