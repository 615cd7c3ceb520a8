/** Armor to carry by hand: one button for each part, since a long text goes out as several messages. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { copyText } from "../copy-text.ts";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";

export function CopyParts(props: {
	readonly parts: readonly string[];
	/** The text stands beside it already: there is something to select where copying fails. */
	readonly shown?: boolean;
	readonly onCopied?: (part: number) => void;
	/** More buttons, after those. */
	readonly children?: ComponentChildren;
}) {
	const { parts } = props;
	const [told, tell] = useState("");
	const [failed, setFailed] = useState<string | null>(null);
	const copy = (part: string, index: number) => {
		const copied = copyText(part);
		tell(t(copied ? "copied" : "copyFailed"));
		setFailed(copied ? null : part);
		if (copied) props.onCopied?.(index);
	};
	return (
		<div class="stack">
			{parts.length > 1 && <p class="small quiet">{t("copyInOrder")}</p>}
			<div class="actions">
				{parts.map((part, index) => (
					<button type="button" key={part} onClick={trusted(() => copy(part, index))}>
						{parts.length === 1 ? t("copy") : t("copyPart", String(index + 1), String(parts.length))}
					</button>
				))}
				{props.children}
				<span class="small quiet" role="status">
					{told}
				</span>
			</div>
			{failed !== null && props.shown !== true && (
				<textarea class="armor" readOnly rows={4} aria-label={t("encryptedText")} value={failed} />
			)}
		</div>
	);
}
