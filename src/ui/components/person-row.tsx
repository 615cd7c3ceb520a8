/** One contact in a list: initial, name, how long known and where, trust mark. */
import type { ComponentChildren } from "preact";
import type { ContactView } from "../../messaging/channels.ts";
import { isHeldBack } from "../held-back.ts";
import { accountWords } from "../persons.ts";
import { shownDay, shownName, t } from "../strings.ts";
import { PersonName } from "./person-name.tsx";
import { TrustMark } from "./trust-mark.tsx";

export function PersonRow({
	contact,
	children,
}: {
	readonly contact: ContactView;
	readonly children?: ComponentChildren;
}) {
	return (
		<span class="person-row">
			<Initial name={contact.name} />
			<span class="grow">
				<PersonName name={contact.name} />
				{contact.person !== null && <span class="quiet small block">{accountWords(contact)}</span>}
				<span class="quiet small block">{notWritableWords(contact) ?? metSince(contact)}</span>
			</span>
			<TrustMark trust={contact.trust} />
			{children}
		</span>
	);
}

export function Initial({ name }: { readonly name: string }) {
	return (
		<span class="initial" aria-hidden="true">
			{firstLetter(shownName(name))}
		</span>
	);
}

/** Why nothing can be written to them; null if it can. */
export function notWritableWords(contact: ContactView): string | null {
	if (contact.trust === "revoked") return t("contactEnded");
	if (isHeldBack(contact)) return t("contactLocked");
	return contact.writable ? null : t("contactNeedsNewCard");
}

export function metSince(contact: ContactView): string {
	const hosts = contact.sites.map(hostOf);
	const day = shownDay(contact.since);
	if (hosts.length === 0) return t("contactSince", day);
	return t("contactSinceOn", day, hosts.join(", "));
}

export function hostOf(origin: string): string {
	return URL.canParse(origin) ? new URL(origin).host : origin;
}

/** The first character as a person counts it, so that an emoji or a combined letter stays whole. */
function firstLetter(name: string): string {
	for (const { segment } of new Intl.Segmenter().segment(name)) return segment.toLocaleUpperCase();
	return "";
}
