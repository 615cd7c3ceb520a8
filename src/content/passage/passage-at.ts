/** From the field the user is in to the passage, or to why there is none. */
import { hasArmor } from "../../protocol/armor-scan.ts";
import { isField } from "../box/box.ts";
import type { Pointed } from "../box/pointed.ts";
import { fieldPassage } from "./field-passage.ts";
import type { Passage } from "./passage.ts";
import { richPassage } from "./rich-passage.ts";
import { type Unfit, unfit } from "./unfit.ts";

/** The shortest armor there is has 300 characters: one person, ideographs. */
const leastRoom = 300;

/** What a request takes (messaging/schemas.ts). */
const mostText = 65_536;

export function isPassage(found: Passage | Unfit): found is Passage {
	return typeof found !== "string";
}

/** `either`: what is selected, else everything. */
export function passageAt({ at, standing }: Pointed, into: Passage["into"] | "either"): Passage | Unfit {
	const not = unfit(at);
	if (not !== null || at === null || standing === null) return not ?? "no-field";
	const passage =
		standing.kind === "rich" ? richPassage(at, into, standing) : isField(at) && fieldPassage(at, into, standing);
	if (passage === false) return "kind";
	if (!isPassage(passage)) return passage;
	if (hasArmor(passage.text)) return "encrypted";
	if (passage.text.length > mostText) return "too-long";
	return passage.limit !== null && passage.limit < leastRoom ? "too-small" : passage;
}
