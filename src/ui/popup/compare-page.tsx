/** Comparing a code with one contact. The steps go to the chat of the active tab; the popup may be closed and opened in between. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { ComparisonReply, ComparisonWord, ContactId } from "../../messaging/channels.ts";
import { ask, onToPages } from "../../messaging/client.ts";
import { createComparing } from "../comparison/comparing.ts";
import { ComparisonPanel } from "../comparison/panel.tsx";
import { PersonRow } from "../components/person-row.tsx";
import { nameInSentence, t } from "../strings.ts";
import type { Popup } from "./popup-controller.ts";

export function ComparePage({ popup, id }: { readonly popup: Popup; readonly id: ContactId }) {
	const [{ view, comparing, start }] = useState(() => comparisonWith(id));
	useEffect(start, []);
	const contact = popup.contacts.value.find((known) => known.id === id);
	const shown = view.value;
	if (contact === undefined || shown === null) return <div class="section" aria-busy="true" />;
	const isHere = popup.state.value?.people.some((person) => person.id === id) === true;
	const sends = shown.kind === "to-send" || (shown.kind === "idle" && shown.again === null);
	return (
		<section class="section stack" aria-live="polite">
			<PersonRow contact={contact} />
			<ComparisonPanel view={shown} name={contact.name} comparing={comparing} />
			{!isHere && sends && <p class="small">{t("compareNotInTab", nameInSentence(contact.name))}</p>}
		</section>
	);
}

function comparisonWith(contact: ContactId) {
	const view = signal<ComparisonReply["view"] | null>(null);
	const compare = async (word: ComparisonWord | { readonly act: "view"; readonly attempt: null }) => {
		const result = await ask("popup/compare", { contact, ...word });
		if (result.ok) view.value = result.value.view;
		return result;
	};
	const look = () => void compare({ act: "view", attempt: null });
	const comparing = createComparing({
		compare,
		look,
		// This is that window.
		open: async () => ({ ok: true, value: null }),
		byHand: async (sendId) => {
			const result = await ask("popup/comparison-by-hand", { sendId, contact });
			if (result.ok) look();
			return result;
		},
	});
	const start = () => {
		look();
		return onToPages((news) => {
			if (news.kind === "people-changed") look();
		});
	};
	return { view, comparing, start };
}
