/** One received message, in any state. Shared by the frame in the page, the safe window and reading by hand. */
import { useState } from "preact/hooks";
import type { ReaderView, Warning } from "../../messaging/channels.ts";
import { MessageText } from "../components/message-text.tsx";
import { PersonName } from "../components/person-name.tsx";
import { RestIcon } from "../components/rest-icon.tsx";
import { HintedText, StillButton, type Vain } from "../components/still-button.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { nameInSentence, shownTime, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { errorText, warningWords } from "../words.ts";

export interface ReaderCardProps {
	readonly view: ReaderView;
	readonly onReveal: () => void;
	/** Null where nobody can be accepted. */
	readonly onAccept: (() => void) | null;
	readonly onUnlock: () => void;
}

export function ReaderCard(props: ReaderCardProps) {
	const { view } = props;
	const tone = toneOf(view);
	return (
		<article class={`reader-card reader-${tone}`} aria-live="polite">
			<Content {...props} />
		</article>
	);
}

function Content({ view, onReveal, onAccept, onUnlock }: ReaderCardProps) {
	switch (view.kind) {
		case "locked":
			return <Line text={t("readerLocked")} action={t("readerUnlock")} onAction={onUnlock} />;
		case "no-vault":
			return <Line text={t("readerNoVault")} action={t("setUp")} onAction={onUnlock} />;
		case "placeholder":
			return <PressLine icon text={t("readerPlaceholder")} action={t("readerShow")} onPress={onReveal} />;
		case "message":
			return <Message view={view} onAccept={onAccept} />;
		case "card":
			return <Card view={view} onAccept={onAccept} />;
		case "failed":
			return (
				<p class="reader-line">
					<RestIcon />
					<span>
						{errorText(view.code)}
						{view.part !== undefined &&
							` ${t("readerMissingParts", view.part.missing.join(", "), String(view.part.count))}`}
					</span>
				</p>
			);
	}
}

function Line(props: { readonly text: string; readonly action: string; readonly onAction: () => void }) {
	return (
		<div class="reader-line">
			<RestIcon />
			<span class="grow">{props.text}</span>
			<button type="button" class="plain" onClick={trusted(props.onAction)}>
				{props.action}
			</button>
		</div>
	);
}

/** A line with a button that changes something. */
function PressLine(props: {
	readonly icon?: boolean;
	readonly text: string;
	readonly action: string;
	readonly onPress: () => void;
}) {
	const [vain, onVain] = useState<Vain>(null);
	return (
		<div class={props.icon ? "reader-line" : "reader-line reader-answer"} {...(props.icon ? { "data-still": "" } : {})}>
			{props.icon && <RestIcon />}
			<HintedText vain={vain}>{props.text}</HintedText>
			<StillButton {...(props.icon ? { plain: true } : { primary: true })} onPress={props.onPress} onVain={onVain}>
				{props.action}
			</StillButton>
		</div>
	);
}

type Of<K extends ReaderView["kind"]> = Extract<ReaderView, { kind: K }>;

function Message({ view, onAccept }: { readonly view: Of<"message">; readonly onAccept: ReaderCardProps["onAccept"] }) {
	const { author } = view;
	return (
		<>
			<MessageText text={view.text} />
			{warningsOf(view).map((warning) => (
				<p class="reader-warning" key={warning}>
					{author.self ? t(warningWords[warning]) : t(warningWords[warning], nameInSentence(author.contact.name))}
				</p>
			))}
			<div class="reader-meta">
				{author.self ? (
					<span>{t("you")}</span>
				) : (
					<>
						<PersonName name={author.contact.name} />
						<TrustMark trust={author.contact.trust} />
					</>
				)}
				<time dateTime={new Date(view.sentAt).toISOString()}>{shownTime(view.sentAt)}</time>
			</div>
			{view.acceptable && !author.self && onAccept !== null && (
				<div data-still="">
					<PressLine
						text={t("readerNotHereYet")}
						action={t("readerKeepPerson", nameInSentence(author.contact.name))}
						onPress={onAccept}
					/>
				</div>
			)}
		</>
	);
}

/** A new device of our own account is another device, in the words of the user. */
function warningsOf({ author, warnings }: Of<"message">): readonly Warning[] {
	if (!author.self) return warnings;
	return [...new Set(warnings.map((one) => (one === "new-device" ? "self-from-other-device" : one)))];
}

/**
 * Two lines of a bounded height in every state, and nothing about the person before the user's click: the page measures the frame,
 * and could learn from a card that it shows who is whose contact, or who is who on another site.
 */
function Card({ view, onAccept }: { readonly view: Of<"card">; readonly onAccept: ReaderCardProps["onAccept"] }) {
	const name = nameInSentence(view.name);
	const sentence = view.mine ? t("cardMine") : view.accepted ? t("cardAccepted", name) : t("cardWantsToTalk", name);
	return (
		<div class="card-lines" data-still="">
			<div class="reader-line">
				<RestIcon />
				<span class="grow card-sentence">{sentence}</span>
			</div>
			{!view.mine && !view.accepted && !view.expired && onAccept !== null ? (
				<PressLine text={t("cardFirstTime")} action={t("accept")} onPress={onAccept} />
			) : (
				<div class="reader-line reader-answer">
					<CardState view={view} />
				</div>
			)}
		</div>
	);
}

function CardState({ view }: { readonly view: Of<"card"> }) {
	if (view.expired) {
		const text = view.mine ? t("cardMineExpired") : t("cardExpired", nameInSentence(view.name));
		return <span class="reader-warning grow">{text}</span>;
	}
	if (view.accepted && view.contact !== null) return <TrustMark trust={view.contact.trust} />;
	return <span class="grow">{view.mine ? t("cardMineHint") : t("cardFirstTime")}</span>;
}

function toneOf(view: ReaderView): "plain" | "open" | "warn" {
	if (view.kind === "failed") return "warn";
	if (view.kind === "card") return view.expired ? "warn" : "open";
	if (view.kind !== "message") return "plain";
	if (view.warnings.length > 0) return "warn";
	const troubled = !view.author.self && ["changed", "revoked"].includes(view.author.contact.trust);
	return troubled ? "warn" : "open";
}
