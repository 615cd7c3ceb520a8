/** The recovery kit, to be kept apart: the key, which is shown only now, and the statement that ends the account. */
import { useState } from "preact/hooks";
import type { RecoveryKit as Kit } from "../../messaging/channels.ts";
import { copyText } from "../copy-text.ts";
import { saveFile } from "../save-file.ts";
import { shownName, t } from "../strings.ts";
import { trusted } from "../trusted.ts";

/** `onKept`: it was saved or copied, and is what counts from now on. */
export function RecoveryKit(props: { readonly kit: Kit; readonly name: string; readonly onKept: () => void }) {
	const { kit, name, onKept } = props;
	const [told, tell] = useState("");
	const save = () => {
		saveFile(`${t("kitFileName")}.txt`, kitText(kit, name));
		onKept();
	};
	const copy = () => {
		const copied = copyText(kitText(kit, name));
		tell(t(copied ? "copied" : "copyFailed"));
		if (copied) onKept();
	};
	return (
		<section class="stack kit" aria-label={t("kitTitle")}>
			<p>{t("kitExplained")}</p>
			<p class="small">
				{t("kitKey")} <span class="quiet">{t("kitKeyOnce")}</span>
			</p>
			<code class="kit-code">{kit.code}</code>
			<div class="actions">
				<button type="button" class="primary" onClick={trusted(save)}>
					{t("kitSave")}
				</button>
				<button type="button" onClick={trusted(copy)}>
					{t("copy")}
				</button>
				<span class="small quiet" role="status">
					{told}
				</span>
			</div>
		</section>
	);
}

/** As it lies in the file; `popup/new-account` finds the key in it. */
export function kitText({ code, statement }: Kit, name: string): string {
	const lines = code.replace(/((?:\S+ ){3}\S+) /g, "$1\n");
	return [
		t("kitOf", shownName(name)),
		t("kitExplained"),
		`${t("kitKey")}\n\n${lines}`,
		`${t("kitStatement")}\n\n${statement}`,
		"",
	].join("\n\n");
}
