/** What the author chooses for one message, with a sentence on each choice that is made. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { MessageOptions } from "../../messaging/channels.ts";
import { retentions } from "../../messaging/retention.ts";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { retentionWords } from "../words.ts";
import { RetentionSelect } from "./retention-select.tsx";
import { useStill, type Vain, vainWords } from "./still-button.tsx";

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
	const [vain, onVain] = useState<Vain>(null);
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
				<Signed
					signed={signed}
					disabled={disabled}
					onChange={(on) => {
						onVain(null);
						onChange({ ...options, signed: on });
					}}
					onVain={onVain}
				/>
			</div>
			<p id="disappears-explained" class={disappears === null ? "out-of-sight" : "small quiet"}>
				{t("disappearsExplained")}
			</p>
			<p id="signed-explained" class={signed ? "small quiet" : "out-of-sight"}>
				{t("signedExplained")}
			</p>
			<p class={vain === null ? "out-of-sight" : "small quiet"} role="status">
				{vainWords(vain)}
			</p>
		</fieldset>
	);
}

/** A signature that was given cannot be taken back: turning it on waits until it was seen. Turning it off does not. */
function Signed(props: {
	readonly signed: boolean;
	readonly disabled: boolean;
	readonly onChange: (on: boolean) => void;
	readonly onVain: (why: Vain) => void;
}) {
	const { signed } = props;
	const box = useRef<HTMLInputElement>(null);
	const still = useStill(box);
	const change = (input: HTMLInputElement) => {
		const now = input.checked ? still.now() : "still";
		if (now === "still") return props.onChange(input.checked);
		input.checked = signed;
		props.onVain(now);
	};
	return (
		<label class="option option-check" data-still="">
			<input
				type="checkbox"
				ref={box}
				checked={signed}
				disabled={props.disabled}
				aria-disabled={!signed && !still.ready}
				aria-describedby="signed-explained"
				onChange={trusted((event) => change(event.currentTarget))}
			/>
			{t("signedOption")}
		</label>
	);
}
