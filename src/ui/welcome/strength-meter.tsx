/** How good the passphrase is, in words first; the bar repeats them. */
import type { Strength, StrengthReason } from "../passphrase-strength.ts";
import { type MessageKey, t } from "../strings.ts";

const scoreWords: Readonly<Record<Strength["score"], MessageKey>> = {
	0: "strength0",
	1: "strength1",
	2: "strength2",
	3: "strength3",
	4: "strength4",
};

export const reasonWords: Readonly<Record<StrengthReason, MessageKey>> = {
	empty: "weakEmpty",
	common: "weakCommon",
	personal: "weakPersonal",
	repeated: "weakRepeated",
	sequence: "weakSequence",
	keyboard: "weakKeyboard",
	date: "weakDate",
	short: "weakShort",
};

export function StrengthMeter({ id, strength }: { readonly id: string; readonly strength: Strength | null }) {
	return (
		<div class="strength" id={id} role="status">
			<div class={`strength-bar strength-${strength?.score ?? "none"}`} aria-hidden="true">
				<span />
				<span />
				<span />
				<span />
			</div>
			<p class="small">
				{strength === null ? t("passphraseAdvice") : t(scoreWords[strength.score])}
				{strength?.reason != null && ` ${t(reasonWords[strength.reason])}`}
			</p>
		</div>
	);
}
