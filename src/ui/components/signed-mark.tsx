/** Says that a message is signed. Drawn from what was checked, never from a message. */
import { t } from "../strings.ts";

export function SignedMark() {
	return (
		<span class="signed-mark" title={t("signedMeaning")}>
			<svg class="trust-shape" viewBox="0 0 12 12" aria-hidden="true">
				<path
					d="M1.2 8.4C3 8.4 5.6 4.9 5.4 2.8 5.3 1.5 3.7 1.6 3.7 3.4c0 2.6 2.4 5.4 3.6 4.9.8-.4.7-1.7 1.3-1.7.7 0 .5 1.8 2.2 1.8"
					fill="none"
					stroke="currentColor"
					stroke-width="1.3"
					stroke-linecap="round"
				/>
				<path d="M1.2 10.9h9.6" stroke="currentColor" stroke-width="1" stroke-linecap="round" />
			</svg>
			{t("signedMark")}
		</span>
	);
}
