/** Choosing the personal mark: one of our pictures and a word. Radio buttons, so arrow keys walk through them. */
import type { PersonalMark } from "../../messaging/channels.ts";
import { PersonalPicture } from "../components/personal-mark.tsx";
import { personalPictures } from "../components/personal-pictures.tsx";
import { t } from "../strings.ts";

export interface MarkChoiceProps {
	readonly mark: PersonalMark;
	readonly disabled: boolean;
	readonly onChange: (mark: PersonalMark) => void;
}

export function MarkChoice({ mark, disabled, onChange }: MarkChoiceProps) {
	return (
		<fieldset class="mark-choice stack" disabled={disabled}>
			<legend>{t("personalMark")}</legend>
			<p class="small quiet">{t("personalMarkExplained")}</p>
			<div class="picture-grid">
				{personalPictures.map((picture, index) => (
					<label key={picture.name} class="picture-choice">
						<input
							type="radio"
							name="picture"
							class="out-of-sight"
							checked={mark.picture === index}
							onChange={() => onChange({ ...mark, picture: index })}
						/>
						<PersonalPicture picture={index} size={28} />
					</label>
				))}
			</div>
			<label class="field" for="mark-word">
				<span>{t("markWord")}</span>
				<input
					id="mark-word"
					type="text"
					maxLength={24}
					autocomplete="off"
					value={mark.word}
					onInput={(event) => onChange({ ...mark, word: event.currentTarget.value })}
				/>
			</label>
		</fieldset>
	);
}
