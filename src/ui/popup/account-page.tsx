/** Our own account for good: its recovery kit, moving to another one, who else may end it, its end. */
import { useState } from "preact/hooks";
import type { RecoveryKit as Kit } from "../../messaging/channels.ts";
import { requestId } from "../../platform/runtime.ts";
import { ArmorToCopy } from "../components/armor-to-copy.tsx";
import { Notice } from "../components/notice.tsx";
import { RecoveryKit } from "../components/recovery-kit.tsx";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { AccountEnd } from "./account-end.tsx";
import { AccountMove } from "./account-move.tsx";
import { AccountNamed } from "./account-named.tsx";
import type { Popup, PopupState } from "./popup-controller.ts";

export function AccountPage({ popup, state }: { readonly popup: Popup; readonly state: PopupState }) {
	const [kit, setKit] = useState<{ readonly kit: Kit; readonly isNew: boolean } | null>(null);
	const { own } = state;
	if (own === null) return null;
	const kept = () => void popup.act("popup/kit-kept", null);
	if (kit !== null) {
		return (
			<section class="section stack">
				{kit.isNew && <Notice tone="good">{t("ownNewKit")}</Notice>}
				<RecoveryKit kit={kit.kit} name={state.name ?? ""} onKept={kept} />
				<div class="actions">
					<button type="button" onClick={trusted(() => setKit(null))}>
						{own.kit ? t("done") : t("kitLater")}
					</button>
					{!own.kit && <span class="small quiet">{t("kitLaterHint")}</span>}
				</div>
			</section>
		);
	}
	const another = (made: Kit) => setKit({ kit: made, isNew: true });
	return (
		<>
			{own.ended && (
				<section class="section stack">
					<Notice tone="problem">{t("ownEnded")}</Notice>
					<News popup={popup} />
				</section>
			)}
			{own.moved && !own.ended && (
				<section class="section stack">
					<p class="small">{t("ownMoved")}</p>
					<News popup={popup} />
				</section>
			)}
			{!own.ended && <OwnKit popup={popup} has={own.kit} onMade={(made) => setKit({ kit: made, isNew: false })} />}
			{(own.kit || own.ended) && <AccountMove popup={popup} ended={own.ended} onMade={another} />}
			{!own.ended && <AccountNamed popup={popup} named={own.named} />}
			{!own.ended && state.account !== null && <AccountEnd popup={popup} account={state.account} />}
		</>
	);
}

function OwnKit(props: { readonly popup: Popup; readonly has: boolean; readonly onMade: (kit: Kit) => void }) {
	const { popup, has, onMade } = props;
	const [statement, setStatement] = useState<string | null>(null);
	const show = async () => {
		if (has) {
			const found = await popup.act("popup/revocation", null);
			if (found !== null) setStatement(found.value.armor);
			return;
		}
		const made = await popup.act("popup/make-kit", null);
		if (made !== null) onMade(made.value);
	};
	return (
		<section class="section stack">
			<h2>{t("kitTitle")}</h2>
			<p class="small quiet">{t(has ? "ownHasKit" : "ownNoKit")}</p>
			{statement === null ? (
				<div class="actions">
					<button type="button" onClick={trusted(() => void show())}>
						{t(has ? "ownShowStatement" : "ownMake")}
					</button>
				</div>
			) : (
				<ArmorToCopy label={t("kitStatement")} armor={[statement]} />
			)}
		</section>
	);
}

/** The word of it for contacts, to be carried by hand. */
function News({ popup }: { readonly popup: Popup }) {
	const [sendId] = useState(requestId);
	const [armor, setArmor] = useState<readonly string[] | null>(null);
	const show = async () => {
		const found = await popup.act("popup/account-news", { sendId });
		if (found !== null) setArmor(found.value.armor);
	};
	if (armor !== null) return <ArmorToCopy label={t("ownTellHand")} armor={armor} />;
	return (
		<div class="actions">
			<button type="button" onClick={trusted(() => void show())}>
				{t("ownTellShow")}
			</button>
		</div>
	);
}
