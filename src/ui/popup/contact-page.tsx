/** One contact: who, how far to be trusted and since when, what is open about their key, the ways to make sure, another name, removal. */
import { useEffect, useState } from "preact/hooks";
import type { ContactId, ContactPage as Page } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import { AccountNumber } from "../components/account-number.tsx";
import { ContactFacts } from "../components/contact-facts.tsx";
import { PersonName } from "../components/person-name.tsx";
import { Initial, notWritableWords } from "../components/person-row.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { accountWords } from "../persons.ts";
import { nameInSentence, shownName, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { trustMeaning } from "../words.ts";
import { ContactAccounts } from "./contact-accounts.tsx";
import { EndContact } from "./end-contact.tsx";
import { MakeSure } from "./make-sure.tsx";
import type { Popup } from "./popup-controller.ts";
import { TrustChange } from "./trust-change.tsx";

export function ContactPage({ popup, id }: { readonly popup: Popup; readonly id: ContactId }) {
	const contact = useContact(popup, id);
	if (contact === null) return <div class="section" aria-busy="true" />;
	return (
		<>
			<section class="section stack">
				<div class="row-still">
					<Initial name={contact.name} />
					<span class="grow">
						<PersonName name={contact.name} />
						{contact.person !== null && (
							<span class="small quiet block">{t("accountCalled", nameInSentence(accountWords(contact) ?? ""))}</span>
						)}
						{contact.trust !== "revoked" && !contact.writable && (
							<span class="small quiet block">{notWritableWords(contact)}</span>
						)}
					</span>
					<TrustMark trust={contact.trust} />
				</div>
				<p class="small quiet">{t(trustMeaning[contact.trust])}</p>
				<NameWarnings contact={contact} />
				{contact.trust === "revoked" && <p class="small">{t("contactEndedNext")}</p>}
			</section>
			{contact.change !== null && <TrustChange popup={popup} contact={contact} change={contact.change} />}
			{contact.trust !== "revoked" && <MakeSure popup={popup} contact={contact} />}
			<section class="section stack">
				<ContactFacts contact={contact} />
				<AccountNumber id={contact.id} />
			</section>
			<ContactAccounts popup={popup} contact={contact} />
			<Rename key={contact.name} popup={popup} contact={contact} />
			<EndContact popup={popup} contact={contact} />
			<Removal popup={popup} contact={contact} />
		</>
	);
}

/** Everything that is known of them, again with all news. Null: not yet. */
export function useContact(popup: Popup, id: ContactId): Page | null {
	const [page, setPage] = useState<Page | null>(null);
	const known = popup.contacts.value;
	useEffect(() => {
		let current = true;
		void ask("popup/contact", { contact: id }).then((result) => {
			if (!current) return;
			if (result.ok) return setPage(result.value);
			// Removed, or under another account by now. An answer that was just given leads there itself.
			const shown = popup.page.peek();
			if (result.code === "nothing-found" && "id" in shown && shown.id === id) popup.go({ name: "contacts" });
		});
		return () => {
			current = false;
		};
	}, [id, known]);
	return page?.id === id ? page : null;
}

function NameWarnings({ contact }: { readonly contact: Page }) {
	const { looksLike, mixesAlphabets } = contact;
	const words = [
		...(looksLike.length === 0 ? [] : [t("contactLooksLike", looksLike.map(nameInSentence).join(", "))]),
		...(mixesAlphabets ? [t("nameMixesAlphabets")] : []),
	];
	return (
		<>
			{words.map((one) => (
				<p class="reader-warning" key={one}>
					{one}
				</p>
			))}
		</>
	);
}

function Rename({ popup, contact }: { readonly popup: Popup; readonly contact: Page }) {
	const [name, setName] = useState(contact.name);
	const changed = name.trim() !== "" && name.trim() !== contact.name;
	return (
		<form
			class="section stack"
			onSubmit={(event) => {
				event.preventDefault();
				if (event.isTrusted && changed)
					void popup.act("popup/rename-contact", { contact: contact.id, name: name.trim() });
			}}
		>
			<label class="field" for="contact-name">
				<span>{t("nameForContact")}</span>
				<input
					id="contact-name"
					type="text"
					dir="auto"
					maxLength={64}
					autocomplete="off"
					value={name}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
			</label>
			<div class="actions">
				<button type="submit" disabled={!changed}>
					{t("rename")}
				</button>
			</div>
		</form>
	);
}

function Removal({ popup, contact }: { readonly popup: Popup; readonly contact: Page }) {
	const [asked, ask] = useState(false);
	const remove = async () => {
		if ((await popup.act("popup/remove-contact", { contact: contact.id })) !== null) popup.go({ name: "contacts" });
	};
	if (!asked) {
		return (
			<section class="section actions">
				<button type="button" class="danger" onClick={trusted(() => ask(true))}>
					{t("removeContact")}
				</button>
			</section>
		);
	}
	return (
		<fieldset class="section question">
			<legend>
				{contact.accounts.length > 1
					? t("askRemovePerson", nameInSentence(contact.name), String(contact.accounts.length))
					: t("askRemoveContact", nameInSentence(contact.name))}
			</legend>
			<div class="actions">
				<button type="button" autofocus onClick={trusted(() => ask(false))}>
					{t("keep")}
				</button>
				<button
					type="button"
					class="danger"
					aria-label={t("removeNamed", shownName(contact.name))}
					onClick={trusted(() => void remove())}
				>
					{t("remove")}
				</button>
			</div>
		</fieldset>
	);
}
