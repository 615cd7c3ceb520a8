/** An open message: its text, what is wrong with it, who the cryptography says it is from, how it is protected. */
import type { ReaderView } from "../../messaging/channels.ts";
import { MessageText } from "../components/message-text.tsx";
import { PersonName } from "../components/person-name.tsx";
import { SignedMark } from "../components/signed-mark.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { nameInSentence, shownTime, t } from "../strings.ts";
import { isLeft, quotedText, warningTexts } from "../words.ts";
import { ComparisonMessage } from "./comparison-message.tsx";
import { ProtectionDetails } from "./protection-details.tsx";
import { timeLeft } from "./readable-time.ts";
import type { ReaderActions } from "./reader-actions.ts";
import { AcceptLine, PressLine } from "./reader-lines.tsx";

type Message = Extract<ReaderView, { kind: "message" }>;

/** Not read out anew with every minute. */
function TimeLeft({ words }: { readonly words: string }) {
	return (
		<span class="time-left" aria-live="off">
			{words}
		</span>
	);
}

function Content({ view, actions }: { readonly view: Message; readonly actions: ReaderActions }) {
	if (view.carries === "scan") return <p>{t("carriesScan")}</p>;
	return view.comparison === undefined ? (
		<MessageText text={view.text} />
	) : (
		<ComparisonMessage shown={view.comparison} own={view.author.self} comparing={actions.comparing} />
	);
}

export function MessageView({ view, actions }: { readonly view: Message; readonly actions: ReaderActions }) {
	const { author, protection } = view;
	const left = timeLeft(protection);
	return (
		<>
			{view.quoted && <p class="small">{quotedText(view)}</p>}
			<Content view={view} actions={actions} />
			{warningTexts(view).map((words) => (
				<p class="reader-warning" key={words}>
					{words}
				</p>
			))}
			<div class="reader-meta">
				{author.self ? (
					<span>{t("you")}</span>
				) : (
					<>
						<PersonName name={author.contact.name} />
						{!isLeft(view) && <TrustMark trust={author.contact.trust} />}
					</>
				)}
				{protection.signed && <SignedMark />}
				<time dateTime={new Date(view.sentAt).toISOString()}>{shownTime(view.sentAt)}</time>
				{left !== "" && <TimeLeft words={left} />}
			</div>
			{view.newStart && (
				<div data-still="">
					<PressLine text={t("newStartWaits")} action={t("newStartUse")} onPress={actions.onUseNewStart} />
				</div>
			)}
			{view.acceptable && !author.self && actions.onAccept !== null && (
				<div data-still="">
					<AcceptLine
						quoted={view.quoted}
						text={t("readerNotHereYet")}
						action={t("readerKeepPerson", nameInSentence(author.contact.name))}
						onPress={actions.onAccept}
					/>
				</div>
			)}
			<ProtectionDetails view={view} actions={actions} />
		</>
	);
}
