/** Contacts to choose recipients from. Who cannot be written to is shown with the reason and cannot be chosen. */
import type { ContactId, ContactView } from "../../messaging/channels.ts";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { PersonName } from "./person-name.tsx";
import { TrustMark } from "./trust-mark.tsx";

export interface PeopleChoiceProps {
	readonly contacts: readonly ContactView[];
	readonly chosen: readonly ContactId[];
	readonly disabled?: boolean;
	readonly onPick: (contact: ContactId, on: boolean) => void;
}

export function PeopleChoice({ contacts, chosen, disabled, onPick }: PeopleChoiceProps) {
	return (
		<fieldset class="people-choice" disabled={disabled}>
			<legend class="out-of-sight">{t("recipients")}</legend>
			{contacts.map((contact) => (
				<label key={contact.id} class="choice">
					<input
						type="checkbox"
						checked={chosen.includes(contact.id)}
						disabled={!mayReceive(contact) && !chosen.includes(contact.id)}
						onChange={trusted((event) => onPick(contact.id, event.currentTarget.checked))}
					/>
					<span class="grow">
						<PersonName name={contact.name} />
						{!contact.writable && <span class="small quiet block">{t("contactNeedsNewCard")}</span>}
					</span>
					<TrustMark trust={contact.trust} />
				</label>
			))}
		</fieldset>
	);
}

/** The background says of a locked or withdrawn key that it is not writable, and refuses it too. */
export function mayReceive(contact: ContactView): boolean {
	return contact.writable && contact.trust !== "revoked";
}
