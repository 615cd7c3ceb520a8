/** Contacts to choose recipients from. Who cannot be written to is shown with the reason and cannot be chosen. */
import type { ContactId, ContactView } from "../../messaging/channels.ts";
import { isHeldBack } from "../held-back.ts";
import { accountWords } from "../persons.ts";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { PersonName } from "./person-name.tsx";
import { notWritableWords } from "./person-row.tsx";
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
						{contact.person !== null && <span class="small quiet block">{accountWords(contact)}</span>}
						{!mayReceive(contact) && <span class="small quiet block">{notWritableWords(contact)}</span>}
					</span>
					<TrustMark trust={contact.trust} />
				</label>
			))}
		</fieldset>
	);
}

export function mayReceive(contact: ContactView): boolean {
	return contact.writable && !isHeldBack(contact);
}
