/** Auto-lock, with what this browser can and cannot do said as it is. */
import { PersonalMarkView } from "../components/personal-mark.tsx";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
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
