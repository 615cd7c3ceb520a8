/** Who will be able to read this, always in view, with the trust of each. */
import { PersonName } from "../components/person-name.tsx";
import { TrustShape } from "../components/trust-mark.tsx";
import { otherName } from "../persons.ts";
import { shownName, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { trustWords } from "../words.ts";
import type { ComposerProps } from "./composer-controller.ts";

export function RecipientChips({ state, dispatch }: Pick<ComposerProps, "state" | "dispatch">) {
	const contacts = state.view?.contacts ?? [];
	const chosen = state.chosen.flatMap((id) => contacts.find((contact) => contact.id === id) ?? []);
	const frozen = state.step === "working" || state.aborted !== null || state.stolen;
	return (
		<div class="chips grow">
			<span class="quiet small">{t("to")}</span>
			{chosen.length === 0 && <span class="quiet">{t("nobodyYet")}</span>}
			<ul class="chip-list" aria-label={t("recipients")}>
				{chosen.map((contact) => (
					<li class="chip" key={contact.id}>
						<TrustShape trust={contact.trust} />
						<span class="out-of-sight">{t(trustWords[contact.trust])}</span>
						<PersonName name={contact.name} />
						{otherName(contact) !== null && <bdi class="person-name quiet">{otherName(contact)}</bdi>}
						<button
							type="button"
							class="chip-remove"
							disabled={frozen}
							aria-label={t("removeRecipient", shownName(contact.name))}
							onClick={trusted(() => dispatch({ type: "picked", contact: contact.id, on: false }))}
						>
							<svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
								<path d="m1 1 6 6M7 1 1 7" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" />
							</svg>
						</button>
					</li>
				))}
			</ul>
			{contacts.length > 0 && (
				<button
					type="button"
					class="chip chip-add"
					disabled={frozen}
					aria-expanded={state.step === "choose"}
					onClick={trusted(() => dispatch({ type: "choose" }))}
				>
					{chosen.length === 0 ? t("choosePeople") : t("change")}
				</button>
			)}
		</div>
	);
}
