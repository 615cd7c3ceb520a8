/** The safety number, read out on the phone or side by side. Where another account is shown as theirs, there are two. */
import { useEffect, useState } from "preact/hooks";
import type { ContactId, ContactPage, Reply } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import { SafetyNumber } from "../components/safety-number.tsx";
import { nameInSentence, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { useContact } from "./contact-page.tsx";
import type { Popup } from "./popup-controller.ts";

type Number = Reply<"popup/safety-number">;

export function NumberPage({ popup, id }: { readonly popup: Popup; readonly id: ContactId }) {
	const contact = useContact(popup, id);
	if (contact === null) return <div class="section" aria-busy="true" />;
	return <Compared popup={popup} contact={contact} />;
}

function Compared({ popup, contact }: { readonly popup: Popup; readonly contact: ContactPage }) {
	const { id, change, name } = contact;
	const offered = change?.kind === "claimed";
	const known = useNumber(id, false);
	const shown = useNumber(offered ? id : null, true);
	const back = (after: { readonly value: ContactPage } | null) => {
		if (after !== null) popup.go({ name: "contact", id: after.value.id });
	};
	const matches = async (account: ContactId) => back(await popup.act("popup/number-matches", { contact: id, account }));
	const differs = async () => back(await popup.act("popup/answer-trust", { contact: id, answer: "differs" }));
	const differsButton = (
		<button type="button" onClick={trusted(() => void differs())}>
			{t("numberDiffers")}
		</button>
	);
	if (known === null || (offered && shown === null)) return <div class="section" aria-busy="true" />;
	if (!offered || shown === null) {
		return (
			<section class="section stack">
				<p>{t("safetyNumberHow", nameInSentence(name))}</p>
				<SafetyNumber digits={known.digits} label={t("safetyNumber")} />
				<div class="actions sides">
					<button type="button" onClick={trusted(() => void matches(known.account))}>
						{t("numberMatches")}
					</button>
					{differsButton}
				</div>
			</section>
		);
	}
	return (
		<section class="section stack">
			<p>{t("safetyNumberHow", nameInSentence(name))}</p>
			<p>{t("numberTwo", nameInSentence(name))}</p>
			{[
				{ number: known, title: t("numberKnown") },
				{ number: shown, title: t("numberOffered") },
			].map(({ number, title }) => (
				<div class="stack tight-rows" key={number.account}>
					<h2>{title}</h2>
					<SafetyNumber digits={number.digits} label={title} />
					<div class="actions">
						<button
							type="button"
							aria-label={`${t("numberMatches")}: ${title}`}
							onClick={trusted(() => void matches(number.account))}
						>
							{t("numberMatches")}
						</button>
					</div>
				</div>
			))}
			<div class="actions">
				<button type="button" onClick={trusted(() => void differs())}>
					{t("numberNeither")}
				</button>
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
