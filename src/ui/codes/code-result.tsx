/** What a code came to, in words, with what can be said about it. Also in the popup, for what is pasted there. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { CodeReply, ContactId } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import { requestId } from "../../platform/runtime.ts";
import { AccountNumber } from "../components/account-number.tsx";
import { CopyParts } from "../components/copy-parts.tsx";
import { Notice } from "../components/notice.tsx";
import { StillButton } from "../components/still-button.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import type { ReaderActions } from "../reader/reader-actions.ts";
import { ReaderCard } from "../reader/reader-card.tsx";
import { nameInSentence, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { changeWords } from "../words.ts";
import type { Taking } from "./taking.ts";

export function CodeResult({ taking, actions }: { readonly taking: Taking; readonly actions: ReaderActions }) {
	const problem = taking.problem.value;
	const reply = taking.reply.value;
	if (problem !== null) return <Notice tone="problem">{t(problem)}</Notice>;
	return reply === null ? null : <Reply reply={reply} taking={taking} actions={actions} />;
}

type ReplyProps = { readonly reply: CodeReply; readonly taking: Taking; readonly actions: ReaderActions };

function Reply({ reply, taking, actions }: ReplyProps) {
	switch (reply.kind) {
		case "verified": {
			const name = nameInSentence(reply.contact.name);
			return (
				<Notice tone="good">
					<p>
						<strong>{t("codeVerified", name)}</strong> <TrustMark trust={reply.contact.trust} />
					</p>
					<p>{t("codeVerifiedNext", name)}</p>
					<Answer contact={reply.contact.id} />
				</Notice>
			);
		}
		case "forked":
			return (
				<Notice tone="problem">
					<p>{t(changeWords.forked.page, nameInSentence(reply.contact.name))}</p>
					<p>{t("changeLocked")}</p>
				</Notice>
			);
		case "accepted":
			return <Notice tone="calm">{t("codeAccepted", nameInSentence(reply.contact.name))}</Notice>;
		case "differs": {
			const name = nameInSentence(reply.contact.name);
			return (
				<Notice tone="problem">
					<p>
						<strong>{t("codeDiffers", name)}</strong>
					</p>
					<p>{t("codeDiffersMeans", name)}</p>
				</Notice>
			);
		}
		case "ask":
			return taking.seen() ? <WhoIsHere reply={reply} taking={taking} /> : <HowItCame reply={reply} taking={taking} />;
		case "other-account": {
			const name = nameInSentence(reply.meant.name);
			return (
				<Question words={t("codeDiffers", name)} more={t("codeWhose", name)} account={reply.account}>
					<Choice danger label={t("codeWasTheirs", name)} onChoose={() => taking.differs(reply.meant.id)} />
					<Choice
						label={t("codeAnotherPerson")}
						onChoose={() => taking.say({ say: "look", meant: null, not: reply.meant.id })}
					/>
				</Question>
			);
		}
		case "claimed": {
			const { id, name } = reply.contact;
			return (
				<Question words={t("codeClaimed", nameInSentence(reply.name), nameInSentence(name))}>
					<Choice
						label={t("codeIsThem", nameInSentence(name))}
						onChoose={() => taking.say({ say: "look", meant: id })}
					/>
					<Choice label={t("codeAnotherPerson")} onChoose={() => taking.say({ say: "look", not: id })} />
				</Question>
			);
		}
		case "other-contact": {
			const { contact, meant } = reply;
			const name = nameInSentence(contact.name);
			return (
				<Question words={t("codeOtherContact", name, nameInSentence(meant.name))}>
					<Choice label={t("codeMeantThem", name)} onChoose={() => taking.say({ say: "look", meant: contact.id })} />
					<Choice
						danger
						label={t("codeWasTheirs", nameInSentence(meant.name))}
						onChoose={() => taking.differs(meant.id)}
					/>
				</Question>
			);
		}
		case "same-name":
			return (
				<Question words={t("codeSameName", nameInSentence(reply.contact.name))}>
					<Choice label={t("codeSamePerson")} onChoose={() => taking.differs(reply.contact.id)} />
					<Choice
						label={t("codeAnotherPerson")}
						onChoose={() => taking.say({ say: "unsure", not: reply.contact.id })}
					/>
				</Question>
			);
		case "old-account":
			return <Notice tone="problem">{t("codeOldAccount", nameInSentence(reply.contact.name))}</Notice>;
		case "mine":
			return <Notice tone="calm">{t("codeMine")}</Notice>;
		case "not-for-me":
			return <Notice tone="problem">{t("codeNotForMe")}</Notice>;
		case "no-card":
			return <Notice tone="problem">{t("codeNoCard")}</Notice>;
		case "read":
			return <ReaderCard view={reply.view} actions={{ ...actions, onAccept: () => void taking.accept() }} />;
	}
}

type AskProps = { readonly reply: Extract<CodeReply, { kind: "ask" }>; readonly taking: Taking };

function HowItCame({ reply, taking }: AskProps) {
	const name = nameInSentence(reply.contact?.name ?? reply.name);
	return (
		<Question words={t("codeAsk", name)} more={t("codeAskMeans")} account={reply.account}>
			<Choice label={t("codeSure")} onChoose={() => taking.say({ say: "sure" })} />
			<Choice label={t("codeUnsure")} onChoose={() => taking.say({ say: "unsure" })} />
		</Question>
	);
}

/** Somebody new: a picture can be held before a camera too. */
function WhoIsHere({ reply, taking }: AskProps) {
	const name = nameInSentence(reply.name);
	return (
		<Question words={t("codeNew", name)} more={t("codeNewMeans")} account={reply.account}>
			<Choice label={t("codeIsHere")} onChoose={() => taking.say({ say: "sure" })} />
			<Choice label={t("codeUnsure")} onChoose={() => taking.say({ say: "unsure" })} />
		</Question>
	);
}

