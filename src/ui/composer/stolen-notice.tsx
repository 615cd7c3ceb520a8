/** The page took the focus while the user typed: say it, take no more text here, offer the window no page can reach. */
import { Notice } from "../components/notice.tsx";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import type { ComposerProps } from "./composer-controller.ts";

export function StolenNotice({ dispatch }: Pick<ComposerProps, "dispatch">) {
	return (
		<Notice tone="problem">
			<p>{t("focusStolen")}</p>
			<div class="actions">
				<button type="button" class="primary" onClick={trusted(() => dispatch({ type: "to-safe-window" }))}>
					{t("openSafeWindow")}
				</button>
				<button type="button" onClick={trusted(() => dispatch({ type: "continue-here" }))}>
					{t("continueHere")}
				</button>
			</div>
		</Notice>
	);
}
