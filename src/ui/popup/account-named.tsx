/** Contacts who may end our account, and naming one. */
import { useState } from "preact/hooks";
import type { ContactId } from "../../messaging/channels.ts";
import { requestId } from "../../platform/runtime.ts";
import { ArmorToCopy } from "../components/armor-to-copy.tsx";
import { accountWords } from "../persons.ts";
import { nameInSentence, shownName, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { PassphraseForm } from "./passphrase-now.tsx";
import type { Popup } from "./popup-controller.ts";

export function AccountNamed({ popup, named }: { readonly popup: Popup; readonly named: readonly ContactId[] }) {
	const [open, setOpen] = useState(false);
	const [chosen, choose] = useState<ContactId>("");
	const [made, setMade] = useState<{ readonly armor: readonly string[]; readonly name: string } | null>(null);
	const contacts = popup.contacts.value;
	const names = contacts.filter(({ id }) => named.includes(id)).map(({ name }) => nameInSentence(name));
	// Of anybody else it is not sure who would get the power to end it.
	const mayBe = contacts.filter(({ writable, trust }) => writable && trust === "verified");
	const name = async (passphraseKey: string) => {
		const who = contacts.find(({ id }) => id === chosen);
		if (who === undefined) return;
		// One that was asked for anew is one more message: what failed on the way was not put in.
		const done = await popup.act("popup/name-revoker", { sendId: requestId(), contact: chosen, passphraseKey });
		if (done === null) return;
		setMade({ armor: done.value.armor, name: who.name });
		setOpen(false);
	};
	return (
		<section class="section stack">
			<h2>{t("ownName")}</h2>
			<p class="small quiet">{t("ownNameExplained")}</p>
			{mayBe.length === 0 && <p class="small">{t("ownNameNobody")}</p>}
			{names.length > 0 && <p class="small">{t("ownNamed", names.join(", "))}</p>}
			{made !== null && <ArmorToCopy label={t("ownNameSend", nameInSentence(made.name))} armor={made.armor} />}
			{open ? (
				<PassphraseForm
					id="name-passphrase"
					action={t("ownNameNow")}
					ready={chosen !== ""}
					onDone={name}
					onProblem={popup.fail}
					onCancel={() => setOpen(false)}
				>
					<label class="field" for="name-who">
						<span>{t("ownNameWho")}</span>
						<select id="name-who" value={chosen} onChange={trusted((event) => choose(event.currentTarget.value))}>
							<option value="" />
							{mayBe.map((one) => (
								<option key={one.id} value={one.id}>
									{[shownName(one.name), accountWords(one)].filter((words) => words !== null).join(" · ")}
								</option>
							))}
						</select>
					</label>
				</PassphraseForm>
			) : (
				mayBe.length > 0 && (
					<div class="actions">
						<button
							type="button"
							onClick={trusted(() => {
								setMade(null);
								setOpen(true);
							})}
						>
							{t("ownNameNow")}
						</button>
					</div>
				)
			)}
		</section>
	);
}