function Question(props: {
	readonly words: string;
	readonly more?: string;
	readonly account?: ContactId;
	readonly children: ComponentChildren;
}) {
	return (
		<fieldset class="question stack" aria-live="polite">
			<legend>{props.words}</legend>
			{props.more !== undefined && <p class="small">{props.more}</p>}
			{props.account !== undefined && <AccountNumber id={props.account} />}
			<div class="actions">{props.children}</div>
		</fieldset>
	);
}

/** What a link brought is not looked at before the user asks for it: a page can open such links, as often as it likes. */
export function OpenedLink({ onRead }: { readonly onRead: () => Promise<void> }) {
	return (
		<Question words={t("codeOpened")} more={t("codeOpenedMeans")}>
			<Choice label={t("codeReadLink")} onChoose={onRead} />
		</Question>
	);
}

/** A page can open this tab with a link under the pointer of somebody who is about to click. */
function Choice(props: { readonly label: string; readonly danger?: true; readonly onChoose: () => Promise<void> }) {
	return (
		<StillButton class={props.danger ? "danger" : ""} onPress={() => void props.onChoose()} onVain={() => undefined}>
			{props.label}
		</StillButton>
	);
}

/** For whoever does not write in a chat next. */
function Answer({ contact }: { readonly contact: ContactId }) {
	const [sendId] = useState(requestId);
	const [armor, setArmor] = useState<readonly string[] | null>(null);
	const make = async () => {
		const made = await ask("codes/answer", { sendId, contact });
		if (made.ok) setArmor(made.value.armor);
	};
	if (armor === null) {
		return (
			<div class="actions">
				<button type="button" onClick={trusted(() => void make())}>
					{t("codeAnswer")}
				</button>
			</div>
		);
	}
	return (
		<>
			<p class="small">{t("codeAnswerHow")}</p>
			<textarea class="armor" readOnly rows={3} aria-label={t("codeAnswer")} value={armor.join("\n\n")} />
			<CopyParts parts={armor} shown />
		</>
	);
}
