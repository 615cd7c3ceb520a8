/** The end of our own account: one word typed, so that no press alone does it. */
import { useState } from "preact/hooks";
import type { ContactId } from "../../messaging/channels.ts";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import type { Popup } from "./popup-controller.ts";

export function AccountEnd({ popup, account }: { readonly popup: Popup; readonly account: ContactId }) {
	const [asked, ask] = useState(false);
	const [word, setWord] = useState("");
	const isTyped = word.trim().toLowerCase() === t("ownEndWord");
	if (!asked) {
		return (
			<section class="section actions">
				<button type="button" class="danger" onClick={trusted(() => ask(true))}>
					{t("ownEnd")}
				</button>
			</section>
		);
	}
	return (
		<form
			class="section question stack"
			onSubmit={(event) => {
				event.preventDefault();
				if (event.isTrusted && isTyped) void popup.act("popup/end-account", { account });
			}}
		>
			<p>{t("ownEndAsk")}</p>
			<label class="field" for="end-word">
				<span>{t("ownEndType", t("ownEndWord"))}</span>
				<input
					id="end-word"
					type="text"
					autocomplete="off"
					autocapitalize="off"
					maxLength={20}
					value={word}
					onInput={(event) => setWord(event.currentTarget.value)}
				/>
			</label>
			<div class="actions">
				<button type="button" autofocus onClick={trusted(() => ask(false))}>
					{t("cancel")}
				</button>
				<button type="submit" class="danger" disabled={!isTyped}>
					{t("ownEnd")}
				</button>
			</div>
		</form>
	);
}
