/** Our own account is over: nothing is sent under it, but the word of it can be. */
import { useState } from "preact/hooks";
import { requestId } from "../../platform/runtime.ts";
import { Notice } from "../components/notice.tsx";
import { StillButton, type Vain, vainWords } from "../components/still-button.tsx";
import { t } from "../strings.ts";
import type { ComposerProps } from "./composer-controller.ts";
import { mayTell } from "./composer-state.ts";

export function ComposerEnded({ state, dispatch }: Pick<ComposerProps, "state" | "dispatch">) {
	const [vain, onVain] = useState<Vain>(null);
	return (
		<Notice tone="problem">
			<div class="stack" data-still="">
				<p>{t("composerOwnEnded")}</p>
				{mayTell(state) && (
					<div class="actions">
						<StillButton onPress={() => dispatch({ type: "tell-account", freshId: requestId() })} onVain={onVain}>
							{t("composerTell")}
						</StillButton>
					</div>
				)}
				{vain !== null && <p class="small">{vainWords(vain)}</p>}
			</div>
		</Notice>
	);
}
