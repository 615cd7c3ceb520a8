/** Texts that were encrypted to be copied, each until it was copied or put away. */
import { CopyParts } from "../components/copy-parts.tsx";
import { Notice } from "../components/notice.tsx";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import type { ComposerProps } from "./composer-controller.ts";
import { fieldText, isCopied } from "./composer-state.ts";

export function SealedTexts({ state, dispatch }: Pick<ComposerProps, "state" | "dispatch">) {
	const latest = fieldText(state) === "" ? state.sealed.at(-1) : undefined;
	return state.sealed.map((one) => (
		<Notice tone="good" key={one.sendId}>
			<p>{t(one === latest ? "noticeSealed" : "noticeSealedBefore")}</p>
			<CopyParts parts={one.parts} onCopied={(part) => dispatch({ type: "copied", sendId: one.sendId, part })}>
				<button type="button" class="plain" onClick={trusted(() => dispatch({ type: "put-away", sendId: one.sendId }))}>
					{t(isCopied(one) ? "done" : "discard")}
				</button>
			</CopyParts>
		</Notice>
	));
}
