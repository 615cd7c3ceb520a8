/** The safety number, read out on the phone or side by side. Where another account is shown as theirs, there are two. */
import { useEffect, useState } from "preact/hooks";
import type { ContactId, ContactPage, Reply } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import { SafetyNumber } from "../components/safety-number.tsx";
import { HintedText, StillButton, type Vain } from "../components/still-button.tsx";
import { nameInSentence, t } from "../strings.ts";
import { useContact } from "./contact-page.tsx";
import type { Popup } from "./popup-controller.ts";

type Number = Reply<"popup/safety-number">;

export function NumberPage({ popup, id }: { readonly popup: Popup; readonly id: ContactId }) {
	const contact = useContact(popup, id);
	if (contact === null) return <div class="section" aria-busy="true" />;
	// Another account that comes up puts other buttons under the pointer: they begin anew.
	return <Compared key={contact.change?.account ?? ""} popup={popup} contact={contact} />;
}

function Compared({ popup, contact }: { readonly popup: Popup; readonly contact: ContactPage }) {
	const { id, change, name } = contact;
	const [vain, onVain] = useState<Vain>(null);
	const offered = change?.kind === "claimed";
	const known = useNumber(id, false);
	const shown = useNumber(offered ? id : null, true);
	const back = (after: { readonly value: ContactPage } | null) => {
		if (after !== null) popup.go({ name: "contact", id: after.value.id });
	};
	const matches = async (account: ContactId) => back(await popup.act("popup/number-matches", { contact: id, account }));
	const differs = async () => back(await popup.act("popup/answer-trust", { contact: id, answer: "differs" }));
	const differsButton = (
		<StillButton onVain={onVain} onPress={() => void differs()}>
			{t("numberDiffers")}
		</StillButton>
	);
	if (known === null || (offered && shown === null)) return <div class="section" aria-busy="true" />;
	if (!offered || shown === null) {
		return (
			<section class="section stack">
				<p>
					<HintedText vain={vain}>{t("safetyNumberHow", nameInSentence(name))}</HintedText>
				</p>
				<SafetyNumber digits={known.digits} label={t("safetyNumber")} />
				<div class="actions sides">
					<StillButton onVain={onVain} onPress={() => void matches(known.account)}>
						{t("numberMatches")}
					</StillButton>
					{differsButton}
				</div>
			</section>
		);
	}
	return (
		<section class="section stack">
			<p>
				<HintedText vain={vain}>{t("safetyNumberHow", nameInSentence(name))}</HintedText>
			</p>
			<p>{t("numberTwo", nameInSentence(name))}</p>
			{[
				{ number: known, title: t("numberKnown") },
				{ number: shown, title: t("numberOffered") },
			].map(({ number, title }) => (
				<div class="stack tight-rows" key={number.account}>
					<h2>{title}</h2>
					<SafetyNumber digits={number.digits} label={title} />
					<div class="actions">
						<StillButton
							label={`${t("numberMatches")}: ${title}`}
							onVain={onVain}
							onPress={() => void matches(number.account)}
						>
							{t("numberMatches")}
						</StillButton>
					</div>
				</div>
			))}
			<div class="actions">
				<StillButton onVain={onVain} onPress={() => void differs()}>
					{t("numberNeither")}
				</StillButton>
			</div>
		</section>
	);
}

/** Null: not yet, or not wanted. */
function useNumber(contact: ContactId | null, offered: boolean): Number | null {
	const [number, setNumber] = useState<Number | null>(null);
	useEffect(() => {
		let current = true;
		setNumber(null);
		if (contact === null) return undefined;
		void ask("popup/safety-number", { contact, ...(offered ? { offered } : {}) }).then((result) => {
			if (current && result.ok) setNumber(result.value);
		});
		return () => {
			current = false;
		};
	}, [contact, offered]);
	return number;
}
