/** What is said of where the composer stands: why its people are a guess, and what becomes of the text that is in the box. */
import type { ComposerView } from "../../messaging/channels.ts";
import { Notice } from "../components/notice.tsx";
import { type MessageKey, nameInSentence, t } from "../strings.ts";
import { type ComposerState, isChat, samePeople } from "./composer-state.ts";

const inBoxWords: Readonly<Record<Exclude<ComposerView["inBox"], "nothing">, MessageKey>> = {
	quote: "composerQuoteLeftOut",
	own: "composerEditing",
	other: "composerBoxReplaced",
};

export function ComposerPlace({ state }: { readonly state: ComposerState }) {
	const { view } = state;
	if (view === null) return null;
	const { inBox, taken, site } = view;
	const guess = guessOf(state);
	return (
		<>
			{guess !== null && <Notice tone={guess.kind === "conflict" ? "problem" : "calm"}>{guessText(guess)}</Notice>}
			{isChat(state) && taken !== "" && inBox === "nothing" && <Notice tone="calm">{t("composerTaken", site)}</Notice>}
			{inBox !== "nothing" && (
				<Notice tone="calm">
					<p>{t(inBoxWords[inBox])}</p>
					{taken !== "" && <p>{t("composerTakenBeside", site)}</p>}
				</Notice>
			)}
		</>
	);
}

export function confirmText(state: ComposerState): string {
	const { view } = state;
	if (view === null || view.site === "") return t("confirmPeopleAnywhere");
	const guess = guessOf(state);
	if (guess === null) return t(isChat(state) ? "confirmPeople" : "confirmPeopleField", view.site);
	if (guess.kind === "conflict") return t("confirmConflict");
	return t(guess.kind === "author" ? "confirmPeople" : "confirmLikely", view.site);
}

type Guess = NonNullable<ComposerView["doubt"]>;

/** Null too once the user has chosen others: it is no longer about them. */
function guessOf({ view, chosen }: ComposerState): Guess | null {
	if (view === null || view.doubt === null) return null;
	return samePeople(
		chosen,
		view.recipients.map(({ id }) => id),
	)
		? view.doubt
		: null;
}

function guessText({ kind, others }: Guess): string {
	if (kind === "address") return t("likelyByAddress");
	if (kind === "messages") return t("likelyByMessages");
	if (kind === "author") return t("likelyByAuthor");
	if (others.length === 0) return t("conflictSeveral");
	return t("conflictWith", others.map(({ name }) => nameInSentence(name)).join(", "));
}
