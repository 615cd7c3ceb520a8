/** "Keep readable", with a question first where the choice deletes what is there. */
import { useState } from "preact/hooks";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { type RetentionChoice, RetentionSelect } from "./retention-select.tsx";

export function KeepChoice<V extends string>(props: {
	readonly id: string;
	readonly label: string;
	readonly value: V;
	readonly choices: readonly RetentionChoice<V>[];
	readonly look: "field" | "option";
	readonly disabled?: boolean;
	readonly describedBy?: string;
	/** Whether this choice deletes messages that are readable now. */
	readonly shortens: (value: V) => boolean;
	readonly onChoose: (value: V) => void;
}) {
	const { value, shortens, onChoose } = props;
	const [asked, ask] = useState<V | null>(null);
	return (
		<>
			<RetentionSelect
				{...props}
				value={asked ?? value}
				onChoose={(chosen) => {
					if (chosen !== value && shortens(chosen)) return ask(chosen);
					ask(null);
					onChoose(chosen);
				}}
			/>
			{asked !== null && (
				<div class="keep-question stack" aria-live="polite">
					<p class="small">{asked === "closed" ? t("keepShorterClosed") : t("keepShorter")}</p>
					<div class="actions">
						<button
							type="button"
							class="plain keep-shorter"
							onClick={trusted(() => {
								ask(null);
								onChoose(asked);
							})}
						>
							{t("keepShorterYes")}
						</button>
						<button type="button" class="plain" onClick={trusted(() => ask(null))}>
							{t("cancel")}
						</button>
					</div>
				</div>
			)}
		</>
	);
}
