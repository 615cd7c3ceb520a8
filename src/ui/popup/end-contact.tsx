/** Ending the account of a contact who has named us for it: on their page. */
import { useState } from "preact/hooks";
import type { ContactPage } from "../../messaging/channels.ts";
import { ArmorToCopy } from "../components/armor-to-copy.tsx";
import { nameInSentence, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { PassphraseForm } from "./passphrase-now.tsx";
import type { Popup } from "./popup-controller.ts";

export function EndContact({ popup, contact }: { readonly popup: Popup; readonly contact: ContactPage }) {
	const [asked, ask] = useState(false);
	const [armor, setArmor] = useState<readonly string[] | null>(null);
	const name = nameInSentence(contact.name);
	const end = async (passphraseKey: string) => {
		const ended = await popup.act("popup/end-contact", { contact: contact.id, passphraseKey });
		if (ended !== null) setArmor(ended.value.armor);
	};
	if (armor !== null) {
		return (
			<section class="section stack">
				<ArmorToCopy label={t("endContactTell")} armor={armor} />
			</section>
		);
	}
	if (!contact.mayEnd) return null;
	return (
		<section class="section stack">
			<p class="small">{t(asked ? "endContactAsk" : "endContactExplained", name)}</p>
			{asked ? (
				<PassphraseForm
					id="end-passphrase"
					action={t("endContact")}
					danger
					ready
					onDone={end}
					onProblem={popup.fail}
					onCancel={() => ask(false)}
				/>
			) : (
				<div class="actions">
					<button type="button" class="danger" onClick={trusted(() => ask(true))}>
						{t("endContact")}
					</button>
				</div>
			)}
		</section>
	);
}
