/** Armor to carry by hand: one button for each part, since a long text goes out as several messages. */
import { useState } from "preact/hooks";
import { copyText } from "../copy-text.ts";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";

export function CopyParts({ parts }: { readonly parts: readonly string[] }) {
	const [told, tell] = useState("");
	const copy = (part: string) => trusted(() => tell(copyText(part) ? t("copied") : t("copyFailed")));
	return (
		<div class="stack">
			{parts.length > 1 && <p class="small quiet">{t("copyInOrder")}</p>}
			<div class="actions">
				{parts.map((part, index) => (
					<button type="button" key={part} onClick={copy(part)}>
						{parts.length === 1 ? t("copy") : t("copyPart", String(index + 1), String(parts.length))}
					</button>
				))}
				<span class="small quiet" role="status">
					{told}
				</span>
			</div>
		</div>
	);
}
