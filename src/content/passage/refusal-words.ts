/** Why a field holds no armor, by the names of the texts in `_locales`. */
import type { Unfit } from "./unfit.ts";

export const refusalWords: Readonly<Record<Unfit, string>> = {
	"no-field": "unfitNoField",
	password: "unfitPassword",
	kind: "unfitKind",
	locked: "unfitLocked",
	"too-small": "unfitTooSmall",
	"too-long": "unfitTooLong",
	unreadable: "unfitUnreadable",
	media: "unfitMedia",
	"nothing-selected": "unfitNothingSelected",
	encrypted: "unfitEncrypted",
};
