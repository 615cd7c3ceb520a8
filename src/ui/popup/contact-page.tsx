/** One contact: who, the safety number to compare, another name, removal with one question. */
import { useEffect, useState } from "preact/hooks";
import type { ContactId, ContactView } from "../../messaging/channels.ts";
import { ask } from "../../messaging/client.ts";
import { AccountNumber } from "../components/account-number.tsx";
import { PersonName } from "../components/person-name.tsx";
import { Initial, metSince } from "../components/person-row.tsx";
import { SafetyNumber } from "../components/safety-number.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { nameInSentence, shownName, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { trustMeaning } from "../words.ts";
import type { Popup } from "./popup-controller.ts";

export function ContactPage({ popup, id }: { readonly popup: Popup; readonly id: ContactId }) {
	const contact = popup.contacts.value.find((known) => known.id === id);
	if (contact === undefined) return <div class="section" aria-busy="true" />;
	return (
		<>
			<section class="section">
				<div class="row-still">
					<Initial name={contact.name} />
					<span class="grow">
						<PersonName name={contact.name} />
						<span class="small quiet block">{metSince(contact)}</span>
					</span>
					<TrustMark trust={contact.trust} />
				</div>
				<p class="small quiet">{t(trustMeaning[contact.trust])}</p>
				<AccountNumber id={contact.id} />
				{!contact.writable && <p class="small">{t("contactNeedsNewCard")}</p>}
			</section>
			<Comparison contact={contact} />
			<Rename popup={popup} contact={contact} />
			<Removal popup={popup} contact={contact} />
		</>
	);
}

function Comparison({ contact }: { readonly contact: ContactView }) {
	const [digits, setDigits] = useState<string | null>(null);
	useEffect(() => {
		let current = true;
		setDigits(null);
		void ask("popup/safety-number", { contact: contact.id }).then((result) => {
			if (current && result.ok) setDigits(result.value.digits);
		});
		return () => {
			current = false;
		};
	}, [contact.id]);
	return (
		<section class="section stack" aria-busy={digits === null}>
			<h2>{t("safetyNumber")}</h2>
			{digits !== null && <SafetyNumber digits={digits} label={t("safetyNumber")} />}
			<p class="small quiet">{t("safetyNumberHow", nameInSentence(contact.name))}</p>
		</section>
	);
}

function Rename({ popup, contact }: { readonly popup: Popup; readonly contact: ContactView }) {
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

function Removal({ popup, contact }: { readonly popup: Popup; readonly contact: ContactView }) {
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
			<legend>{t("askRemoveContact", nameInSentence(contact.name))}</legend>
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
