/** One received message, in any state. Shared by the frame in the page, the safe window and reading by hand. */
import type { ReaderView } from "../../messaging/channels.ts";
import { RestIcon } from "../components/rest-icon.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { isHeldBack } from "../held-back.ts";
import { nameInSentence, t } from "../strings.ts";
import { MessageView } from "./message-view.tsx";
import { ProofView } from "./proof-view.tsx";
import { useWhileReadable } from "./readable-time.ts";
import type { ReaderActions } from "./reader-actions.ts";
import { ReaderFailure } from "./reader-failure.tsx";
import { AcceptLine, Line, PressLine } from "./reader-lines.tsx";

export interface ReaderCardProps {
	readonly view: ReaderView;
	readonly actions: ReaderActions;
}

export function ReaderCard({ view: given, actions }: ReaderCardProps) {
	const view = useWhileReadable(given);
	return (
		<article class={`reader-card reader-${toneOf(view)}`} aria-live="polite">
			<Content view={view} actions={actions} />
		</article>
	);
}

function Content({ view, actions }: ReaderCardProps) {
	switch (view.kind) {
		case "locked":
			return <Line text={t("readerLocked")} action={t("readerUnlock")} onAction={actions.onUnlock} />;
		case "no-vault":
			return <Line text={t("readerNoVault")} action={t("setUp")} onAction={actions.onUnlock} />;
		case "placeholder":
			return <PressLine icon text={t("readerPlaceholder")} action={t("readerShow")} onPress={actions.onReveal} />;
		case "message":
			return <MessageView view={view} actions={actions} />;
		case "proof":
			return <ProofView view={view} />;
		case "card":
			return <Card view={view} onAccept={actions.onAccept} />;
		case "statement":
			return (
				<div class="reader-line">
					<RestIcon />
					<span class="grow">{statementText(view)}</span>
				</div>
			);
		case "failed":
			return <ReaderFailure view={view} actions={actions} />;
	}
}

function statementText({ says, mine, contact }: Of<"statement">): string {
	if (says === "named") return t("readerNamedYou", nameInSentence(contact?.name ?? ""));
	if (mine) return t(says === "ended" ? "readerOwnAccountEnded" : "readerOwnAccountMoved");
	if (contact === null) return t(says === "ended" ? "readerAccountEnded" : "readerAccountMoved");
	return t(says === "ended" ? "readerContactEnded" : "readerContactMoved", nameInSentence(contact.name));
}

type Of<K extends ReaderView["kind"]> = Extract<ReaderView, { kind: K }>;

/**
 * Two lines of a bounded height in every state, and nothing about the person before the user's click: the page measures the frame,
 * and could learn from a card that it shows who is whose contact, or who is who on another site.
 */
function Card({ view, onAccept }: { readonly view: Of<"card">; readonly onAccept: ReaderActions["onAccept"] }) {
	const name = nameInSentence(view.name);
	const sentence = view.mine ? t("cardMine") : view.accepted ? t("cardAccepted", name) : t("cardWantsToTalk", name);
	return (
		<div class="card-lines" data-still="">
			<div class="reader-line">
				<RestIcon />
				<span class="grow card-sentence">{sentence}</span>
			</div>
			{!view.mine && !view.accepted && !view.expired && onAccept !== null ? (
				<AcceptLine quoted={view.quoted} text={firstTimeText(view)} action={t("accept")} onPress={onAccept} />
			) : (
				<div class="reader-line reader-answer">
					<CardState view={view} />
				</div>
			)}
		</div>
	);
}

/** As long as the other one, and cut off like it: see Card. */
function firstTimeText({ looksLike }: Of<"card">): string {
	return looksLike === null ? t("cardFirstTime") : t("cardLooksLike", nameInSentence(looksLike));
}

function CardState({ view }: { readonly view: Of<"card"> }) {
	if (view.expired) {
		const text = view.mine ? t("cardMineExpired") : t("cardExpired", nameInSentence(view.name));
		return <span class="reader-warning grow">{text}</span>;
	}
	if (view.accepted && view.contact !== null) return <TrustMark trust={view.contact.trust} />;
	return <span class="grow">{view.mine ? t("cardMineHint") : firstTimeText(view)}</span>;
}

function toneOf(view: ReaderView): "plain" | "open" | "warn" {
	if (view.kind === "failed") return "warn";
	if (view.kind === "card") {
		return view.expired || (view.contact !== null && isHeldBack(view.contact)) ? "warn" : "open";
	}
	if (view.kind === "proof") {
		const { self, contact } = view.author;
		return self || (contact !== null && !isHeldBack(contact)) ? "open" : "warn";
	}
	if (view.kind !== "message") return "plain";
	// Of a quotation it is no surprise, and said above it.
	if (view.warnings.some(({ kind }) => !(view.quoted && kind === "shown-before"))) return "warn";
	return !view.author.self && isHeldBack(view.author.contact) ? "warn" : "open";
}
