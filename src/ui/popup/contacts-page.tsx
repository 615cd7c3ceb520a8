/** All contacts, a row each person. */
import type { ContactView } from "../../messaging/channels.ts";
import { PersonName } from "../components/person-name.tsx";
import { hostOf, Initial, PersonRow } from "../components/person-row.tsx";
import { TrustMark } from "../components/trust-mark.tsx";
import { peopleOf } from "../persons.ts";
import { counted, t } from "../strings.ts";
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
				{peopleOf(contacts).map(([first, ...more]) =>
					first === undefined ? null : (
						<li key={first.id}>
							<button type="button" class="row" onClick={trusted(() => popup.go({ name: "contact", id: first.id }))}>
								{more.length === 0 ? <PersonRow contact={first} /> : <PersonOfSeveral accounts={[first, ...more]} />}
							</button>
						</li>
					),
				)}
			</ul>
		</section>
	);
}

/** Of several accounts at once the least level is shown. */
export function PersonOfSeveral({ accounts }: { readonly accounts: readonly [ContactView, ...ContactView[]] }) {
	const [first] = accounts;
	const hosts = [...new Set(accounts.flatMap(({ sites }) => sites.map(hostOf)))];
	const many = counted(accounts.length, "personAccountsMany", "personAccountsMany");
	return (
		<span class="person-row">
			<Initial name={first.name} />
			<span class="grow">
				<PersonName name={first.name} />
				<span class="quiet small block">
					{hosts.length === 0 ? many : t("personAccountsOn", many, hosts.join(", "))}
				</span>
			</span>
			<TrustMark trust={first.person?.trust ?? first.trust} />
		</span>
	);
}
