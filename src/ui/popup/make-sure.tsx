/** The ways in which two people make sure of each other, each a page of its own, or a tab. */
import type { ContactId, ContactPage } from "../../messaging/channels.ts";
import { Chevron } from "../components/chevron.tsx";
import { type MessageKey, nameInSentence, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import type { Popup, PopupPage } from "./popup-controller.ts";

interface Way {
	readonly title: MessageKey;
	readonly hint: MessageKey;
	readonly page: (id: ContactId) => PopupPage;
}

const ways: readonly Way[] = [
	{ title: "compareCode", hint: "wayCompareHint", page: (id) => ({ name: "compare", id }) },
	{ title: "wayNumber", hint: "wayNumberHint", page: (id) => ({ name: "number", id }) },
];

export function MakeSure({ popup, contact }: { readonly popup: Popup; readonly contact: ContactPage }) {
	// Nothing of theirs is heeded then, so a comparison over the chat could not come to an end.
	const kind = contact.change?.kind ?? "claimed";
	const live = kind === "claimed" || kind === "moved";
	const again = contact.trust === "verified";
	const codes = async () => {
		if ((await popup.act("popup/open-codes", { contact: contact.id })) !== null) window.close();
	};
	return (
		<section class="section">
			<h2>{again ? t("makeSureAgain") : t("makeSureTitle", nameInSentence(contact.name))}</h2>
			<ul class="plain-list menu">
				{ways
					.filter(({ page }) => live || page(contact.id).name !== "compare")
					.map(({ title, hint, page }) => (
						<li key={title}>
							<button type="button" class="row" onClick={trusted(() => popup.go(page(contact.id)))}>
								<span class="grow">
									{t(title)}
									<span class="small quiet block">{t(hint)}</span>
								</span>
								<Chevron />
							</button>
						</li>
					))}
				<li>
					{/* The browser gives the camera to tabs only. */}
					<button type="button" class="row" onClick={trusted(() => void codes())}>
						<span class="grow">
							{t("wayCode")}
							<span class="small quiet block">{t("wayCodeHint")}</span>
						</span>
						<Chevron />
					</button>
				</li>
			</ul>
		</section>
	);
}
