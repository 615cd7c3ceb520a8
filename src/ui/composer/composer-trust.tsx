/**
 * What is open about the people this text is for: why it cannot be sent to some of them, what was shown and waits to be seen, and the quiet
 * offer to make sure of one. Nothing here takes another key: that is answered in the popup, which no page can cover.
 */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ContactView } from "../../messaging/channels.ts";
import { Notice } from "../components/notice.tsx";
import { StillButton, type Vain, vainWords } from "../components/still-button.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { isHeldBack } from "../held-back.ts";
import { type MessageKey, nameInSentence, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { changeWords, claimTexts } from "../words.ts";
import type { ComposerProps } from "./composer-controller.ts";
import { heldBack, mayType } from "./composer-state.ts";

type Props = Pick<ComposerProps, "state" | "dispatch">;

export function ComposerTrust({ state, dispatch }: Props) {
	const { view, chosen } = state;
	if (view === null || state.aborted !== null) return null;
	const held = heldBack(state);
	const open = view.contacts.filter((one) => chosen.includes(one.id) && one.change !== null && !isHeldBack(one));
	const due = held.length + open.length > 0 ? undefined : view.contacts.find(({ id }) => id === view.makeSure);
	return (
		<>
			{held.map((contact) => (
				<HeldBack key={contact.id} contact={contact} state={state} dispatch={dispatch} />
			))}
			{open.map((contact) => (
				<UntilSeen key={contact.id} contact={contact} state={state} dispatch={dispatch} />
			))}
			{due !== undefined && chosen.includes(due.id) && <MakeSure contact={due} state={state} dispatch={dispatch} />}
		</>
	);
}

type OfOne = Props & { readonly contact: ContactView };

function HeldBack({ contact, state, dispatch }: OfOne) {
	const { id, trust, change, name } = contact;
	const show = () => dispatch({ type: "show-contact", contact: id });
	const words = trust === "revoked" ? t("composerLockedRevoked", nameInSentence(name)) : lockedWords(contact);
	return (
		<Asked tone="problem" contact={contact} words={words} kept={state.draft.trim() !== ""}>
			{(onVain) => (
				<>
					<ShowButton primary={trust !== "revoked"} state={state} onPress={show}>
						{trust === "revoked" ? t("showContact") : t("verifyOrGoOn")}
					</ShowButton>
					{trust !== "revoked" && change?.kind === "claimed" && (
						<StillButton
							disabled={!mayType(state)}
							onPress={() => dispatch({ type: "answer-trust", contact: id, answer: "not-theirs" })}
							onVain={onVain}
						>
							{t("trustNotTheirs")}
						</StillButton>
					)}
				</>
			)}
		</Asked>
	);
}

function lockedWords({ name, change }: ContactView): string {
	return withEvidence(name, change, change === null ? "changeLocked" : changeWords[change.kind].locked);
}

function withEvidence(name: string, change: ContactView["change"], words: MessageKey): string {
	const evidence = change?.kind === "claimed" ? claimTexts(name, change) : [];
	return [t(words, nameInSentence(name)), ...evidence].join(" ");
}

function UntilSeen({ contact, state, dispatch }: OfOne) {
	const { id, change, name } = contact;
	const words = withEvidence(name, change, change?.kind === "moved" ? "composerMoved" : "composerClaimed");
	return (
		<Asked tone="calm" contact={contact} words={words} kept={false}>
			{(onVain) => (
				<>
					<StillButton
						disabled={!mayType(state)}
						onPress={() => dispatch({ type: "answer-trust", contact: id, answer: "seen" })}
						onVain={onVain}
					>
						{t("trustSeen")}
					</StillButton>
					<ShowButton state={state} onPress={() => dispatch({ type: "show-contact", contact: id })}>
						{t("showContact")}
					</ShowButton>
				</>
			)}
		</Asked>
	);
}

/** The answers get what to call for a press in vain; what is then said takes a line below them. */
function Asked(props: {
	readonly tone: "calm" | "problem";
	readonly contact: ContactView;
	readonly words: string;
	readonly kept: boolean;
	readonly children: (onVain: (why: Vain) => void) => ComponentChildren;
}) {
	const [vain, onVain] = useState<Vain>(null);
	return (
		<Notice tone={props.tone}>
			<div class="stack tight" data-still="">
				<TrustMark trust={props.contact.trust} />
				<p>
					{props.words} {props.kept && t("textStillHere")}
				</p>
				<div class="actions">{props.children(onVain)}</div>
				{vain !== null && (
					<p class="small" role="status">
						{vainWords(vain)}
					</p>
				)}
			</div>
		</Notice>
	);
}

function ShowButton(props: {
	readonly primary?: boolean;
	readonly state: Props["state"];
	readonly onPress: () => void;
	readonly children: ComponentChildren;
}) {
	return (
		<button
			type="button"
			class={props.primary === true ? "primary" : "plain"}
			disabled={!mayType(props.state)}
			onClick={trusted(props.onPress)}
		>
			{props.children}
		</button>
	);
}

function MakeSure({ contact, state, dispatch }: OfOne) {
	const { id, name } = contact;
	return (
		<p class="make-sure small quiet">
			<span class="grow">{t("makeSureLine", nameInSentence(name))}</span>
			<ShowButton state={state} onPress={() => dispatch({ type: "show-contact", contact: id })}>
				{t("makeSure")}
			</ShowButton>
			<ShowButton state={state} onPress={() => dispatch({ type: "make-sure-later", contact: id })}>
				{t("makeSureLater")}
			</ShowButton>
		</p>
	);
}
