/** Putting two contacts together: which other one, then both with their accounts, what it means and what it does not. */
import { useState } from "preact/hooks";
import type { ContactId, ContactPage, ContactView } from "../../messaging/channels.ts";
import { AccountNumber } from "../components/account-number.tsx";
import { PersonName } from "../components/person-name.tsx";
import { Initial, metSince, PersonRow } from "../components/person-row.tsx";
import { HintedText, StillButton, type Vain } from "../components/still-button.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { otherName, peopleOf } from "../persons.ts";
import { nameInSentence, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { useContact } from "./contact-page.tsx";
import { PersonOfSeveral } from "./contacts-page.tsx";
import type { Popup } from "./popup-controller.ts";

export function MergePage({ popup, id }: { readonly popup: Popup; readonly id: ContactId }) {
	const contact = useContact(popup, id);
	const [other, choose] = useState<ContactId | null>(null);
	if (contact === null) return <div class="section" aria-busy="true" />;
	if (other === null) return <Others popup={popup} contact={contact} onChoose={choose} />;
	return <Question key={other} popup={popup} contact={contact} id={other} onCancel={() => choose(null)} />;
}

interface OthersProps {
	readonly popup: Popup;
	readonly contact: ContactPage;
	readonly onChoose: (id: ContactId) => void;
}

function Others({ popup, contact, onChoose }: OthersProps) {
	const isOther = ({ id }: ContactView) => contact.accounts.every((account) => account.id !== id);
	const people = peopleOf(popup.contacts.value.filter(isOther));
	if (contact.accounts.some(({ trust }) => trust === "changed")) {
		return (
			<section class="section">
				<p>{t("mergeOpen")}</p>
			</section>
		);
	}
	return (
		<section class="section stack">
			<p>{people.length === 0 ? t("mergeNobody") : t("mergeWho", nameInSentence(contact.name))}</p>
			<ul class="plain-list">
				{people.map(([first, ...more]) =>
					first === undefined ? null : (
						<li key={first.id}>
							<Other accounts={[first, ...more]} onPress={() => onChoose(first.id)} />
						</li>
					),
				)}
			</ul>
		</section>
	);
}

/** Where something is open they are shown with the reason, and cannot be chosen. */
function Other({
	accounts,
	onPress,
}: {
	readonly accounts: readonly [ContactView, ...ContactView[]];
	readonly onPress: () => void;
}) {
	const open = accounts.some(({ trust }) => trust === "changed");
	return (
		<button type="button" class="row" disabled={open} onClick={trusted(onPress)}>
			<span class="grow">
				<Row accounts={accounts} />
				{open && <span class="small quiet block">{t("mergeOpen")}</span>}
			</span>
		</button>
	);
}

function Row({ accounts }: { readonly accounts: readonly [ContactView, ...ContactView[]] }) {
	return accounts.length === 1 ? <PersonRow contact={accounts[0]} /> : <PersonOfSeveral accounts={accounts} />;
}

interface QuestionProps {
	readonly popup: Popup;
	readonly contact: ContactPage;
	readonly id: ContactId;
	readonly onCancel: () => void;
}

function Question({ popup, contact, id, onCancel }: QuestionProps) {
	const other = useContact(popup, id);
	const [vain, onVain] = useState<Vain>(null);
	if (other === null) return <div class="section" aria-busy="true" />;
	const merge = async () => {
		const merged = await popup.act("popup/merge-contact", { contact: contact.id, other: id });
		if (merged !== null) popup.go({ name: "contact", id: contact.id });
	};
	const warnings = warningsOf(contact, other);
	return (
		<fieldset class="section question stack" data-still>
			<legend>
				<HintedText vain={vain}>{t("mergeAsk")}</HintedText>
			</legend>
			<ul class="plain-list stack">
				{[...contact.accounts, ...other.accounts].map((account) => (
					<li key={account.id} class="stack tight-rows">
						<Side account={account} />
					</li>
				))}
			</ul>
			{warnings.map((one) => (
				<p class="reader-warning" key={one}>
					{one}
				</p>
			))}
			<p class="small">{t("mergeMeans", nameInSentence(contact.name))}</p>
			<p class="small strong">{t("mergeNotMeans")}</p>
			<div class="actions">
				<button type="button" autofocus onClick={trusted(onCancel)}>
					{t("cancel")}
				</button>
				<StillButton onVain={onVain} onPress={() => void merge()}>
					{t("mergeYes")}
				</StillButton>
			</div>
		</fieldset>
	);
}

/** What may have led to a wrong yes. */
function warningsOf(one: ContactPage, other: ContactPage): readonly string[] {
	const alike = one.looksLike.includes(other.name) || other.looksLike.includes(one.name);
	const aside = (from: ContactPage, to: ContactPage) => to.accounts.some(({ id }) => from.setAside.includes(id));
	return [
		...(alike ? [t("mergeLooksAlike")] : []),
		...(aside(one, other) || aside(other, one) ? [t("mergeSetAside")] : []),
	];
}

function Side({ account }: { readonly account: ContactView }) {
	const own = otherName(account);
	return (
		<>
			<span class="person-row">
				<Initial name={account.name} />
				<span class="grow">
					<PersonName name={own ?? account.name} />
					<span class="quiet small block">{metSince(account)}</span>
				</span>
				<TrustMark trust={account.trust} />
			</span>
			<AccountNumber id={account.id} />
		</>
	);
}
