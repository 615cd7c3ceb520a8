/** The quiet row under the text: how long this chat stays readable here, what is asked in it, and what holds for the next message. */
import { retentions } from "../../messaging/retention.ts";
import { KeepChoice } from "../components/keep-choice.tsx";
import { MessageOptionsRow } from "../components/message-options.tsx";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { retentionWords } from "../words.ts";
import type { ComposerProps } from "./composer-controller.ts";
import { mayType } from "./composer-state.ts";

export function ComposerOptions(
	props: Pick<ComposerProps, "state" | "dispatch"> & { readonly backToText: () => void },
) {
	const { state, dispatch } = props;
	const { view } = state;
	if (view === null) return null;
	const { keep, ownKeep } = view;
	// Only then is the setting known here.
	const asInSettings = ownKeep === null ? t("keepAsInSettingsNow", t(retentionWords[keep])) : t("keepAsInSettings");
	// The choice is kept with the conversation, which begins with its first people.
	const guessed = view.doubt !== null && view.doubt.kind !== "conflict";
	const nobodyYet = guessed || (view.recipients.length === 0 && ownKeep === null);
	const choices = [
		{ value: "settings" as const, words: asInSettings },
		...retentions.map((value) => ({ value, words: t(retentionWords[value]) })),
	];
	// Escape in here leads back to the text; there it closes.
	const onKey = (event: KeyboardEvent) => {
		if (event.key !== "Escape") return;
		event.stopPropagation();
		props.backToText();
	};
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: Escape works wherever the focus is inside
		<div class="composer-options" onKeyDown={trusted(onKey)}>
			<MessageOptionsRow
				options={state.options}
				disabled={!mayType(state)}
				onChange={(options) => dispatch({ type: "options", options })}
			>
				<KeepChoice
					id="keep-here"
					label={t("keepReadableHere")}
					value={ownKeep ?? "settings"}
					choices={nobodyYet ? [{ value: "settings", words: t("keepNeedsPeople") }] : choices}
					look="option"
					closedQuestion="keepShorterClosedChat"
					disabled={nobodyYet || !mayType(state)}
					// What "as in the settings" means is known here only while it is chosen.
					shortens={(value) => value === "settings" || retentions.indexOf(value) > retentions.indexOf(keep)}
					onChoose={(value) => dispatch({ type: "keep", keep: value === "settings" ? null : value })}
				/>
			</MessageOptionsRow>
			{view.recipients.length > 0 && !guessed && (
				<label class="option option-check">
					<input
						id="asks-clear"
						type="checkbox"
						checked={view.asksClear}
						disabled={!mayType(state)}
						onChange={trusted((event) => dispatch({ type: "asks-clear", on: event.currentTarget.checked }))}
					/>
					{t("asksClearHere")}
				</label>
			)}
		</div>
	);
}
