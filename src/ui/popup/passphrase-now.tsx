/** The passphrase once more, for what only the account's own key can do. It stays in this page and its worker. */
import { base64urlnopad } from "@scure/base";
import { type ComponentChildren, Fragment } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../../messaging/client.ts";
import { PassphraseField } from "../components/passphrase-field.tsx";
import { derivePassphraseKey } from "../passphrase-worker-client.ts";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import type { AnyErrorCode } from "../words.ts";

/** 32 bytes as base64url, or why not. */
export async function passphraseKeyOf(
	passphrase: string,
): Promise<{ readonly key: string } | { readonly code: AnyErrorCode }> {
	const params = await ask("popup/kdf-params", null);
	if (!params.ok) return { code: params.code };
	try {
		const salt = base64urlnopad.decode(params.value.salt);
		const key = await derivePassphraseKey({ passphrase, salt, profile: params.value.profile });
		const encoded = base64urlnopad.encode(key);
		key.fill(0);
		return { key: encoded };
	} catch {
		return { code: "internal" };
	}
}

/** `onDone`: does what it is for; the passphrase is forgotten whatever comes of it. */
export function PassphraseForm(props: {
	readonly id: string;
	readonly action: string;
	readonly danger?: boolean;
	readonly ready: boolean;
	readonly onDone: (key: string) => Promise<void>;
	readonly onProblem: (code: AnyErrorCode) => void;
	readonly onCancel: () => void;
	readonly children?: ComponentChildren;
}) {
	const { id, action, danger = false, ready, onDone, onProblem, onCancel } = props;
	const [passphrase, setPassphrase] = useState("");
	const [busy, setBusy] = useState(false);
	const submit = async () => {
		setBusy(true);
		const derived = await passphraseKeyOf(passphrase);
		setPassphrase("");
		if ("code" in derived) onProblem(derived.code);
		else await onDone(derived.key);
		setBusy(false);
	};
	const may = ready && !busy && passphrase !== "";
	return (
		<form
			class="stack"
			aria-busy={busy}
			onSubmit={(event) => {
				event.preventDefault();
				if (event.isTrusted && may) void submit();
			}}
		>
			<Fragment>{props.children}</Fragment>
			<PassphraseField
				id={id}
				label={t("passphrase")}
				value={passphrase}
				shown={false}
				disabled={busy}
				onInput={setPassphrase}
			/>
			<div class="actions">
				<button type="submit" class={danger ? "danger" : "primary"} disabled={!may}>
					{busy ? t("working") : action}
				</button>
				<button type="button" onClick={trusted(onCancel)}>
					{t("cancel")}
				</button>
			</div>
		</form>
	);
}
