/** Writes a text as a blob to copy, for places where nothing else works. */
import { useState } from "preact/hooks";
import type { ContactId } from "../../messaging/channels.ts";
import { requestId } from "../../platform/runtime.ts";
import { CopyParts } from "../components/copy-parts.tsx";
import { MessageOptionsRow, noOptions } from "../components/message-options.tsx";
import { PeopleChoice } from "../components/people-choice.tsx";
import { t } from "../strings.ts";
import type { Popup } from "./popup-controller.ts";

export function WritePage({ popup }: { readonly popup: Popup }) {
	const [text, setText] = useState("");
	const [chosen, setChosen] = useState<readonly ContactId[]>([]);
	const [sendId, setSendId] = useState(requestId);
	const [armor, setArmor] = useState<readonly string[] | null>(null);
	// What was made stays until the next is: a message that nobody got counts as missing with its readers.
	const [earlier, setEarlier] = useState(false);
	const [options, setOptions] = useState(noOptions);
	const changed = () => {
		setSendId(requestId());
		setEarlier(true);
	};
	const done = armor !== null && !earlier;
	const ready = text.trim() !== "" && chosen.length > 0 && !done;
	const write = async () => {
		const made = await popup.act("popup/write-by-hand", { sendId, text, recipients: chosen, options });
		if (made === null) return;
		setArmor(made.value.armor);
		setEarlier(false);
	};
	if (popup.contacts.value.length === 0) {
		return (
			<section class="section">
				<p>{t("noContacts")}</p>
			</section>
		);
	}
	return (
		<form
			class="section stack"
			onSubmit={(event) => {
				event.preventDefault();
				if (event.isTrusted && ready) void write();
			}}
		>
			<h2>{t("to")}</h2>
			<PeopleChoice
				contacts={popup.contacts.value}
				chosen={chosen}
				onPick={(contact, on) => {
					const others = chosen.filter((id) => id !== contact);
					setChosen(on ? [...others, contact] : others);
					changed();
				}}
			/>
			<label class="field" for="written">
				<span>{t("composerText")}</span>
				<textarea
					id="written"
					rows={4}
					dir="auto"
					autocomplete="off"
					value={text}
					onInput={(event) => {
						setText(event.currentTarget.value);
						// What was made is done with: this is the next message.
						if (done) setOptions({ ...options, signed: false });
						changed();
					}}
				/>
			</label>
			<MessageOptionsRow
				options={options}
				onChange={(next) => {
					setOptions(next);
					changed();
				}}
			/>
			<div class="actions">
				<button type="submit" class="primary" disabled={!ready}>
					{t("encrypt")}
				</button>
			</div>
			{armor !== null && (
				<>
					<textarea class="armor" readOnly rows={4} aria-label={t("encryptedText")} value={armor.join("\n\n")} />
					{earlier && <p class="small quiet">{t("noticeSealedBefore")}</p>}
					<CopyParts parts={armor} shown />
				</>
			)}
		</form>
	);
}
