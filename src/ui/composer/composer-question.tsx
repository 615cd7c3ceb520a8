/** The questions on the way to sending. Each stands until answered; Escape goes back to the text. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ContactView } from "../../messaging/channels.ts";
import { PersonName } from "../components/person-name.tsx";
import { StillButton, type Vain, vainWords } from "../components/still-button.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { accountWords } from "../persons.ts";
import { t } from "../strings.ts";
import { focusNow, trusted } from "../trusted.ts";
import type { ComposerProps } from "./composer-controller.ts";
import { confirmText } from "./composer-place.tsx";
import type { ComposerEvent } from "./composer-state.ts";

export function ComposerQuestion({ state, dispatch }: Pick<ComposerProps, "state" | "dispatch">) {
	const { view } = state;
	if (view === null) return null;
	const say = (event: ComposerEvent) => trusted(() => dispatch(event));
	if (state.step === "confirm") {
		const people = view.contacts.filter(({ id }) => state.chosen.includes(id));
		return (
			<Question key={people.map(({ id }) => id).join()} text={confirmText(state)} people={people}>
				{(onVain) => (
					<>
						<StillButton primary focused onPress={() => dispatch({ type: "people-confirmed" })} onVain={onVain}>
							{t("confirmYes")}
						</StillButton>
						<button type="button" onClick={say({ type: "choose" })}>
							{t("change")}
						</button>
					</>
				)}
			</Question>
		);
	}
	if (state.step === "ask-auto-send") {
		const answer = (value: "yes" | "no") => () => dispatch({ type: "auto-send", value });
		return (
			<Question key="auto-send" text={t("askAutoSend", view.site)}>
				{(onVain) => (
					<>
						<StillButton primary focused onPress={answer("yes")} onVain={onVain}>
							{t("autoSendYes")}
						</StillButton>
						<StillButton onPress={answer("no")} onVain={onVain}>
							{t("autoSendNo")}
						</StillButton>
					</>
				)}
			</Question>
		);
	}
	if (state.step === "ask-discard") {
		return (
			<Question key="discard" text={t("askDiscard")}>
				{(onVain) => (
					<>
						<button type="button" class="primary" ref={focusNow} onClick={say({ type: "back" })}>
							{t("keepWriting")}
						</button>
						<StillButton onPress={() => dispatch({ type: "discard" })} onVain={onVain}>
							{t("discard")}
						</StillButton>
					</>
				)}
			</Question>
		);
	}
	return null;
}

/** The answers get what to call for a press in vain; the line that then says so is kept free below them. */
function Question(props: {
	readonly text: string;
	readonly people?: readonly ContactView[];
	readonly children: (onVain: (why: Vain) => void) => ComponentChildren;
}) {
	const [vain, onVain] = useState<Vain>(null);
	return (
		<fieldset class="question" data-still="">
			<legend>{props.text}</legend>
			{props.people !== undefined && (
				<ul class="plain-list question-people">
					{props.people.map((contact) => (
						<li key={contact.id}>
							<span class="grow">
								<PersonName name={contact.name} />
								{contact.person !== null && <span class="small quiet block">{accountWords(contact)}</span>}
							</span>
							<TrustMark trust={contact.trust} />
						</li>
					))}
				</ul>
			)}
			<div class="actions">{props.children(onVain)}</div>
			<p class="question-hint small quiet" role="status">
				{vainWords(vain)}
			</p>
		</fieldset>
	);
}
