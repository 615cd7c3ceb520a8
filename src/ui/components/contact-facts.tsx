/** What is known of a contact and since when, as a list of facts. */
import type { ContactPage } from "../../messaging/channels.ts";
import { counted, shownDay, shownName, t } from "../strings.ts";
import { verifiedWords } from "../words.ts";
import { hostOf } from "./person-row.tsx";

export function ContactFacts({ contact }: { readonly contact: ContactPage }) {
	const { trust, name, nameClaimed, since, knownSince, timesMet, sites, verified, accountsBefore, unasked } = contact;
	const facts: readonly (readonly [string, string | null])[] = [
		[t("contactClaims"), shownName(nameClaimed) === shownName(name) ? null : shownName(nameClaimed)],
		[
			t(trust === "verified" ? "contactVerified" : "contactWasVerified"),
			verified && t(verifiedWords[verified.how], shownDay(verified.at)),
		],
		[t("contactAccepted"), shownDay(since)],
		[t("contactKnownSince"), knownSince === null ? null : shownDay(knownSince)],
		[t("contactRead"), timesMet === 0 ? null : counted(timesMet, "contactReadOne", "contactReadMany")],
		[t("contactSites"), sites.length === 0 ? null : sites.map(hostOf).join(", ")],
		[t("contactAccountsBefore"), accountsBefore === 0 ? null : String(accountsBefore)],
		[t("contactUnasked"), unasked === 0 ? null : String(unasked)],
	];
	return (
		<dl class="facts small">
			{facts.map(
				([title, fact]) =>
					fact !== null && (
						<div key={title}>
							<dt class="quiet">{title}</dt>
							<dd>
								<bdi>{fact}</bdi>
							</dd>
						</div>
					),
			)}
		</dl>
	);
}
