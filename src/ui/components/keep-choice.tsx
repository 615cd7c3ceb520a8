/** "Keep readable", with a question first where the choice deletes what is there. */
import { useState } from "preact/hooks";
import { type MessageKey, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { type RetentionChoice, RetentionSelect } from "./retention-select.tsx";
import { StillButton, type Vain, vainWords } from "./still-button.tsx";

export function KeepChoice<V extends string>(props: {
	readonly id: string;
	readonly label: string;
	readonly value: V;
	readonly choices: readonly RetentionChoice<V>[];
	readonly look: "field" | "option";
	readonly disabled?: boolean;
	readonly describedBy?: string;
	/** What is asked before "until the tab closes". */
	readonly closedQuestion: MessageKey;
	/** Whether this choice deletes messages that are readable now. */
	readonly shortens: (value: V) => boolean;
	readonly onChoose: (value: V) => void;
}) {
	const { id, value, shortens, onChoose } = props;
	const [asked, ask] = useState<V | null>(null);
	// The button that was pressed goes: the keyboard must not end up nowhere.
	const answered = () => {
		ask(null);
		document.getElementById(id)?.focus({ preventScroll: true });
	};
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
				<Question
					words={t(
						asked === "closed" ? props.closedQuestion : asked === "settings" ? "keepShorterSettings" : "keepShorter",
					)}
					disabled={props.disabled ?? false}
					onYes={() => {
						answered();
						onChoose(asked);
					}}
					onNo={answered}
				/>
			)}
		</>
	);
}

/** What is deleted does not come back: the yes waits until it was seen. */
function Question(props: {
	readonly words: string;
	readonly disabled: boolean;
	readonly onYes: () => void;
	readonly onNo: () => void;
}) {
	const [vain, onVain] = useState<Vain>(null);
	return (
		<div class="keep-question stack" aria-live="polite" data-still="">
			<p class="small">{props.words}</p>
			<div class="actions">
				<StillButton plain class="keep-shorter" disabled={props.disabled} onPress={props.onYes} onVain={onVain}>
					{t("keepShorterYes")}
				</StillButton>
				<button type="button" class="plain" onClick={trusted(props.onNo)}>
					{t("cancel")}
				</button>
			</div>
			<p class="question-hint small quiet" role="status">
				{vainWords(vain)}
			</p>
		</div>
	);
}
