/** My card, to be carried by hand. Made on request only: each one is an invitation that the vault keeps. */
import { useState } from "preact/hooks";
import { requestId } from "../../platform/runtime.ts";
import { AccountNumber } from "../components/account-number.tsx";
import { CopyParts } from "../components/copy-parts.tsx";
import { nameInSentence, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import type { Popup } from "./popup-controller.ts";

export function CardPage({ popup }: { readonly popup: Popup }) {
	const [sendId] = useState(requestId);
	const account = popup.state.value?.account ?? null;
	const [armor, setArmor] = useState<readonly string[] | null>(null);
	const [busy, setBusy] = useState(false);
	const make = async () => {
		setBusy(true);
		const made = await popup.act("popup/my-card", { sendId });
		setBusy(false);
		if (made !== null) setArmor(made.value.armor);
	};
	return (
		<section class="section stack">
			<p>{t("myCardExplained", nameInSentence(popup.state.value?.name ?? ""))}</p>
			{armor === null ? (
				<div class="actions">
					<button type="button" class="primary" disabled={busy} onClick={trusted(() => void make())}>
						{busy ? t("working") : t("makeCard")}
					</button>
				</div>
			) : (
				<>
					<textarea class="armor" readOnly rows={5} aria-label={t("myCard")} value={armor.join("\n\n")} />
					<CopyParts parts={armor} shown />
				</>
			)}
			{account !== null && <AccountNumber id={account} />}
		</section>
	);
}
