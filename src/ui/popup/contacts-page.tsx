import { PersonRow } from "../components/person-row.tsx";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import type { Popup } from "./popup-controller.ts";

export function ContactsPage({ popup }: { readonly popup: Popup }) {
	const contacts = popup.contacts.value;
	if (contacts.length === 0) {
		return (
			<section class="section">
				<p>{t("noContacts")}</p>
			</section>
		);
	}
	return (
		<section class="section">
			<ul class="plain-list">
				{contacts.map((contact) => (
					<li key={contact.id}>
						<button type="button" class="row" onClick={trusted(() => popup.go({ name: "contact", id: contact.id }))}>
							<PersonRow contact={contact} />
						</button>
					</li>
				))}
			</ul>
		</section>
	);
}
