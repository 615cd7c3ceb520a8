/** One contact in a list: initial, name, how long known and where, trust mark. */
import type { ComponentChildren } from "preact";
import type { ContactView } from "../../messaging/channels.ts";
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
				<span class="quiet small block">{contact.writable ? metSince(contact) : t("contactNeedsNewCard")}</span>
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

export function metSince(contact: ContactView): string {
	const hosts = contact.sites.map(hostOf);
	const day = shownDay(contact.since);
	if (hosts.length === 0) return t("contactSince", day);
	return t("contactSinceOn", day, hosts.join(", "));
}

function hostOf(origin: string): string {
	return URL.canParse(origin) ? new URL(origin).host : origin;
}

/** The first character as a person counts it, so that an emoji or a combined letter stays whole. */
function firstLetter(name: string): string {
	for (const { segment } of new Intl.Segmenter().segment(name)) return segment.toLocaleUpperCase();
	return "";
}
