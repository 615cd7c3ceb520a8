/** What the author chooses for one message, with a sentence on each choice that is made. */
import type { ComponentChildren } from "preact";
import type { MessageOptions } from "../../messaging/channels.ts";
import { retentions } from "../../messaging/retention.ts";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { retentionWords } from "../words.ts";
import { RetentionSelect } from "./retention-select.tsx";

export const noOptions: MessageOptions = { signed: false, disappears: null };

const times = retentions.filter((time) => time !== "forever");

export function MessageOptionsRow(props: {
	readonly options: MessageOptions;
	readonly disabled?: boolean;
	readonly onChange: (options: MessageOptions) => void;
	/** Choices of the conversation, in the same row. */
	readonly children?: ComponentChildren;
}) {
	const { options, onChange } = props;
	const { signed, disappears } = options;
	const disabled = props.disabled ?? false;
	const choices = [
		{ value: "off" as const, words: t("disappearsOff") },
		...times.map((value) => ({ value, words: value === "closed" ? t("disappearsClosed") : t(retentionWords[value]) })),
	];
	return (
		<fieldset class="message-options">
			<legend class="out-of-sight">{t("messageOptions")}</legend>
			<div class="option-row">
				{props.children}
				<RetentionSelect
					id="disappears"
					label={t("disappearsAfter")}
					value={disappears ?? "off"}
					choices={choices}
					look="option"
					disabled={disabled}
					describedBy="disappears-explained"
					onChoose={(value) => onChange({ ...options, disappears: value === "off" ? null : value })}
				/>
				<label class="option option-check">
					<input
						type="checkbox"
						checked={signed}
						disabled={disabled}
						aria-describedby="signed-explained"
						onChange={trusted((event) => onChange({ ...options, signed: event.currentTarget.checked }))}
					/>
					{t("signedOption")}
				</label>
			</div>
			<p id="disappears-explained" class={disappears === null ? "out-of-sight" : "small quiet"}>
				{t("disappearsExplained")}
			</p>
			<p id="signed-explained" class={signed ? "small quiet" : "out-of-sight"}>
				{t("signedExplained")}
			</p>
		</fieldset>
	);
}
