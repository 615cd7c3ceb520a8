/** The accounts of a person, each with its own level; what puts accounts together, and splits them again. On the page of one of them. */
import { useState } from "preact/hooks";
import type { ContactPage, ContactView } from "../../messaging/channels.ts";
import { Chevron } from "../components/chevron.tsx";
import { PersonName } from "../components/person-name.tsx";
import { metSince, notWritableWords } from "../components/person-row.tsx";
import { HintedText, StillButton, type Vain } from "../components/still-button.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { accountWords } from "../persons.ts";
import { nameInSentence, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import type { Popup } from "./popup-controller.ts";

interface Props {
	readonly popup: Popup;
	readonly contact: ContactPage;
}

export function ContactAccounts({ popup, contact }: Props) {
	const others = popup.contacts.value.some(({ id }) => contact.accounts.every((account) => account.id !== id));
	return (
		<>
			{contact.person !== null && <Accounts popup={popup} contact={contact} />}
			{others && (
				<nav class="section" aria-label={t("mergeTitle")}>
					<ul class="plain-list menu">
						<li>
							<button type="button" class="row" onClick={trusted(() => popup.go({ name: "merge", id: contact.id }))}>
								<span class="grow">{t("mergeOffer")}</span>
								<Chevron />
							</button>
						</li>
					</ul>
				</nav>
			)}
		</>
	);
}

function Accounts({ popup, contact }: Props) {
	return (
		<section class="section stack">
			<h2>{t("personAccounts")}</h2>
			<ul class="plain-list">
				{contact.accounts.map((account) => (
					<li key={account.id}>
						{account.id === contact.id ? (
							<div class="row-still" aria-current="page">
								<Account account={account} here />
							</div>
						) : (
							<button type="button" class="row" onClick={trusted(() => popup.go({ name: "contact", id: account.id }))}>
								<Account account={account} />
							</button>
						)}
					</li>
				))}
			</ul>
			<Split key={contact.id} popup={popup} contact={contact} />
		</section>
	);
}

function Account({ account, here = false }: { readonly account: ContactView; readonly here?: boolean }) {
	return (
		<>
			<span class="grow">
				<PersonName name={accountWords(account) ?? account.name} />
				<span class="quiet small block">
					{here ? t("accountHere") : (notWritableWords(account) ?? metSince(account))}
				</span>
			</span>
			<TrustMark trust={account.trust} />
		</>
	);
}

function Split({ popup, contact }: Props) {
	const [asked, ask] = useState(false);
	const [vain, onVain] = useState<Vain>(null);
	const split = async () => {
		ask(false);
		await popup.act("popup/split-contact", { contact: contact.id });
	};
	if (!asked) {
		return (
			<div class="actions">
				<button type="button" onClick={trusted(() => ask(true))}>
					{t("splitAccount")}
				</button>
			</div>
		);
	}
	return (
		<fieldset class="question">
			<legend>
				<HintedText vain={vain}>
					{t("askSplit", nameInSentence(contact.person?.accountName ?? contact.name))}
				</HintedText>
			</legend>
			<div class="actions">
				<button type="button" autofocus onClick={trusted(() => ask(false))}>
					{t("cancel")}
				</button>
				<StillButton onVain={onVain} onPress={() => void split()}>
					{t("splitYes")}
				</StillButton>
			</div>
		</fieldset>
	);
}
