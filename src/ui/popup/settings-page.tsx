/** Auto-lock, with what this browser can and cannot do said as it is; how long messages stay; what they tell. */
import { retentions } from "../../messaging/retention.ts";
import { KeepChoice } from "../components/keep-choice.tsx";
import { PersonalMarkView } from "../components/personal-mark.tsx";
import { type MessageKey, t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { retentionWords } from "../words.ts";
import type { Popup, PopupState } from "./popup-controller.ts";

const minuteChoices = [1, 5, 10, 15, 30, 60, 240] as const;

export function SettingsPage({ popup, state }: { readonly popup: Popup; readonly state: PopupState }) {
	const choices = [...new Set([...minuteChoices, state.autoLockMinutes])].sort((a, b) => a - b);
	const choose = (event: Event) => {
		const minutes = Number((event.currentTarget as HTMLSelectElement).value);
		void popup.act("popup/set-auto-lock", { minutes });
	};
	return (
		<>
			<section class="section stack">
				<label class="field" for="auto-lock">
					<span>{t("autoLockAfter")}</span>
					<select id="auto-lock" value={String(state.autoLockMinutes)} onChange={trusted(choose)}>
						{choices.map((minutes) => (
							<option key={minutes} value={String(minutes)}>
								{minutes === 1 ? t("oneMinute") : t("minutes", String(minutes))}
							</option>
						))}
					</select>
				</label>
				<p class="small quiet">{state.locksWithScreen ? t("autoLockWithScreen") : t("autoLockWithoutScreen")}</p>
			</section>
			<section class="section stack">
				<KeepChoice
					id="keep"
					label={t("keepDefault")}
					value={state.keep}
					choices={retentions.map((value) => ({ value, words: t(retentionWords[value]) }))}
					look="field"
					describedBy="keep-explained"
					closedQuestion="keepShorterClosed"
					shortens={(keep) => retentions.indexOf(keep) > retentions.indexOf(state.keep)}
					onChoose={(keep) => void popup.act("popup/set-keep", { keep })}
				/>
				<p id="keep-explained" class="small quiet">
					{t("keepDefaultExplained")}
				</p>
			</section>
			<section class="section stack">
				<div class="row-still">
					<span class="grow setting" id="tells-seen">
						{t("tellsSeen")}
					</span>
					<button
						type="button"
						class="toggle"
						role="switch"
						aria-checked={state.tellsSeen}
						aria-labelledby="tells-seen"
						aria-describedby="tells-seen-explained"
						onClick={trusted(() => void popup.act("popup/set-tells-seen", { on: !state.tellsSeen }))}
					/>
				</div>
				<p id="tells-seen-explained" class="small quiet">
					{t("tellsSeenExplained")}
				</p>
			</section>
			<section class="section stack">
				<div class="row-still">
					<span class="grow setting">{t("ownAccount")}</span>
					<button type="button" onClick={trusted(() => popup.go({ name: "account" }))}>
						{t("ownAccountOpen")}
					</button>
				</div>
				<p class="small quiet">{t(stateOf(state))}</p>
			</section>
			{state.mark !== null && (
				<section class="section stack">
					<h2>{t("personalMark")}</h2>
					<p class="mark-large">
						<PersonalMarkView mark={state.mark} size={32} />
					</p>
					<p class="small quiet">{t("personalMarkExplained")}</p>
				</section>
			)}
		</>
	);
}

function stateOf({ own }: PopupState): MessageKey {
	if (own?.ended === true) return "ownEnded";
	return own?.kit === true ? "ownAccountKept" : "ownNoKit";
}
