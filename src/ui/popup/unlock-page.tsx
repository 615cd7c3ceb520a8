/** Passphrase in, key-encryption key out to the background. The passphrase stays in this page and its worker. */
import { useRef, useState } from "preact/hooks";
import { ask } from "../../messaging/client.ts";
import { Notice } from "../components/notice.tsx";
import { PassphraseField } from "../components/passphrase-field.tsx";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { type AnyErrorCode, errorText } from "../words.ts";
import { passphraseKeyOf } from "./passphrase-now.tsx";
import type { Popup } from "./popup-controller.ts";

export function UnlockPage({ popup }: { readonly popup: Popup }) {
	const [passphrase, setPassphrase] = useState("");
	const [shown, setShown] = useState(false);
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<AnyErrorCode | null>(null);
	const field = useRef<HTMLInputElement>(null);
	const submit = async () => {
		setBusy(true);
		setProblem(null);
		const failed = await unlock(passphrase);
		setBusy(false);
		setPassphrase("");
		setProblem(failed);
		if (failed === null) await popup.refresh();
		else field.current?.focus();
	};
	return (
		<form
			class="section stack"
			onSubmit={(event) => {
				event.preventDefault();
				if (event.isTrusted && !busy && passphrase !== "") void submit();
			}}
		>
			<p>{t("unlockIntro")}</p>
			<PassphraseField
				id="passphrase"
				label={t("passphrase")}
				value={passphrase}
				shown={shown}
				autofocus
				disabled={busy}
				field={field}
				onInput={setPassphrase}
			/>
			<label class="check">
				<input type="checkbox" checked={shown} onChange={trusted(() => setShown(!shown))} />
				{t("showPassphrase")}
			</label>
			{problem !== null && <Notice tone="problem">{errorText(problem)}</Notice>}
			<div class="actions">
				<button type="submit" class="primary" disabled={busy || passphrase === ""}>
					{busy ? t("unlocking") : t("unlock")}
				</button>
			</div>
		</form>
	);
}

/** Null if the vault is open now. */
async function unlock(passphrase: string): Promise<AnyErrorCode | null> {
	const derived = await passphraseKeyOf(passphrase);
	if ("code" in derived) return derived.code;
	const result = await ask("popup/unlock", { passphraseKey: derived.key });
	return result.ok ? null : result.code;
}
