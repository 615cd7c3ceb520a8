/** Says that a message is signed. Drawn from what was checked, never from a message. */
import { t } from "../strings.ts";

export function SignedMark() {
	return (
		<span class="signed-mark" title={t("signedMeaning")}>
			<svg class="trust-shape" viewBox="0 0 12 12" aria-hidden="true">
				<path
					d="m1.8 9 .7-2.6 4.7-4.7a1.3 1.3 0 0 1 1.9 1.9L4.4 8.3Z"
					fill="none"
					stroke="currentColor"
					stroke-width="1.3"
					stroke-linejoin="round"
				/>
				<path d="M1.5 11.2h9" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" />
			</svg>
			{t("signedMark")}
		</span>
	);
}
